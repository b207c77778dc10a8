noinst_LIBRARIES += libdigest.a
libdigest_a_SOURCES = \
	digest/error.c digest/error.h
