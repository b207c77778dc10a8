#include "mail/test-mail.h"

#include <string.h>

#define HEAD                                                                   \
	"From: Ann <ann@example.com>\nDate: Mon, 16 Nov 2026 08:59:58 +0100\n" \
	"Message-ID: <1@example.com>\n"
#define BASE64 HEAD "Content-Transfer-Encoding: base64\n\n"

#define MULTI(kind, parts)                                                     \
	HEAD "Content-Type: multipart/" kind "; boundary=b\n\n" parts "--b--"  \
	     "\n"
#define PART(type, body) "--b\nContent-Type: " type "\n\n" body "\n"

typedef struct {
	const char *mail, *text;
} Row;

static void
assert_texts(const Row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		g_autoptr(CoreMessage) record = test_mail_read(rows[i].mail);

		g_assert_cmpstr(record->text, ==, rows[i].text);
	}
}

static void
test_base64_may_lack_its_padding(void)
{
	static const Row rows[] = {
		{ BASE64 "Zm91cg==\n", "four" },
		{ BASE64 "Zm91cg=\n", "four" },
		{ BASE64 "Zm91cg\n", "four" },
		{ BASE64 "Zm91cg", "four" },
		{ BASE64 "ZmlmdGg=\n", "fifth" },
		{ BASE64 "ZmlmdGg\n", "fifth" },
		{ BASE64 "c2l4dGhz\n", "sixths" },
		{ HEAD "Content-Transfer-Encoding: base64;\n\nYQ==\n", "a" },
		{ HEAD "Content-Transfer-Encoding: \"base64\"\n\nYQ==\n", "a" },
	};

	assert_texts(rows, G_N_ELEMENTS(rows));
}

static void
test_blanks_may_end_the_headers(void)
{
	static const Row rows[] = {
		{ HEAD " \nwords\n", "words\n" },
		{ HEAD "\t \r\nwords\r\n", "words\n" },
		{ HEAD "X: a\n \nSubject: s\n\nwords\n", "words\n" },
		{ HEAD "X: a\n \n b\n\nwords\n", "words\n" },
		{ HEAD "X: a\n \n\nwords\n", "words\n" },
		{ HEAD " \n", "" },
	};

	assert_texts(rows, G_N_ELEMENTS(rows));
}

#define POLISH "\xc4\x85\xc4\x99"

static void
test_wrong_types_are_read_by_what_they_mean(void)
{
	static const Row rows[] = {
		{ HEAD "Content-Type: text/\n\nwords\n", "words\n" },
		{ HEAD "Content-Type: \"text/plain\"\n\nwords\n", "words\n" },
		{ HEAD "Content-Type: ;;\n\nwords\n", "words\n" },
		{ HEAD "Content-Type: application/xhtml+xml\n\n<p>a</p>", "a" },
		{ HEAD "Content-Type: text/plain; charset='iso-8859-2'\n\n"
		       "\xb1\xea",
		    POLISH },
		{ HEAD "Content-Type: text/plain; charset=iso-8859-2 (x)\n\n"
		       "\xb1\xea",
		    POLISH },
		{ HEAD "Content-Type: text/plain; charset=\"iso-8859-2\n\n"
		       "\xb1\xea",
		    POLISH },
		{ HEAD "Content-Type: text/plain charset=iso-8859-2\n\n"
		       "\xb1\xea",
		    POLISH },
	};

	assert_texts(rows, G_N_ELEMENTS(rows));
}

#define STYLE                                                                  \
	"<style>p{color:red;font-family:Arial,Helvetica,sans-serif}</style>"
#define TEN(text) text text text text text text text text text text
#define LETTER TEN(TEN("Dear Sir or ")) "Madam"

static void
test_plain_text_goes_before_html(void)
{
	static const Row rows[] = {
		{ MULTI("alternative",
		      PART("text/html", "<p>html") PART("text/plain", "plain")),
		    "plain" },
		{ MULTI("alternative",
		      PART("text/html", "<p>html") PART("text/plain", " ")),
		    "html" },
		{ MULTI("alternative", PART("text/plain", "No HTML?")
		                           PART("text/html", "<p>" LETTER)),
		    LETTER },
		{ MULTI("alternative",
		      PART("text/plain", "Yes.")
		          PART("text/html", TEN(TEN(STYLE)) "<p>Yes.")),
		    "Yes." },
		{ MULTI("alternative",
		      PART("text/plain", "Yes.") PART("text/html",
		          TEN(TEN("<p class=MsoNormal>\n")) "<!--" LETTER
		                                            "-->Yes.")),
		    "Yes." },
		{ MULTI("alternative",
		      PART("text/plain", TEN(TEN(LETTER)))
		          PART("text/html", "<p>" TEN(TEN(TEN(LETTER))))),
		    TEN(TEN(LETTER)) },
		{ MULTI("alternative",
		      PART("text/plain", "<div>f&uuml;r</div>")
		          PART("text/html", "<div>f&uuml;r</div>")),
		    "f\xc3\xbcr" },
		{ MULTI("alternative", PART("text/plain", "f&#252;r uns")
		                           PART("text/html", "f&#252;r uns")),
		    "f\xc3\xbcr uns" },
		{ MULTI("mixed", PART("text/plain", "f&#252;r uns")),
		    "f&#252;r uns" },
		{ HEAD "\n<html><b>words</b></html>\n", "words" },
		{ HEAD "\n<b>words</b>", "<b>words</b>" },
	};

	assert_texts(rows, G_N_ELEMENTS(rows));
}

#define INVITATION                                                             \
	"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261116T080000Z\n"            \
	"SUMMARY;LANGUAGE=\"en:GB\":A ca\n ll\\, with us\nLOCATION:\n"         \
	"DESCRIPTION:One\\nTwo\nEND:VEVENT\nEND:VCALENDAR"

static void
test_other_text_is_read_where_there_is_none(void)
{
	static const Row rows[] = {
		{ HEAD "Content-Type: text/calendar\n\n" INVITATION,
		    "A call, with us\nOne\nTwo" },
		{ MULTI("mixed", PART("text/plain", "words")
		                     PART("text/calendar", INVITATION)),
		    "words" },
		{ HEAD "Content-Type: text/rtf\n\n{\\rtf1 one\\par two}",
		    "one\ntwo" },
		{ HEAD "Content-Type: application/rtf\n\n{\\rtf1\\fromhtml1 "
		       "{\\*\\htmltag <p>}words}",
		    "words" },
		{ HEAD "Content-Type: text/markdown\n\n*words*", "*words*" },
		{ MULTI("report",
		      PART("message/delivery-status", "Status: 5.1.1")
		          PART("message/rfc822", "Subject: x\n\ntheirs")),
		    "Status: 5.1.1" },
		{ MULTI("mixed", "--b\nContent-Type: text/x-log\n"
		                 "Content-Disposition: attachment\n\nno\n"),
		    "" },
	};

	assert_texts(rows, G_N_ELEMENTS(rows));
}

static void
test_a_rendition_is_no_attachment(void)
{
	g_autoptr(CoreMessage) plain = test_mail_read(MULTI("alternative",
	    PART("text/plain", "words") PART("text/calendar", INVITATION)));
	g_autoptr(CoreMessage) named = test_mail_read(MULTI("alternative",
	    PART("text/plain", "words")
	        PART("text/calendar; name=i.ics", INVITATION)));

	g_assert_cmpint(plain->attachments->len, ==, 0);
	g_assert_cmpint(named->attachments->len, ==, 1);
}

static void
test_what_is_no_type_is_plain_text(void)
{
	static const Row rows[] = {
		{ HEAD "Content-Type: text\n\nwords", "words" },
		{ HEAD "Content-Type: text plain\n\nwords", "words" },
		{ HEAD "Content-Type: X-OLD; 12\n\nwords", "words" },
		{ HEAD "Content-Type: x; a=\"b/c\"\n\nwords", "words" },
		{ HEAD "Content-Type:\n\nwords", "words" },
		{ HEAD "Content-Type: application/pdf\n\nwords", "" },
	};

	assert_texts(rows, G_N_ELEMENTS(rows));
}

static void
test_a_multipart_s_charset_is_its_text_s(void)
{
#define LATIN2                                                                 \
	HEAD "Content-Type: multipart/mixed; charset=iso-8859-2; boundary=b"
	static const Row rows[] = {
		{ LATIN2
		    "\n\n--b\nContent-Type: text/plain\n\n\xb3\xf3\xbc\n--b",
		    "\xc5\x82\xc3\xb3\xc5\xba" },
		{ LATIN2 "\n\n--b\nContent-Type: text/plain; charset=koi8-r\n\n"
		         "\xcd\n--b",
		    "\xd0\xbc" },
		{ LATIN2 "\n\n--b\nContent-Type: text/html\n\n"
		         "<meta charset=koi8-r>\xcd\n--b",
		    "\xd0\xbc" },
		{ LATIN2 "\n\n--b\nContent-Type: text/plain\n\n\xc5\x82\n--b",
		    "\xc5\x82" },
	};

	assert_texts(rows, G_N_ELEMENTS(rows));
}

static void
test_broken_mime_is_read(void)
{
	static const Row rows[] = {
		/* the boundary at the end is missing */
		{ HEAD "Content-Type: multipart/mixed; boundary=b\n\n"
		       "--b\n\none\n--b\n\ntwo\n",
		    "one\n\ntwo\n" },
		/* the inner one is not ended */
		{ MULTI("mixed",
		      "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
		      "--c\n\none\n" PART("text/plain", "two")),
		    "one\n\ntwo" },
		/* no boundary is named */
		{ HEAD "Content-Type: multipart/mixed\n\n--b\n\none\n--b--\n",
		    "--b\n\none\n--b--\n" },
		/* a header without colon, and one without a name */
		{ HEAD "what is this\nSubject: s\n\nwords", "words" },
		{ HEAD ": nothing\nSubject: s\n\nwords", "words" },
		/* a part of neither headers nor a blank line */
		{ MULTI("mixed", "--b\nwords\n"), "words" },
		{ HEAD "Content-Transfer-Encoding: wrong\n\nwords", "words" },
		{ HEAD "Content-Transfer-Encoding: base64\n\nno base64!\n",
		    NULL },
		{ HEAD "Content-Transfer-Encoding: quoted-printable\n\n"
		       "100=% =E4=\n=zz=C3=A4",
		    NULL },
		{ HEAD "Content-Type: text/plain; charset=\n\nwords", "words" },
		{ HEAD "Content-Type: text/plain;;; charset\n\nwords",
		    "words" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CoreMessage) record = test_mail_read(rows[i].mail);

		if (rows[i].text)
			g_assert_cmpstr(record->text, ==, rows[i].text);
		g_assert_true(g_utf8_validate(record->text, -1, NULL));
		g_assert_cmpstr(record->from->address, ==, "ann@example.com");
	}
}

static void
test_every_multipart_is_opened(void)
{
	static const char *const kinds[] = { "mixed", "related", "parallel",
		"report", "signed", "appledouble", "form-data", "no-such" };

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *mail = g_strconcat(
		    HEAD "Content-Type: multipart/", kinds[i],
		    "; boundary=\"b\"\n\n--b\nContent-Type: text/html\n\n"
		    "<p>words\n--b\nContent-Type: image/png; name=a.png\n\nx\n"
		    "--b--\n",
		    NULL);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpstr(record->text, ==, "words");
		g_assert_cmpint(record->attachments->len, ==, 1);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/body/base64", test_base64_may_lack_its_padding);
	g_test_add_func(
	    "/mail/body/blank-line", test_blanks_may_end_the_headers);
	g_test_add_func(
	    "/mail/body/alternatives", test_plain_text_goes_before_html);
	g_test_add_func("/mail/body/other-text",
	    test_other_text_is_read_where_there_is_none);
	g_test_add_func(
	    "/mail/body/rendition", test_a_rendition_is_no_attachment);
	g_test_add_func(
	    "/mail/body/wrong-type", test_what_is_no_type_is_plain_text);
	g_test_add_func("/mail/body/meant-type",
	    test_wrong_types_are_read_by_what_they_mean);
	g_test_add_func("/mail/body/broken", test_broken_mime_is_read);
	g_test_add_func("/mail/body/outer-charset",
	    test_a_multipart_s_charset_is_its_text_s);
	g_test_add_func(
	    "/mail/body/multiparts", test_every_multipart_is_opened);
	return g_test_run();
}
