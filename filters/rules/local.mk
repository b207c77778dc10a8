libfilters_a_SOURCES += \
	filters/rules/explain.c filters/rules/explain.h \
	filters/rules/faults.c filters/rules/faults.h \
	filters/rules/fields.c filters/rules/fields.h \
	filters/rules/finder.c filters/rules/finder.h \
	filters/rules/fingerprint.c filters/rules/fingerprint.h \
	filters/rules/folded.c filters/rules/folded.h \
	filters/rules/head.c filters/rules/head.h \
	filters/rules/headers.c filters/rules/headers.h \
	filters/rules/literals.c filters/rules/literals.h \
	filters/rules/match.c filters/rules/match.h \
	filters/rules/names.c filters/rules/names.h \
	filters/rules/needles.c filters/rules/needles.h \
	filters/rules/places.c filters/rules/places.h \
	filters/rules/query.c filters/rules/query.h \
	filters/rules/regex.c filters/rules/regex.h \
	filters/rules/regex-reader.c filters/rules/regex-reader.h \
	filters/rules/retag.c filters/rules/retag.h \
	filters/rules/rule.c filters/rules/rule.h \
	filters/rules/rules.c filters/rules/rules.h \
	filters/rules/seek.c filters/rules/seek.h \
	filters/rules/spans.c filters/rules/spans.h \
	filters/rules/starts.c filters/rules/starts.h \
	filters/rules/stored.c filters/rules/stored.h \
	filters/rules/tagger.c filters/rules/tagger.h \
	filters/rules/tags.c filters/rules/tags.h \
	filters/rules/terms.c filters/rules/terms.h \
	filters/rules/trial.c filters/rules/trial.h \
	filters/rules/views.c filters/rules/views.h

noinst_PROGRAMS += filters/rules/teach
filters_rules_teach_SOURCES = filters/rules/teach.c \
	filters/rules/letters.c filters/rules/letters.h
filters_rules_teach_LDADD = $(TRIBUNE_LIBS) $(DEPS_LIBS)

check_PROGRAMS += filters/rules/test-letters
filters_rules_test_letters_SOURCES = filters/rules/test-letters.c \
	filters/rules/letters.c filters/rules/letters.h

check_PROGRAMS += filters/rules/test-tagger
filters_rules_test_tagger_SOURCES = filters/rules/test-tagger.c

check_PROGRAMS += filters/rules/test-match
filters_rules_test_match_SOURCES = filters/rules/test-match.c

check_PROGRAMS += filters/rules/test-semantics
filters_rules_test_semantics_SOURCES = filters/rules/test-semantics.c

check_PROGRAMS += filters/rules/test-spans
filters_rules_test_spans_SOURCES = filters/rules/test-spans.c

check_PROGRAMS += filters/rules/test-rule
filters_rules_test_rule_SOURCES = filters/rules/test-rule.c

check_PROGRAMS += filters/rules/test-rules
filters_rules_test_rules_SOURCES = filters/rules/test-rules.c

check_PROGRAMS += filters/rules/test-starter
filters_rules_test_starter_SOURCES = filters/rules/test-starter.c

check_PROGRAMS += filters/rules/test-explain
filters_rules_test_explain_SOURCES = filters/rules/test-explain.c

check_PROGRAMS += filters/rules/test-retag
filters_rules_test_retag_SOURCES = filters/rules/test-retag.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/rules/test-plainly
filters_rules_test_plainly_SOURCES = filters/rules/test-plainly.c

check_PROGRAMS += filters/rules/test-folded
filters_rules_test_folded_SOURCES = filters/rules/test-folded.c

check_PROGRAMS += filters/rules/test-literals
filters_rules_test_literals_SOURCES = filters/rules/test-literals.c

check_PROGRAMS += filters/rules/test-needles
filters_rules_test_needles_SOURCES = filters/rules/test-needles.c

check_PROGRAMS += filters/rules/test-seek
filters_rules_test_seek_SOURCES = filters/rules/test-seek.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/rules/test-regex
filters_rules_test_regex_SOURCES = filters/rules/test-regex.c

check_PROGRAMS += filters/rules/test-reload
filters_rules_test_reload_SOURCES = filters/rules/test-reload.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/rules/test-starts
filters_rules_test_starts_SOURCES = filters/rules/test-starts.c
