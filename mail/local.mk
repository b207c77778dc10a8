noinst_LIBRARIES += libmail.a
libmail_a_SOURCES = \
	mail/compose.c mail/compose.h \
	mail/error.c mail/error.h \
	mail/key.h \
	mail/read.h

check_PROGRAMS += mail/test-compose
mail_test_compose_SOURCES = mail/test-compose.c
