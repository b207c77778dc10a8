/* Addresses and domains as they may stand in a config or a header. */
#include "core/text.h"

#include <string.h>

static void
test_plain_addresses(void)
{
	static const char *const good[] = { "a@b", "ann@example.com",
		"ann.lee+tag@mail.example.com", "o'hara@example.com",
		"x_y-z@ex-ample.co", "1@1.2" };
	static const char *const bad[] = { "", "@", "a@", "@b", "ann", "a@b@c",
		".a@b", "a.@b", "a..b@c", "a b@c", "a@b c", "<a@b>", "\"a\"@b",
		"a,b@c", "a@b,c", "a@[127.0.0.1]", "a@-b", "a@b-", "a@b..c",
		"a@.b", "a@b.", "a\n@b", "a@b\r\nDATA", "a@b_c", "\xc3\xa4@b",
		"a@\xc3\xa4.de", "a@b>", "a;b@c" };

	for (unsigned i = 0; i < G_N_ELEMENTS(good); i++)
		g_assert_true(core_address_is_plain(good[i]));
	for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_test_message("%s", bad[i]);
		g_assert_false(core_address_is_plain(bad[i]));
	}
}

static void
test_address_lengths(void)
{
	g_autofree char *x64 = g_strnfill(64, 'x');
	g_autofree char *x63 = g_strnfill(63, 'x');
	g_autofree char *x61 = g_strnfill(61, 'x');
	g_autofree char *local = g_strconcat(x64, "@b", NULL);
	g_autofree char *long_local = g_strconcat("y", local, NULL);
	g_autofree char *label = g_strconcat("a@", x63, NULL);
	g_autofree char *long_label = g_strconcat("a@", x64, NULL);
	g_autofree char *whole =
	    g_strconcat(x64, "@", x63, ".", x63, ".", x61, NULL);
	g_autofree char *long_whole = g_strconcat(whole, "y", NULL);

	g_assert_cmpuint(strlen(whole), ==, 254);
	g_assert_true(core_address_is_plain(local));
	g_assert_false(core_address_is_plain(long_local));
	g_assert_true(core_address_is_plain(label));
	g_assert_false(core_address_is_plain(long_label));
	g_assert_true(core_address_is_plain(whole));
	g_assert_false(core_address_is_plain(long_whole));
}

static void
test_domains(void)
{
	static const struct {
		const char *address, *domain;
	} cases[] = { { "Ann@Example.COM", "example.com" }, { "ann", "" },
		{ "", "" }, { "\"a@b\"@c", "c" }, { "ann@", "" } };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *domain = core_address_domain(cases[i].address);

		g_assert_cmpstr(domain, ==, cases[i].domain);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/address/plain", test_plain_addresses);
	g_test_add_func("/core/address/lengths", test_address_lengths);
	g_test_add_func("/core/address/domains", test_domains);
	return g_test_run();
}
