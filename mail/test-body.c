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
	};

	assert_texts(rows, G_N_ELEMENTS(rows));
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
	return g_test_run();
}
