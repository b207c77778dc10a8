#include "filters/rules/rules.h"

#include "filters/error.h"
#include "filters/rules/faults.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
	char *folder;
	CoreConfig *config;
} Place;

static CoreConfig *
config_new(const char *folder, const char *more)
{
	g_autofree char *path = g_build_filename(folder, "t.conf", NULL);
	g_autofree char *text =
	    g_strdup_printf("[tribune]\ndatabase = t.db\ncompany = Tideway\n"
	                    "domains = tideway.example\nrules = rules/*.rules\n"
	                    "[department qa]\nto = qa@tideway.example\n"
	                    "[department product]\nto = pm@tideway.example\n%s",
	        more);
	g_autoptr(GError) error = NULL;
	CoreConfig *config;

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	config = core_config_load(path, &error);
	g_assert_no_error(error);
	return config;
}

static void
set_up(Place *self, const void *data)
{
	g_autofree char *rules = NULL;

	(void)data;
	self->folder = g_dir_make_tmp("tribune-rules-XXXXXX", NULL);
	rules = g_build_filename(self->folder, "rules", NULL);
	g_assert_cmpint(g_mkdir(rules, 0700), ==, 0);
	self->config = config_new(self->folder, "");
}

static void
remove_in(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		remove_in(path);
		g_assert_cmpint(g_remove(path), ==, 0);
	}
}

static void
tear_down(Place *self, const void *data)
{
	(void)data;
	core_config_free(self->config);
	remove_in(self->folder);
	g_assert_cmpint(g_rmdir(self->folder), ==, 0);
	g_free(self->folder);
}

static void
write_rules(const Place *place, const char *name, const char *text)
{
	g_autofree char *path =
	    g_build_filename(place->folder, "rules", name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
test_reads_rules(Place *place, const void *data)
{
	static const struct {
		const char *tag, *name, *departments;
		StoreUrgency urgency;
		unsigned terms;
	} wanted[] = {
		{ "bug/crash", "bug/crash", "qa", STORE_URGENCY_HIGH, 2 },
		{ "press", "press", "qa,product", STORE_URGENCY_NOW, 2 },
		{ "bug/crash", "bug/crash#2", "executives", STORE_URGENCY_NONE,
		    1 },
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rules = NULL;

	(void)data;
	write_rules(place, "a.rules",
	    "# bugs\r\n\r\nbug/crash -> qa, high\r\n    crash* or\r\n"
	    "    # the other word\r\n\r\n    freez*\r\n\r\n"
	    "press -> qa, product,qa now\n\treporter or journalist\n");
	write_rules(place, "b.rules", "bug/crash->executives\n  x");
	write_rules(place, "c.txt", "not read");
	rules = filter_rules_load(place->config, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(rules->len, ==, G_N_ELEMENTS(wanted));
	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];
		g_autofree char *departments =
		    g_strjoinv(",", rule->departments);

		g_assert_cmpstr(rule->tag, ==, wanted[i].tag);
		g_assert_cmpstr(rule->name, ==, wanted[i].name);
		g_assert_cmpstr(departments, ==, wanted[i].departments);
		g_assert_cmpint(rule->urgency, ==, wanted[i].urgency);
		g_assert_cmpuint(
		    core_query_terms(rule->when), ==, wanted[i].terms);
	}
}

/* The message with the folder's name taken out. */
static char *
faults_of(const Place *place)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *prefix = g_strconcat(place->folder, "/rules/", NULL);
	g_autoptr(GString) message = NULL;

	g_assert_null(filter_rules_load(place->config, &error));
	g_assert_error(error, FILTER_ERROR, FILTER_ERROR_RULES);
	message = g_string_new(error->message);
	g_string_replace(message, prefix, "", 0);
	return g_string_free(g_steal_pointer(&message), FALSE);
}

static void
test_shows_each_fault(Place *place, const void *data)
{
	static const struct {
		const char *text, *faults;
	} cases[] = {
		{ "bug -> qq\n  a\n",
		    "a.rules:1:8: there is no department 'qq'; did you mean"
		    " 'qa'?\nbug -> qq\n       ^" },
		{ "bug -> legal\n  a\n",
		    "a.rules:1:8: there is no department 'legal'; there are qa,"
		    " product, executives\n"
		    "bug -> legal\n       ^" },
		{ "bug -> qa, hgh\n  a\n",
		    "a.rules:1:12: there is no department 'hgh'; did you mean"
		    " 'high'?\nbug -> qa, hgh\n           ^" },
		{ "bug ? -> qa\n  a\n",
		    "a.rules:1:5: '->' and a department are missing here;"
		    " conditions are indented\nbug ? -> qa\n    ^" },
		{ "bug?? -> qa\n  a\n",
		    "a.rules:1:4: a tag has up to 64 of a-z, 0-9, '-' and"
		    " '/'\nbug?? -> qa\n   ^" },
		{ "bug ->\n  a\n",
		    "a.rules:1:7: a department is missing here\nbug ->\n"
		    "      ^" },
		{ "bug qa\n  a\n",
		    "a.rules:1:5: '->' and a department are missing here;"
		    " conditions are indented\nbug qa\n    ^" },
		{ "Bug -> qa\n  a\n",
		    "a.rules:1:1: a tag has up to 64 of a-z, 0-9, '-' and"
		    " '/'\nBug -> qa\n^" },
		{ "bug -> now, qa\n  a\n",
		    "a.rules:1:13: 'qa' stands behind the urgency, which comes"
		    " last\nbug -> now, qa\n            ^" },
		{ "bug -> qa\n", "a.rules:1:10: the condition, indented below,"
		                 " is missing\nbug -> qa\n         ^" },
		{ "  a or b\n", "a.rules:1:1: a condition without a rule above"
		                " it\n  a or b\n^" },
		{ "a -> qa\n\tb or\n\nc -> qa\n  (d\ne -> qa\n  /f(/\n",
		    "a.rules:2:6: a word, \"phrase\", /regex/ or field is"
		    " missing here\n\tb or\n\t    ^\n"
		    "a.rules:5:3: this parenthesis has no matching ')'\n"
		    "  (d\n  ^\n"
		    "a.rules:7:6: this regex: missing closing parenthesis\n"
		    "  /f(/\n     ^" },
		{ "a -> qa\n  b\xff\n", "a.rules:2:1: this line is not UTF-8" },
		{ "press -> qa\n  b\nhot -> qa\n  b and\n  not (c or tag:pres)",
		    "a.rules:5:17: no rule above this one sets the tag 'pres';"
		    " did you mean 'press'?\n  not (c or tag:pres)\n"
		    "                ^" },
		{ "hot -> qa\n  tag:late\nlate -> qa\n  b\n",
		    "a.rules:2:7: no rule above this one sets the tag 'late'\n"
		    "  tag:late\n      ^" },
		{ "hot -> qa\n  b or tag:hot\n",
		    "a.rules:2:12: no rule above this one sets the tag 'hot'\n"
		    "  b or tag:hot\n           ^" },
		/* All that is wrong with a condition. */
		{ "hot -> qa\n  subjct:x or (tag:none and /a(/)\n"
		  "  # a comment\n  or *\n",
		    "a.rules:2:3: there is no field 'subjct'; did you mean"
		    " 'subject'?\n  subjct:x or (tag:none and /a(/)\n  ^\n"
		    "a.rules:2:20: no rule above this one sets the tag 'none'\n"
		    "  subjct:x or (tag:none and /a(/)\n"
		    "                   ^\n"
		    "a.rules:2:32: this regex: missing closing parenthesis\n"
		    "  subjct:x or (tag:none and /a(/)\n"
		    "                               ^\n"
		    "a.rules:4:6: '*' can only end a word, as in crash*; other"
		    " patterns need a /regex/\n  or *\n     ^" },
		/* What a wrong rule would set is no second fault. */
		{ "bug -> qq\n  b\nidea -> qa\n  (c\n"
		  "hot -> qa\n  tag:bug and tag:idea\n",
		    "a.rules:1:8: there is no department 'qq'; did you mean"
		    " 'qa'?\nbug -> qq\n       ^\n"
		    "a.rules:4:3: this parenthesis has no matching ')'\n"
		    "  (c\n  ^" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *faults = NULL;

		write_rules(place, "a.rules", cases[i].text);
		faults = faults_of(place);
		g_assert_cmpstr(faults, ==, cases[i].faults);
	}
}

static void
test_gathers_the_faults_of_all_files(Place *place, const void *data)
{
	g_autofree char *faults = NULL;

	(void)data;
	write_rules(place, "a.rules", "a -> qa\n  (b\n");
	write_rules(place, "b.rules", "good -> qa\n  b\nc -> qa\n  b c\n");
	faults = faults_of(place);
	g_assert_nonnull(strstr(faults, "a.rules:2:3: this parenthesis"));
	g_assert_nonnull(strstr(faults, "b.rules:4:5: 'and' or 'or'"));
}

static void
test_takes_the_tags_of_rules_above(Place *place, const void *data)
{
	static const char *const conditions[] = { "tag:bug", "tag:BUG/crash",
		"tag:bu*", "tag:(bug/crash or bug)", "tag:\"bug\"" };

	(void)data;
	write_rules(place, "a.rules", "bug/crash -> qa\n  b\n");
	for (unsigned i = 0; i < G_N_ELEMENTS(conditions); i++) {
		g_autofree char *text =
		    g_strdup_printf("hot -> qa\n  %s\n", conditions[i]);
		g_autoptr(GError) error = NULL;
		g_autoptr(GPtrArray) rules = NULL;

		write_rules(place, "b.rules", text);
		rules = filter_rules_load(place->config, &error);
		g_assert_no_error(error);
		g_assert_cmpuint(rules->len, ==, 2);
	}
}

static void
test_a_file_not_read_hides_no_tag(Place *place, const void *data)
{
	g_autofree char *faults = NULL;

	(void)data;
	write_rules(place, "a.rules", "bug -> qa\n  b\xff\n");
	write_rules(place, "b.rules", "hot -> qa\n  tag:bug\n");
	faults = faults_of(place);
	g_assert_cmpstr(faults, ==, "a.rules:2:1: this line is not UTF-8");
}

static void
test_holds_the_limits(Place *place, const void *data)
{
	static const struct {
		const char *limits, *text, *fault;
	} cases[] = {
		{ "[limits]\nrules = 2\n", "a->qa\n b\na->qa\n b\n", NULL },
		{ "[limits]\nrules = 1\n", "a->qa\n b\na->qa\n b\n",
		    "2 rules are more than the 1 of [limits] rules" },
		{ "[limits]\nrule-terms = 3\n", "a->qa\n b or c or d\n", NULL },
		{ "[limits]\nrule-terms = 2\n", "a->qa\n b or c or d\n",
		    "a rule has at most 2 terms" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GPtrArray) rules = NULL;

		write_rules(place, "a.rules", cases[i].text);
		core_config_free(place->config);
		place->config = config_new(place->folder, cases[i].limits);
		rules = filter_rules_load(place->config, &error);
		if (cases[i].fault)
			g_assert_nonnull(
			    strstr(error->message, cases[i].fault));
		else
			g_assert_no_error(error);
	}
}

/* "a,b" of the names of the rules' files, in their order, with @files. */
static char *
files_with(const Place *place, char *const *files)
{
	g_autoptr(GPtrArray) faults = filter_faults_new();
	g_autoptr(GPtrArray) rules =
	    filter_rules_read(place->config, files, faults);
	GString *order = g_string_new(NULL);

	g_assert_nonnull(rules);
	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];
		g_autofree char *name = g_path_get_basename(rule->file);

		g_string_append_printf(order, "%s%s:%s:%d", i ? " " : "", name,
		    rule->tag, rule->line);
	}
	return g_string_free(order, FALSE);
}

static void
test_other_files_take_their_place(Place *place, const void *data)
{
	static const struct {
		const char *name, *order;
	} cases[] = {
		{ "20-b.rules",
		    "10-a.rules:a:1 20-b.rules:new:2 30-c.rules:c:1" },
		{ "15-x.rules", "10-a.rules:a:1 15-x.rules:new:2"
		                " 20-b.rules:b:1 30-c.rules:c:1" },
		{ "05-x.rules", "05-x.rules:new:2 10-a.rules:a:1"
		                " 20-b.rules:b:1 30-c.rules:c:1" },
		{ "x.rules", "10-a.rules:a:1 20-b.rules:b:1 30-c.rules:c:1"
		             " x.rules:new:2" },
	};

	(void)data;
	write_rules(place, "20-b.rules", "b -> qa\n  x\n");
	write_rules(place, "10-a.rules", "a -> qa\n  x\n");
	write_rules(place, "30-c.rules", "c -> qa\n  x\n");
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_build_filename(place->folder, cases[i].name, NULL);
		char *files[] = { path, NULL };
		g_autofree char *order = NULL;

		g_assert_true(g_file_set_contents(
		    path, "# new\nnew -> qa\n  x\n", -1, NULL));
		order = files_with(place, files);
		g_assert_cmpstr(order, ==, cases[i].order);
		g_assert_cmpint(g_remove(path), ==, 0);
	}
}

static void
test_a_named_file_must_be_there(Place *place, const void *data)
{
	g_autofree char *faults = NULL;
	g_autoptr(GPtrArray) rules = NULL;
	g_autoptr(GError) error = NULL;

	(void)data;
	rules = filter_rules_load(place->config, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(rules->len, ==, 0);
	g_free(place->config->rules);
	place->config->rules =
	    g_build_filename(place->folder, "rules", "none.rules", NULL);
	faults = faults_of(place);
	g_assert_cmpstr(faults, ==, "none.rules: there is no such file");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(Place *, const void *);
	} tests[] = {
		{ "/filters/rules/reads", test_reads_rules },
		{ "/filters/rules/faults", test_shows_each_fault },
		{ "/filters/rules/all-files",
		    test_gathers_the_faults_of_all_files },
		{ "/filters/rules/tags", test_takes_the_tags_of_rules_above },
		{ "/filters/rules/unread", test_a_file_not_read_hides_no_tag },
		{ "/filters/rules/limits", test_holds_the_limits },
		{ "/filters/rules/other-files",
		    test_other_files_take_their_place },
		{ "/filters/rules/named", test_a_named_file_must_be_there },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Place, NULL, set_up, tests[i].run,
		    tear_down);
	return g_test_run();
}
