libmail_a_SOURCES += \
	mail/words/armor.c mail/words/armor.h \
	mail/words/attribution.c mail/words/attribution.h \
	mail/words/banner.c mail/words/banner.h \
	mail/words/block.c mail/words/block.h \
	mail/words/card.c mail/words/card.h \
	mail/words/device.c mail/words/device.h \
	mail/words/footer.c mail/words/footer.h \
	mail/words/labels.c mail/words/labels.h \
	mail/words/moment.c mail/words/moment.h \
	mail/words/notes.c mail/words/notes.h \
	mail/words/quote.c mail/words/quote.h \
	mail/words/speech.c mail/words/speech.h \
	mail/words/words.c mail/words/words.h \
	mail/words/wrapped.c mail/words/wrapped.h

check_PROGRAMS += mail/words/test-banner
mail_words_test_banner_SOURCES = mail/words/test-banner.c

check_PROGRAMS += mail/words/test-html-quotes
mail_words_test_html_quotes_SOURCES = mail/words/test-html-quotes.c

check_PROGRAMS += mail/words/test-lookalikes
mail_words_test_lookalikes_SOURCES = mail/words/test-lookalikes.c mail/words/test-own.c mail/words/test-own.h

check_PROGRAMS += mail/words/test-attributions
mail_words_test_attributions_SOURCES = mail/words/test-attributions.c mail/words/test-own.c mail/words/test-own.h

check_PROGRAMS += mail/words/test-footers
mail_words_test_footers_SOURCES = mail/words/test-footers.c mail/words/test-own.c mail/words/test-own.h

check_PROGRAMS += mail/words/test-quotations
mail_words_test_quotations_SOURCES = mail/words/test-quotations.c mail/words/test-own.c mail/words/test-own.h

check_PROGRAMS += mail/words/test-words
mail_words_test_words_SOURCES = mail/words/test-words.c mail/words/test-own.c mail/words/test-own.h

check_PROGRAMS += mail/words/test-wrapped
mail_words_test_wrapped_SOURCES = mail/words/test-wrapped.c mail/words/test-own.c mail/words/test-own.h

check_PROGRAMS += mail/words/fuzz-words
mail_words_fuzz_words_SOURCES = mail/words/fuzz-words.c mail/test-corpus.c mail/test-corpus.h
