/* What erasing and retention end, and that a failure in their midst ends
 * nothing. */
#include "store/erase.h"
#include "store/retain.h"

#include "store/error.h"
#include "store/search-index.h"
#include "store/test-rows.h"

#include <string.h>

/* A mail of which everything is known. */
static int64_t
add_mail(Store *store, int64_t received_at)
{
	int64_t id =
	    test_rows_add(store, &(TestRow){ .from_address = "ann@example.com",
	                             .subject = "Ann's bill",
	                             .words = "Ann wrote this",
	                             .received_at = received_at,
	                             .departments = "qa",
	                             .tag = "bug",
	                             .pattern = "Ann's bills" });

	test_rows_run(store,
	    "INSERT INTO raw_chunk VALUES (%lld, 0, x'00');"
	    "INSERT INTO flag VALUES (%lld, 'oversize');"
	    "INSERT INTO promise VALUES (%lld, 0, 'By then.', 9);"
	    "INSERT INTO label (message_id, tag, holds, departments, author,"
	    " labelled_at) VALUES (%lld, 'bug', 1, '[]', 'eve', 7)",
	    (long long)id, (long long)id, (long long)id, (long long)id);
	return id;
}

/* In how many of them something stands that has to do with mails. */
static int64_t
left_of(Store *store, int64_t id)
{
	g_autofree char *sql = g_strdup_printf(
	    "WITH it (id) AS (SELECT %" G_GINT64_FORMAT ") SELECT"
	    " (SELECT count(*) FROM it JOIN message_text ON message_id = it.id)"
	    " + (SELECT count(*) FROM it JOIN tag ON message_id = it.id)"
	    " + (SELECT count(*) FROM it JOIN flag ON message_id = it.id)"
	    " + (SELECT count(*) FROM it JOIN routing ON message_id = it.id)"
	    " + (SELECT count(*) FROM it JOIN label ON message_id = it.id)"
	    " + (SELECT count(*) FROM it JOIN promise ON message_id = it.id)"
	    " + (SELECT count(*) FROM it JOIN raw_chunk ON raw_id = it.id)"
	    " + (SELECT count(*) FROM it JOIN message m ON m.id = it.id"
	    "    AND m.subject IS NOT NULL)",
	    id);

	return test_rows_int(store, sql);
}

/* From now on no row of a message can be changed. */
static void
lock_messages(Store *store)
{
	test_rows_run(store,
	    "CREATE TEMP TRIGGER locked BEFORE UPDATE ON message"
	    " BEGIN SELECT raise(ABORT, 'locked'); END");
}

static bool
erase(Store *store, void *data, GError **error)
{
	return store_erase_message(store, *(const int64_t *)data, error);
}

static void
test_of_an_erased_mail_its_hash_is_left(TestStore *place, const void *data)
{
	int64_t id = add_mail(place->store, 100);
	int64_t other = add_mail(place->store, 200);
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_cmpint(left_of(place->store, id), ==, 8);
	g_assert_true(store_transact(place->store, erase, &id, &error));
	g_assert_no_error(error);
	g_assert_cmpint(left_of(place->store, id), ==, 0);
	g_assert_cmpint(left_of(place->store, other), ==, 8);
	g_assert_cmpint(test_rows_int(place->store,
	                    "SELECT count(*) FROM message WHERE state = 3"
	                    " AND contact_id IS NULL AND content_key <> ''"),
	    ==, 1);
	/* The one that was typical of its pattern. */
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM pattern"
	                                " WHERE typical_id IS NOT NULL"),
	    ==, 0);
}

static void
test_what_was_learnt_of_an_erased_mail_goes(TestStore *place, const void *data)
{
	int64_t plain = add_mail(place->store, 100);
	int64_t labelled = add_mail(place->store, 200);
	g_autoptr(GError) error = NULL;

	(void)data;
	test_rows_run(place->store,
	    "DELETE FROM label; INSERT INTO label (message_id, tag, holds,"
	    " departments, author, labelled_at)"
	    " SELECT max(id), 'bug', 1, '[]', 'a@x.example', 1 FROM message;"
	    "INSERT INTO model VALUES ('idea', 30, 10, 20, 1, 1, 1, 0, 1,"
	    " x'00')");
	g_assert_true(store_transact(place->store, erase, &plain, &error));
	g_assert_no_error(error);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM model"), ==, 1);
	g_assert_true(store_transact(place->store, erase, &labelled, &error));
	g_assert_no_error(error);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM model"), ==, 0);
}

static void
test_a_mail_is_erased_whole_or_not(TestStore *place, const void *data)
{
	int64_t id = add_mail(place->store, 100);
	g_autoptr(GError) error = NULL;

	(void)data;
	lock_messages(place->store);
	g_assert_false(store_transact(place->store, erase, &id, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
	g_assert_cmpint(left_of(place->store, id), ==, 8);
}

static char *
without_ann(const char *text, bool html, void *data)
{
	unsigned *asked = data;
	g_auto(GStrv) parts = g_strsplit(text, "Ann", -1);

	*asked += html;
	return parts[0] && parts[1] ? g_strjoinv("...", parts) : NULL;
}

static bool
erase_digest(Store *store, void *data, GError **error)
{
	return store_erase_digest(store, 1, without_ann, data, error);
}

static void
test_a_digest_is_redacted_and_its_mails_end(TestStore *place, const void *data)
{
	unsigned asked_html = 0;
	int64_t id = add_mail(place->store, 100);

	(void)data;
	test_rows_run(place->store,
	    "INSERT INTO digest VALUES (1, 'department', 'qa', '2026-W46', 0,"
	    " 0, 1, 2, 'Ann and Bob', '<p>Ann</p>', 'no one');"
	    "INSERT INTO digest_item (digest_id, number, message_id, title,"
	    " mails, customers) VALUES (1, 1, %lld, 'Ann', 1, 1),"
	    " (1, 2, %lld, 'Bob', 1, 1)",
	    (long long)id, (long long)id);
	for (int state = 0; state < 8; state++)
		test_rows_run(place->store,
		    "INSERT INTO outbox (digest_id, kind, subject, period,"
		    " revision, recipient, message_id, bytes, state, next_at,"
		    " expires_at) VALUES (1, 'department', 'qa', '2026-W46', 0,"
		    " 'r%d@x', 'm%d@x', x'00', %d, 0, 1)",
		    state, state, state);
	g_assert_true(
	    store_transact(place->store, erase_digest, &asked_html, NULL));
	g_assert_cmpuint(asked_html, ==, 1);
	g_assert_cmpint(test_rows_int(place->store,
	                    "SELECT count(*) FROM digest WHERE headline ="
	                    " '... and Bob' AND html = '<p>...</p>'"
	                    " AND text = 'no one'"),
	    ==, 1);
	g_assert_cmpint(test_rows_int(place->store,
	                    "SELECT count(*) FROM digest_item"
	                    " WHERE title = iif(number = 1, '...', 'Bob')"),
	    ==, 2);
	/* Only what is over stays as it ended. */
	g_assert_cmpint(
	    test_rows_int(place->store,
	        "SELECT count(*) FROM outbox WHERE bytes = x'' AND state ="
	        " iif(message_id IN ('m2@x', 'm4@x', 'm6@x'),"
	        " substr(message_id, 2, 1) + 0, 7)"),
	    ==, 8);
}

static int64_t
count(Store *store, const StoreRetain *retain)
{
	int64_t mails;

	g_assert_true(store_retain_count(store, retain, &mails, NULL));
	return mails;
}

static void
test_retention_ends_the_oldest_first(TestStore *place, const void *data)
{
	StoreRetain raw = { STORE_RETAIN_RAW, 250, 5 };
	StoreRetain text = { STORE_RETAIN_TEXT, 250, 5 };
	int64_t young = add_mail(place->store, 300);
	int64_t middle = add_mail(place->store, 200);
	int64_t old = add_mail(place->store, 100);
	int64_t done;

	(void)data;
	g_assert_cmpint(count(place->store, &raw), ==, 2);
	g_assert_true(store_retain_some(place->store, &raw, 1, &done, NULL));
	g_assert_cmpint(done, ==, 1);
	g_assert_cmpint(left_of(place->store, old), ==, 7);
	g_assert_cmpint(left_of(place->store, middle), ==, 8);
	g_assert_true(store_retain_some(place->store, &text, 9, &done, NULL));
	g_assert_cmpint(done, ==, 2);
	g_assert_cmpint(count(place->store, &text), ==, 0);
	/* Tags, flags, routes and labels still count. */
	g_assert_cmpint(left_of(place->store, old), ==, 4);
	g_assert_cmpint(left_of(place->store, middle), ==, 5);
	g_assert_cmpint(left_of(place->store, young), ==, 8);
	g_assert_cmpint(test_rows_int(place->store,
	                    "SELECT count(*) FROM tag WHERE spans = '[]'"),
	    ==, 2);
	g_assert_true(store_retain_some(place->store, &text, 9, &done, NULL));
	g_assert_cmpint(done, ==, 0);
}

static void
test_retention_ends_a_batch_whole_or_not(TestStore *place, const void *data)
{
	StoreRetain text = { STORE_RETAIN_TEXT, 250, 5 };
	int64_t id = add_mail(place->store, 100);
	int64_t done = 77;
	g_autoptr(GError) error = NULL;

	(void)data;
	lock_messages(place->store);
	g_assert_false(
	    store_retain_some(place->store, &text, 9, &done, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
	g_assert_cmpint(done, ==, 77);
	g_assert_cmpint(left_of(place->store, id), ==, 8);
	g_assert_cmpint(count(place->store, &text), ==, 1);
}

static int64_t
begun(Store *store)
{
	int64_t number;

	g_assert_true(store_erase_begun(store, &number, NULL));
	return number;
}

static void
test_erasing_is_due_until_it_is_finished(TestStore *place, const void *data)
{
	g_autoptr(Store) reader =
	    store_open(place->path, STORE_READ_ONLY, NULL);
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_false(store_erase_begin(reader, 5, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_READ_ONLY);
	g_assert_cmpint(begun(place->store), ==, 0);
	g_assert_true(store_erase_begin(place->store, 5, NULL));
	g_assert_cmpint(begun(place->store), >, 0);
	g_assert_true(store_erase_finish(place->store, NULL));
	g_assert_cmpint(begun(place->store), ==, 0);
}

static void
test_what_begins_meanwhile_stays_begun(TestStore *place, const void *data)
{
	int64_t first;
	bool settled;

	(void)data;
	g_assert_true(store_erase_begin(place->store, 5, NULL));
	first = begun(place->store);
	g_assert_true(store_erase_begin(place->store, 5, NULL));
	g_assert_cmpint(begun(place->store), !=, first);
	g_assert_true(store_erase_settle(place->store, first, &settled, NULL));
	g_assert_true(settled);
	g_assert_cmpint(begun(place->store), >, 0);
	g_assert_true(store_erase_settle(
	    place->store, begun(place->store), &settled, NULL));
	g_assert_cmpint(begun(place->store), ==, 0);
}

static bool
read_and_settle(Store *reader, void *data, GError **error)
{
	bool settled = true;

	(void)error;
	(void)test_rows_int(reader, "SELECT count(*) FROM message");
	g_assert_true(store_erase_settle(data, begun(data), &settled, NULL));
	g_assert_false(settled);
	g_assert_cmpint(begun(data), >, 0);
	return true;
}

/* Words of the file and its log, as bytes. */
static bool
is_in_files(const TestStore *place, const char *words)
{
	static const char *const ends[] = { "", "-wal" };

	for (unsigned i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *path = g_strconcat(place->path, ends[i], NULL);
		g_autofree char *bytes = NULL;
		size_t length;

		g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
		if (memmem(bytes, length, words, strlen(words)))
			return true;
	}
	return false;
}

static bool
catch_up(Store *store, void *data, GError **error)
{
	return store_search_catch_up(store, 9, NULL, data, error);
}

/* Without a word of it anywhere, and without waiting for those who read. */
static void
test_retention_settles_beside_others(TestStore *place, const void *data)
{
	StoreRetain text = { STORE_RETAIN_TEXT, 250, 5 };
	g_autoptr(Store) reader =
	    store_open(place->path, STORE_READ_ONLY, NULL);
	bool first = true, more = true, settled;
	int64_t done;

	(void)data;
	(void)test_rows_add(place->store,
	    &(TestRow){ .received_at = 100, .words = "xylophonist here" });
	(void)test_rows_add(place->store,
	    &(TestRow){ .received_at = 300, .words = "somebody else" });
	g_assert_true(store_transact(place->store, catch_up, &done, NULL));
	g_assert_cmpint(done, ==, 2);
	g_assert_true(store_retain_some(place->store, &text, 9, &done, NULL));
	g_assert_cmpint(done, ==, 1);
	g_assert_cmpint(begun(place->store), >, 0);
	g_assert_true(is_in_files(place, "xylophonist"));
	for (; more; first = false)
		g_assert_true(
		    store_search_purge_some(place->store, first, &more, NULL));
	g_assert_true(
	    store_snapshot(reader, read_and_settle, place->store, NULL));
	g_assert_true(store_erase_settle(
	    place->store, begun(place->store), &settled, NULL));
	g_assert_true(settled);
	g_assert_cmpint(begun(place->store), ==, 0);
	g_assert_false(is_in_files(place, "xylophonist"));
	g_assert_true(is_in_files(place, "somebody"));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/erase/hash",
		    test_of_an_erased_mail_its_hash_is_left },
		{ "/store/erase/learnt",
		    test_what_was_learnt_of_an_erased_mail_goes },
		{ "/store/erase/whole", test_a_mail_is_erased_whole_or_not },
		{ "/store/erase/digest",
		    test_a_digest_is_redacted_and_its_mails_end },
		{ "/store/erase/due",
		    test_erasing_is_due_until_it_is_finished },
		{ "/store/erase/meanwhile",
		    test_what_begins_meanwhile_stays_begun },
		{ "/store/retain/oldest",
		    test_retention_ends_the_oldest_first },
		{ "/store/retain/settles",
		    test_retention_settles_beside_others },
		{ "/store/retain/whole",
		    test_retention_ends_a_batch_whole_or_not },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
