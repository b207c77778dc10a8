#include "filters/run.h"

#include "core/autoptr.h"
#include "core/error.h"
#include "core/frame.h"
#include "core/message-json.h"
#include "filters/error.h"
#include "mail/read.h"
#include "store/arrivals.h"
#include "store/folders.h"
#include "store/queue.h"
#include "store/records.h"
#include "store/test-rows.h"

#include <string.h>

#define NOW INT64_C(1794816000) /* 2026-11-16T08:00:00Z */
#define CHILD_FD 3

typedef struct {
	TestStore base;
	CoreConfig *config;
	CoreClock clock;
	int64_t uid;
} Place;

static void
write_file(const Place *place, const char *name, const char *text)
{
	g_autofree char *path =
	    g_build_filename(place->base.folder, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
set_up(Place *self, const void *data)
{
	static const char config[] =
	    "[tribune]\ndatabase = t.db\ncompany = Tideway\n"
	    "domains = tideway.example\nrules = t.rules\n"
	    "[mailbox support]\nserver = localhost\n"
	    "user = support@tideway.example\n"
	    "[source web-form]\nmatch = from:forms@tideway.example\n"
	    "customer = reply-to\nwords = after \"Message:\"\n"
	    "[department qa]\nto = qa@tideway.example\n";
	static const char rules[] =
	    "bug/crash -> qa, high\n  crash*\n"
	    "press -> qa, now\n  journalist\n"
	    "known -> qa\n  type:journalist\n"
	    "bug/crash -> executives\n  \"it crashes\"\n"
	    "form -> qa\n  source:web-form\n"
	    "slow -> qa\n  /(z+)+$/\n";
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;

	test_rows_set_up(&self->base, data);
	write_file(self, "t.conf", config);
	write_file(self, "t.rules", rules);
	path = g_build_filename(self->base.folder, "t.conf", NULL);
	self->config = core_config_load(path, &error);
	g_assert_no_error(error);
	self->clock.fixed_at = NOW;
}

static void
tear_down(Place *self, const void *data)
{
	core_config_free(self->config);
	test_rows_tear_down(&self->base, data);
}

/* A mail as a test tells it. */
typedef struct {
	const char *id, *from, *to, *more; /* @more: header lines */
	const char *subject, *body;
	bool answer, oversize;
} Mail;

static GBytes *
raw_of(const Mail *mail)
{
	GString *raw = g_string_new(NULL);

	g_string_append_printf(raw,
	    "From: %s\r\nTo: %s\r\nDate: Mon, 16 Nov 2026 07:00:00 +0000\r\n"
	    "Message-ID: <%s>\r\nSubject: %s\r\n%s\r\n%s\r\n",
	    mail->from ? mail->from : "Ann <ann@example.com>",
	    mail->to ? mail->to : "support@tideway.example", mail->id,
	    mail->subject ? mail->subject : "Hello",
	    mail->more ? mail->more : "", mail->body ? mail->body : "Hello.");
	return g_string_free_to_bytes(raw);
}

static int64_t
put_raw(Place *place, GBytes *raw, const Mail *mail)
{
	StoreFolderKey key = { "support", "INBOX", 1 };
	StoreFolder folder;
	g_autofree char *content_key =
	    g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, raw);
	g_autoptr(StorePacker) packer = store_packer_new(1 << 20);
	g_autoptr(StorePacked) packed = store_packer_pack(
	    packer, g_bytes_get_data(raw, NULL), g_bytes_get_size(raw));
	StoreArrival arrival = { .uid = ++place->uid,
		.packed = packed,
		.content_key = content_key,
		.size_bytes = (int64_t)g_bytes_get_size(raw),
		.received_at = NOW - 3600 + place->uid,
		.arrived_at = NOW,
		.answer = mail->answer,
		.oversize = mail->oversize };
	StoreOutcome outcome;
	g_autoptr(GError) error = NULL;

	g_assert_true(
	    store_folder_open(place->base.store, &key, NOW, &folder, &error));
	arrival.folder_id = folder.id;
	g_assert_true(
	    store_arrival_add(place->base.store, &arrival, &outcome, &error));
	g_assert_no_error(error);
	g_assert_cmpint(outcome, ==, STORE_NEW);
	return test_rows_int(place->base.store, "SELECT max(id) FROM message");
}

static int64_t
put(Place *place, const Mail *mail)
{
	g_autoptr(GBytes) raw = raw_of(mail);

	return put_raw(place, raw, mail);
}

static FilterOptions
options_of(const Place *place)
{
	return (
	    FilterOptions){ .config = place->config, .clock = &place->clock };
}

static char *
program(void)
{
	const char *built = g_getenv("top_builddir");

	return g_build_filename(built ? built : ".", "tribune", NULL);
}

static FilterTally
run(Place *place)
{
	g_autofree char *path = program();
	FilterOptions options = options_of(place);
	FilterTally tally = { 0 };
	g_autoptr(GError) error = NULL;

	options.program = path;
	g_assert_true(
	    filter_run_once(place->base.store, &options, &tally, &error));
	g_assert_no_error(error);
	return tally;
}

static StoreRecord *
get(const Place *place, int64_t id)
{
	StoreRecord *record = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(store_record_get(place->base.store, id, &record, &error));
	g_assert_no_error(error);
	g_assert_nonnull(record);
	return record;
}

static const StoreTag *
tag_at(const StoreRecord *record, unsigned i)
{
	return record->tags->pdata[i];
}

static void
test_decides_all_of_a_mail(Place *place, const void *data)
{
	int64_t id = put(place, &(Mail){ .id = "1@x",
	                            .subject = "Crashing",
	                            .body = "It crashes when I save." });
	FilterTally tally = run(place);
	g_autoptr(StoreRecord) record = get(place, id);
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
	g_assert_null(record->contact_type);
	g_assert_cmpint(record->conversation_id, >, 0);
	g_assert_cmpint(record->pattern_id, ==, 0);
	g_assert_cmpint(run(place).filtered, ==, 0);
}

static void
test_a_tag_tells_who_somebody_is(Place *place, const void *data)
{
	int64_t first =
	    put(place, &(Mail){ .id = "1@x", .body = "a journalist" });
	int64_t second = put(place, &(Mail){ .id = "2@x", .body = "again" });
	g_autoptr(StoreRecord) record = NULL;

	(void)data;
	(void)run(place);
	record = get(place, first);
	g_assert_cmpstr(record->contact_type, ==, "journalist");
	g_assert_cmpuint(record->tags->len, ==, 1);
	store_record_free(record);
	record = get(place, second);
	g_assert_cmpstr(tag_at(record, 0)->tag, ==, "known");
}

static void
test_conversations(Place *place, const void *data)
{
	static const Mail mails[] = {
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
		ids[i] = put(place, &mails[i]);
	(void)run(place);
	for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autoptr(StoreRecord) record = get(place, ids[i]);

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

/* Two conversations turn out to be one when what joins them comes last. */
static void
test_a_late_mail_joins_conversations(Place *place, const void *data)
{
	(void)data;
	(void)put(place, &(Mail){ .id = "a@x" });
	(void)put(
	    place, &(Mail){ .id = "c@x", .more = "References: <b@x>\r\n" });
	(void)run(place);
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT count(*) FROM conversation"),
	    ==, 2);
	(void)put(
	    place, &(Mail){ .id = "b@x", .more = "References: <a@x>\r\n" });
	(void)run(place);
	g_assert_cmpint(test_rows_int(place->base.store,
	                    "SELECT count(*) FROM conversation"),
	    ==, 1);
}

static char *
loop_header(const Place *place, const char *message_id)
{
	g_autoptr(GBytes) key = NULL;
	g_autofree char *code = NULL;

	g_assert_true(store_key(place->base.store, "loop", &key, NULL));
	code = g_compute_hmac_for_string(G_CHECKSUM_SHA256,
	    g_bytes_get_data(key, NULL), g_bytes_get_size(key), message_id, -1);
	return g_strdup_printf("X-Tribune-Loop: %s\r\n", code);
}

static void
test_origins(Place *place, const void *data)
{
	g_autofree char *ours = loop_header(place, "own@x");
	const struct {
		Mail mail;
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
		ids[i] = put(place, &cases[i].mail);
	(void)run(place);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(StoreRecord) record = get(place, ids[i]);

		g_assert_cmpint(record->record->origin, ==, cases[i].origin);
		g_assert_true((record->contact_address != NULL) ==
		              (cases[i].origin == CORE_ORIGIN_PERSON));
	}
}

static void
test_a_form_speaks_for_a_person(Place *place, const void *data)
{
	int64_t id =
	    put(place, &(Mail){ .id = "form@x",
	                   .from = "forms@tideway.example",
	                   .more = "Reply-To: Zoe <Zoe@example.com>\r\n"
	                           "Auto-Submitted: auto-generated\r\n",
	                   .body = "Name: Zoe\r\nMessage:\r\nIt crashes." });
	int64_t blank = put(place, &(Mail){ .id = "blank@x",
	                               .from = "forms@tideway.example",
	                               .body = "Name: Zoe\r\nMessage:\r\n" });
	g_autoptr(StoreRecord) record = NULL;

	(void)data;
	(void)run(place);
	record = get(place, id);
	g_assert_cmpint(record->record->origin, ==, CORE_ORIGIN_PERSON);
	g_assert_cmpstr(record->record->source, ==, "web-form");
	g_assert_cmpstr(record->record->own_words, ==, "It crashes.");
	g_assert_cmpstr(record->contact_address, ==, "zoe@example.com");
	g_assert_cmpuint(record->tags->len, ==, 2);
	store_record_free(record);
	record = get(place, blank);
	g_assert_cmpstr(record->record->own_words, !=, "");
	g_assert_cmpstr(record->contact_address, ==, "forms@tideway.example");
}

static void
test_odd_bytes_are_read(Place *place, const void *data)
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

		ids[i] = put_raw(place, raw, &(Mail){ .id = NULL });
	}
	g_assert_cmpint(run(place).filtered, ==, G_N_ELEMENTS(cases));
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(StoreRecord) record = get(place, ids[i]);

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
test_flags(Place *place, const void *data)
{
	g_autofree char *many = g_strnfill(900, 'z');
	g_autofree char *body = g_strconcat(many, "!", NULL);
	int64_t large = put(place, &(Mail){ .id = "1@x", .oversize = true });
	int64_t slow = put(place, &(Mail){ .id = "2@x", .body = body });
	g_autoptr(StoreRecord) record = NULL;

	(void)data;
	(void)run(place);
	record = get(place, large);
	g_assert_true(has_flag(record, "oversize"));
	g_assert_null(record->error);
	store_record_free(record);
	record = get(place, slow);
	g_assert_true(has_flag(record, "regex-limit"));
	g_assert_cmpuint(record->tags->len, ==, 0);
}

static void
test_damaged_bytes_are_put_aside(Place *place, const void *data)
{
	int64_t before = put(place, &(Mail){ .id = "1@x" });
	int64_t broken = put(place, &(Mail){ .id = "2@x" });
	int64_t behind = put(place, &(Mail){ .id = "3@x" });
	g_autoptr(StoreRecord) record = NULL;
	FilterTally tally;

	(void)data;
	test_rows_run(place->base.store,
	    "UPDATE raw_chunk SET bytes = x'00' WHERE raw_id ="
	    " (SELECT raw_id FROM message WHERE id = %lld)",
	    (long long)broken);
	tally = run(place);
	g_assert_cmpint(tally.filtered, ==, 2);
	g_assert_cmpint(tally.quarantined, ==, 1);
	record = get(place, broken);
	g_assert_cmpint(record->state, ==, STORE_STATE_QUARANTINED);
	g_assert_nonnull(record->error);
	store_record_free(record);
	record = get(place, before);
	g_assert_cmpint(record->state, ==, STORE_STATE_DONE);
	store_record_free(record);
	record = get(place, behind);
	g_assert_cmpint(record->state, ==, STORE_STATE_DONE);
}

/* A row that cannot be written is one mail's trouble, not the batch's. */
static void
test_what_cannot_be_saved_is_put_aside(Place *place, const void *data)
{
	int64_t good = put(place, &(Mail){ .id = "1@x" });
	int64_t bad = put(place, &(Mail){ .id = "2@x" });
	g_autoptr(StoreRecord) record = NULL;
	FilterTally tally;

	(void)data;
	test_rows_run(place->base.store,
	    "INSERT INTO message_text VALUES (%lld, '', '')", (long long)bad);
	tally = run(place);
	g_assert_cmpint(tally.filtered, ==, 1);
	g_assert_cmpint(tally.quarantined, ==, 1);
	record = get(place, bad);
	g_assert_cmpint(record->state, ==, STORE_STATE_QUARANTINED);
	store_record_free(record);
	record = get(place, good);
	g_assert_cmpint(record->state, ==, STORE_STATE_DONE);
}

/* What this program does when the pool starts it as a child: it reads mails as
 * the real one does, but dies of each that holds "poison". */
static int
serve_until_poisoned(void)
{
	MailReadOptions options = { .domains = NULL };
	g_autoptr(GBytes) told = NULL;
	g_autoptr(GBytes) ready = g_bytes_new(NULL, 0);

	core_limits_default(&options.limits);
	g_assert_true(core_frame_read(CHILD_FD, 1 << 20, 0, &told, NULL));
	g_assert_true(core_frame_write(CHILD_FD, ready, 0, NULL));
	for (;;) {
		g_autoptr(GBytes) raw = NULL;
		g_autoptr(GBytes) answer = NULL;
		g_autoptr(CoreMessage) record = NULL;
		g_autoptr(json_t) json = NULL;
		char *text;

		if (!core_frame_read(CHILD_FD, 1 << 20, 0, &raw, NULL) || !raw)
			return 0;
		if (g_strstr_len(g_bytes_get_data(raw, NULL),
		        (gssize)g_bytes_get_size(raw), "poison"))
			raise(SIGKILL);
		record = mail_read(raw, &options);
		json = core_message_to_wire(record);
		text = json_dumps(json, JSON_COMPACT);
		answer =
		    g_bytes_new_with_free_func(text, strlen(text), free, text);
		g_assert_true(core_frame_write(CHILD_FD, answer, 0, NULL));
	}
}

static void
test_a_deadly_mail_is_put_aside(Place *place, const void *data)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	FilterOptions options = options_of(place);
	FilterTally tally = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(StoreRecord) record = NULL;
	int64_t deadly = 0;

	(void)data;
	for (int i = 0; i < 5; i++) {
		g_autofree char *id = g_strdup_printf("%d@x", i);
		int64_t added = put(place,
		    &(Mail){ .id = id, .body = i == 2 ? "poison" : "bread" });

		if (i == 2)
			deadly = added;
	}
	options.program = self;
	g_assert_true(
	    filter_run_once(place->base.store, &options, &tally, &error));
	g_assert_no_error(error);
	g_assert_cmpint(tally.filtered, ==, 4);
	g_assert_cmpint(tally.quarantined, ==, 1);
	record = get(place, deadly);
	g_assert_cmpint(record->state, ==, STORE_STATE_QUARANTINED);
	g_assert_nonnull(record->error);
}

/* /bin/true dies before any mail: that is no mail's fault. */
static void
test_without_children_the_queue_stays(Place *place, const void *data)
{
	FilterOptions options = options_of(place);
	FilterTally tally;
	g_autoptr(GError) error = NULL;
	int64_t length;

	(void)data;
	(void)put(place, &(Mail){ .id = "1@x" });
	options.program = "/bin/true";
	g_assert_false(
	    filter_run_once(place->base.store, &options, &tally, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_IO);
	g_assert_true(store_queue_length(place->base.store, &length, NULL));
	g_assert_cmpint(length, ==, 1);
}

static void
test_bad_rules_touch_nothing(Place *place, const void *data)
{
	FilterOptions options = options_of(place);
	FilterTally tally;
	g_autoptr(GError) error = NULL;
	int64_t length;

	(void)data;
	(void)put(place, &(Mail){ .id = "1@x" });
	write_file(place, "t.rules", "bug -> qa\n  (crash\n");
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
test_follow_ends_when_told(Place *place, const void *data)
{
	volatile sig_atomic_t stop = 0;
	g_autofree char *path = program();
	FilterOptions options = options_of(place);
	g_autoptr(GError) error = NULL;

	(void)data;
	for (int i = 0; i < 150; i++) {
		g_autofree char *id = g_strdup_printf("%d@x", i);

		(void)put(place, &(Mail){ .id = id });
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
		void (*run)(Place *, const void *);
	} tests[] = {
		{ "/filters/run/decides", test_decides_all_of_a_mail },
		{ "/filters/run/type", test_a_tag_tells_who_somebody_is },
		{ "/filters/run/conversations", test_conversations },
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
		return serve_until_poisoned();
	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Place, NULL, set_up, tests[i].run,
		    tear_down);
	return g_test_run();
}
