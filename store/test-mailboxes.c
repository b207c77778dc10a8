#include "store/mailboxes.h"

#include "store/test-rows.h"

typedef enum { READ, FAILED, REFUSED } Ending;

typedef struct {
	Ending ending;
	int64_t at, failing_since, refused_since; /* wanted after it */
	int64_t complete_until;
} Poll;

static void
end_poll(Store *store, const Poll *poll)
{
	g_autoptr(GError) error = NULL;

	switch (poll->ending) {
	case READ:
		store_mailbox_succeeded(
		    store, "desk", poll->at - 1, poll->at, &error);
		break;
	case FAILED:
		store_mailbox_failed(store, "desk", poll->at, "cut", &error);
		break;
	case REFUSED:
		store_mailbox_refused(store, "desk", poll->at, "no", &error);
		break;
	}
	g_assert_no_error(error);
}

static void
test_knows_since_when_what_fails(TestStore *place, const void *data)
{
	static const Poll polls[] = {
		{ REFUSED, 10, 10, 10, 0 },
		{ READ, 20, 0, 0, 19 },
		{ REFUSED, 30, 30, 30, 19 },
		{ REFUSED, 40, 30, 30, 19 },
		{ FAILED, 50, 30, 0, 19 },
		{ REFUSED, 60, 30, 60, 19 },
		{ READ, 70, 0, 0, 69 },
		{ FAILED, 80, 80, 0, 69 },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(polls); i++) {
		g_autoptr(GPtrArray) rows = NULL;

		end_poll(place->store, &polls[i]);
		g_assert_true(store_mailboxes(place->store, &rows, NULL));
		g_assert_cmpuint(rows->len, ==, 1);
		const StoreMailbox *row = rows->pdata[0];
		g_assert_cmpint(row->tried_at, ==, polls[i].at);
		g_assert_cmpint(row->failing_since, ==, polls[i].failing_since);
		g_assert_cmpint(row->refused_since, ==, polls[i].refused_since);
		g_assert_cmpint(
		    row->complete_until, ==, polls[i].complete_until);
		g_assert_cmpstr(row->error, ==,
		    polls[i].ending == READ     ? NULL
		    : polls[i].ending == FAILED ? "cut"
		                                : "no");
	}
}

static void
test_knows_the_last_alarm_and_whether_it_ever_worked(
    TestStore *place, const void *data)
{
	static const Poll poll = { .ending = REFUSED, .at = 10 };
	g_autoptr(GPtrArray) before = NULL;
	g_autoptr(GPtrArray) after = NULL;
	const StoreMailbox *row;

	(void)data;
	end_poll(place->store, &poll);
	g_assert_true(store_mailboxes(place->store, &before, NULL));
	row = before->pdata[0];
	g_assert_cmpint(row->alarmed_at, ==, 0);
	g_assert_false(row->opened);
	test_rows_run(place->store,
	    "INSERT INTO folder (mailbox, name, uidvalidity, opened_at)"
	    " VALUES ('desk', 'INBOX', 1, 1);"
	    "INSERT INTO digest (kind, subject, period, revision, start_at,"
	    " end_at, built_at, headline, html, text) VALUES"
	    " ('alarm', 'desk', '1', 1, 0, 0, 55, '', '', ''),"
	    " ('alarm', 'desk', '2', 1, 0, 0, 77, '', '', ''),"
	    " ('alarm', 'other', '2', 1, 0, 0, 99, '', '', ''),"
	    " ('department', 'desk', '2', 1, 0, 0, 98, '', '', '')");
	g_assert_true(store_mailboxes(place->store, &after, NULL));
	row = after->pdata[0];
	g_assert_cmpint(row->alarmed_at, ==, 77);
	g_assert_true(row->opened);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/store/mailboxes/since", TestStore, NULL, test_rows_set_up,
	    test_knows_since_when_what_fails, test_rows_tear_down);
	g_test_add("/store/mailboxes/alarm", TestStore, NULL, test_rows_set_up,
	    test_knows_the_last_alarm_and_whether_it_ever_worked,
	    test_rows_tear_down);
	return g_test_run();
}
