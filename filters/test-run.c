#include "filters/run.h"

#include "core/autoptr.h"
#include "core/error.h"
#include "filters/error.h"
#include "filters/test-mails.h"
#include "store/queue.h"

#include <string.h>

static const StoreTag *
tag_at(const StoreRecord *record, unsigned i)
{
	return record->tags->pdata[i];
}

static void
test_decides_all_of_a_mail(TestPlace *place, const void *data)
{
	int64_t id =
	    test_mails_put(place, &(TestMail){ .id = "1@x",
	                              .subject = "Crashing",
	                              .body = "It crashes when I save." });
	FilterTally tally = test_mails_run(place);
	g_autoptr(StoreRecord) record = test_mails_get(place, id);
	g_autofree char *spans = NULL;

	(void)data;
	g_assert_cmpint(tally.filtered, ==, 1);
	g_assert_cmpint(tally.quarantined, ==, 0);
	g_assert_cmpint(record->state, ==, STORE_STATE_DONE);
	g_assert_cmpint(record->record->origin, ==, CORE_ORIGIN_PERSON);
	g_assert_cmpstr(record->record->message_id, ==, "1@x");
	g_assert_cmpuint(record->tags->len, ==, 1);
	g_assert_cmpstr(tag_at(record, 0)->rule, ==, "bug/crash");
	g_assert_cmpint(tag_at(record, 0)->urgency, ==, STORE_URGENCY_HIGH);
	spans = g_strjoinv("|", tag_at(record, 0)->spans);
	g_assert_cmpstr(spans, ==, "Crashing|crashes");
	g_assert_cmpuint(record->departments->len, ==, 2);
	g_assert_cmpstr(record->departments->pdata[0], ==, "executives");
	g_assert_cmpstr(record->departments->pdata[1], ==, "qa");
	g_assert_cmpstr(record->contact_address, ==, "ann@example.com");
	g_assert_cmpstr(record->contact_type, ==, "customer");
	g_assert_cmpint(record->conversation_id, >, 0);
	g_assert_cmpint(record->pattern_id, ==, 0);
	g_assert_cmpint(test_mails_run(place).filtered, ==, 0);
}

static void
test_a_tag_tells_who_somebody_is(TestPlace *place, const void *data)
{
	int64_t first = test_mails_put(
	    place, &(TestMail){ .id = "1@x", .body = "a journalist" });
	int64_t second =
	    test_mails_put(place, &(TestMail){ .id = "2@x", .body = "again" });
	g_autoptr(StoreRecord) record = NULL;

	(void)data;
	(void)test_mails_run(place);
	record = test_mails_get(place, first);
	g_assert_cmpstr(record->contact_type, ==, "journalist");
	g_assert_cmpuint(record->tags->len, ==, 1);
	store_record_free(record);
	record = test_mails_get(place, second);
	g_assert_cmpstr(tag_at(record, 0)->tag, ==, "known");
}

static void
test_conversations(TestPlace *place, const void *data)
{
	static const TestMail mails[] = {
		{ .id = "reply@x", .more = "In-Reply-To: <first@x>\r\n" },
		{ .id = "first@x" },
		{ .id = "other@x",
		    .from = "eve@elsewhere.example",
		    .more = "In-Reply-To: <first@x>\r\n" },
		{ .id = "ours@x",
		    .from = "support@tideway.example",
		    .to = "ann@example.com",
		    .answer = true,
		    .more = "References: <first@x> <reply@x>\r\n" },
		{ .id = "same-subject@x" },
		{ .id = "cc@x",
		    .from = "bob@elsewhere.example",
		    .more = "References: <ours@x>\r\n"
		            "Cc: ANN@example.com\r\n" },
	};
	int64_t ids[G_N_ELEMENTS(mails)], conversations[G_N_ELEMENTS(mails)];

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++)
		ids[i] = test_mails_put(place, &mails[i]);
	(void)test_mails_run(place);
	for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autoptr(StoreRecord) record = test_mails_get(place, ids[i]);

		conversations[i] = record->conversation_id;
		g_assert_cmpint(conversations[i], >, 0);
	}
	g_assert_cmpint(conversations[0], ==, conversations[1]);
	g_assert_cmpint(conversations[0], !=, conversations[2]);
	g_assert_cmpint(conversations[0], ==, conversations[3]);
	g_assert_cmpint(conversations[0], !=, conversations[4]);
	g_assert_cmpint(conversations[0], ==, conversations[5]);
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT count(*) FROM conversation"),
	    ==, 3);
}

/* The first of many references is kept, whatever stands between. */
static void
test_long_references(TestPlace *place, const void *data)
{
	g_autoptr(GString) more = g_string_new("References: <a@x>");

	(void)data;
	for (int i = 0; i < 40; i++)
		g_string_append_printf(more, "\r\n <%d@x>", i);
	g_string_append(more, "\r\n");
	(void)test_mails_put(place, &(TestMail){ .id = "a@x" });
	(void)test_mails_put(
	    place, &(TestMail){ .id = "z@x", .more = more->str });
	(void)test_mails_put(
	    place, &(TestMail){ .id = "y@x", .more = "In-Reply-To: a@x\r\n" });
	(void)test_mails_run(place);
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT count(*) FROM conversation"),
	    ==, 1);
}

/* Two conversations turn out to be one when what joins them comes last. */
static void
test_a_late_mail_joins_conversations(TestPlace *place, const void *data)
{
	(void)data;
	(void)test_mails_put(place, &(TestMail){ .id = "a@x" });
	(void)test_mails_put(
	    place, &(TestMail){ .id = "c@x", .more = "References: <b@x>\r\n" });
	(void)test_mails_run(place);
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT count(*) FROM conversation"),
	    ==, 2);
	(void)test_mails_put(
	    place, &(TestMail){ .id = "b@x", .more = "References: <a@x>\r\n" });
	(void)test_mails_run(place);
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT count(*) FROM conversation"),
	    ==, 1);
}

static char *
loop_header(const TestPlace *place, const char *message_id)
{
	g_autoptr(GBytes) key = NULL;
	g_autofree char *code = NULL;

	g_assert_true(store_key(place->base.store, "loop", &key, NULL));
	code = g_compute_hmac_for_string(G_CHECKSUM_SHA256,
	    g_bytes_get_data(key, NULL), g_bytes_get_size(key), message_id, -1);
	return g_strdup_printf("X-Tribune-Loop: %s\r\n", code);
}

static void
test_origins(TestPlace *place, const void *data)
{
	g_autofree char *ours = loop_header(place, "own@x");
	const struct {
		TestMail mail;
		CoreOrigin origin;
	} cases[] = {
		{ { .id = "own@x", .more = ours }, CORE_ORIGIN_OWN },
		{ { .id = "forged@x", .more = ours }, CORE_ORIGIN_PERSON },
		{ { .id = "sent@x", .answer = true }, CORE_ORIGIN_ANSWER },
		{ { .id = "re@x",
		      .more = "In-Reply-To: <digest.1@tideway>\r\n" },
		    CORE_ORIGIN_REPLY },
		{ { .id = "away@x",
		      .more = "In-Reply-To: <digest.1@tideway>\r\n"
		              "Auto-Submitted: auto-replied\r\n" },
		    CORE_ORIGIN_AUTO_REPLY },
	};
	int64_t ids[G_N_ELEMENTS(cases)];

	(void)data;
	test_rows_run(place->base.store,
	    "INSERT INTO digest (id, kind, subject, period, revision,"
	    " start_at, end_at, built_at, headline, html, text)"
	    " VALUES (1, 'department', 'qa', '2026-W46', 1, 0, 1, 1, '', '',"
	    " '')");
	test_rows_run(place->base.store,
	    "INSERT INTO outbox (digest_id, kind, subject, period, revision,"
	    " recipient, message_id, bytes, next_at, expires_at)"
	    " VALUES (1, 'department', 'qa', '2026-W46', 1, 'a@x',"
	    " 'digest.1@tideway', x'', 0, 0)");
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		ids[i] = test_mails_put(place, &cases[i].mail);
	(void)test_mails_run(place);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(StoreRecord) record = test_mails_get(place, ids[i]);

		g_assert_cmpint(record->record->origin, ==, cases[i].origin);
		g_assert_true((record->contact_address != NULL) ==
		              (cases[i].origin == CORE_ORIGIN_PERSON));
	}
}

static void
test_a_form_speaks_for_a_person(TestPlace *place, const void *data)
{
	int64_t id = test_mails_put(
	    place, &(TestMail){ .id = "form@x",
	               .from = "forms@tideway.example",
	               .more = "Reply-To: Zoe <Zoe@example.com>\r\n"
	                       "Auto-Submitted: auto-generated\r\n",
	               .body = "Name: Zoe\r\nMessage:\r\nIt crashes." });
	int64_t blank =
	    test_mails_put(place, &(TestMail){ .id = "blank@x",
	                              .from = "forms@tideway.example",
	                              .body = "Name: Zoe\r\nMessage:\r\n" });
	g_autoptr(StoreRecord) record = NULL;

	(void)data;
	(void)test_mails_run(place);
	record = test_mails_get(place, id);
	g_assert_cmpint(record->record->origin, ==, CORE_ORIGIN_PERSON);
	g_assert_cmpstr(record->record->source, ==, "web-form");
	g_assert_cmpstr(record->record->own_words, ==, "It crashes.");
	g_assert_cmpstr(record->contact_address, ==, "zoe@example.com");
	g_assert_cmpuint(record->tags->len, ==, 2);
	store_record_free(record);
	record = test_mails_get(place, blank);
	g_assert_cmpstr(record->record->own_words, !=, "");
	g_assert_cmpstr(record->contact_address, ==, "forms@tideway.example");
}

static void
test_odd_bytes_are_read(TestPlace *place, const void *data)
{
	static const char nuls[3000] = { 0 };
	static const struct {
		const char *bytes;
		size_t length;
	} cases[] = { { "", 0 }, { nuls, sizeof nuls }, { "\xff\xfe\n", 3 },
		{ "no header at all", 16 } };
	int64_t ids[G_N_ELEMENTS(cases)];

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GBytes) raw =
		    g_bytes_new(cases[i].bytes, cases[i].length);

		ids[i] =
		    test_mails_put_raw(place, raw, &(TestMail){ .id = NULL });
	}
	g_assert_cmpint(
	    test_mails_run(place).filtered, ==, G_N_ELEMENTS(cases));
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(StoreRecord) record = test_mails_get(place, ids[i]);

		g_assert_cmpint(record->state, ==, STORE_STATE_DONE);
		g_assert_cmpuint(record->record->flags->len, >, 0);
	}
}

static bool
has_flag(const StoreRecord *record, const char *flag)
{
	return g_ptr_array_find_with_equal_func(
	    record->record->flags, flag, g_str_equal, NULL);
}

static void
test_flags(TestPlace *place, const void *data)
{
	g_autofree char *many = g_strnfill(900, 'z');
	g_autofree char *body = g_strconcat(many, "!", NULL);
	int64_t large =
	    test_mails_put(place, &(TestMail){ .id = "1@x", .oversize = true });
	int64_t slow =
	    test_mails_put(place, &(TestMail){ .id = "2@x", .body = body });
	g_autoptr(StoreRecord) record = NULL;

	(void)data;
	(void)test_mails_run(place);
	record = test_mails_get(place, large);
	g_assert_true(has_flag(record, "oversize"));
	g_assert_null(record->error);
	store_record_free(record);
	record = test_mails_get(place, slow);
	g_assert_true(has_flag(record, "regex-limit"));
	g_assert_cmpuint(record->tags->len, ==, 0);
}

static void
test_damaged_bytes_are_put_aside(TestPlace *place, const void *data)
{
	int64_t before = test_mails_put(place, &(TestMail){ .id = "1@x" });
	int64_t broken = test_mails_put(place, &(TestMail){ .id = "2@x" });
	int64_t behind = test_mails_put(place, &(TestMail){ .id = "3@x" });
	g_autoptr(StoreRecord) record = NULL;
	FilterTally tally;

	(void)data;
	test_rows_run(place->base.store,
	    "UPDATE raw_chunk SET bytes = x'00' WHERE raw_id ="
	    " (SELECT raw_id FROM message WHERE id = %lld)",
	    (long long)broken);
	tally = test_mails_run(place);
	g_assert_cmpint(tally.filtered, ==, 2);
	g_assert_cmpint(tally.quarantined, ==, 1);
	record = test_mails_get(place, broken);
	g_assert_cmpint(record->state, ==, STORE_STATE_QUARANTINED);
	g_assert_nonnull(record->error);
	store_record_free(record);
	record = test_mails_get(place, before);
	g_assert_cmpint(record->state, ==, STORE_STATE_DONE);
	store_record_free(record);
	record = test_mails_get(place, behind);
	g_assert_cmpint(record->state, ==, STORE_STATE_DONE);
}

/* A row that cannot be written is one mail's trouble, not the batch's. */
static void
test_what_cannot_be_saved_is_put_aside(TestPlace *place, const void *data)
{
	int64_t good = test_mails_put(place, &(TestMail){ .id = "1@x" });
	int64_t bad = test_mails_put(place, &(TestMail){ .id = "2@x" });
	g_autoptr(StoreRecord) record = NULL;
	FilterTally tally;

	(void)data;
	test_rows_run(place->base.store,
	    "INSERT INTO message_text VALUES (%lld, '', '')", (long long)bad);
	tally = test_mails_run(place);
	g_assert_cmpint(tally.filtered, ==, 1);
	g_assert_cmpint(tally.quarantined, ==, 1);
	record = test_mails_get(place, bad);
	g_assert_cmpint(record->state, ==, STORE_STATE_QUARANTINED);
	store_record_free(record);
	record = test_mails_get(place, good);
	g_assert_cmpint(record->state, ==, STORE_STATE_DONE);
}

static void
test_a_deadly_mail_is_put_aside(TestPlace *place, const void *data)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	FilterOptions options = test_mails_options(place);
	FilterTally tally = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(StoreRecord) record = NULL;
	int64_t deadly = 0;

	(void)data;
	for (int i = 0; i < 5; i++) {
		g_autofree char *id = g_strdup_printf("%d@x", i);
		int64_t added = test_mails_put(
		    place, &(TestMail){
		               .id = id, .body = i == 2 ? "poison" : "bread" });

		if (i == 2)
			deadly = added;
	}
	options.program = self;
	g_assert_true(
	    filter_run_once(place->base.store, &options, &tally, &error));
	g_assert_no_error(error);
	g_assert_cmpint(tally.filtered, ==, 4);
	g_assert_cmpint(tally.quarantined, ==, 1);
	record = test_mails_get(place, deadly);
	g_assert_cmpint(record->state, ==, STORE_STATE_QUARANTINED);
	g_assert_nonnull(record->error);
}

/* /bin/true dies before any mail: that is no mail's fault. */
static void
test_without_children_the_queue_stays(TestPlace *place, const void *data)
{
	FilterOptions options = test_mails_options(place);
	FilterTally tally;
	g_autoptr(GError) error = NULL;
	int64_t length;

	(void)data;
	(void)test_mails_put(place, &(TestMail){ .id = "1@x" });
	options.program = "/bin/true";
	g_assert_false(
	    filter_run_once(place->base.store, &options, &tally, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_IO);
	g_assert_true(store_queue_length(place->base.store, &length, NULL));
	g_assert_cmpint(length, ==, 1);
}

static void
test_bad_rules_touch_nothing(TestPlace *place, const void *data)
{
	FilterOptions options = test_mails_options(place);
	FilterTally tally;
	g_autoptr(GError) error = NULL;
	int64_t length;

	(void)data;
	(void)test_mails_put(place, &(TestMail){ .id = "1@x" });
	test_mails_write(place, "t.rules", "bug -> qa\n  (crash\n");
	g_assert_false(
	    filter_run_once(place->base.store, &options, &tally, &error));
	g_assert_error(error, FILTER_ERROR, FILTER_ERROR_RULES);
	g_assert_true(store_queue_length(place->base.store, &length, NULL));
	g_assert_cmpint(length, ==, 1);
}

static void
stop_at_once(int64_t done, int64_t total, void *data)
{
	volatile sig_atomic_t *stop = data;

	g_assert_cmpint(done, <=, total);
	*stop = 1;
}

static void
test_follow_ends_when_told(TestPlace *place, const void *data)
{
	volatile sig_atomic_t stop = 0;
	g_autofree char *path = test_mails_program();
	FilterOptions options = test_mails_options(place);
	g_autoptr(GError) error = NULL;

	(void)data;
	for (int i = 0; i < 150; i++) {
		g_autofree char *id = g_strdup_printf("%d@x", i);

		(void)test_mails_put(place, &(TestMail){ .id = id });
	}
	options.program = path;
	options.stop = &stop;
	options.progress = stop_at_once;
	options.data = (void *)(uintptr_t)&stop;
	g_assert_true(filter_follow(place->base.store, &options, &error));
	g_assert_no_error(error);
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT count(*) FROM message WHERE state = 1"),
	    ==, 100);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestPlace *, const void *);
	} tests[] = {
		{ "/filters/run/decides", test_decides_all_of_a_mail },
		{ "/filters/run/type", test_a_tag_tells_who_somebody_is },
		{ "/filters/run/conversations", test_conversations },
		{ "/filters/run/references", test_long_references },
		{ "/filters/run/late", test_a_late_mail_joins_conversations },
		{ "/filters/run/origins", test_origins },
		{ "/filters/run/source", test_a_form_speaks_for_a_person },
		{ "/filters/run/odd", test_odd_bytes_are_read },
		{ "/filters/run/flags", test_flags },
		{ "/filters/run/damaged", test_damaged_bytes_are_put_aside },
		{ "/filters/run/unsaved",
		    test_what_cannot_be_saved_is_put_aside },
		{ "/filters/run/deadly", test_a_deadly_mail_is_put_aside },
		{ "/filters/run/childless",
		    test_without_children_the_queue_stays },
		{ "/filters/run/rules", test_bad_rules_touch_nothing },
		{ "/filters/run/follow", test_follow_ends_when_told },
	};

	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return test_mails_serve();
	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestPlace, NULL, test_mails_set_up,
		    tests[i].run, test_mails_tear_down);
	return g_test_run();
}
