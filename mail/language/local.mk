libmail_a_SOURCES += \
	mail/language/cld2.cc mail/language/cld2.h \
	mail/language/common-words.c mail/language/common-words.h \
	mail/language/language.c mail/language/language.h

check_PROGRAMS += mail/language/test-language
mail_language_test_language_SOURCES = mail/language/test-language.c
