#include "ingest/utf7.h"

static void
test_both_ways(void)
{
	static const struct {
		const char *name, *wire;
	} cases[] = {
		{ "", "" },
		{ "INBOX", "INBOX" },
		{ "Support/*", "Support/*" },
		{ "Two words\\\"", "Two words\\\"" },
		{ "Q&A", "Q&-A" },
		{ "&", "&-" },
		/* RFC 3501's own example */
		{ "~peter/mail/台北/日本語",
		    "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
		{ "Entwürfe", "Entw&APw-rfe" },
		{ "éa", "&AOk-a" },
		{ "éé", "&AOkA6Q-" },
		{ "😀", "&2D3eAA-" },
		{ "a😀é", "a&2D3eAADp-" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *wire = ingest_utf7_encode(cases[i].name);
		g_autofree char *back = ingest_utf7_decode(cases[i].wire);
		g_assert_cmpstr(wire, ==, cases[i].wire);
		g_assert_cmpstr(back, ==, cases[i].name);
	}
}

static void
test_a_control_byte_never_goes_out(void)
{
	static const char *const names[] = { "a\r\nb", "a\nb", "\t", "a\177" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_assert_null(ingest_utf7_encode(names[i]));
}

static void
test_what_is_no_name(void)
{
	static const char *const wires[] = {
		"&",        /* no end */
		"a&AOk",    /* no end */
		"&A-",      /* half a character */
		"&AO-",     /* the same */
		"&AOl-",    /* bits left over */
		"&AOkA-",   /* a digit too many */
		"&AGE-",    /* ASCII in disguise */
		"&2D0-",    /* the first half of a pair */
		"&3gA-",    /* the second */
		"&2D3YPQ-", /* two first halves */
		"&AO=-",    /* no digit */
		"&AO/k-",   /* plain Base64 */
		"Entw\303\274rfe", "a\rb",
		"&AIU-",  /* a control character: U+0085 */
		"&IC4-a", /* a bidi control: U+202E */
	};

	for (size_t i = 0; i < G_N_ELEMENTS(wires); i++) {
		g_test_message("%s", wires[i]);
		g_assert_null(ingest_utf7_decode(wires[i]));
	}
}

static void
test_any_name_comes_back(void)
{
	for (int round = 0; round < 1000; round++) {
		g_autoptr(GString) name = g_string_new(NULL);
		for (int n = g_test_rand_int_range(0, 20); n > 0; n--)
			g_string_append_unichar(name,
			    (gunichar)(g_test_rand_bit()
			                   ? g_test_rand_int_range(0x20, 0x7f)
			                   : g_test_rand_int_range(
			                         0xa1, 0x600)));
		g_autofree char *wire = ingest_utf7_encode(name->str);
		g_autofree char *back = ingest_utf7_decode(wire);
		g_assert_cmpstr(back, ==, name->str);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ingest/utf7/both-ways", test_both_ways);
	g_test_add_func(
	    "/ingest/utf7/control", test_a_control_byte_never_goes_out);
	g_test_add_func("/ingest/utf7/refused", test_what_is_no_name);
	g_test_add_func("/ingest/utf7/random", test_any_name_comes_back);
	return g_test_run();
}
