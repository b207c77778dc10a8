noinst_LIBRARIES += libfilters.a
libfilters_a_SOURCES = \
	filters/error.c filters/error.h \
	filters/fields.c filters/fields.h \
	filters/match.c filters/match.h \
	filters/query.c filters/query.h \
	filters/regex.c filters/regex.h \
	filters/rules.c filters/rules.h \
	filters/terms.c filters/terms.h \
	filters/words.c filters/words.h \
	filters/parse-child.c filters/parse-child.h \
	filters/parse-pool.c filters/parse-pool.h

check_PROGRAMS += filters/test-match
filters_test_match_SOURCES = filters/test-match.c

check_PROGRAMS += filters/test-rules
filters_test_rules_SOURCES = filters/test-rules.c
