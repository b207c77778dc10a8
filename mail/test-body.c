#include "mail/test-mail.h"

#include <string.h>

#define HEAD                                                                   \
	"From: Ann <ann@example.com>\nDate: Mon, 16 Nov 2026 08:59:58 +0100\n" \
	"Message-ID: <1@example.com>\n"
#define BASE64 HEAD "Content-Transfer-Encoding: base64\n\n"

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

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/body/base64", test_base64_may_lack_its_padding);
	g_test_add_func(
	    "/mail/body/blank-line", test_blanks_may_end_the_headers);
	return g_test_run();
}
