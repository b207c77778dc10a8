#include "store/unfetched.h"

#include "store/folders.h"
#include "store/raw.h"
#include "store/status.h"
#include "store/test-rows.h"

#include <string.h>

#define DAY_S 86400
#define NOW 1000

/* A mail that comes, or what stands for it. */
typedef struct {
	int64_t uid;
	const char *bytes, *key;
	bool unfetched, mends;
} Coming;

typedef struct {
	int64_t folder_id;
	const Coming *coming;
	const StorePacked *packed;
} Step;

static bool
take_in(Store *store, void *data, GError **error)
{
	const Step *self = data;
	const Coming *coming = self->coming;
	StoreArrival arrival = { .folder_id = self->folder_id,
		.uid = coming->uid,
		.packed = self->packed,
		.content_key = coming->key,
		.size_bytes = 9,
		.received_at = NOW,
		.arrived_at = NOW,
		.unfetched = coming->unfetched };
	StoreOutcome outcome;

	return coming->mends
	           ? store_unfetched_mend(store, &arrival, error)
	           : store_arrival_add(store, &arrival, &outcome, error);
}

static void
come(Store *store, int64_t folder_id, const Coming *coming)
{
	g_autoptr(StorePacker) packer = store_packer_new(1 << 20);
	g_autoptr(StorePacked) packed =
	    store_packer_pack(packer, coming->bytes, strlen(coming->bytes));
	g_autoptr(GError) error = NULL;
	Step step = { folder_id, coming, packed };

	g_assert_true(store_transact(store, take_in, &step, &error));
	g_assert_no_error(error);
}

static int64_t
open_folder(Store *store)
{
	const StoreFolderKey key = { "box", "INBOX", 7 };
	StoreFolder folder;

	g_assert_true(store_folder_open(store, &key, NOW, &folder, NULL));
	return folder.id;
}

/* How many of the folder are due at @now_at. */
static unsigned
taken(Store *store, int64_t folder_id, int64_t now_at)
{
	g_autoptr(GArray) uids = NULL;

	g_assert_true(
	    store_unfetched_take(store, folder_id, now_at, &uids, NULL));
	return uids->len;
}

static void
test_asks_less_and_less(TestStore *place, const void *data)
{
	int64_t id = open_folder(place->store);
	const Coming stub = { 4, "A: b", "stub", true, false };
	int64_t at = NOW;
	StoreStatus status;

	(void)data; /* the tests share no data */
	come(place->store, id, &stub);
	for (int days = 1; days <= 32; days *= 2) {
		at += days * DAY_S;
		g_assert_true(store_status_read(place->store, &status, NULL));
		g_assert_cmpint(status.unfetched, ==, 1);
		g_assert_cmpint(status.unfetched_at, ==, at);
		g_assert_cmpuint(taken(place->store, id, at - 1), ==, 0);
		g_assert_cmpuint(taken(place->store, id + 1, at), ==, 0);
		g_assert_cmpuint(taken(place->store, id, at), ==, 1);
		g_assert_cmpuint(taken(place->store, id, at), ==, 0);
	}
	g_assert_cmpuint(taken(place->store, id, at * 1000), ==, 0);
	g_assert_true(store_status_read(place->store, &status, NULL));
	g_assert_cmpint(status.unfetched, ==, 1);
	g_assert_cmpint(status.unfetched_at, ==, 0);
	g_assert_true(store_unfetched_forget(place->store, id, 4, NULL));
	g_assert_true(store_status_read(place->store, &status, NULL));
	g_assert_cmpint(status.unfetched, ==, 0);
}

/* What came before, what comes at last, and what is there then. */
typedef struct {
	const char *name;
	Coming before[4];
	const char *meanwhile; /* SQL */
	const char *key;       /* of UID 4, which comes at last as "whole" */
	int messages, queued, duplicates, flags;
} MendCase;

static const MendCase mend_cases[] = {
	{ "it is queued", { { 4, "head", "stub", true, false } }, "SELECT 1",
	    "whole", 1, 1, 0, 0 },
	{ "it had nothing", { { 4, "", "stub", true, false } }, "SELECT 1",
	    "whole", 1, 1, 0, 0 },
	{ "it was released", { { 4, "head", "stub", true, false } },
	    "UPDATE message SET released_at = 5", "whole", 1, 1, 0, 0 },
	{ "it came by another way",
	    { { 4, "head", "stub", true, false },
	        { 5, "whole", "whole", false, false } },
	    "UPDATE message SET state = 1 WHERE content_key = 'whole'", "whole",
	    1, 0, 1, 0 },
	{ "another that is kept back looks the same",
	    { { 4, "head", "stub", true, false },
	        { 5, "head", "stub", true, false } },
	    "SELECT 1", "whole", 1, 1, 1, 0 },
	{ "that has come already",
	    { { 5, "head", "stub", true, false },
	        { 4, "head", "stub", true, false },
	        { 5, "whole", "whole", false, true } },
	    "SELECT 1", "whole", 1, 1, 1, 0 },
	{ "a person had it read as it was",
	    { { 4, "head", "stub", true, false } },
	    "UPDATE message SET state = 1", "stub", 1, 0, 0, 1 },
};

static void
check_mend(Store *store, const MendCase *c)
{
	const Coming last = { 4, "whole", "whole", false, true };
	int64_t id = open_folder(store);

	g_test_message("%s", c->name);
	for (unsigned i = 0; c->before[i].bytes; i++)
		come(store, id, &c->before[i]);
	test_rows_run(store, c->meanwhile);
	come(store, id, &last);
	g_assert_cmpint(test_rows_int(store, "SELECT count(*) FROM message"),
	    ==, c->messages);
	g_assert_cmpint(
	    test_rows_int(store, "SELECT count(*) FROM message WHERE state = 0"
	                         " AND error IS NULL AND released_at IS NULL"),
	    ==, c->queued);
	g_assert_cmpint(test_rows_int(store,
	                    "SELECT count(*) FROM arrival WHERE outcome = 1"),
	    ==, c->duplicates);
	g_assert_cmpint(
	    test_rows_int(store, "SELECT count(*) FROM flag"), ==, c->flags);
	g_assert_cmpint(test_rows_int(store,
	                    "SELECT count(*) FROM unfetched WHERE uid = 4"),
	    ==, 0);
	g_assert_cmpint(test_rows_int(store,
	                    "SELECT count(*) FROM arrival JOIN raw ON raw.id ="
	                    " raw_id WHERE uid = 4 AND size_bytes = 5"),
	    ==, 1);
	g_assert_cmpint(
	    test_rows_int(
	        store, strcmp(c->key, "whole") == 0
	                   ? "SELECT count(*) FROM arrival a JOIN message m"
	                     " ON m.id = a.message_id WHERE uid = 4 AND"
	                     " content_key = 'whole'"
	                   : "SELECT count(*) FROM message WHERE"
	                     " content_key = 'stub'"),
	    ==, 1);
}

static void
test_what_comes_at_last(TestStore *place, const void *data)
{
	(void)data; /* as above */
	for (unsigned i = 0; i < G_N_ELEMENTS(mend_cases); i++) {
		check_mend(place->store, &mend_cases[i]);
		test_rows_tear_down(place, NULL);
		test_rows_set_up(place, NULL);
	}
}

static void
test_one_that_is_not_known_is_left(TestStore *place, const void *data)
{
	const Coming last = { 4, "whole", "whole", false, true };

	(void)data; /* as above */
	come(place->store, open_folder(place->store), &last);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM message"), ==, 0);
}

static void
add(const char *name, void (*test)(TestStore *, const void *))
{
	g_test_add(
	    name, TestStore, NULL, test_rows_set_up, test, test_rows_tear_down);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/store/unfetched/intervals", test_asks_less_and_less);
	add("/store/unfetched/mend", test_what_comes_at_last);
	add("/store/unfetched/unknown", test_one_that_is_not_known_is_left);
	return g_test_run();
}
