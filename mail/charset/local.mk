libmail_a_SOURCES += \
	mail/charset/charset.c mail/charset/charset.h \
	mail/charset/guess.c mail/charset/guess.h \
	mail/charset/hz.c mail/charset/hz.h \
	mail/charset/jis.c mail/charset/jis.h \
	mail/charset/name.c mail/charset/name.h \
	mail/charset/single.c mail/charset/single.h \
	mail/charset/singles.h \
	mail/charset/wide.c mail/charset/wide.h

# It is run before there are libraries of ours.
noinst_PROGRAMS += mail/charset/make-singles
mail_charset_make_singles_SOURCES = mail/charset/make-singles.c
mail_charset_make_singles_LDADD = $(GLIB_LIBS)
nodist_libmail_a_SOURCES = mail/charset/singles.c
CLEANFILES += mail/charset/singles.c
mail/charset/singles.c: mail/charset/make-singles
	$(AM_V_GEN)LC_ALL=C $(ICONV) --list | \
		$(abs_builddir)/mail/charset/make-singles > $@.tmp && \
		mv $@.tmp $@

check_PROGRAMS += mail/charset/test-charset
mail_charset_test_charset_SOURCES = mail/charset/test-charset.c

check_PROGRAMS += mail/charset/test-guess
mail_charset_test_guess_SOURCES = mail/charset/test-guess.c
