noinst_LIBRARIES += libfilters.a
libfilters_a_SOURCES = \
	filters/batch.c filters/batch.h \
	filters/beside.c filters/beside.h \
	filters/chores.c filters/chores.h \
	filters/decide.c filters/decide.h \
	filters/error.c filters/error.h \
	filters/index.c filters/index.h \
	filters/intake.c filters/intake.h \
	filters/origin.c filters/origin.h \
	filters/ours.c filters/ours.h \
	filters/parse-child.c filters/parse-child.h \
	filters/parse-pool.c filters/parse-pool.h \
	filters/run.c filters/run.h \
	filters/source.c filters/source.h \
	filters/words.c filters/words.h
nodist_libfilters_a_SOURCES =

check_PROGRAMS += filters/test-parse-pool
filters_test_parse_pool_SOURCES = filters/test-parse-pool.c

check_PROGRAMS += filters/test-forwards
filters_test_forwards_SOURCES = filters/test-forwards.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-beside
filters_test_beside_SOURCES = filters/test-beside.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-chores
filters_test_chores_SOURCES = filters/test-chores.c \
	filters/learn/test-labels.c filters/learn/test-labels.h \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-intake
filters_test_intake_SOURCES = filters/test-intake.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/test-run
filters_test_run_SOURCES = filters/test-run.c \
	filters/test-mails.c filters/test-mails.h \
	store/test-rows.c store/test-rows.h

include filters/learn/local.mk
include filters/patterns/local.mk
include filters/people/local.mk
include filters/rules/local.mk
