#include "core/config-marks.h"

#include <glib.h>

static void
test_finds_what_stands_between(void)
{
	static const struct {
		const char *setting, *text, *found;
	} rows[] = {
		{ "after \"M:\"", "A: b\nM:\n two\nlines \n", "two\nlines" },
		{ "after \"M:\" before \"--\"", "M: hi\n--\nfoot", "hi" },
		{ " after  \"M: x\"  before\"--\" ", "M: x hi", "hi" },
		{ "after \"M:\" before \"A:\"", "A: b M: hi A: c", "hi" },
		/* what others write into other fields, or into this one */
		{ "after \"M:\"", "Name: M: no\n * M: yes", "yes" },
		{ "after \"M:\"", "Name: M: yes\nm: no", "yes\nm: no" },
		{ "after \"M:\"", "Name: a\nm: yes", "yes" },
		{ "after \"M:\" before \"IP\"",
		    "M: my IP is\nIP\nand more\nIP 192.0.2.1",
		    "my IP is\nIP\nand more" },
		{ "after \"M:\"", "nothing", NULL },
		{ "after \"M:\"", "M: \n", NULL },
		{ "after \"M:\" before \"--\"", "M: -- x", NULL },
		{ "after \"M:\"", NULL, NULL },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
		CoreConfigMarks marks;

		g_assert_true(core_config_marks_parse(rows[i].setting, &marks));
		g_autofree char *found =
		    core_config_marks_find(&marks, rows[i].text);
		g_assert_cmpstr(found, ==, rows[i].found);
		core_config_marks_clear(&marks);
	}
}

static void
test_refuses_what_is_none(void)
{
	static const char *const settings[] = { "", "all", "after", "after x",
		"after \"", "after \"\"", "after \"x", "behind \"x\"",
		"after \"x\" y", "after \"x\" before", "after \"x\" before \"",
		"before \"x\"" };

	for (unsigned i = 0; i < G_N_ELEMENTS(settings); i++) {
		CoreConfigMarks marks;

		g_assert_false(core_config_marks_parse(settings[i], &marks));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/core/config-marks/finds", test_finds_what_stands_between);
	g_test_add_func(
	    "/core/config-marks/refuses", test_refuses_what_is_none);
	return g_test_run();
}
