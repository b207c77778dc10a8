#include "store/arrivals.h"

#include "core/sha256.h"
#include "store/error.h"
#include "store/folders.h"
#include "store/mailboxes.h"
#include "store/raw.h"
#include "store/test-rows.h"

#include <string.h>

#define NOW 1000

static StoreFolder
open_folder(TestStore *place, const char *mailbox, int64_t uidvalidity)
{
	StoreFolderKey key = { mailbox, "INBOX", uidvalidity };
	g_autoptr(GError) error = NULL;
	StoreFolder folder = { 0 };

	g_assert_true(
	    store_folder_open(place->store, &key, NOW, &folder, &error));
	g_assert_no_error(error);
	return folder;
}

/* What one test transaction does. */
typedef struct {
	StoreArrival arrival;
	StoreOutcome outcome;
	bool then_fail;
} Step;

static bool
add_body(Store *store, void *data, GError **error)
{
	Step *step = data;

	if (!store_arrival_add(store, &step->arrival, &step->outcome, error) ||
	    !store_folder_advance(
	        store, step->arrival.folder_id, step->arrival.uid, error))
		return false;
	if (step->then_fail)
		g_set_error_literal(
		    error, STORE_ERROR, STORE_ERROR_FULL, "wanted");
	return !step->then_fail;
}

static StorePacked *
pack(const char *bytes)
{
	g_autoptr(StorePacker) packer = store_packer_new(1 << 20);

	return store_packer_pack(packer, bytes, strlen(bytes));
}

static StoreOutcome
add(TestStore *place, int64_t folder_id, int64_t uid, const char *bytes,
    const char *key)
{
	g_autoptr(StorePacked) packed = pack(bytes);
	g_autoptr(GError) error = NULL;
	Step step = { .arrival = { .folder_id = folder_id,
		          .uid = uid,
		          .packed = packed,
		          .content_key = key,
		          .size_bytes = (int64_t)strlen(bytes),
		          .received_at = 500,
		          .arrived_at = NOW } };

	g_assert_true(store_transact(place->store, add_body, &step, &error));
	g_assert_no_error(error);
	return step.outcome;
}

static bool
miss_body(Store *store, void *data, GError **error)
{
	return store_arrival_miss(store, data, error);
}

static void
miss(TestStore *place, int64_t folder_id, int64_t uid, StoreOutcome outcome)
{
	StoreMiss row = { folder_id, uid, outcome, NOW };
	g_autoptr(GError) error = NULL;

	g_assert_true(store_transact(place->store, miss_body, &row, &error));
	g_assert_no_error(error);
}

static int64_t
count(TestStore *place, const char *table)
{
	g_autofree char *sql =
	    g_strdup_printf("SELECT count(*) FROM %s", table);

	return test_rows_int(place->store, sql);
}

static void
test_a_folder_keeps_its_id_and_cursor(TestStore *place, const void *data)
{
	StoreFolder first = open_folder(place, "support", 7);

	(void)data;
	g_assert_cmpint(first.cursor_uid, ==, 0);
	add(place, first.id, 42, "a", "ka");
	StoreFolder again = open_folder(place, "support", 7);
	g_assert_cmpint(again.id, ==, first.id);
	g_assert_cmpint(again.cursor_uid, ==, 42);
	g_assert_cmpint(open_folder(place, "support", 8).cursor_uid, ==, 0);
	g_assert_cmpint(open_folder(place, "hello", 7).id, !=, first.id);
}

static void
test_the_cursor_never_goes_back(TestStore *place, const void *data)
{
	StoreFolder folder = open_folder(place, "support", 7);

	(void)data;
	add(place, folder.id, 42, "a", "ka");
	add(place, folder.id, 5, "b", "kb");
	g_assert_cmpint(open_folder(place, "support", 7).cursor_uid, ==, 42);
}

static void
test_one_mail_in_two_mailboxes_is_one_message(
    TestStore *place, const void *data)
{
	StoreFolder support = open_folder(place, "support", 1);
	StoreFolder hello = open_folder(place, "hello", 1);

	(void)data;
	g_assert_cmpint(add(place, support.id, 1, "via a", "k"), ==, STORE_NEW);
	g_assert_cmpint(
	    add(place, hello.id, 1, "via b", "k"), ==, STORE_DUPLICATE);
	g_assert_cmpint(count(place, "message"), ==, 1);
	g_assert_cmpint(count(place, "arrival WHERE message_id = 1"), ==, 2);
	g_assert_cmpint(count(place, "raw"), ==, 2);
}

static void
test_an_arrival_known_already_changes_nothing(
    TestStore *place, const void *data)
{
	StoreFolder folder = open_folder(place, "support", 1);

	(void)data;
	add(place, folder.id, 1, "a", "ka");
	miss(place, folder.id, 2, STORE_VANISHED);
	g_assert_cmpint(add(place, folder.id, 1, "b", "kb"), ==, STORE_NEW);
	g_assert_cmpint(
	    add(place, folder.id, 2, "b", "kb"), ==, STORE_VANISHED);
	miss(place, folder.id, 1, STORE_SKIPPED);
	g_assert_cmpint(count(place, "message"), ==, 1);
	g_assert_cmpint(count(place, "raw"), ==, 1);
	g_assert_cmpint(count(place, "arrival WHERE outcome = 0"), ==, 1);
	g_assert_cmpint(count(place, "arrival"), ==, 2);
}

static void
test_rows_and_cursor_fail_together(TestStore *place, const void *data)
{
	StoreFolder folder = open_folder(place, "support", 1);
	g_autoptr(StorePacked) packed = pack("a");
	g_autoptr(GError) error = NULL;
	Step step = { .arrival = { .folder_id = folder.id,
		          .uid = 3,
		          .packed = packed,
		          .content_key = "k" },
		.then_fail = true };

	(void)data;
	g_assert_false(store_transact(place->store, add_body, &step, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FULL);
	g_assert_cmpint(open_folder(place, "support", 1).cursor_uid, ==, 0);
	g_assert_cmpint(count(place, "arrival"), ==, 0);
	g_assert_cmpint(count(place, "message"), ==, 0);
	g_assert_cmpint(count(place, "raw_chunk"), ==, 0);
}

static void
test_the_message_row_says_how_it_came(TestStore *place, const void *data)
{
	StoreFolder folder = open_folder(place, "import", 0);
	g_autoptr(StorePacked) packed = pack("Subject: a\n\n");
	Step step = { .arrival = { .folder_id = folder.id,
		          .uid = 1,
		          .packed = packed,
		          .content_key = "k",
		          .size_bytes = 99999999,
		          .received_at = 500,
		          .arrived_at = NOW,
		          .imported = true,
		          .answer = true,
		          .oversize = true } };

	(void)data;
	g_assert_true(store_transact(place->store, add_body, &step, NULL));
	g_assert_cmpint(
	    count(place, "message WHERE content_key = 'k' AND state = 0 AND"
	                 " size_bytes = 99999999 AND received_at = 500 AND"
	                 " arrived_at = 1000 AND imported AND answer AND"
	                 " error = 'oversize'"),
	    ==, 1);
	add(place, folder.id, 2, "b", "kb");
	g_assert_cmpint(
	    count(place, "message WHERE content_key = 'kb' AND NOT imported AND"
	                 " NOT answer AND error IS NULL"),
	    ==, 1);
}

static void
test_counts_copies_in_one_folder(TestStore *place, const void *data)
{
	StoreFolder folder = open_folder(place, "import", 0);
	StoreFolder other = open_folder(place, "import", 1);
	g_autofree char *sha256 = core_sha256("a", 1);
	int64_t copies = -1;

	(void)data;
	for (int64_t uid = 1; uid <= 3; uid++) {
		g_assert_true(store_arrival_copies(
		    place->store, folder.id, sha256, &copies, NULL));
		g_assert_cmpint(copies, ==, uid - 1);
		add(place, folder.id, uid, "a", "k");
	}
	g_assert_true(store_arrival_copies(
	    place->store, other.id, sha256, &copies, NULL));
	g_assert_cmpint(copies, ==, 0);
}

static void
test_sums_what_a_folder_listed(TestStore *place, const void *data)
{
	StoreFolder old = open_folder(place, "support", 1);
	StoreFolder new = open_folder(place, "support", 2);
	g_autoptr(GPtrArray) sums = NULL;

	(void)data;
	(void)open_folder(place, "hello", 1);
	add(place, old.id, 1, "a", "ka");
	add(place, old.id, 2, "b", "kb");
	add(place, new.id, 1, "a", "ka");
	miss(place, new.id, 2, STORE_VANISHED);
	miss(place, new.id, 3, STORE_SKIPPED);
	test_rows_run(place->store,
	    "UPDATE message SET state = 2 WHERE content_key = 'ka'");
	g_assert_true(store_folder_sums(place->store, &sums, NULL));
	g_assert_cmpint(sums->len, ==, 2);
	const StoreFolderSums *empty = sums->pdata[0];
	g_assert_cmpstr(empty->mailbox, ==, "hello");
	g_assert_cmpint(empty->outcomes[STORE_NEW], ==, 0);
	const StoreFolderSums *full = sums->pdata[1];
	g_assert_cmpstr(full->folder, ==, "INBOX");
	g_assert_cmpint(full->outcomes[STORE_NEW], ==, 2);
	g_assert_cmpint(full->outcomes[STORE_DUPLICATE], ==, 1);
	g_assert_cmpint(full->outcomes[STORE_VANISHED], ==, 1);
	g_assert_cmpint(full->outcomes[STORE_SKIPPED], ==, 1);
	g_assert_cmpint(full->quarantined, ==, 1);
}

static void
test_outcomes_have_names(TestStore *place, const void *data)
{
	(void)place;
	(void)data;
	g_assert_cmpstr(store_outcome_name(STORE_NEW), ==, "new");
	g_assert_cmpstr(store_outcome_name(STORE_DUPLICATE), ==, "duplicate");
	g_assert_cmpstr(store_outcome_name(STORE_VANISHED), ==, "vanished");
	g_assert_cmpstr(store_outcome_name(STORE_SKIPPED), ==, "skipped");
}

static void
assert_mailbox(TestStore *place, int64_t tried_at, int64_t complete_until,
    int64_t failing_since, const char *why)
{
	g_autoptr(GPtrArray) list = NULL;

	g_assert_true(store_mailboxes(place->store, &list, NULL));
	g_assert_cmpint(list->len, ==, 1);
	const StoreMailbox *mailbox = list->pdata[0];
	g_assert_cmpstr(mailbox->mailbox, ==, "support");
	g_assert_cmpint(mailbox->tried_at, ==, tried_at);
	g_assert_cmpint(mailbox->complete_until, ==, complete_until);
	g_assert_cmpint(mailbox->failing_since, ==, failing_since);
	g_assert_cmpstr(mailbox->error, ==, why);
}

static void
test_a_mailbox_knows_since_when_it_fails(TestStore *place, const void *data)
{
	Store *store = place->store;

	(void)data;
	g_assert_true(
	    store_mailbox_failed(store, "support", 10, "refused", NULL));
	assert_mailbox(place, 10, 0, 10, "refused");
	g_assert_true(store_mailbox_succeeded(store, "support", 20, 25, NULL));
	assert_mailbox(place, 25, 20, 0, NULL);
	g_assert_true(
	    store_mailbox_failed(store, "support", 30, "refused", NULL));
	g_assert_true(
	    store_mailbox_failed(store, "support", 40, "timed out", NULL));
	assert_mailbox(place, 40, 20, 30, "timed out");
	g_assert_true(store_mailbox_succeeded(store, "support", 50, 51, NULL));
	assert_mailbox(place, 51, 50, 0, NULL);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/folder/kept", test_a_folder_keeps_its_id_and_cursor },
		{ "/store/folder/forward", test_the_cursor_never_goes_back },
		{ "/store/folder/sums", test_sums_what_a_folder_listed },
		{ "/store/arrival/single",
		    test_one_mail_in_two_mailboxes_is_one_message },
		{ "/store/arrival/known",
		    test_an_arrival_known_already_changes_nothing },
		{ "/store/arrival/atomic", test_rows_and_cursor_fail_together },
		{ "/store/arrival/row", test_the_message_row_says_how_it_came },
		{ "/store/arrival/copies", test_counts_copies_in_one_folder },
		{ "/store/arrival/names", test_outcomes_have_names },
		{ "/store/mailbox/status",
		    test_a_mailbox_knows_since_when_it_fails },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
