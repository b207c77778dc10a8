noinst_LIBRARIES += libfilters.a
libfilters_a_SOURCES = \
	filters/advocates.c filters/advocates.h \
	filters/average.c filters/average.h \
	filters/batch.c filters/batch.h \
	filters/calibrate.c filters/calibrate.h \
	filters/chores.c filters/chores.h \
	filters/cluster.c filters/cluster.h \
	filters/contacts.c filters/contacts.h \
	filters/conversation.c filters/conversation.h \
	filters/customers.c filters/customers.h \
	filters/decide.c filters/decide.h \
	filters/erase.c filters/erase.h \
	filters/error.c filters/error.h \
	filters/everyday.c filters/everyday.h \
	filters/explain.c filters/explain.h \
	filters/faults.c filters/faults.h \
	filters/features.c filters/features.h \
	filters/fields.c filters/fields.h \
	filters/finder.c filters/finder.h \
	filters/folded.c filters/folded.h \
	filters/group.c filters/group.h \
	filters/guess.c \
	filters/head.c filters/head.h \
	filters/headers.c filters/headers.h \
	filters/index.c filters/index.h \
	filters/label.c filters/label.h \
	filters/language.c filters/language.h \
	filters/learn.c filters/learn.h \
	filters/letter.c filters/letter.h \
	filters/likeness.c filters/likeness.h \
	filters/literals.c filters/literals.h \
	filters/match.c filters/match.h \
	filters/needles.c filters/needles.h \
	filters/origin.c filters/origin.h \
	filters/model.c filters/model.h \
	filters/organisation.c filters/organisation.h \
	filters/ours.c filters/ours.h \
	filters/parse-child.c filters/parse-child.h \
	filters/parse-pool.c filters/parse-pool.h \
	filters/promise.c filters/promise.h \
	filters/promise-due.c filters/promise-due.h \
	filters/promise-phrases.c filters/promise-phrases.h \
	filters/query.c filters/query.h \
	filters/regex.c filters/regex.h \
	filters/regex-reader.c filters/regex-reader.h \
	filters/retag.c filters/retag.h \
	filters/retain.c filters/retain.h \
	filters/rule.c filters/rule.h \
	filters/rules.c filters/rules.h \
	filters/run.c filters/run.h \
	filters/seek.c filters/seek.h \
	filters/source.c filters/source.h \
	filters/standing.c filters/standing.h \
	filters/stored.c filters/stored.h \
	filters/support.c filters/support.h \
	filters/tags.c filters/tags.h \
	filters/terms.c filters/terms.h \
	filters/trial.c filters/trial.h \
	filters/vectors.c filters/vectors.h \
	filters/views.c filters/views.h \
	filters/words.c filters/words.h

check_PROGRAMS += filters/test-match
filters_test_match_SOURCES = filters/test-match.c

check_PROGRAMS += filters/test-promise
filters_test_promise_SOURCES = filters/test-promise.c

check_PROGRAMS += filters/test-advocates filters/test-customers
filters_test_advocates_SOURCES = filters/test-advocates.c \
	store/test-rows.c store/test-rows.h
filters_test_customers_SOURCES = filters/test-customers.c

check_PROGRAMS += filters/test-semantics
filters_test_semantics_SOURCES = filters/test-semantics.c

check_PROGRAMS += filters/test-learn
filters_test_learn_SOURCES = filters/test-learn.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-standing
filters_test_standing_SOURCES = filters/test-standing.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-rule
filters_test_rule_SOURCES = filters/test-rule.c
check_PROGRAMS += filters/test-rules
filters_test_rules_SOURCES = filters/test-rules.c

check_PROGRAMS += filters/test-organisation
filters_test_organisation_SOURCES = filters/test-organisation.c

check_PROGRAMS += filters/test-parse-pool
filters_test_parse_pool_SOURCES = filters/test-parse-pool.c
nodist_libfilters_a_SOURCES = \
	filters/promise-words.c \
	filters/public-mail.c
EXTRA_DIST += data/promises.txt data/public-mail.txt
BUILT_SOURCES += $(nodist_libfilters_a_SOURCES)
CLEANFILES += $(nodist_libfilters_a_SOURCES)
filters/promise-words.c: data/promises.txt scripts/embed
	$(AM_V_GEN)cd $(srcdir) && $(SHELL) scripts/embed \
		filter_promise_words \
		data/promises.txt > $(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
filters/public-mail.c: data/public-mail.txt scripts/embed
	$(AM_V_GEN)cd $(srcdir) && $(SHELL) scripts/embed filter_public_mail \
		data/public-mail.txt > $(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@

check_PROGRAMS += filters/test-answers
filters_test_answers_SOURCES = filters/test-answers.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-forwards
filters_test_forwards_SOURCES = filters/test-forwards.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-run
filters_test_run_SOURCES = filters/test-run.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-group
filters_test_group_SOURCES = filters/test-group.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-starter
filters_test_starter_SOURCES = filters/test-starter.c

check_PROGRAMS += filters/test-people
filters_test_people_SOURCES = filters/test-people.c

check_PROGRAMS += filters/test-label
filters_test_label_SOURCES = filters/test-label.c

check_PROGRAMS += filters/test-letter
filters_test_letter_SOURCES = filters/test-letter.c

check_PROGRAMS += filters/test-support
filters_test_support_SOURCES = filters/test-support.c

check_PROGRAMS += filters/test-explain
filters_test_explain_SOURCES = filters/test-explain.c

check_PROGRAMS += filters/test-retag
filters_test_retag_SOURCES = filters/test-retag.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-plainly
filters_test_plainly_SOURCES = filters/test-plainly.c

check_PROGRAMS += filters/test-folded
filters_test_folded_SOURCES = filters/test-folded.c

check_PROGRAMS += filters/test-literals
filters_test_literals_SOURCES = filters/test-literals.c

check_PROGRAMS += filters/test-needles
filters_test_needles_SOURCES = filters/test-needles.c

check_PROGRAMS += filters/test-seek
filters_test_seek_SOURCES = filters/test-seek.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-regex
filters_test_regex_SOURCES = filters/test-regex.c

check_PROGRAMS += filters/test-reload
filters_test_reload_SOURCES = filters/test-reload.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h
