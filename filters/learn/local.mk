libfilters_a_SOURCES += \
	filters/learn/calibrate.c filters/learn/calibrate.h \
	filters/learn/features.c filters/learn/features.h \
	filters/learn/guess.c \
	filters/learn/kinds.c filters/learn/kinds.h \
	filters/learn/learn.c filters/learn/learn.h \
	filters/learn/learner.c filters/learn/learner.h \
	filters/learn/model.c filters/learn/model.h \
	filters/learn/model-pack.c filters/learn/model-parts.h \
	filters/learn/shipped.c

check_PROGRAMS += filters/learn/test-kinds
filters_learn_test_kinds_SOURCES = filters/learn/test-kinds.c

check_PROGRAMS += filters/learn/test-learn
filters_learn_test_learn_SOURCES = filters/learn/test-learn.c \
	filters/learn/test-labels.c filters/learn/test-labels.h \
	store/test-rows.c store/test-rows.h

# What mails of each kind sound like, learnt while building.
LETTERS = data/letters/apps.tsv data/letters/borders.tsv \
	data/letters/languages.tsv data/letters/mixed.tsv \
	data/letters/nothing.tsv \
	data/letters/offices.tsv data/letters/people.tsv \
	data/letters/shops.tsv data/letters/stories.tsv \
	data/letters/terse.tsv data/letters/trades.tsv
noinst_LIBRARIES += libkinds.a
libkinds_a_SOURCES =
nodist_libkinds_a_SOURCES = filters/learn/kinds-data.c
EXTRA_DIST += $(LETTERS) data/letters/README.md scripts/embed-bytes
CLEANFILES += filters/learn/kinds-data.c filters/learn/kinds.model \
	filters/learn/teach.conf
filters/learn/kinds-data.c: filters/learn/kinds.model scripts/embed-bytes
	$(AM_V_GEN)$(SHELL) $(srcdir)/scripts/embed-bytes filter_kinds_data \
		filters/learn/kinds.model > $@.tmp && mv $@.tmp $@
filters/learn/kinds.model: filters/rules/teach$(EXEEXT) $(LETTERS) \
		$(STARTER_FILES) filters/learn/teach.conf
	$(AM_V_GEN)./filters/rules/teach filters/learn/teach.conf $@ \
		$(addprefix $(srcdir)/,$(LETTERS))
filters/learn/teach.conf: Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && printf '%s\n' '[tribune]' \
		'company = us' 'domains = us.example' \
		'database = /nonexistent' \
		"rules = $(abs_srcdir)/data/rules/*.rules" > $@
