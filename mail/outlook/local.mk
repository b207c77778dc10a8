libmail_a_SOURCES += \
	mail/outlook/mapi.c mail/outlook/mapi.h \
	mail/outlook/rtf.c mail/outlook/rtf.h \
	mail/outlook/rtf-unpack.c mail/outlook/rtf-unpack.h \
	mail/outlook/rtf-word.c mail/outlook/rtf-word.h \
	mail/outlook/tnef.c mail/outlook/tnef.h

check_PROGRAMS += mail/outlook/test-rtf
mail_outlook_test_rtf_SOURCES = mail/outlook/test-rtf.c

check_PROGRAMS += mail/outlook/test-tnef
mail_outlook_test_tnef_SOURCES = mail/outlook/test-tnef.c

check_PROGRAMS += mail/outlook/fuzz-tnef
mail_outlook_fuzz_tnef_SOURCES = mail/outlook/fuzz-tnef.c mail/test-corpus.c mail/test-corpus.h
