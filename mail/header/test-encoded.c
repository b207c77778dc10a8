#include "mail/header/encoded.h"

#include <string.h>

typedef struct {
	const char *value, *text;
	bool guessed, replaced;
} Case;

typedef GString *Decode(const char *, size_t, MailCharsetFaults *);

static void
assert_all(Decode *decode, const Case *rows, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		MailCharsetFaults faults = { .guessed = false };
		g_autoptr(GString) text =
		    decode(rows[i].value, strlen(rows[i].value), &faults);

		g_assert_cmpstr(text->str, ==, rows[i].text);
		g_assert_cmpint(faults.guessed, ==, rows[i].guessed);
		g_assert_cmpint(faults.replaced, ==, rows[i].replaced);
	}
}

static void
test_decodes_words(void)
{
	static const Case rows[] = {
		{ "", "", false, false },
		{ "plain = text?", "plain = text?", false, false },
		{ "=?utf-8?Q?a_=C3=A4?= b", "a \xc3\xa4 b", false, false },
		{ "=?UTF-8?b?w6Q=?=", "\xc3\xa4", false, false },
		{ "=?utf-8?b?w6Q?=", "\xc3\xa4", false, false },
		{ "=?utf-8?b?YWI?= =?utf-8?b?Yw?=", "abc", false, false },
		{ "=?utf-8?b?YWJj?=", "abc", false, false },
		{ "=?utf-8?b?YWJjZ?=", "abc", false, false },
		{ "=?utf-8?b?YWJj===?=", "abc", false, false },
		{ "=?utf-8?b?YWI====?=", "ab", false, false },
		{ "=?iso-8859-1*de?q?=E4?=", "\xc3\xa4", false, false },
		{ "x=?utf-8?q?y?=z", "xyz", false, false },
		{ "=?utf-8?q?a?=\r\n =?utf-8?b?Yg==?=", "ab", false, false },
		{ "=?utf-8?q?a?= =?koi8-r?q?=F0?= c", "a\xd0\x9f c", false,
		    false },
		/* one character in two words */
		{ "=?utf-8?b?w6TD?= =?utf-8?b?pA==?=", "\xc3\xa4\xc3\xa4",
		    false, false },
		{ "=?iso-8859-1?q?=99?=", "\xe2\x84\xa2", false, false },
		{ "=?koi8_r?q?=F0?=", "\xd0\x9f", false, false },
		{ "=?utf-8?q?a b=zz?c?=", "a b=zz?c", false, false },
	};

	assert_all(mail_encoded_decode, rows, G_N_ELEMENTS(rows));
}

static void
test_faults_are_survived(void)
{
	static const Case rows[] = {
		{ "\xe4 =?", "\xc3\xa4 =?", true, false },
		{ "\xc3\xa4\xc3\xa4 \xe4", "\xc3\xa4\xc3\xa4 \xef\xbf\xbd",
		    true, true },
		{ "=?no-such?q?=E4?=", "\xc3\xa4", true, false },
		{ "=?utf-8?q?never ends", "=?utf-8?q?never ends", false,
		    false },
		{ "=?utf-8?x?a?=", "=?utf-8?x?a?=", false, false },
		{ "=?"
		  "?q?a?=",
		    "=?"
		    "?q?a?=",
		    false, false },
		{ "=?utf-8?q?"
		  "?=",
		    "", false, false },
		/* what is no text is not taken for it */
		{ "=?utf-8?b?AAECAw==?= x", "=?utf-8?b?AAECAw==?= x", false,
		    false },
		{ "=?utf-8?q?a?= =?utf-8?q?=1B?=",
		    "=?utf-8?q?a?= "
		    "=?utf-8?q?=1B?=",
		    false, false },
	};

	assert_all(mail_encoded_decode, rows, G_N_ELEMENTS(rows));
}

static void
test_names_are_quoted_for_the_parser(void)
{
	static const Case rows[] = {
		{ "=?utf-8?q?A=2C_B?= <a@b>", "\"A, B\" <a@b>", false, false },
		{ "\"=?utf-8?q?A=22=2C_B?=\" <a@b>", "\"A\\\", B\" <a@b>",
		    false, false },
		{ "a@b (=?utf-8?q?A=29?=), c@d", "a@b (A\\)), c@d", false,
		    false },
		{ "<=?utf-8?q?a?=@b>", "<a@b>", false, false },
		{ "\"x\\\"\" =?utf-8?q?y?= <a@b>", "\"x\\\"\" \"y\" <a@b>",
		    false, false },
		{ "=?utf-8?q?=3D=3Fkoi8-r=3FQ=3F=3DC1=3F=3D?= <a@b>",
		    "\"\xd0\xb0\" <a@b>", false, false },
	};

	assert_all(mail_encoded_quote, rows, G_N_ELEMENTS(rows));
}

static void
test_endless_beginnings_take_no_time(void)
{
	g_autoptr(GString) value = g_string_new(NULL);
	MailCharsetFaults faults = { .guessed = false };
	int64_t start_us = g_get_monotonic_time();

	for (int i = 0; i < 50000; i++)
		g_string_append(value, "=?a?q?x ");
	g_autoptr(GString) text =
	    mail_encoded_decode(value->str, value->len, &faults);
	g_assert_true(g_string_equal(text, value));
	g_assert_cmpint(
	    g_get_monotonic_time() - start_us, <, 5 * G_USEC_PER_SEC);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/encoded/decodes", test_decodes_words);
	g_test_add_func("/mail/encoded/faults", test_faults_are_survived);
	g_test_add_func(
	    "/mail/encoded/quotes", test_names_are_quoted_for_the_parser);
	g_test_add_func(
	    "/mail/encoded/endless", test_endless_beginnings_take_no_time);
	return g_test_run();
}
