libmail_a_SOURCES += \
	mail/origin/absence.c mail/origin/absence.h \
	mail/origin/auth.c mail/origin/auth.h \
	mail/origin/automatic.c mail/origin/automatic.h \
	mail/origin/bounce.c mail/origin/bounce.h \
	mail/origin/failure.c mail/origin/failure.h \
	mail/origin/notice.c mail/origin/notice.h \
	mail/origin/origin.c mail/origin/origin.h \
	mail/origin/report.c mail/origin/report.h \
	mail/origin/signs.c mail/origin/signs.h

check_PROGRAMS += mail/origin/test-bounce
mail_origin_test_bounce_SOURCES = mail/origin/test-bounce.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/origin/test-auth
mail_origin_test_auth_SOURCES = mail/origin/test-auth.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/origin/test-automatic
mail_origin_test_automatic_SOURCES = mail/origin/test-automatic.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/origin/test-origin
mail_origin_test_origin_SOURCES = mail/origin/test-origin.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/origin/fuzz-bounce
mail_origin_fuzz_bounce_SOURCES = mail/origin/fuzz-bounce.c mail/test-corpus.c mail/test-corpus.h
