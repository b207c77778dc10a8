noinst_LIBRARIES += libmail.a
libmail_a_SOURCES = \
	mail/autoptr.h \
	mail/compose.c mail/compose.h \
	mail/error.c mail/error.h \
	mail/fold.c mail/fold.h \
	mail/forward.c mail/forward.h \
	mail/key.c mail/key.h \
	mail/line.c mail/line.h \
	mail/read.c mail/read.h \
	mail/received.c mail/received.h \
	mail/sandbox.c mail/sandbox.h \
	mail/serve.c mail/serve.h \
	mail/starts.c mail/starts.h

check_PROGRAMS += mail/test-compose
mail_test_compose_SOURCES = mail/test-compose.c

check_PROGRAMS += mail/test-key
mail_test_key_SOURCES = mail/test-key.c

check_PROGRAMS += mail/test-forward
mail_test_forward_SOURCES = mail/test-forward.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-line
mail_test_line_SOURCES = mail/test-line.c

check_PROGRAMS += mail/test-read
mail_test_read_SOURCES = mail/test-read.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-sandbox
mail_test_sandbox_SOURCES = mail/test-sandbox.c

check_PROGRAMS += mail/test-serve
mail_test_serve_SOURCES = mail/test-serve.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-starts
mail_test_starts_SOURCES = mail/test-starts.c

check_PROGRAMS += mail/fuzz-key
mail_fuzz_key_SOURCES = mail/fuzz-key.c mail/test-corpus.c mail/test-corpus.h

check_PROGRAMS += mail/fuzz-read
mail_fuzz_read_SOURCES = mail/fuzz-read.c mail/test-corpus.c mail/test-corpus.h

EXTRA_DIST += \
	mail/corpus/8bit-parameter-name.eml \
	mail/corpus/alternative.eml \
	mail/corpus/bounce.eml \
	mail/corpus/empty-name.tnef \
	mail/corpus/empty.eml \
	mail/corpus/ends-in-digits.eml \
	mail/corpus/html.eml \
	mail/corpus/no-header.eml \
	mail/corpus/nul.eml \
	mail/corpus/number-beyond.html \
	mail/corpus/parts.eml \
	mail/corpus/quote-at-limit.html \
	mail/corpus/replies.eml \
	mail/corpus/rtf.tnef \
	mail/corpus/uuencode.eml \
	mail/corpus/whole.tnef \
	mail/corpus/winmail.eml

include mail/charset/local.mk
include mail/header/local.mk
include mail/html/local.mk
include mail/language/local.mk
include mail/mime/local.mk
include mail/origin/local.mk
include mail/outlook/local.mk
include mail/words/local.mk
