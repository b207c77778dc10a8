#include "store/sending.h"

#include "store/digests.h"
#include "store/error.h"
#include "store/test-rows.h"

typedef struct {
	TestStore base;
	int64_t digest_id;
} Place;

static void
set_up(Place *self, const void *data)
{
	StoreDigest digest = { .kind = "department",
		.subject = "qa",
		.period = "2026-W46",
		.revision = 1,
		.headline = "h",
		.html = "",
		.text = "" };

	test_rows_set_up(&self->base, data);
	g_assert_true(store_digest_add(
	    self->base.store, &digest, &self->digest_id, NULL));
}

static void
tear_down(Place *self, const void *data)
{
	test_rows_tear_down(&self->base, data);
}

static bool
add(Place *place, const char *kind, const char *recipient, int64_t next_at,
    GError **error)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static("mail", 4);
	g_autofree char *id = g_strdup_printf("%s.%s", kind, recipient);
	StoreOutboxMail mail = { .digest_id = place->digest_id,
		.kind = kind,
		.subject = "qa",
		.period = "2026-W46",
		.revision = 1,
		.recipient = recipient,
		.message_id = id,
		.bytes = bytes,
		.next_at = next_at,
		.expires_at = 1000,
		.token_sha256 = id,
		.token_expires_at = 2000 };

	return store_outbox_add(place->base.store, &mail, error);
}

static StoreOutboxRow *
claim(Place *place, int64_t epoch, int64_t now)
{
	StoreOutboxRow *row = NULL;

	g_assert_true(
	    store_sending_claim(place->base.store, epoch, now, &row, NULL));
	return row;
}

static void
settle(Place *place, const StoreOutboxRow *row, StoreOutboxState state,
    int64_t dots, int64_t next_at)
{
	StoreSendingResult result = { .state = state,
		.dots = dots,
		.next_at = next_at,
		.code = 250,
		.answer = "ok" };

	g_assert_true(
	    store_sending_settle(place->base.store, row->id, &result, NULL));
}

static void
test_escalations_go_first(Place *place, const void *data)
{
	static const char *const order[] = { "ceo@x.example", "b@x.example",
		"a@x.example" };

	(void)data;
	g_assert_true(add(place, "department", "a@x.example", 20, NULL));
	g_assert_true(add(place, "department", "b@x.example", 10, NULL));
	g_assert_true(add(place, "escalation", "ceo@x.example", 30, NULL));
	g_assert_true(add(place, "department", "later@x.example", 99, NULL));
	for (unsigned i = 0; i < G_N_ELEMENTS(order); i++) {
		g_autoptr(StoreOutboxRow) row = claim(place, 1, 50);
		g_assert_cmpstr(row->recipient, ==, order[i]);
		g_assert_cmpint(row->attempts, ==, 1);
		g_assert_cmpint(g_bytes_get_size(row->bytes), ==, 4);
		settle(place, row, STORE_OUTBOX_SENT, 0, 0);
	}
	g_assert_null(claim(place, 1, 50));
}

static void
test_a_recipient_has_it_once(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_true(add(place, "department", "a@x.example", 0, NULL));
	g_assert_false(add(place, "department", "a@x.example", 0, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT count(*) FROM reply_token"),
	    ==, 1);
}

static void
test_a_crash_is_settled_by_the_dot(Place *place, const void *data)
{
	static const struct {
		int dots;
		int state;
		int64_t next_at;
	} cases[] = {
		{ 0, STORE_OUTBOX_DEFERRED, 100 },
		{ 1, STORE_OUTBOX_IN_DOUBT, 100 + 900 },
		{ 2, STORE_OUTBOX_FAILED, 100 + 900 },
	};
	const StoreSendingDoubt doubt = { 120, 900 };

	(void)data;
	g_assert_true(add(place, "department", "a@x.example", 0, NULL));
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(StoreOutboxRow) row = claim(place, 1, 50);
		for (int dot = 0; dot < cases[i].dots; dot++)
			g_assert_true(store_sending_dot(
			    place->base.store, row->id, NULL));
		/* The holder itself is not recovered. */
		g_assert_true(store_sending_recover(
		    place->base.store, 1, 100, &doubt, NULL));
		g_assert_cmpint(test_rows_int(place->base.store,
		                    "SELECT state FROM outbox"),
		    ==, STORE_OUTBOX_SENDING);
		g_assert_true(store_sending_recover(
		    place->base.store, 2, 100, &doubt, NULL));
		g_assert_cmpint(test_rows_int(place->base.store,
		                    "SELECT state FROM outbox"),
		    ==, cases[i].state);
		g_assert_cmpint(test_rows_int(place->base.store,
		                    "SELECT next_at FROM outbox"),
		    ==, cases[i].next_at);
		test_rows_run(place->base.store, "UPDATE outbox SET state = 0,"
		                                 " next_at = 0, dot_sent = 0");
	}
}

static void
test_what_is_too_old_expires(Place *place, const void *data)
{
	g_autoptr(StoreOutboxRow) row = NULL;
	int64_t expired;

	(void)data;
	g_assert_true(add(place, "department", "a@x.example", 0, NULL));
	g_assert_true(
	    store_sending_expire(place->base.store, 999, &expired, NULL));
	g_assert_cmpint(expired, ==, 0);
	row = claim(place, 1, 50);
	/* What is on the wire is not taken back. */
	g_assert_true(
	    store_sending_expire(place->base.store, 1000, &expired, NULL));
	g_assert_cmpint(expired, ==, 0);
	settle(place, row, STORE_OUTBOX_DEFERRED, 0, 60);
	g_assert_true(
	    store_sending_expire(place->base.store, 1000, &expired, NULL));
	g_assert_cmpint(expired, ==, 1);
	g_assert_null(claim(place, 1, 2000));
}

static void
test_postponing_spares_what_is_in_doubt(Place *place, const void *data)
{
	g_autoptr(StoreOutboxRow) row = NULL;
	g_autoptr(GPtrArray) due = NULL;
	int64_t waiting;

	(void)data;
	g_assert_true(add(place, "department", "a@x.example", 0, NULL));
	row = claim(place, 1, 50);
	settle(place, row, STORE_OUTBOX_IN_DOUBT, 1, 60);
	g_assert_true(add(place, "department", "b@x.example", 0, NULL));
	g_assert_true(store_sending_postpone(place->base.store, 70, 500, NULL));
	g_assert_true(store_outbox_list(place->base.store, 70, &due, NULL));
	g_assert_cmpint(due->len, ==, 1);
	g_assert_cmpint(((StoreOutboxRow *)due->pdata[0])->dots, ==, 1);
	g_assert_true(
	    store_outbox_waiting(place->base.store, 70, &waiting, NULL));
	g_assert_cmpint(waiting, ==, 1);
}

static unsigned
count_unsent(Place *place)
{
	g_autoptr(GPtrArray) rows = NULL;

	g_assert_true(store_outbox_unsent(place->base.store, &rows, NULL));
	return rows->len;
}

/* What could not be sent is told until it is sent after all or given up. */
static void
test_the_unsent_is_renewed_or_given_up(Place *place, const void *data)
{
	g_autoptr(StoreOutboxRow) failed = NULL;
	g_autoptr(StoreOutboxRow) again = NULL;
	int64_t expired;

	(void)data;
	g_assert_true(add(place, "department", "a@x.example", 0, NULL));
	g_assert_true(add(place, "department", "b@x.example", 900, NULL));
	failed = claim(place, 1, 50);
	settle(place, failed, STORE_OUTBOX_FAILED, 2, 0);
	g_assert_true(
	    store_sending_expire(place->base.store, 1000, &expired, NULL));
	g_assert_cmpuint(count_unsent(place), ==, 2);
	g_assert_true(store_outbox_renew(place->base.store, 2000, NULL));
	g_assert_cmpuint(count_unsent(place), ==, 0);
	g_assert_null(claim(place, 1, 1999));
	again = claim(place, 1, 2000);
	g_assert_cmpint(again->id, ==, failed->id);
	g_assert_cmpint(again->attempts, ==, 1);
	g_assert_cmpint(again->dots, ==, 0);
	g_assert_cmpint(again->expires_at, ==, 2000 + 86400);
	settle(place, again, STORE_OUTBOX_FAILED, 0, 0);
	g_assert_cmpuint(count_unsent(place), ==, 1);
	g_assert_true(store_outbox_give_up(place->base.store, NULL));
	g_assert_cmpuint(count_unsent(place), ==, 0);
	g_assert_true(store_outbox_renew(place->base.store, 3000, NULL));
	/* The other still waits; what was given up does not come back. */
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT count(*) FROM outbox WHERE state = 0"),
	    ==, 1);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(Place *, const void *);
	} tests[] = {
		{ "/store/outbox/order", test_escalations_go_first },
		{ "/store/outbox/once", test_a_recipient_has_it_once },
		{ "/store/outbox/crash", test_a_crash_is_settled_by_the_dot },
		{ "/store/outbox/expiry", test_what_is_too_old_expires },
		{ "/store/outbox/postpone",
		    test_postponing_spares_what_is_in_doubt },
		{ "/store/outbox/unsent",
		    test_the_unsent_is_renewed_or_given_up },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Place, NULL, set_up, tests[i].run,
		    tear_down);
	return g_test_run();
}
