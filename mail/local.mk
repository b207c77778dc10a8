noinst_LIBRARIES += libmail.a
libmail_a_SOURCES = \
	mail/error.c mail/error.h \
	mail/read.h
