/* Who is old enough to be forgotten, and what retention leaves alone. */
#include "store/retain.h"

#include "store/test-rows.h"

#include <string.h>

#define BEFORE 1000

/* Returns: (transfer full): the contacts to be forgotten, "1 3". */
static char *
forgotten(Store *store)
{
	g_autoptr(GArray) ids = NULL;
	GString *all = g_string_new(NULL);

	g_assert_true(store_retain_people(store, BEFORE, &ids, NULL));
	for (unsigned i = 0; i < ids->len; i++)
		g_string_append_printf(all, "%s%d", i > 0 ? " " : "",
		    (int)g_array_index(ids, int64_t, i));
	return g_string_free(all, FALSE);
}

/* Two addresses, 1 and 2, each with a mail in a conversation of its own. */
static void
set_up(TestStore *place, const void *data)
{
	test_rows_set_up(place, data);
	for (int id = 1; id <= 2; id++) {
		const TestRow row = { .received_at = 10 * id };
		int64_t mail = test_rows_add(place->store, &row);

		test_rows_run(place->store,
		    "INSERT OR IGNORE INTO conversation VALUES (%d, %d, %d);"
		    "INSERT INTO contact (id, address, name, first_at, last_at)"
		    " VALUES (%d, '%d@x.example', '', 1, %d);"
		    "UPDATE message SET contact_id = %d, conversation_id = %d"
		    " WHERE id = %lld",
		    id, 10 * id, 10 * id, id, id, 10 * id, id, id,
		    (long long)mail);
	}
}

static void
test_people_of_old_mail_are_forgotten(TestStore *place, const void *data)
{
	static const struct {
		const char *sql, *forgotten;
	} cases[] = {
		{ "SELECT 1", "1 2" },
		/* Just at the border, and a second before it. */
		{ "UPDATE contact SET last_at = 1000 WHERE id = 1", "2" },
		{ "UPDATE contact SET last_at = 999 WHERE id = 1", "2 1" },
		/* An answer of ours since. */
		{ "UPDATE conversation SET last_at = 1000 WHERE id = 2", "1" },
		/* One person: once, by the first address. */
		{ "UPDATE contact SET person_id = 1", "1" },
		{ "UPDATE contact SET person_id = 1, last_at ="
		  " iif(id = 2, 1000, 10)",
		    "" },
		{ "UPDATE contact SET person_id = 1, last_at ="
		  " iif(id = 1, 1000, 10)",
		    "" },
		{ "UPDATE contact SET person_id = 1;"
		  "UPDATE conversation SET last_at = 1000 WHERE id = 1",
		    "" },
		/* The answer went to the other address of the person. */
		{ "UPDATE contact SET person_id = 1;"
		  "UPDATE conversation SET last_at = 1000 WHERE id = 2",
		    "" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *ids = NULL;

		test_rows_run(place->store,
		    "UPDATE contact SET person_id = NULL, last_at = 10 * id;"
		    "UPDATE conversation SET last_at = 10 * id");
		test_rows_run(place->store, cases[i].sql);
		ids = forgotten(place->store);
		if (strcmp(ids, cases[i].forgotten) != 0)
			g_error("%s: %s, not %s", cases[i].sql, ids,
			    cases[i].forgotten);
	}
}

/* Rows that are half there: no text, no raw bytes, not read, erased. */
static void
test_what_is_not_there_is_not_counted(TestStore *place, const void *data)
{
	static const struct {
		const char *sql;
		int64_t raw, text;
	} cases[] = {
		{ "INSERT INTO raw_chunk SELECT raw_id, 0, x'00' FROM message",
		    2, 2 },
		{ "DELETE FROM raw_chunk", 0, 2 },
		{ "DELETE FROM message_text WHERE message_id = 1", 0, 1 },
		{ "INSERT INTO raw_chunk SELECT raw_id, 0, x'00' FROM message",
		    2, 1 },
		/* Quarantined: its bytes are all there is. */
		{ "UPDATE message SET state = 2 WHERE id = 2", 2, 0 },
		/* Not read yet: it must be, first. */
		{ "UPDATE message SET state = 0 WHERE id = 2", 1, 0 },
		{ "UPDATE message SET received_at = 1000", 0, 0 },
		{ "UPDATE message SET received_at = -5, state = 3", 2, 0 },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		StoreRetain raw = { STORE_RETAIN_RAW, BEFORE, 5 };
		StoreRetain text = { STORE_RETAIN_TEXT, BEFORE, 5 };
		int64_t n;

		test_rows_run(place->store, cases[i].sql);
		g_test_message("%s", cases[i].sql);
		g_assert_true(store_retain_count(place->store, &raw, &n, NULL));
		g_assert_cmpint(n, ==, cases[i].raw);
		g_assert_true(
		    store_retain_count(place->store, &text, &n, NULL));
		g_assert_cmpint(n, ==, cases[i].text);
	}
}

/* What it says it would end is what it ends, none of it twice. */
static void
test_as_many_are_ended_as_were_counted(TestStore *place, const void *data)
{
	int64_t n, done, sum = 0;

	(void)data;
	for (int i = 0; i < 7; i++) {
		const TestRow row = { .received_at = 500 + 100 * i };

		(void)test_rows_add(place->store, &row);
	}
	test_rows_run(place->store,
	    "INSERT INTO raw_chunk SELECT raw_id, 0, x'00' FROM message");
	for (int what = STORE_RETAIN_RAW; what <= STORE_RETAIN_TEXT; what++) {
		StoreRetain retain = { (StoreRetainWhat)what, BEFORE, 5 };

		sum = 0;
		g_assert_true(
		    store_retain_count(place->store, &retain, &n, NULL));
		g_assert_cmpint(n, ==, 7);
		do {
			g_assert_true(store_retain_some(
			    place->store, &retain, 3, &done, NULL));
			g_assert_cmpint(done, <=, 3);
			sum += done;
		} while (done > 0);
		g_assert_cmpint(sum, ==, n);
	}
}

static void
test_when_it_was_done_is_kept(TestStore *place, const void *data)
{
	int64_t at = 77;

	(void)data;
	g_assert_true(store_retain_last(place->store, &at, NULL));
	g_assert_cmpint(at, ==, 0);
	g_assert_true(store_retain_done(place->store, 5, NULL));
	g_assert_true(store_retain_done(place->store, 6, NULL));
	g_assert_true(store_retain_last(place->store, &at, NULL));
	g_assert_cmpint(at, ==, 6);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/retain/people",
		    test_people_of_old_mail_are_forgotten },
		{ "/store/retain/half", test_what_is_not_there_is_not_counted },
		{ "/store/retain/counted",
		    test_as_many_are_ended_as_were_counted },
		{ "/store/retain/done", test_when_it_was_done_is_kept },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, set_up, tests[i].run,
		    test_rows_tear_down);
	return g_test_run();
}
