noinst_LIBRARIES += libmail.a
libmail_a_SOURCES = \
	mail/absence.c mail/absence.h \
	mail/addresses.c mail/addresses.h \
	mail/arena.c mail/arena.h \
	mail/armor.c mail/armor.h \
	mail/attach.c mail/attach.h \
	mail/attribution.c mail/attribution.h \
	mail/auth.c mail/auth.h \
	mail/automatic.c mail/automatic.h \
	mail/autoptr.h \
	mail/banner.c mail/banner.h \
	mail/block.c mail/block.h \
	mail/body.c mail/body.h \
	mail/bounce.c mail/bounce.h \
	mail/brief-tag.c mail/brief-tag.h \
	mail/brief.c mail/brief.h \
	mail/calendar.c mail/calendar.h \
	mail/card.c mail/card.h \
	mail/charset.c mail/charset.h \
	mail/cld2.cc mail/cld2.h \
	mail/common-words.c mail/common-words.h \
	mail/compose.c mail/compose.h \
	mail/content.c mail/content.h \
	mail/date.c mail/date.h \
	mail/device.c mail/device.h \
	mail/display.c mail/display.h \
	mail/encoded.c mail/encoded.h \
	mail/error.c mail/error.h \
	mail/failure.c mail/failure.h \
	mail/fields.c mail/fields.h \
	mail/flatten.c mail/flatten.h \
	mail/flowed.c mail/flowed.h \
	mail/fold.c mail/fold.h \
	mail/footer.c mail/footer.h \
	mail/forward.c mail/forward.h \
	mail/guess.c mail/guess.h \
	mail/frame.c mail/frame.h \
	mail/head.c mail/head.h \
	mail/headers.c mail/headers.h \
	mail/hidden.c mail/hidden.h \
	mail/html-writer.c mail/html-writer.h \
	mail/html.c mail/html.h \
	mail/jis.c mail/jis.h \
	mail/key.c mail/key.h \
	mail/labels.c mail/labels.h \
	mail/language.c mail/language.h \
	mail/line.c mail/line.h \
	mail/link.c mail/link.h \
	mail/lossy.c mail/lossy.h \
	mail/mapi.c mail/mapi.h \
	mail/mark.c mail/mark.h \
	mail/mend.c mail/mend.h \
	mail/notice.c mail/notice.h \
	mail/moment.c mail/moment.h \
	mail/notes.c mail/notes.h \
	mail/origin.c mail/origin.h \
	mail/parameter.c mail/parameter.h \
	mail/part-name.c mail/part-name.h \
	mail/part.c mail/part.h \
	mail/plain.c mail/plain.h \
	mail/quote.c mail/quote.h \
	mail/read.c mail/read.h \
	mail/received.c mail/received.h \
	mail/report.c mail/report.h \
	mail/rtf-unpack.c mail/rtf-unpack.h \
	mail/rtf-word.c mail/rtf-word.h \
	mail/rtf.c mail/rtf.h \
	mail/sandbox.c mail/sandbox.h \
	mail/scan.c mail/scan.h \
	mail/serve.c mail/serve.h \
	mail/starts.c mail/starts.h \
	mail/stub.c mail/stub.h \
	mail/text-part.c mail/text-part.h \
	mail/tnef.c mail/tnef.h \
	mail/tree.c mail/tree.h \
	mail/uuencode.c mail/uuencode.h \
	mail/words.c mail/words.h

check_PROGRAMS += mail/test-arena
mail_test_arena_SOURCES = mail/test-arena.c

check_PROGRAMS += mail/test-addresses
mail_test_addresses_SOURCES = mail/test-addresses.c

check_PROGRAMS += mail/test-body
mail_test_body_SOURCES = mail/test-body.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-bounce
mail_test_bounce_SOURCES = mail/test-bounce.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-brief
mail_test_brief_SOURCES = mail/test-brief.c

check_PROGRAMS += mail/test-compose
mail_test_compose_SOURCES = mail/test-compose.c

check_PROGRAMS += mail/test-key
mail_test_key_SOURCES = mail/test-key.c

check_PROGRAMS += mail/test-auth
mail_test_auth_SOURCES = mail/test-auth.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-automatic
mail_test_automatic_SOURCES = mail/test-automatic.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-banner
mail_test_banner_SOURCES = mail/test-banner.c

check_PROGRAMS += mail/test-charset
mail_test_charset_SOURCES = mail/test-charset.c

check_PROGRAMS += mail/test-content
mail_test_content_SOURCES = mail/test-content.c

check_PROGRAMS += mail/test-date
mail_test_date_SOURCES = mail/test-date.c

check_PROGRAMS += mail/test-encoded
mail_test_encoded_SOURCES = mail/test-encoded.c

check_PROGRAMS += mail/test-forward
mail_test_forward_SOURCES = mail/test-forward.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-flowed
mail_test_flowed_SOURCES = mail/test-flowed.c

check_PROGRAMS += mail/test-guess
mail_test_guess_SOURCES = mail/test-guess.c

check_PROGRAMS += mail/test-head
mail_test_head_SOURCES = mail/test-head.c

check_PROGRAMS += mail/test-html
mail_test_html_SOURCES = mail/test-html.c

check_PROGRAMS += mail/test-html-quotes
mail_test_html_quotes_SOURCES = mail/test-html-quotes.c

check_PROGRAMS += mail/test-language
mail_test_language_SOURCES = mail/test-language.c

check_PROGRAMS += mail/test-line
mail_test_line_SOURCES = mail/test-line.c

check_PROGRAMS += mail/test-lookalikes
mail_test_lookalikes_SOURCES = mail/test-lookalikes.c

check_PROGRAMS += mail/test-lossy
mail_test_lossy_SOURCES = mail/test-lossy.c

check_PROGRAMS += mail/test-origin
mail_test_origin_SOURCES = mail/test-origin.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-parameter
mail_test_parameter_SOURCES = mail/test-parameter.c

check_PROGRAMS += mail/test-plain
mail_test_plain_SOURCES = mail/test-plain.c mail/test-tree.c mail/test-tree.h

check_PROGRAMS += mail/test-read
mail_test_read_SOURCES = mail/test-read.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-rtf
mail_test_rtf_SOURCES = mail/test-rtf.c

check_PROGRAMS += mail/test-sandbox
mail_test_sandbox_SOURCES = mail/test-sandbox.c

check_PROGRAMS += mail/test-scan
mail_test_scan_SOURCES = mail/test-scan.c

check_PROGRAMS += mail/test-serve
mail_test_serve_SOURCES = mail/test-serve.c mail/test-mail.c mail/test-mail.h

check_PROGRAMS += mail/test-starts
mail_test_starts_SOURCES = mail/test-starts.c

check_PROGRAMS += mail/test-tnef
mail_test_tnef_SOURCES = mail/test-tnef.c

check_PROGRAMS += mail/test-uuencode
mail_test_uuencode_SOURCES = mail/test-uuencode.c

check_PROGRAMS += mail/test-attributions
mail_test_attributions_SOURCES = mail/test-attributions.c mail/test-own.c mail/test-own.h

check_PROGRAMS += mail/test-footers
mail_test_footers_SOURCES = mail/test-footers.c mail/test-own.c mail/test-own.h

check_PROGRAMS += mail/test-quotations
mail_test_quotations_SOURCES = mail/test-quotations.c mail/test-own.c mail/test-own.h

check_PROGRAMS += mail/test-words
mail_test_words_SOURCES = mail/test-words.c

check_PROGRAMS += mail/fuzz-addresses
mail_fuzz_addresses_SOURCES = mail/fuzz-addresses.c mail/test-corpus.c mail/test-corpus.h

check_PROGRAMS += mail/fuzz-bounce
mail_fuzz_bounce_SOURCES = mail/fuzz-bounce.c mail/test-corpus.c mail/test-corpus.h

check_PROGRAMS += mail/fuzz-html
mail_fuzz_html_SOURCES = mail/fuzz-html.c mail/test-corpus.c mail/test-corpus.h

check_PROGRAMS += mail/fuzz-key
mail_fuzz_key_SOURCES = mail/fuzz-key.c mail/test-corpus.c mail/test-corpus.h

check_PROGRAMS += mail/fuzz-words
mail_fuzz_words_SOURCES = mail/fuzz-words.c mail/test-corpus.c mail/test-corpus.h

check_PROGRAMS += mail/fuzz-plain
mail_fuzz_plain_SOURCES = mail/fuzz-plain.c mail/test-corpus.c mail/test-corpus.h mail/test-tree.c mail/test-tree.h

check_PROGRAMS += mail/fuzz-read
mail_fuzz_read_SOURCES = mail/fuzz-read.c mail/test-corpus.c mail/test-corpus.h

check_PROGRAMS += mail/fuzz-tnef
mail_fuzz_tnef_SOURCES = mail/fuzz-tnef.c mail/test-corpus.c mail/test-corpus.h

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
