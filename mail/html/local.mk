libmail_a_SOURCES += \
	mail/html/arena.c mail/html/arena.h \
	mail/html/brief.c mail/html/brief.h \
	mail/html/brief-tag.c mail/html/brief-tag.h \
	mail/html/display.c mail/html/display.h \
	mail/html/flatten.c mail/html/flatten.h \
	mail/html/frame.c mail/html/frame.h \
	mail/html/hidden.c mail/html/hidden.h \
	mail/html/html.c mail/html/html.h \
	mail/html/html-writer.c mail/html/html-writer.h \
	mail/html/link.c mail/html/link.h \
	mail/html/mark.c mail/html/mark.h

check_PROGRAMS += mail/html/test-arena
mail_html_test_arena_SOURCES = mail/html/test-arena.c

check_PROGRAMS += mail/html/test-brief
mail_html_test_brief_SOURCES = mail/html/test-brief.c

check_PROGRAMS += mail/html/test-html
mail_html_test_html_SOURCES = mail/html/test-html.c

check_PROGRAMS += mail/html/fuzz-html
mail_html_fuzz_html_SOURCES = mail/html/fuzz-html.c mail/test-corpus.c mail/test-corpus.h
