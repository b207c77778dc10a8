noinst_LIBRARIES += libingest.a
libingest_a_SOURCES = \
	ingest/error.c ingest/error.h
