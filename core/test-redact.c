#include "core/redact.h"

#include <string.h>

static const char mail[] = "Hi, the app crashes whenever I save a photo.\n"
                           "It's Café Müller's bill! See "
                           "https://example.org/a?b=1 now.";

static void
test_takes_out(void)
{
	static const struct {
		const char *text, *want; /* NULL: as it is */
		bool html;
	} cases[] = {
		{ "", NULL, false },
		{ "Nothing of hers is here at all.", NULL, false },
		{ "the app crashes when it rains", NULL, false },
		{ "They say: \"The app CRASHES whenever I save.\" So there.",
		    "They say: \"[erased].\" So there.", false },
		{ "the app crashes\nwhenever, she wrote", "[erased], she wrote",
		    false },
		{ "see it\xe2\x80\x99s CAFE MULLER\xe2\x80\x99S bill",
		    "see [erased]", false },
		{ "See hxxps://example.org/a?b=1 now. Bye", "[erased]. Bye",
		    false },
		{ "<p class=\"the app crashes whenever\">x</p>", NULL, true },
		{ "<p>The app crashes <b>whenever I</b> save</p>",
		    "<p>[erased] <b></b> </p>", true },
		{ "<q>It&#39;s Caf\xc3\xa9 M\xc3\xbcller&#39;s bill</q>",
		    "<q>[erased]</q>", true },
		{ "Ann Lee wrote", "[erased] wrote", false },
		{ "Ann wrote to Lee", NULL, false },
		{ "unclosed < the app crashes whenever", "unclosed < [erased]",
		    true },
	};
	g_autoptr(CoreRedactor) redactor = core_redactor_new();

	core_redactor_add(redactor, mail);
	core_redactor_add(redactor, "Ann Lee");
	core_redactor_add(redactor, "photo");
	core_redactor_add(redactor, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		bool found;
		g_autofree char *got = core_redactor_run(
		    redactor, cases[i].text, cases[i].html, &found);

		g_assert_cmpstr(
		    got, ==, cases[i].want ? cases[i].want : cases[i].text);
		g_assert_cmpint(found, ==, cases[i].want != NULL);
	}
}

/* No four words of hers are left, whatever stands around them. */
static void
test_leaves_no_run(void)
{
	g_auto(GStrv) words =
	    g_strsplit("one two three four five six seven eight", " ", -1);
	g_autoptr(CoreRedactor) redactor = core_redactor_new();

	core_redactor_add(redactor, "one two three four five six seven eight");
	for (int i = 0; i < 1000; i++) {
		g_autoptr(GString) text = g_string_new("");

		for (int j = 0; j < 12; j++)
			g_string_append_printf(text, "%s%s",
			    g_test_rand_bit() ? words[j % 8] : "other",
			    g_test_rand_bit() ? " " : "<i> ");
		g_autofree char *once =
		    core_redactor_run(redactor, text->str, true, NULL);
		bool again;
		g_autofree char *twice =
		    core_redactor_run(redactor, once, true, &again);
		g_assert_false(again);
		g_assert_cmpstr(once, ==, twice);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/redact/takes-out", test_takes_out);
	g_test_add_func("/redact/leaves-no-run", test_leaves_no_run);
	return g_test_run();
}
