#include "store/queue.h"

#include "store/error.h"
#include "store/messages.h"
#include "store/quarantine.h"
#include "store/records.h"
#include "store/test-rows.h"

#include <string.h>

/* Adds @n queued messages of 10 bytes each. */
static void
put(const TestStore *place, int n)
{
	for (int i = 0; i < n; i++)
		(void)test_rows_add(place->store, &(TestRow){ 0 });
	test_rows_run(place->store,
	    "DELETE FROM message_text; UPDATE message SET state = 0,"
	    " origin = NULL, size_bytes = 10");
}

static const StoreClaim claim = { .epoch = 1,
	.now = 1000,
	.lease_s = 60,
	.max_rows = 100,
	.max_bytes = 1000 };

/* Claims and returns the ids as "1 2 3". */
static char *
claimed(const TestStore *place, const StoreClaim *wanted)
{
	g_autoptr(GArray) rows = NULL;
	g_autoptr(GError) error = NULL;
	GString *ids = g_string_new(NULL);

	g_assert_true(store_queue_claim(place->store, wanted, &rows, &error));
	g_assert_no_error(error);
	for (unsigned i = 0; i < rows->len; i++)
		g_string_append_printf(ids, "%s%" G_GINT64_FORMAT, i ? " " : "",
		    g_array_index(rows, StoreQueued, i).id);
	return g_string_free(ids, FALSE);
}

static void
assert_claims(const TestStore *place, const StoreClaim *wanted, const char *ids)
{
	g_autofree char *got = claimed(place, wanted);

	g_assert_cmpstr(got, ==, ids);
}

static void
test_claims_in_order_and_within_limits(TestStore *place, const void *data)
{
	StoreClaim by_rows = claim, by_bytes = claim, tiny = claim;

	(void)data;
	assert_claims(place, &claim, "");
	put(place, 7);
	by_rows.max_rows = 2;
	assert_claims(place, &by_rows, "1 2");
	by_bytes.max_bytes = 25;
	assert_claims(place, &by_bytes, "3 4");
	tiny.max_bytes = 1;
	assert_claims(place, &tiny, "5");
	assert_claims(place, &claim, "6 7");
	assert_claims(place, &claim, "");
}

static void
test_a_claim_ends_with_its_lease_or_epoch(TestStore *place, const void *data)
{
	StoreClaim later = claim, newer = claim;

	(void)data;
	put(place, 1);
	assert_claims(place, &claim, "1");
	later.now = claim.now + 59;
	assert_claims(place, &later, "");
	later.now = claim.now + 60;
	assert_claims(place, &later, "1");
	newer.epoch = 2;
	newer.now = later.now;
	assert_claims(place, &newer, "1");
	assert_claims(place, &newer, "");
}

static int64_t
rows_of(const TestStore *place, const char *where)
{
	g_autofree char *sql =
	    g_strdup_printf("SELECT count(*) FROM message WHERE %s", where);

	return test_rows_int(place->store, sql);
}

static void
test_quarantined_can_be_retried_or_released(TestStore *place, const void *data)
{
	g_autoptr(GPtrArray) rows = NULL;
	bool found;

	(void)data;
	put(place, 3);
	test_rows_run(place->store,
	    "UPDATE raw SET size_bytes = 10; UPDATE message SET"
	    " tries = 9, error = 'x', state = 2 WHERE id > 1");
	g_assert_true(store_quarantine_list(place->store, &rows, NULL));
	g_assert_cmpuint(rows->len, ==, 2);
	g_assert_cmpstr(((StoreQuarantined *)rows->pdata[0])->why, ==, "x");
	g_assert_true(store_quarantine_retry(place->store, 1, &found, NULL));
	g_assert_false(found);
	g_assert_true(store_quarantine_retry(place->store, 2, &found, NULL));
	g_assert_true(found);
	g_assert_cmpint(rows_of(place, "id = 2 AND state = 0 AND tries = 0 AND"
	                               " error IS NULL"),
	    ==, 1);
	g_assert_true(
	    store_quarantine_release(place->store, 3, 1000, &found, NULL));
	g_assert_true(found);
	g_clear_pointer(&rows, g_ptr_array_unref);
	g_assert_true(store_quarantine_list(place->store, &rows, NULL));
	g_assert_cmpuint(rows->len, ==, 0);
	g_assert_cmpint(rows_of(place, "id = 3 AND state = 2"), ==, 1);
}

/* What was cut to its headers must be known as that when it comes again. */
static void
test_an_oversize_mail_stays_one_when_retried(TestStore *place, const void *data)
{
	bool found;

	(void)data;
	put(place, 1);
	test_rows_run(place->store, "UPDATE message SET error = 'x', state = 2,"
	                            " size_bytes = 1 << 30");
	g_assert_true(store_quarantine_retry(place->store, 1, &found, NULL));
	g_assert_cmpint(rows_of(place, "error = 'oversize'"), ==, 1);
}

static void
test_what_comes_back_comes_alone(TestStore *place, const void *data)
{
	StoreClaim ahead = claim;

	(void)data;
	put(place, 4);
	test_rows_run(
	    place->store, "UPDATE message SET tries = 5 WHERE id IN (2, 3)");
	ahead.ahead = true;
	assert_claims(place, &ahead, "1");
	assert_claims(place, &ahead, "");
	assert_claims(place, &claim, "2");
	assert_claims(place, &claim, "3");
	assert_claims(place, &claim, "4");
}

static void
test_what_never_comes_through_is_put_aside(TestStore *place, const void *data)
{
	g_autoptr(StoreRecord) record = NULL;

	(void)data;
	put(place, 3);
	test_rows_run(
	    place->store, "UPDATE message SET tries = 25 WHERE id = 2");
	assert_claims(place, &claim, "1 3");
	g_assert_true(store_record_get(place->store, 2, &record, NULL));
	g_assert_cmpint(record->state, ==, STORE_STATE_QUARANTINED);
	g_assert_nonnull(record->error);
}

static void
test_tells_what_is_special(TestStore *place, const void *data)
{
	g_autoptr(GArray) rows = NULL;
	const StoreQueued *row;

	(void)data;
	put(place, 1);
	test_rows_run(place->store, "UPDATE message SET imported = 1,"
	                            " error = 'oversize',"
	                            " received_at = 77");
	g_assert_true(store_queue_claim(place->store, &claim, &rows, NULL));
	row = &g_array_index(rows, StoreQueued, 0);
	g_assert_true(row->imported);
	g_assert_true(row->oversize);
	g_assert_cmpint(row->received_at, ==, 77);
	g_assert_cmpint(row->size_bytes, ==, 10);
}

static CoreMessage *
full_record(void)
{
	CoreMessage *record = core_message_new();

	record->message_id = g_strdup("1@x");
	g_ptr_array_add(record->in_reply_to, g_strdup("0@x"));
	g_ptr_array_add(record->references, g_strdup("-1@x"));
	g_ptr_array_add(record->references, g_strdup("0@x"));
	record->date_at = 99;
	record->from = core_address_new("Ann", "ann@x.example");
	g_ptr_array_add(record->to, core_address_new("", "b@x.example"));
	g_ptr_array_add(record->cc, core_address_new("C", "c@x.example"));
	g_ptr_array_add(record->reply_to, core_address_new("", "d@x.example"));
	record->subject = g_strdup("subject");
	record->origin = CORE_ORIGIN_BOUNCE;
	record->origin_reason = g_strdup("reason");
	record->source = g_strdup("form");
	record->forwarded_by = g_strdup("f@x.example");
	record->verified = CORE_NO;
	record->language = g_strdup("de");
	record->text = g_strdup("text");
	record->own_words = g_strdup("words");
	g_ptr_array_add(record->attachments,
	    core_attachment_new("a.pdf", "application/pdf", 5));
	core_message_flag(record, "no-date");
	record->bounce = core_bounce_new();
	g_ptr_array_add(record->bounce->recipients, g_strdup("e@x.example"));
	record->bounce->status = g_strdup("5.1.1");
	record->bounce->hard = true;
	return record;
}

static GPtrArray *
one_tag(void)
{
	GPtrArray *tags = store_tags_new();
	StoreTag *tag = g_new0(StoreTag, 1);

	tag->tag = g_strdup("bug");
	tag->rule = g_strdup("bug#2");
	tag->urgency = STORE_URGENCY_NOW;
	tag->spans = g_strsplit("one \"two\"|\xc3\xa9", "|", -1);
	tag->departments = g_strsplit("qa", " ", -1);
	g_ptr_array_add(tags, tag);
	return tags;
}

static bool
save(Store *store, void *data, GError **error)
{
	return store_message_save(store, data, error);
}

static bool
is_same_record(const CoreMessage *a, const CoreMessage *b)
{
	const CoreAddress *to = b->to->pdata[0], *cc = b->cc->pdata[0];
	const CoreAddress *reply_to = b->reply_to->pdata[0];
	const CoreAttachment *attachment = b->attachments->pdata[0];

	g_assert_cmpstr(a->message_id, ==, b->message_id);
	g_assert_cmpint(a->date_at, ==, b->date_at);
	g_assert_cmpstr(a->from->address, ==, b->from->address);
	g_assert_cmpstr(to->address, ==, "b@x.example");
	g_assert_cmpstr(cc->name, ==, "C");
	g_assert_cmpstr(reply_to->address, ==, "d@x.example");
	g_assert_cmpuint(b->references->len, ==, 2);
	g_assert_cmpstr(b->references->pdata[1], ==, "0@x");
	g_assert_cmpstr(b->in_reply_to->pdata[0], ==, "0@x");
	g_assert_cmpstr(a->subject, ==, b->subject);
	g_assert_cmpint(a->origin, ==, b->origin);
	g_assert_cmpstr(a->origin_reason, ==, b->origin_reason);
	g_assert_cmpstr(a->source, ==, b->source);
	g_assert_cmpstr(a->forwarded_by, ==, b->forwarded_by);
	g_assert_cmpint(a->verified, ==, b->verified);
	g_assert_cmpstr(a->language, ==, b->language);
	g_assert_cmpstr(a->text, ==, b->text);
	g_assert_cmpstr(a->own_words, ==, b->own_words);
	g_assert_cmpstr(attachment->name, ==, "a.pdf");
	g_assert_cmpint(attachment->size_bytes, ==, 5);
	g_assert_cmpstr(b->flags->pdata[0], ==, "no-date");
	g_assert_cmpstr(b->bounce->recipients->pdata[0], ==, "e@x.example");
	g_assert_cmpstr(b->bounce->status, ==, "5.1.1");
	return b->bounce->hard;
}

static void
test_what_is_saved_is_read_back(TestStore *place, const void *data)
{
	g_autoptr(CoreMessage) message = full_record();
	g_autoptr(GPtrArray) tags = one_tag();
	g_autoptr(StoreRecord) record = NULL;
	g_autoptr(GError) error = NULL;
	StoreFiltered filtered = { .id = 1,
		.epoch = 1,
		.filtered_at = 5,
		.record = message,
		.tags = tags };
	const StoreTag *tag;

	(void)data;
	put(place, 1);
	assert_claims(place, &claim, "1");
	g_assert_true(store_transact(place->store, save, &filtered, &error));
	g_assert_no_error(error);
	g_assert_true(store_record_get(place->store, 1, &record, NULL));
	g_assert_cmpint(record->state, ==, STORE_STATE_DONE);
	g_assert_true(is_same_record(message, record->record));
	tag = record->tags->pdata[0];
	g_assert_cmpstr(tag->rule, ==, "bug#2");
	g_assert_cmpint(tag->urgency, ==, STORE_URGENCY_NOW);
	g_assert_cmpstr(tag->spans[0], ==, "one \"two\"");
	g_assert_cmpstr(tag->spans[1], ==, "\xc3\xa9");
	g_assert_cmpstr(record->departments->pdata[0], ==, "qa");
}

static void
test_who_lost_the_claim_saves_nothing(TestStore *place, const void *data)
{
	g_autoptr(CoreMessage) message = core_message_new();
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(GError) error = NULL;
	StoreClaim newer = claim;
	StoreFiltered filtered = { .id = 1,
		.epoch = 1,
		.filtered_at = 5,
		.record = message,
		.tags = none };

	(void)data;
	put(place, 1);
	assert_claims(place, &claim, "1");
	newer.epoch = 2;
	assert_claims(place, &newer, "1");
	g_assert_false(store_transact(place->store, save, &filtered, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_BUSY);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM message_text"),
	    ==, 0);
}

static bool
count_up_to_two(const StoreRecord *record, void *data, GError **error)
{
	int64_t *last = data;

	g_assert_cmpint(record->id, ==, *last + 1);
	*last = record->id;
	if (*last < 2)
		return true;
	g_set_error_literal(error, STORE_ERROR, STORE_ERROR_FAILED, "enough");
	return false;
}

static void
test_walks_until_told_to_stop(TestStore *place, const void *data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(StoreRecord) missing = NULL;
	int64_t last = 0;

	(void)data;
	put(place, 3);
	g_assert_false(
	    store_record_foreach(place->store, count_up_to_two, &last, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
	g_assert_cmpint(last, ==, 2);
	g_assert_true(store_record_get(place->store, 99, &missing, NULL));
	g_assert_null(missing);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/queue/order",
		    test_claims_in_order_and_within_limits },
		{ "/store/queue/lease",
		    test_a_claim_ends_with_its_lease_or_epoch },
		{ "/store/queue/alone", test_what_comes_back_comes_alone },
		{ "/store/queue/worn",
		    test_what_never_comes_through_is_put_aside },
		{ "/store/quarantine/retry-release",
		    test_quarantined_can_be_retried_or_released },
		{ "/store/quarantine/oversize",
		    test_an_oversize_mail_stays_one_when_retried },
		{ "/store/queue/special", test_tells_what_is_special },
		{ "/store/messages/round-trip",
		    test_what_is_saved_is_read_back },
		{ "/store/messages/claim",
		    test_who_lost_the_claim_saves_nothing },
		{ "/store/records/foreach", test_walks_until_told_to_stop },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
