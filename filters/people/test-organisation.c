#include "filters/people/organisation.h"

#include <glib.h>
#include <string.h>

static void
test_domains_tell_organisations(void)
{
	static const char *const rows[][2] = {
		{ "ann@brennan.example", "brennan.example" },
		{ "Ann@Mail.Brennan.Example", "brennan.example" },
		{ "a@x.y.acme.co.uk", "acme.co.uk" },
		{ "a@acme.com.br", "acme.com.br" },
		{ "a@co.uk", "co.uk" },
		{ "a@com.example", "com.example" },
		/* open to everybody */
		{ "a@gmail.com", NULL },
		{ "a@yahoo.co.uk", NULL },
		{ "a@yahoo.fr", NULL },
		{ "a@mail.yahoo.com", NULL },
		{ "a@web.de", NULL },
		{ "a@i.softbank.jp", NULL },
		{ "a@blueyonder.co.uk", NULL },
		/* none of those, though it looks so */
		{ "a@notgmail.com", "notgmail.com" },
		{ "a@gmail.com.evil.example", "evil.example" },
		{ "a@free.fr.example", "fr.example" },
		{ "a", NULL },
		{ "a@", NULL },
		{ "a@localhost", NULL },
		{ "a@[192.0.2.1]", NULL },
		{ "a@x.", NULL },
		{ "a@.example", NULL },
		{ "a@..co.uk", NULL },
		{ "", NULL },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *found = filter_organisation(rows[i][0]);

		g_assert_cmpstr(found, ==, rows[i][1]);
	}
}

static void
test_endless_domains_are_none(void)
{
	g_autofree char *labels = g_strnfill(300, 'x');
	g_autofree char *address = g_strconcat("a@", labels, ".com", NULL);

	g_assert_null(filter_organisation(address));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/filters/organisation/domains", test_domains_tell_organisations);
	g_test_add_func(
	    "/filters/organisation/endless", test_endless_domains_are_none);
	return g_test_run();
}
