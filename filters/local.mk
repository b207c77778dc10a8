noinst_LIBRARIES += libfilters.a
libfilters_a_SOURCES = \
	filters/error.c filters/error.h \
	filters/parse-pool.h
