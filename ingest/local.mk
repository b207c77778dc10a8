noinst_LIBRARIES += libingest.a
libingest_a_SOURCES = \
	ingest/answer.c ingest/answer.h \
	ingest/error.c ingest/error.h \
	ingest/fetch.c \
	ingest/imap.c ingest/imap.h \
	ingest/list.c \
	ingest/session.h \
	ingest/stream.c ingest/stream.h \
	ingest/utf7.c ingest/utf7.h

check_PROGRAMS += ingest/test-utf7
ingest_test_utf7_SOURCES = ingest/test-utf7.c
