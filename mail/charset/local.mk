libmail_a_SOURCES += \
	mail/charset/charset.c mail/charset/charset.h \
	mail/charset/guess.c mail/charset/guess.h \
	mail/charset/jis.c mail/charset/jis.h \
	mail/charset/single.c mail/charset/single.h

check_PROGRAMS += mail/charset/test-charset
mail_charset_test_charset_SOURCES = mail/charset/test-charset.c

check_PROGRAMS += mail/charset/test-guess
mail_charset_test_guess_SOURCES = mail/charset/test-guess.c
