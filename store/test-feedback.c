#include "store/feedback.h"

#include "store/digests.h"
#include "store/test-rows.h"
#include "store/urgent.h"

#define WEEK_S (7 * 86400)
#define START 1000000

static GPtrArray *
list(TestStore *place, int64_t last_built_at)
{
	StoreFeedbackQuery query = { "qa", START - WEEK_S, START,
		START + WEEK_S, last_built_at };
	g_autoptr(GError) error = NULL;
	GPtrArray *rows = NULL;

	store_feedback_list(place->store, &query, &rows, &error);
	g_assert_no_error(error);
	return rows;
}

static void
test_lists_what_persons_wrote(TestStore *place, const void *data)
{
	const TestRow rows[] = {
		{ .subject = "before",
		    .received_at = START - WEEK_S - 1,
		    .departments = "qa" },
		{ .subject = "first",
		    .received_at = START - WEEK_S,
		    .departments = "qa sales" },
		{ .subject = "elsewhere",
		    .received_at = START,
		    .departments = "sales" },
		{ .subject = "machine",
		    .received_at = START,
		    .departments = "qa",
		    .origin = 7 },
		{ .subject = "last",
		    .received_at = START + WEEK_S - 1,
		    .departments = "qa",
		    .tag = "bug/crash",
		    .urgency = 1,
		    .from_address = "a@example.org",
		    .from_name = "Ann" },
		{ .subject = "after",
		    .received_at = START + WEEK_S,
		    .departments = "qa" },
	};
	g_autoptr(GPtrArray) found = NULL;

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		test_rows_add(place->store, &rows[i]);
	found = list(place, 0);
	g_assert_cmpint(found->len, ==, 2);
	const StoreFeedback *first = found->pdata[0], *last = found->pdata[1];
	g_assert_cmpstr(first->subject, ==, "first");
	g_assert_cmpint(first->contact_id, ==, 0);
	g_assert_cmpstr(last->subject, ==, "last");
	g_assert_cmpstr(last->sender, ==, "Ann");
	g_assert_cmpstr(last->tags, ==, "bug/crash");
	g_assert_cmpint(last->urgency, ==, 1);
}

/* "Contact form: Ann Lee" is no word of Ann's. */
static void
test_a_machines_subject_is_not_the_customers(TestStore *place, const void *data)
{
	g_autoptr(GPtrArray) found = NULL;
	const TestRow row = { .subject = "Contact form: Ann",
		.received_at = START,
		.departments = "qa" };

	(void)data;
	test_rows_add(place->store, &row);
	test_rows_run(place->store, "UPDATE message SET source = 'web-form'");
	found = list(place, 0);
	g_assert_cmpuint(found->len, ==, 1);
	const StoreFeedback *only = found->pdata[0];
	g_assert_cmpstr(only->subject, ==, "");
}

static int64_t
freeze_empty(TestStore *place, const char *kind, int64_t end_at)
{
	StoreDigest digest = { .kind = kind,
		.subject = "qa",
		.period = "2026-W46",
		.revision = 1,
		.end_at = end_at,
		.built_at = end_at + 10,
		.headline = "h",
		.html = "",
		.text = "" };
	int64_t id;

	g_assert_true(store_digest_add(place->store, &digest, &id, NULL));
	return id;
}

static void
test_late_mail_counts_once(TestStore *place, const void *data)
{
	const int64_t last_at = START + 10;
	const TestRow rows[] = {
		{ .subject = "told",
		    .received_at = START - 5,
		    .departments = "qa",
		    .filtered_at = last_at },
		{ .subject = "known",
		    .received_at = START - 4,
		    .departments = "qa" },
		{ .subject = "late",
		    .received_at = START - 3,
		    .departments = "qa",
		    .filtered_at = last_at },
		{ .subject = "imported",
		    .received_at = START - 2,
		    .departments = "qa",
		    .filtered_at = last_at,
		    .imported = true },
		{ .subject = "this week",
		    .received_at = START,
		    .departments = "qa",
		    .filtered_at = last_at },
	};
	g_autoptr(GPtrArray) found = NULL;
	g_autoptr(GPtrArray) without = NULL;
	int64_t digest_id, built_at;

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		test_rows_add(place->store, &rows[i]);
	digest_id = freeze_empty(place, "department", START);
	g_assert_true(
	    store_digest_add_message(place->store, digest_id, 1, false, NULL));
	g_assert_true(store_digest_last_built(
	    place->store, "qa", START, &built_at, NULL));
	g_assert_cmpint(built_at, ==, last_at);
	found = list(place, built_at);
	for (unsigned i = 0; i < found->len; i++) {
		const StoreFeedback *row = found->pdata[i];
		g_assert_cmpint(
		    row->late, ==, g_str_equal(row->subject, "late"));
	}
	without = list(place, 0);
	for (unsigned i = 0; i < without->len; i++)
		g_assert_false(
		    ((const StoreFeedback *)without->pdata[i])->late);
}

static void
test_base_and_sources(TestStore *place, const void *data)
{
	const TestRow rows[] = {
		{ .received_at = START - 5, .departments = "qa" },
		{ .received_at = START + 1,
		    .departments = "qa",
		    .tag = "bug",
		    .probability = 0.4 },
		{ .received_at = START + 2, .tag = "idea" },
		{ .received_at = START + 3, .origin = 1 },
	};
	g_autoptr(GPtrArray) sources = NULL;
	StoreFeedbackBase base;

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		test_rows_add(place->store, &rows[i]);
	g_assert_true(
	    store_feedback_base(place->store, START, START + 10, &base, NULL));
	g_assert_cmpint(base.first_at, ==, START - 5);
	g_assert_cmpint(base.persons, ==, 2);
	g_assert_cmpint(base.unrouted, ==, 1);
	g_assert_cmpint(base.guessed, ==, 1);

	test_rows_run(place->store,
	    "INSERT INTO folder (id, mailbox, name, uidvalidity, opened_at)"
	    " VALUES (1, 'support', 'INBOX', 1, 1), (2, 'hello', 'A', 1, 1);"
	    "INSERT INTO mailbox_status VALUES ('support', 9, 8, NULL, NULL,"
	    " NULL);"
	    "INSERT INTO arrival (folder_id, uid, outcome, arrived_at) VALUES"
	    " (1, 1, 0, 5), (1, 2, 1, 6), (1, 3, 2, 7), (1, 4, 3, 8),"
	    " (1, 5, 0, 4)");
	g_assert_true(store_feedback_sources(place->store, 5, &sources, NULL));
	g_assert_cmpint(sources->len, ==, 2);
	const StoreFeedbackSource *hello = sources->pdata[0],
	                          *support = sources->pdata[1];
	g_assert_cmpint(hello->listed, ==, 0);
	g_assert_cmpint(hello->complete_until, ==, 0);
	g_assert_cmpint(support->listed, ==, 4);
	g_assert_cmpint(support->fresh, ==, 1);
	g_assert_cmpint(support->skipped, ==, 1);
	g_assert_cmpint(support->complete_until, ==, 8);
}

/* Gives message @id an arrival from a folder read since @opened_at. */
static void
add_arrival(TestStore *place, int64_t id, int64_t opened_at)
{
	test_rows_run(place->store,
	    "INSERT INTO folder (id, mailbox, name, uidvalidity, opened_at)"
	    " VALUES (%lld, 'box', 'folder %lld', 1, %lld);"
	    "INSERT INTO arrival (folder_id, uid, outcome, message_id,"
	    " arrived_at) VALUES (%lld, 1, 0, %lld, 1)",
	    (long long)id, (long long)id, (long long)opened_at, (long long)id,
	    (long long)id);
}

static void
test_late_is_what_a_watched_folder_held_back(TestStore *place, const void *data)
{
	const int64_t ages_ago = START - 200 * 86400;
	const struct {
		int64_t received_at, opened_at;
		bool late;
	} cases[] = {
		{ ages_ago, ages_ago - 1, true },
		{ ages_ago, ages_ago + 1, false }, /* history: not listed */
		{ START - 3, START - 4, true },
		{ START - 3, START - 2, false },
	};
	g_autoptr(GPtrArray) found = NULL;
	unsigned late = 0;

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		const TestRow row = { .received_at = cases[i].received_at,
			.departments = "qa",
			.filtered_at = START + 10 };

		add_arrival(place, test_rows_add(place->store, &row),
		    cases[i].opened_at);
	}
	found = list(place, START + 10);
	g_assert_cmpuint(found->len, ==, 3);
	for (unsigned i = 0; i < found->len; i++) {
		const StoreFeedback *row = found->pdata[i];

		g_assert_true(row->late == cases[row->id - 1].late);
		late += row->late;
	}
	g_assert_cmpuint(late, ==, 2);
}

static void
test_urgent_until_it_is_escalated(TestStore *place, const void *data)
{
	const TestRow rows[] = {
		{ .received_at = START,
		    .tag = "legal",
		    .urgency = 2,
		    .departments = "pr legal" },
		{ .received_at = START - 1, .tag = "legal", .urgency = 2 },
		{ .received_at = START + 1, .tag = "legal", .urgency = 1 },
		{ .received_at = START + 2,
		    .tag = "legal",
		    .urgency = 2,
		    .imported = true },
		{ .received_at = START + 3,
		    .tag = "legal",
		    .urgency = 2,
		    .origin = 1 },
		{ .received_at = START + 4, .tag = "legal", .urgency = 2 },
	};
	g_autoptr(GPtrArray) found = NULL;
	g_autoptr(GPtrArray) rest = NULL;
	StoreUrgentContext context;

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		test_rows_add(place->store, &rows[i]);
	g_assert_true(store_urgent_list(place->store, START, &found, NULL));
	g_assert_cmpint(found->len, ==, 2);
	const StoreUrgent *first = found->pdata[0];
	g_assert_cmpstr(first->departments, ==, "legal pr");
	g_assert_cmpstr(first->spans, ==, "[\"word\"]");
	g_assert_true(store_urgent_context(
	    place->store, first, START - 10, &context, NULL));
	g_assert_cmpint(context.same_tag, ==, 1);

	/* A department's digest does not take it from the executives. */
	g_assert_true(store_digest_add_message(place->store,
	    freeze_empty(place, "department", START), 1, false, NULL));
	g_assert_true(store_digest_add_message(place->store,
	    freeze_empty(place, "escalation", START), 6, false, NULL));
	g_assert_true(store_urgent_list(place->store, START, &rest, NULL));
	g_assert_cmpint(rest->len, ==, 1);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/feedback/list", test_lists_what_persons_wrote },
		{ "/store/feedback/machine",
		    test_a_machines_subject_is_not_the_customers },
		{ "/store/feedback/late", test_late_mail_counts_once },
		{ "/store/feedback/watched",
		    test_late_is_what_a_watched_folder_held_back },
		{ "/store/feedback/base", test_base_and_sources },
		{ "/store/feedback/urgent", test_urgent_until_it_is_escalated },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
