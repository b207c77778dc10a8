#include "filters/rules/retag.h"

#include "filters/error.h"
#include "filters/rules/rules.h"
#include "filters/test-mails.h"

#include <string.h>

/* What a run told. */
typedef struct {
	GString *changes; /* "1:bug/crash,idea>idea qa>;" for each */
	int64_t done, total;
	volatile sig_atomic_t *stop; /* set at the first batch; or NULL */
} Told;

static void
append_tags(GString *out, const GPtrArray *tags)
{
	for (unsigned i = 0; i < tags->len; i++)
		g_string_append_printf(out, "%s%s", i ? "," : "",
		    ((const StoreTag *)tags->pdata[i])->tag);
}

static void
append_names(GString *out, const GPtrArray *names)
{
	for (unsigned i = 0; i < names->len; i++)
		g_string_append_printf(
		    out, "%s%s", i ? "," : "", (const char *)names->pdata[i]);
}

static void
tell_change(const FilterChange *change, void *data)
{
	Told *told = data;

	g_string_append_printf(
	    told->changes, "%" G_GINT64_FORMAT ":", change->before->id);
	append_tags(told->changes, change->before->tags);
	g_string_append_c(told->changes, '>');
	append_tags(told->changes, change->after->tags);
	g_string_append_c(told->changes, ' ');
	append_names(told->changes, change->before->departments);
	g_string_append_c(told->changes, '>');
	append_names(told->changes, change->after->departments);
	g_string_append_c(told->changes, ';');
}

static void
tell_progress(int64_t done, int64_t total, void *data)
{
	Told *told = data;

	told->done = done;
	told->total = total;
	if (told->stop)
		*told->stop = 1;
}

typedef struct {
	int64_t since_at;
	bool dry_run;
	volatile sig_atomic_t *stop;
} How;

/* Tags again by @rules. Returns: (transfer full): what changed. */
static char *
retag(TestPlace *place, const char *rules, const How *how,
    FilterRetagTally *ret_tally)
{
	g_autofree char *program = test_mails_program();
	g_autoptr(GPtrArray) loaded = NULL;
	g_autoptr(GError) error = NULL;
	Told told = { .changes = g_string_new(NULL), .stop = how->stop };
	FilterRetagOptions options = { .config = place->config,
		.since_at = how->since_at,
		.dry_run = how->dry_run,
		.program = program,
		.stop = how->stop,
		.progress = tell_progress,
		.changed = tell_change,
		.data = &told };

	test_mails_write(place, "t.rules", rules);
	loaded = filter_rules_load(place->config, &error);
	g_assert_no_error(error);
	options.rules = loaded;
	g_assert_true(
	    filter_retag(place->base.store, &options, ret_tally, &error));
	g_assert_no_error(error);
	g_assert_cmpint(told.done, ==, ret_tally->looked_at);
	return g_string_free(told.changes, FALSE);
}

/* Three mails, read by the rules of test-mails.c: two crash. */
static void
set_up(TestPlace *self, const void *data)
{
	test_mails_set_up(self, data);
	(void)test_mails_put(
	    self, &(TestMail){ .id = "1@x", .body = "It crashes." });
	(void)test_mails_put(
	    self, &(TestMail){ .id = "2@x",
	              .from = "Bob <bob@example.com>",
	              .more = "X-Form: 7\r\n",
	              .body = "A crash, and it would be great." });
	(void)test_mails_put(self, &(TestMail){ .id = "3@x",
	                               .from = "Eve <eve@example.com>",
	                               .body = "Thank you." });
	(void)test_mails_run(self);
}

#define OTHER_RULES                                                            \
	"bug/crash -> qa, high\n  crash\n"                                     \
	"idea -> qa\n  \"would be great\"\n"                                   \
	"form -> executives\n  header.x-form:7\n"

static void
test_changes_what_other_rules_find(TestPlace *place, const void *data)
{
	FilterRetagTally tally;
	g_autofree char *told = retag(place, OTHER_RULES, &(How){ 0 }, &tally);
	g_autofree char *again = NULL;
	g_autoptr(StoreRecord) record = test_mails_get(place, 2);

	(void)data;
	g_assert_cmpstr(told, ==,
	    "1:bug/crash> executives,qa>;"
	    "2:bug/crash>bug/crash,form,idea qa>executives,qa;");
	g_assert_cmpint(tally.looked_at, ==, 3);
	g_assert_cmpint(tally.changed, ==, 2);
	g_assert_cmpint(tally.unreadable, ==, 0);
	g_assert_cmpuint(record->tags->len, ==, 3);
	g_assert_cmpuint(record->departments->len, ==, 2);
	again = retag(place, "# as before\n" OTHER_RULES, &(How){ 0 }, &tally);
	g_assert_cmpstr(again, ==, "");
	g_assert_cmpint(tally.looked_at, ==, 0);
}

static void
test_a_dry_run_writes_nothing(TestPlace *place, const void *data)
{
	FilterRetagTally tally;
	g_autofree char *told = NULL;
	g_autofree char *wet = NULL;
	int64_t before = test_rows_int(
	    place->base.store, "SELECT total(rules) + count(*) FROM message");

	(void)data;
	told = retag(place, OTHER_RULES, &(How){ .dry_run = true }, &tally);
	g_assert_cmpint(tally.changed, ==, 2);
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT total(rules) + count(*) FROM message"),
	    ==, before);
	g_assert_cmpint(
	    test_rows_int(place->base.store, "SELECT count(*) FROM tag"), ==,
	    2);
	wet = retag(place, OTHER_RULES, &(How){ 0 }, &tally);
	g_assert_cmpstr(wet, ==, told);
}

static void
test_only_since(TestPlace *place, const void *data)
{
	FilterRetagTally tally;
	g_autofree char *told = retag(
	    place, OTHER_RULES, &(How){ .since_at = NOW - 3600 + 2 }, &tally);

	(void)data;
	g_assert_cmpint(tally.looked_at, ==, 2);
	g_assert_true(g_str_has_prefix(told, "2:"));
}

static bool
label(Store *store, void *data, GError **error)
{
	StoreLabel *labels = data;
	bool known;

	for (; labels->author; labels++)
		if (!store_label_add(store, labels, &known, error))
			return false;
	return true;
}

static void
test_what_people_said_stays(TestPlace *place, const void *data)
{
	char *qa[] = { (char[]){ "qa" }, NULL };
	char *none[] = { NULL };
	char ann[] = "ann@x.example", idea[] = "idea", praise[] = "praise";
	StoreLabel labels[] = {
		{ 2, idea, false, none, ann, 1 },
		{ 3, praise, true, qa, ann, 2 },
		{ 2, NULL, true, none, ann, 3 },
		{ .author = NULL },
	};
	FilterRetagTally tally;
	g_autofree char *told = NULL;

	(void)data;
	g_assert_true(store_transact(place->base.store, label, labels, NULL));
	told = retag(place, OTHER_RULES, &(How){ 0 }, &tally);
	g_assert_cmpstr(told, ==,
	    "1:bug/crash> executives,qa>;"
	    "2:bug/crash>bug/crash,form >;");
	g_assert_cmpint(
	    test_rows_int(place->base.store,
	        "SELECT count(*) FROM tag WHERE message_id = 3 AND by = 1"),
	    ==, 1);
	g_assert_cmpint(
	    test_rows_int(place->base.store,
	        "SELECT count(*) FROM denied_tag WHERE rule = 'idea'"),
	    ==, 1);
}

static void
test_what_is_stopped_goes_on(TestPlace *place, const void *data)
{
	volatile sig_atomic_t stop = 0;
	FilterRetagTally tally;
	g_autofree char *first = NULL;
	g_autofree char *rest = NULL;

	(void)data;
	place->config->limits.transaction_rows = 1;
	first = retag(place, OTHER_RULES, &(How){ .stop = &stop }, &tally);
	g_assert_cmpint(tally.looked_at, ==, 1);
	g_assert_true(g_str_has_prefix(first, "1:"));
	rest = retag(place, OTHER_RULES, &(How){ 0 }, &tally);
	g_assert_cmpint(tally.looked_at, ==, 2);
	g_assert_true(g_str_has_prefix(rest, "2:"));
}

/* Rather than taking headers that are not there for headers that do not say
 * so. */
static void
test_lost_bytes_leave_a_mail_as_it_is(TestPlace *place, const void *data)
{
	FilterRetagTally tally;
	g_autofree char *told = NULL;

	(void)data;
	test_rows_run(place->base.store,
	    "UPDATE raw_chunk SET bytes = x'00' WHERE raw_id ="
	    " (SELECT raw_id FROM message WHERE id = 1)");
	told = retag(place, OTHER_RULES, &(How){ 0 }, &tally);
	g_assert_cmpint(tally.unreadable, ==, 1);
	g_assert_cmpint(tally.changed, ==, 1);
	g_assert_true(g_str_has_prefix(told, "2:"));
}

static void
test_what_was_built_stays(TestPlace *place, const void *data)
{
	FilterRetagTally tally;
	g_autofree char *told = NULL;

	(void)data;
	test_rows_run(place->base.store,
	    "INSERT INTO digest VALUES (1, 'department', 'qa', '2026-W46', 0,"
	    " 1, 2, 3, 'Two crashes', 'h', 't');"
	    "INSERT INTO digest_item VALUES (1, 1, NULL, 1, 'Crash', 1, 1);"
	    "INSERT INTO digest_message VALUES (1, 1, 0)");
	told = retag(place, "other -> qa\n  nothing\n", &(How){ 0 }, &tally);
	g_assert_cmpint(tally.changed, ==, 2);
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT (SELECT count(*) FROM digest_message)"
	                    " + (SELECT count(*) FROM digest_item)"
	                    " + (SELECT count(*) FROM digest)"),
	    ==, 3);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestPlace *, const void *);
	} tests[] = {
		{ "/filters/retag/changes",
		    test_changes_what_other_rules_find },
		{ "/filters/retag/dry-run", test_a_dry_run_writes_nothing },
		{ "/filters/retag/since", test_only_since },
		{ "/filters/retag/labels", test_what_people_said_stays },
		{ "/filters/retag/stopped", test_what_is_stopped_goes_on },
		{ "/filters/retag/lost",
		    test_lost_bytes_leave_a_mail_as_it_is },
		{ "/filters/retag/digests", test_what_was_built_stays },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestPlace, NULL, set_up, tests[i].run,
		    test_mails_tear_down);
	return g_test_run();
}
