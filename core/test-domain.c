#include "core/domain.h"

#include <glib.h>

static void
test_what_is_registered(void)
{
	static const char *const rows[][2] = {
		{ "acme.example", "acme.example" },
		{ "x.mail.acme.example", "acme.example" },
		{ "acme.co.uk", "acme.co.uk" },
		{ "mail.acme.co.uk", "acme.co.uk" },
		{ "x.acme.com.au", "acme.com.au" },
		{ "co.uk", "co.uk" },
		{ "com", "com" },
		{ "co.example", "co.example" },
		{ "x.co.example", "co.example" },
		{ "x.acme.uk", "acme.uk" },
		{ "", "" },
		{ ".", "." },
		{ "x.", "x." },
		{ "..co.uk", ".co.uk" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpstr(
		    core_domain_registered(rows[i][0]), ==, rows[i][1]);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/domain/registered", test_what_is_registered);
	return g_test_run();
}
