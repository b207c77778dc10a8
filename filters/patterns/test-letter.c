#include "filters/patterns/letter.h"

#include <glib.h>
#include <string.h>

/* What is left out leaves blanks behind, which do not count. */
static char *
squeeze(const char *text)
{
	GString *single = g_string_new(NULL);

	for (; *text; text++)
		if (*text != ' ' || (text[1] != ' ' && text[1] != '\0'))
			g_string_append_c(single, *text);
	g_strstrip(single->str);
	return g_string_free(single, FALSE);
}

static void
test_leaves_the_matter(void)
{
	static const struct {
		const char *name, *address, *words, *matter;
	} cases[] = {
		{ "Ann Bell", "ann@x.example",
		    "Hello Tom,\n\nthe export stops.\n\nKind regards\nAnn "
		    "Bell\n"
		    "12 High Street",
		    "the export stops." },
		{ "Eva", "eva@x.example",
		    "Guten Tag,\ndie Rechnung fehlt.\nMit freundlichen "
		    "Gr\xc3\xbc\xc3\x9f"
		    "en\nEva",
		    "die Rechnung fehlt." },
		{ "Ann", NULL, "The export stops.\nAnn\nBell & Sons, Cork",
		    "The export stops." },
		{ NULL, NULL, "Thanks", "" },
		{ NULL, NULL, "The export stops.", "The export stops." },
		{ NULL, NULL, "One.\nHello again, it stopped.\nTwo.",
		    "One.\nHello again, it stopped.\nTwo." },
		{ NULL, NULL,
		    "It stops.\nWhat can I do?\nHelp me please?\nSave.",
		    "It stops.\nWhat can I do?\nHelp me please?\nSave." },
		{ NULL, NULL, "The Northwind export\nis slow.\nIn Northwind",
		    "The export\nis slow.\nIn" },
		{ NULL, NULL, "Please fix the invoice export\nsoon",
		    "Please fix the invoice export\nsoon" },
		{ NULL, NULL, "Help: invoice export broken\nnow",
		    "Help: invoice export broken\nnow" },
		{ NULL, NULL, "Dear Ms Kelly,\nit broke", "it broke" },
		{ "", "", "", "" },
		{ NULL, "sales@invoices.example", "The invoices are late.",
		    "The are late." },
		{ NULL, "sales@invoices.example", "In the end.",
		    "In the end." },
		{ "Ann", NULL, "Hi, Ann here: I, Ann, lost the export file.",
		    "Hi, here: I, , lost the export file." },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		FilterWriter writer = { cases[i].name, cases[i].address,
			"Northwind Ltd" };
		g_autofree char *matter =
		    filter_letter_matter(cases[i].words, &writer);
		g_autofree char *single = squeeze(matter);

		g_assert_cmpstr(single, ==, cases[i].matter);
	}
}

/* Only the last lines close a mail: names in its midst keep what follows. */
static void
test_a_name_above_does_not_close(void)
{
	FilterWriter writer = { "Ann", NULL, NULL };
	g_autofree char *matter = filter_letter_matter(
	    "Ann\n1 a\n2 b\n3 c\n4 d\n5 e\n6 f\n7 export", &writer);

	g_assert_nonnull(strstr(matter, "7 export"));
}

static void
test_a_subject_loses_names_alone(void)
{
	FilterWriter writer = { "Ann Bell", "ann@bellroofs.example",
		"Northwind" };
	g_autofree char *subject =
	    filter_letter_subject("Help, Northwind: roofs lost (Ann)", &writer);
	g_autofree char *single = squeeze(subject);

	g_assert_cmpstr(single, ==, "Help, : lost ( )");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/letter/matter", test_leaves_the_matter);
	g_test_add_func(
	    "/filters/letter/midst", test_a_name_above_does_not_close);
	g_test_add_func(
	    "/filters/letter/subject", test_a_subject_loses_names_alone);
	return g_test_run();
}
