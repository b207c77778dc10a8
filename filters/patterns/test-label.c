#include "filters/patterns/label.h"

#include <glib.h>

static void
test_a_label_is_a_persons(void)
{
	static const struct {
		const char *subject, *words, *label;
	} cases[] = {
		{ "Re: [Ticket 88] We received your message",
		    "Hi,\nThe bank details stand below the total. Why?",
		    "The bank details stand below the total" },
		{ "AW: Wir haben Ihre Anfrage erhalten",
		    "Der Export bricht ab.", "Der Export bricht ab" },
		{ "RE: Nous avons bien re\xc3\xa7u votre message",
		    "L'export s'arr\xc3\xaate.", "L'export s'arr\xc3\xaate" },
		{ "Your invoice PDF lacks lines", "Look.",
		    "Your invoice PDF lacks lines" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *label =
		    filter_label(cases[i].subject, cases[i].words);

		g_assert_cmpstr(label, ==, cases[i].label);
	}
}

static void
test_no_parenthesis_is_cut(void)
{
	static const struct {
		const char *subject, *label;
	} cases[] = {
		{ "Late payments to people who build (deadline is Thursday "
		  "at noon)",
		    "Late payments to people who build" },
		{ "Export stops (again)", "Export stops (again)" },
		{ "Export stops (again", "Export stops" },
		{ "(lost export file", "(lost export file" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *label = filter_label(cases[i].subject, "");

		g_assert_cmpstr(label, ==, cases[i].label);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/label/person", test_a_label_is_a_persons);
	g_test_add_func(
	    "/filters/label/parenthesis", test_no_parenthesis_is_cut);
	return g_test_run();
}
