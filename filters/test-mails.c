#include "filters/test-mails.h"

#include "core/autoptr.h"
#include "core/frame.h"
#include "core/message-wire.h"
#include "mail/read.h"
#include "store/arrivals.h"
#include "store/folders.h"

#include <signal.h>

#define CHILD_FD 3

void
test_mails_write(const TestPlace *place, const char *name, const char *text)
{
	g_autofree char *path =
	    g_build_filename(place->base.folder, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

void
test_mails_set_up(TestPlace *self, const void *data)
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
	test_mails_write(self, "t.conf", config);
	test_mails_write(self, "t.rules", rules);
	path = g_build_filename(self->base.folder, "t.conf", NULL);
	self->config = core_config_load(path, &error);
	g_assert_no_error(error);
	self->clock.fixed_at = NOW;
}

void
test_mails_tear_down(TestPlace *self, const void *data)
{
	core_config_free(self->config);
	test_rows_tear_down(&self->base, data);
}

static GBytes *
raw_of(const TestMail *mail)
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

int64_t
test_mails_put_raw(TestPlace *place, GBytes *raw, const TestMail *mail)
{
	StoreFolderKey key = { "support", mail->answer ? "Sent" : "INBOX", 1 };
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
	return test_rows_int(place->base.store,
	    "SELECT message_id FROM arrival ORDER BY id DESC LIMIT 1");
}

int64_t
test_mails_put(TestPlace *place, const TestMail *mail)
{
	g_autoptr(GBytes) raw = raw_of(mail);

	return test_mails_put_raw(place, raw, mail);
}

FilterOptions
test_mails_options(const TestPlace *place)
{
	return (
	    FilterOptions){ .config = place->config, .clock = &place->clock };
}

char *
test_mails_program(void)
{
	const char *built = g_getenv("top_builddir");

	return g_build_filename(built ? built : ".", "tribune", NULL);
}

FilterTally
test_mails_run(TestPlace *place)
{
	g_autofree char *path = test_mails_program();
	FilterOptions options = test_mails_options(place);
	FilterTally tally = { 0 };
	g_autoptr(GError) error = NULL;

	options.program = path;
	g_assert_true(
	    filter_run_once(place->base.store, &options, &tally, &error));
	g_assert_no_error(error);
	return tally;
}

StoreRecord *
test_mails_get(const TestPlace *place, int64_t id)
{
	StoreRecord *record = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(store_record_get(place->base.store, id, &record, &error));
	g_assert_no_error(error);
	g_assert_nonnull(record);
	return record;
}

int
test_mails_serve(void)
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
		GByteArray *packed = g_byte_array_new();

		if (!core_frame_read(CHILD_FD, 1 << 20, 0, &raw, NULL) || !raw)
			return 0;
		if (g_strstr_len(g_bytes_get_data(raw, NULL),
		        (gssize)g_bytes_get_size(raw), "poison"))
			raise(SIGKILL);
		record = mail_read(raw, &options);
		core_message_pack(record, packed);
		answer = g_byte_array_free_to_bytes(packed);
		g_assert_true(core_frame_write(CHILD_FD, answer, 0, NULL));
	}
}
