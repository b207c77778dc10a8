libfilters_a_SOURCES += \
	filters/patterns/average.c filters/patterns/average.h \
	filters/patterns/cluster.c filters/patterns/cluster.h \
	filters/patterns/everyday.c filters/patterns/everyday.h \
	filters/patterns/group.c filters/patterns/group.h \
	filters/patterns/label.c filters/patterns/label.h \
	filters/patterns/language.c filters/patterns/language.h \
	filters/patterns/letter.c filters/patterns/letter.h \
	filters/patterns/likeness.c filters/patterns/likeness.h \
	filters/patterns/support.c filters/patterns/support.h \
	filters/patterns/vectors.c filters/patterns/vectors.h

check_PROGRAMS += filters/patterns/test-group
filters_patterns_test_group_SOURCES = filters/patterns/test-group.c \
	store/test-rows.c store/test-rows.h

check_PROGRAMS += filters/patterns/test-label
filters_patterns_test_label_SOURCES = filters/patterns/test-label.c

check_PROGRAMS += filters/patterns/test-letter
filters_patterns_test_letter_SOURCES = filters/patterns/test-letter.c

check_PROGRAMS += filters/patterns/test-support
filters_patterns_test_support_SOURCES = filters/patterns/test-support.c
