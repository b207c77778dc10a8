noinst_LIBRARIES += libmail.a
libmail_a_SOURCES = \
	mail/auth.c mail/auth.h \
	mail/autoptr.h \
	mail/body.c mail/body.h \
	mail/bounce.c mail/bounce.h \
	mail/charset.c mail/charset.h \
	mail/compose.c mail/compose.h \
	mail/error.c mail/error.h \
	mail/fields.c mail/fields.h \
	mail/flatten.c mail/flatten.h \
	mail/flowed.c mail/flowed.h \
	mail/headers.c mail/headers.h \
	mail/html.c mail/html.h \
	mail/key.c mail/key.h \
	mail/origin.c mail/origin.h \
	mail/quote.c mail/quote.h \
	mail/read.c mail/read.h \
	mail/received.c mail/received.h \
	mail/sandbox.c mail/sandbox.h \
	mail/scan.c mail/scan.h \
	mail/serve.c mail/serve.h \
	mail/words.c mail/words.h

check_PROGRAMS += mail/test-compose
mail_test_compose_SOURCES = mail/test-compose.c

check_PROGRAMS += mail/test-key
mail_test_key_SOURCES = mail/test-key.c
