libfilters_a_SOURCES += \
	filters/learn/calibrate.c filters/learn/calibrate.h \
	filters/learn/features.c filters/learn/features.h \
	filters/learn/guess.c \
	filters/learn/learn.c filters/learn/learn.h \
	filters/learn/model.c filters/learn/model.h

check_PROGRAMS += filters/learn/test-learn
filters_learn_test_learn_SOURCES = filters/learn/test-learn.c \
	store/test-rows.c store/test-rows.h
