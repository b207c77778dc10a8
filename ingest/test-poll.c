#include "ingest/poll.h"

#include "ingest/error.h"
#include "ingest/test-server.h"
#include "net/error.h"
#include "store/folders.h"
#include "store/mailboxes.h"
#include "store/raw.h"
#include "store/test-rows.h"

#include <glib/gstdio.h>
#include <string.h>

#define HELLO "* OK ready\r\n"
#define LOGIN                                                                  \
	{                                                                      \
		"LOGIN *", "$ OK x\r\n"                                        \
	}
#define EXAMINE(exists, next)                                                  \
	{                                                                      \
		"EXAMINE *INBOX*",                                             \
		    "* " #exists " EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n"       \
		    "* OK [UIDNEXT " #next "] x\r\n$ OK x\r\n"                 \
	}
#define END                                                                    \
	{                                                                      \
		NULL, NULL                                                     \
	}

/* A database of its own for each test, gone with it. */
typedef struct {
	char *folder, *path;
	Store *store;
	CoreLimits limits;
	CoreClock clock;
} Fixture;

static void
set_up(Fixture *self, const void *data)
{
	(void)data; /* the tests share no data */
	self->folder = g_dir_make_tmp("tribune-poll-XXXXXX", NULL);
	self->path = g_build_filename(self->folder, "t.db", NULL);
	self->store = store_open(self->path, STORE_CREATE, NULL);
	g_assert_nonnull(self->store);
	core_limits_default(&self->limits);
	self->clock.fixed_at = 1000;
}

static void
tear_down(Fixture *self, const void *data)
{
	g_autoptr(GDir) dir = g_dir_open(self->folder, 0, NULL);
	const char *name;

	(void)data; /* as above */
	store_close(self->store);
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path =
		    g_build_filename(self->folder, name, NULL);
		g_assert_cmpint(g_unlink(path), ==, 0);
	}
	g_assert_cmpint(g_rmdir(self->folder), ==, 0);
	g_free(self->folder);
	g_free(self->path);
}

static bool
poll_it(Fixture *self, TestServer *server, const volatile sig_atomic_t *stop,
    IngestCounts *counts, GError **error)
{
	g_autoptr(IngestWriter) writer =
	    ingest_writer_new(self->store, self->limits.fetch_bytes);
	const IngestPoll poll = { .writer = writer,
		.limits = &self->limits,
		.clock = &self->clock,
		.stop = stop };

	*counts = (IngestCounts){ 0 };
	return ingest_poll_mailbox(
	    &poll, test_server_mailbox(server), counts, error);
}

static int64_t
cursor(Fixture *self)
{
	const StoreFolderKey key = { "box", "INBOX", 7 };
	StoreFolder folder;

	g_assert_true(store_folder_find(self->store, &key, &folder, NULL));
	return folder.cursor_uid;
}

/* What `tribune status` would say of the mailbox. */
static void
assert_status(Fixture *self, int64_t complete_until, const char *error)
{
	g_autoptr(GPtrArray) all = NULL;

	g_assert_true(store_mailboxes(self->store, &all, NULL));
	g_assert_cmpuint(all->len, ==, 1);
	const StoreMailbox *row = g_ptr_array_index(all, 0);
	g_assert_cmpint(row->complete_until, ==, complete_until);
	g_assert_cmpint(row->tried_at, ==, self->clock.fixed_at);
	if (error)
		g_assert_nonnull(strstr(row->error, error));
	else
		g_assert_null(row->error);
}

static void
test_each_uid_has_one_outcome(Fixture *self, const void *data)
{
	static const TestStep steps[] = { LOGIN, EXAMINE(4, 10),
		{ "UID FETCH 1:9 *",
		    "* 1 FETCH (UID 2 RFC822.SIZE 3)\r\n"
		    "* 2 FETCH (UID 3 RFC822.SIZE 3)\r\n"
		    "* 3 FETCH (UID 5 RFC822.SIZE 3 INTERNALDATE"
		    " \"01-Jan-1999 00:00:00 +0000\")\r\n"
		    "* 4 FETCH (UID 8 RFC822.SIZE 3)\r\n$ OK x\r\n" },
		{ "UID FETCH 2:3,8 *",
		    "* 1 FETCH (UID 2 BODY[] {3}\r\none)\r\n"
		    "* 4 FETCH (UID 8 BODY[] {3}\r\none)\r\n$ OK x\r\n" },
		{ "UID FETCH 3 *", "$ OK x\r\n" }, { "NOOP", "$ OK x\r\n" },
		{ "UID FETCH 3 *", "$ OK x\r\n" }, END };
	static const int64_t wanted[STORE_OUTCOMES] = { 1, 1, 1, 1 };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	g_autoptr(GError) error = NULL;
	IngestCounts counts;

	(void)data;                                        /* as above */
	test_server_mailbox(server)->since_at = 946684800; /* 2000 */
	g_assert_true(poll_it(self, server, NULL, &counts, &error));
	g_assert_no_error(error);
	g_assert_cmpmem(
	    counts.outcomes, sizeof counts.outcomes, wanted, sizeof wanted);
	/* The end of what was listed, not the last mail there. */
	g_assert_cmpint(cursor(self), ==, 9);
	assert_status(self, 1000, NULL);
}

static void
test_a_lost_connection_keeps_what_is_committed(Fixture *self, const void *data)
{
	static const TestStep steps[] = { LOGIN, EXAMINE(2, 3),
		{ "UID FETCH 1:2 *",
		    "* 1 FETCH (UID 1 RFC822.SIZE 3)\r\n"
		    "* 2 FETCH (UID 2 RFC822.SIZE 3)\r\n$ OK x\r\n" },
		{ "UID FETCH 1 *",
		    "* 1 FETCH (UID 1 BODY[] {3}\r\none)\r\n$ OK x\r\n" },
		{ "UID FETCH 2 *", TEST_HANG_UP }, END };
	static const TestStep rest[] = { LOGIN, EXAMINE(2, 3),
		{ "UID FETCH 2 *",
		    "* 2 FETCH (UID 2 RFC822.SIZE 3)\r\n$ OK x\r\n" },
		{ "UID FETCH 2 *",
		    "* 2 FETCH (UID 2 BODY[] {3}\r\ntwo)\r\n$ OK x\r\n" },
		END };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	g_autoptr(TestServer) again = test_server_start(HELLO, rest);
	g_autoptr(GError) error = NULL;
	IngestCounts counts;

	(void)data;                   /* as above */
	self->limits.fetch_bytes = 4; /* one mail a command */
	g_assert_false(poll_it(self, server, NULL, &counts, &error));
	g_assert_error(error, NET_ERROR, NET_ERROR_NETWORK);
	g_assert_cmpint(counts.outcomes[STORE_NEW], ==, 1);
	g_assert_cmpint(cursor(self), ==, 1);
	assert_status(self, 0, "closed");
	self->clock.fixed_at = 2000;
	g_assert_true(poll_it(self, again, NULL, &counts, NULL));
	g_assert_cmpint(counts.outcomes[STORE_NEW], ==, 1);
	g_assert_cmpint(cursor(self), ==, 2);
	assert_status(self, 2000, NULL);
}

static void
test_a_large_mail_comes_in_parts(Fixture *self, const void *data)
{
	static const TestStep cut[] = { LOGIN, EXAMINE(1, 2),
		{ "UID FETCH 1 *",
		    "* 1 FETCH (UID 1 RFC822.SIZE 9)\r\n$ OK x\r\n" },
		{ "UID FETCH 1 *<0.4>*",
		    "* 1 FETCH (UID 1 BODY[]<0> {4}\r\nlost)\r\n$ OK x\r\n" },
		{ "UID FETCH 1 *<4.4>*", TEST_HANG_UP }, END };
	static const TestStep whole[] = { LOGIN, EXAMINE(1, 2),
		{ "UID FETCH 1 *",
		    "* 1 FETCH (UID 1 RFC822.SIZE 9)\r\n$ OK x\r\n" },
		{ "UID FETCH 1 *<0.4>*",
		    "* 1 FETCH (UID 1 BODY[]<0> {4}\r\nA: b)\r\n$ OK x\r\n" },
		{ "UID FETCH 1 *<4.4>*",
		    "* 1 FETCH (UID 1 BODY[]<4> {4}\r\n\n\nhe)\r\n$ OK x\r\n" },
		{ "UID FETCH 1 *<8.4>*",
		    "* 1 FETCH (UID 1 BODY[]<8> {1}\r\ny)\r\n$ OK x\r\n" },
		END };
	g_autoptr(TestServer) server = test_server_start(HELLO, cut);
	g_autoptr(TestServer) again = test_server_start(HELLO, whole);
	g_autoptr(GBytes) raw = NULL;
	IngestCounts counts;

	(void)data; /* as above */
	self->limits.fetch_bytes = 4;
	g_assert_false(poll_it(self, server, NULL, &counts, NULL));
	g_assert_cmpint(cursor(self), ==, 0);
	g_assert_true(poll_it(self, again, NULL, &counts, NULL));
	g_assert_cmpint(counts.outcomes[STORE_NEW], ==, 1);
	g_assert_cmpint(cursor(self), ==, 1);
	g_assert_true(store_raw_get(self->store, 1, 100, &raw, NULL));
	g_assert_cmpmem(g_bytes_get_data(raw, NULL), (int)g_bytes_get_size(raw),
	    "A: b\n\nhey", 9);
}

#define LIST_3                                                                 \
	{                                                                      \
		"UID FETCH 1:3 *",                                             \
		    "* 1 FETCH (UID 1 RFC822.SIZE 3)\r\n"                      \
		    "* 2 FETCH (UID 2 RFC822.SIZE 7)\r\n"                      \
		    "* 3 FETCH (UID 3 RFC822.SIZE 5)\r\n$ OK x\r\n"            \
	}
#define LIST_2                                                                 \
	{                                                                      \
		"UID FETCH 2 (UID RFC822.SIZE *",                              \
		    "* 2 FETCH (UID 2 RFC822.SIZE 7)\r\n$ OK x\r\n"            \
	}
#define ONE "* 1 FETCH (UID 1 BODY[] {3}\r\none)\r\n"
#define THREE                                                                  \
	{                                                                      \
		"UID FETCH 3 *",                                               \
		    "* 3 FETCH (UID 3 BODY[] {5}\r\nthree)\r\n$ OK x\r\n"      \
	}
#define BROKEN "* 2 FETCH (UID 2 BODY[] XFOO\r\n"
#define HEADER "UID FETCH 2 (BODY.PEEK[HEADER]*"
#define HEADER_COMES                                                           \
	"* 2 FETCH (BODY[HEADER]<0> {8}\r\nA: b\r\n\r\n)\r\n$ OK x\r\n"

/* Three mails, of which the second has something. */
typedef struct {
	const char *name;
	TestStep talks[5][7];
	int64_t raw_bytes;      /* kept of the second; -1: the poll fails */
	const char *quarantine; /* a condition on its message row */
} SalvageCase;

static void
check_salvage(Fixture *self, const SalvageCase *c)
{
	const TestStep *talks[G_N_ELEMENTS(c->talks) + 1] = { NULL };
	g_autoptr(GError) error = NULL;
	IngestCounts counts;

	g_test_message("%s", c->name);
	for (unsigned i = 0; i < G_N_ELEMENTS(c->talks); i++)
		talks[i] = c->talks[i][0].command ? c->talks[i] : NULL;
	g_autoptr(TestServer) server = test_server_start_talks(HELLO, talks);
	bool is_read = poll_it(self, server, NULL, &counts, &error);
	if (c->raw_bytes < 0) {
		g_assert_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL);
		g_assert_cmpint(cursor(self), ==, 1);
		return;
	}
	g_assert_no_error(error);
	g_assert_true(is_read);
	g_assert_cmpint(counts.outcomes[STORE_NEW], ==, 3);
	g_assert_cmpint(counts.unfetched, ==, c->quarantine ? 1 : 0);
	g_assert_cmpint(cursor(self), ==, 3);
	g_assert_cmpint(
	    test_rows_int(self->store,
	        "SELECT raw.size_bytes FROM arrival JOIN raw ON raw.id ="
	        " raw_id WHERE uid = 2"),
	    ==, c->raw_bytes);
	g_assert_cmpint(
	    test_rows_int(self->store,
	        "SELECT count(*) FROM message JOIN flag ON flag.message_id"
	        " = message.id WHERE state = 2 AND error = 'unfetched' AND"
	        " flag = 'unfetched' AND size_bytes = 7"),
	    ==, counts.unfetched);
}

static void
test_one_that_cannot_be_had_blocks_no_other(Fixture *self, const void *data)
{
	static const SalvageCase cases[] = {
		{ "broken once",
		    { { LOGIN, EXAMINE(3, 4), LIST_3,
		          { "UID FETCH 1:3 *", ONE BROKEN }, END },
		        { LOGIN, EXAMINE(3, 4),
		            { "UID FETCH 2 *",
		                "* 2 FETCH (UID 2 BODY[] {7}\r\nit came)\r\n"
		                "$ OK x\r\n" },
		            THREE, END } },
		    7, NULL },
		{ "broken always, but its header comes",
		    { { LOGIN, EXAMINE(3, 4), LIST_3,
		          { "UID FETCH 1:3 *", ONE BROKEN }, END },
		        { LOGIN, EXAMINE(3, 4), { "UID FETCH 2 *", BROKEN },
		            END },
		        { LOGIN, EXAMINE(3, 4), { HEADER, HEADER_COMES }, THREE,
		            END } },
		    8, "" },
		{ "refused, with its header, while others are given away",
		    { { LOGIN, EXAMINE(3, 4), LIST_3,
		          { "UID FETCH 1:3 *", ONE "$ NO what\r\n" },
		          { "UID FETCH 2 *", "$ NO what\r\n" },
		          { "NOOP", "$ BAD x\r\n" }, END },
		        { LOGIN, EXAMINE(3, 4),
		            { "UID FETCH 2 *", "$ NO what\r\n" },
		            { "UID FETCH 2 *", "$ NO what\r\n" },
		            { "NOOP", "$ BAD x\r\n" }, END },
		        { LOGIN, EXAMINE(3, 4), { HEADER, "$ NO what\r\n" },
		            { "NOOP", "$ BAD x\r\n" },
		            { "FETCH 1 (UID BODY.PEEK*<0.64>)",
		                "* 1 FETCH (UID 1 BODY[]<0> {3}\r\none)\r\n"
		                "$ OK x\r\n" },
		            THREE, END } },
		    0, "" },
		{ "refused as all others are",
		    { { LOGIN, EXAMINE(3, 4), LIST_3,
		          { "UID FETCH 1:3 *", ONE "$ NO what\r\n" },
		          { "UID FETCH 2 *", "$ NO what\r\n" },
		          { "NOOP", "$ BAD x\r\n" }, END },
		        { LOGIN, EXAMINE(3, 4),
		            { "UID FETCH 2 *", "$ NO what\r\n" },
		            { "UID FETCH 2 *", "$ NO what\r\n" },
		            { "NOOP", "$ BAD x\r\n" }, END },
		        { LOGIN, EXAMINE(3, 4), { HEADER, "$ NO what\r\n" },
		            { "NOOP", "$ BAD x\r\n" },
		            { "FETCH 1 *", "$ NO disk\r\n" },
		            { "FETCH 3 *", "$ NO disk\r\n" }, END } },
		    -1, NULL },
	};

	(void)data; /* as above */
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		check_salvage(self, &cases[i]);
		tear_down(self, NULL);
		set_up(self, NULL);
	}
}

#define MAIL(uid) "* " #uid " FETCH (UID " #uid " BODY[] {2}\r\nm" #uid ")\r\n"
#define SIZE(uid) "* " #uid " FETCH (UID " #uid " RFC822.SIZE 2)\r\n"
#define BREAKS "* 6 FETCH (UID 6 BODY[] XFOO\r\n"

static void
test_one_among_many_is_found_by_halves(Fixture *self, const void *data)
{
	static const TestStep talks[][8] = {
		{ LOGIN, EXAMINE(8, 9),
		    { "UID FETCH 1:8 *",
		        SIZE(1) SIZE(2) SIZE(3) SIZE(4) SIZE(5) SIZE(6) SIZE(7)
		            SIZE(8) "$ OK x\r\n" },
		    { "UID FETCH 1:8 *", BREAKS }, END },
		{ LOGIN, EXAMINE(8, 9),
		    { "UID FETCH 1 *", MAIL(1) "$ OK x\r\n" },
		    { "UID FETCH 2:4 *", MAIL(2) MAIL(3) MAIL(4) "$ OK x\r\n" },
		    { "UID FETCH 5:6 *", BREAKS }, END },
		{ LOGIN, EXAMINE(8, 9),
		    { "UID FETCH 5 *", MAIL(5) "$ OK x\r\n" },
		    { "UID FETCH 6 *", BREAKS }, END },
		{ LOGIN, EXAMINE(8, 9),
		    { "UID FETCH 6 (BODY.PEEK[HEADER]*",
		        "* 6 FETCH (BODY[HEADER]<0> {4}\r\n\r\n\r\n)\r\n"
		        "$ OK x\r\n" },
		    { "UID FETCH 7 *", MAIL(7) "$ OK x\r\n" },
		    { "UID FETCH 8 *", MAIL(8) "$ OK x\r\n" }, END },
	};
	const TestStep *all[G_N_ELEMENTS(talks) + 1] = { NULL };
	IngestCounts counts;

	(void)data; /* as above */
	for (unsigned i = 0; i < G_N_ELEMENTS(talks); i++)
		all[i] = talks[i];
	g_autoptr(TestServer) server = test_server_start_talks(HELLO, all);
	g_assert_true(poll_it(self, server, NULL, &counts, NULL));
	g_assert_cmpint(counts.outcomes[STORE_NEW], ==, 8);
	g_assert_cmpint(counts.unfetched, ==, 1);
	g_assert_cmpint(cursor(self), ==, 8);
}

static void
test_one_that_could_not_be_had_is_asked_for_again(
    Fixture *self, const void *data)
{
	static const TestStep talks[][8] = {
		{ LOGIN, EXAMINE(3, 4), LIST_3,
		    { "UID FETCH 1:3 *", ONE BROKEN }, END },
		{ LOGIN, EXAMINE(3, 4), { "UID FETCH 2 *", BROKEN }, END },
		{ LOGIN, EXAMINE(3, 4), { HEADER, HEADER_COMES }, THREE, END },
		/* On the same day nothing is asked. */
		{ LOGIN, EXAMINE(3, 4), END },
		/* On the next it breaks the session once more. */
		{ LOGIN, EXAMINE(3, 4), LIST_2, { "UID FETCH 2 *", BROKEN },
		    END },
		{ LOGIN, EXAMINE(3, 4), END },
		/* Two days later it is still refused, six days later not. */
		{ LOGIN, EXAMINE(3, 4), LIST_2,
		    { "UID FETCH 2 *", "$ NO what\r\n" },
		    { "UID FETCH 2 *", "$ NO what\r\n" },
		    { "NOOP", "$ BAD x\r\n" }, END },
		{ LOGIN, EXAMINE(3, 4), LIST_2,
		    { "UID FETCH 2 (UID BODY*",
		        "* 2 FETCH (UID 2 BODY[] {7}\r\nit came)\r\n"
		        "$ OK x\r\n" },
		    END },
	};
	static const int64_t days[] = { 0, 0, 1, 3, 7 };
	const TestStep *all[G_N_ELEMENTS(talks) + 1] = { NULL };
	IngestCounts counts;

	(void)data; /* as above */
	for (unsigned i = 0; i < G_N_ELEMENTS(talks); i++)
		all[i] = talks[i];
	g_autoptr(TestServer) server = test_server_start_talks(HELLO, all);
	for (unsigned i = 0; i < G_N_ELEMENTS(days); i++) {
		self->clock.fixed_at = 1000 + days[i] * 86400;
		g_autoptr(GError) error = NULL;
		bool is_read = poll_it(self, server, NULL, &counts, &error);
		g_assert_no_error(error);
		g_assert_true(is_read);
		g_assert_cmpint(counts.mended, ==, days[i] == 7);
	}
	g_assert_cmpint(cursor(self), ==, 3);
	g_assert_cmpint(test_rows_int(self->store,
	                    "SELECT count(*) FROM message WHERE state = 0"),
	    ==, 3);
	g_assert_cmpint(test_rows_int(self->store,
	                    "SELECT raw.size_bytes FROM arrival JOIN raw ON"
	                    " raw.id = raw_id WHERE uid = 2 AND outcome = 0"),
	    ==, 7);
}

static void
test_a_server_that_went_back_is_read_again(Fixture *self, const void *data)
{
	static const TestStep before[] = { LOGIN, EXAMINE(2, 9),
		{ "UID FETCH 1:8 *",
		    "* 1 FETCH (UID 1 RFC822.SIZE 3)\r\n"
		    "* 2 FETCH (UID 2 RFC822.SIZE 3)\r\n$ OK x\r\n" },
		{ "UID FETCH 1:2 *", ONE "* 2 FETCH (UID 2 BODY[] {3}\r\n"
		                         "two)\r\n$ OK x\r\n" },
		END };
	/* Restored as it was before the second came; then another did. */
	static const TestStep after[] = { LOGIN, EXAMINE(2, 3),
		{ "UID FETCH 1:2 *",
		    "* 1 FETCH (UID 1 RFC822.SIZE 3)\r\n"
		    "* 2 FETCH (UID 2 RFC822.SIZE 5)\r\n$ OK x\r\n" },
		{ "UID FETCH 1:2 *", ONE "* 2 FETCH (UID 2 BODY[] {5}\r\n"
		                         "other)\r\n$ OK x\r\n" },
		END };
	static const TestStep later[] = { LOGIN, EXAMINE(2, 3), END };
	g_autoptr(TestServer) server = test_server_start(HELLO, before);
	g_autoptr(TestServer) restored = test_server_start(HELLO, after);
	g_autoptr(TestServer) again = test_server_start(HELLO, later);
	g_autoptr(GPtrArray) sums = NULL;
	IngestCounts counts;

	(void)data; /* as above */
	g_assert_true(poll_it(self, server, NULL, &counts, NULL));
	g_assert_cmpint(cursor(self), ==, 8);
	g_assert_true(poll_it(self, restored, NULL, &counts, NULL));
	g_assert_cmpint(counts.outcomes[STORE_NEW], ==, 1);
	g_assert_cmpint(counts.outcomes[STORE_DUPLICATE], ==, 1);
	g_assert_cmpint(cursor(self), ==, 2);
	g_assert_true(poll_it(self, again, NULL, &counts, NULL));
	g_assert_cmpint(
	    test_rows_int(self->store, "SELECT count(*) FROM message"), ==, 3);
	g_assert_true(store_folder_sums(self->store, &sums, NULL));
	const StoreFolderSums *row = g_ptr_array_index(sums, 0);
	g_assert_cmpint(row->readings, ==, 2);
	g_assert_cmpint(row->opened_at, ==, 1000);
}

static void
test_a_folder_emptied_and_set_back_is_read_again(
    Fixture *self, const void *data)
{
	static const TestStep steps[] = { LOGIN, EXAMINE(0, 1), END };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	const StoreFolderKey key = { "box", "INBOX", 7 };
	StoreFolder folder;
	IngestCounts counts;

	(void)data; /* as above */
	g_assert_true(store_folder_open(self->store, &key, 1, &folder, NULL));
	g_assert_true(store_folder_advance(self->store, folder.id, 9, NULL));
	g_assert_true(poll_it(self, server, NULL, &counts, NULL));
	g_assert_cmpint(cursor(self), ==, 0);
}

static void
test_being_stopped_is_no_failure(Fixture *self, const void *data)
{
	static const TestStep steps[] = { LOGIN, EXAMINE(1, 2), END };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	g_autoptr(GPtrArray) all = NULL;
	volatile sig_atomic_t stop = 1;
	IngestCounts counts;

	(void)data; /* as above */
	g_assert_false(poll_it(self, server, &stop, &counts, NULL));
	g_assert_true(store_mailboxes(self->store, &all, NULL));
	g_assert_cmpuint(all->len, ==, 0);
}

static void
test_a_mailbox_can_be_checked(Fixture *self, const void *data)
{
	static const TestStep good[] = { LOGIN, EXAMINE(42, 50), END };
	static const TestStep bad[] = { LOGIN,
		{ "EXAMINE *", "$ NO no such folder\r\n" }, END };
	g_autoptr(TestServer) server = test_server_start(HELLO, good);
	g_autoptr(TestServer) other = test_server_start(HELLO, bad);
	g_autoptr(GError) error = NULL;
	g_autoptr(IngestChoice) choice = NULL, none = NULL;

	(void)data; /* as above */
	g_assert_true(ingest_check_mailbox(
	    test_server_mailbox(server), &self->limits, &choice, NULL));
	g_assert_cmpuint(choice->folders->len, ==, 1);
	const IngestChosen *chosen = choice->folders->pdata[0];
	g_assert_cmpstr(chosen->name, ==, "INBOX");
	g_assert_cmpint(chosen->messages, ==, 42);
	g_assert_false(ingest_check_mailbox(
	    test_server_mailbox(other), &self->limits, &none, &error));
	g_assert_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL);
}

#define PATIENCE_S 60

/* Sets its flag when the script of the server is at its end. */
typedef struct {
	volatile sig_atomic_t stop;
	TestServer *server;
	GThread *thread;
} Stopper;

static void *
stop_at_the_end(void *data)
{
	Stopper *self = data;
	int64_t until_us = g_get_monotonic_time() + PATIENCE_S * G_USEC_PER_SEC;

	while (!test_server_is_over(self->server) &&
	       g_get_monotonic_time() < until_us)
		g_usleep(10000);
	self->stop = 1;
	return NULL;
}

/* Follows what @server has until it has no more. */
static void
follow(Fixture *self, TestServer *server)
{
	g_autoptr(GPtrArray) mailboxes = g_ptr_array_new();
	const CoreConfig config = { .mailboxes = mailboxes,
		.limits = self->limits };
	Stopper stopper = { .server = server };
	g_autoptr(GError) error = NULL;

	g_ptr_array_add(mailboxes, test_server_mailbox(server));
	stopper.thread = g_thread_new("stop", stop_at_the_end, &stopper);
	bool ok = ingest_follow(
	    self->store, &config, &self->clock, &stopper.stop, &error);
	g_thread_join(stopper.thread);
	g_assert_no_error(error);
	g_assert_true(ok);
	g_assert_true(test_server_is_over(server));
}

#define CAN(words)                                                             \
	{                                                                      \
		"CAPABILITY", "* CAPABILITY IMAP4rev1 " words "\r\n$ OK x\r\n" \
	}
#define FETCH(uid)                                                             \
	{ "UID FETCH " #uid " *",                                              \
		"* 1 FETCH (UID " #uid " RFC822.SIZE 3)\r\n$ OK x\r\n" },      \
	{                                                                      \
		"UID FETCH " #uid " *",                                        \
		    "* 1 FETCH (UID " #uid " BODY[] {3}\r\nn" #uid             \
		    ")\r\n$ OK x\r\n"                                          \
	}

static void
test_following_polls_until_stopped(Fixture *self, const void *data)
{
	static const TestStep steps[] = { LOGIN, EXAMINE(1, 2),
		{ "UID FETCH 1 *",
		    "* 1 FETCH (UID 1 RFC822.SIZE 3)\r\n$ OK x\r\n" },
		{ "UID FETCH 1 *",
		    "* 1 FETCH (UID 1 BODY[] {3}\r\none)\r\n$ OK x\r\n" },
		CAN(""), END };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);

	(void)data; /* as above */
	follow(self, server);
	g_assert_cmpint(cursor(self), ==, 1);
	assert_status(self, 1000, NULL);
}

#define OPENED(exists, next) LOGIN, EXAMINE(exists, next)
#define EMPTY                                                                  \
	OPENED(0, 12),                                                         \
	{                                                                      \
		"UID FETCH 1:11 *", "$ OK x\r\n"                               \
	}
#define SAYS(command, answer)                                                  \
	{                                                                      \
		command, answer                                                \
	}
#define OK(command) SAYS(command, "$ OK x\r\n")
#define IDLES SAYS("IDLE", "+ waiting\r\n")
/* What a script leaves open is not asked twice: the server answers only when
 * the third has come. */
#define ASKED_AT_ONCE(answers)                                                 \
	SAYS("DONE", ""), SAYS("NOOP", ""), SAYS("IDLE", answers)

/* Polls of an empty INBOX, a second apart, until mail has come as UID 12. */
typedef struct {
	const char *name;
	TestStep talks[3][22];
	int interval_s;
	int64_t quiet_ms;
} FollowCase;

static void
check_follow(Fixture *self, const FollowCase *c)
{
	const TestStep *talks[G_N_ELEMENTS(c->talks) + 1] = { NULL };

	g_test_message("%s", c->name);
	for (unsigned i = 0; i < G_N_ELEMENTS(c->talks); i++)
		talks[i] = c->talks[i][0].command ? c->talks[i] : NULL;
	g_autoptr(TestServer) server = test_server_start_talks(HELLO, talks);
	test_server_mailbox(server)->interval_s =
	    c->interval_s ? c->interval_s : 1;
	self->limits.quiet_ms = c->quiet_ms ? c->quiet_ms : 60000;
	follow(self, server);
	g_assert_cmpint(cursor(self), ==, 12);
	g_assert_cmpint(
	    test_rows_int(self->store, "SELECT count(*) FROM message"), ==, 1);
	assert_status(self, 1000, NULL);
}

/* clang-format off */
static const FollowCase follow_cases[] = {
	{ "a question without IDLE",
	    { { EMPTY, CAN(""), OK("NOOP"),
	        SAYS("NOOP", "* 1 EXISTS\r\n$ OK x\r\n"), EXAMINE(1, 13),
	        FETCH(12), OK("NOOP"), END } },
	    0, 0 },
	{ "one round trip with IDLE, and mail that NOOP tells of",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        ASKED_AT_ONCE("5 OK x\r\n6 OK x\r\n+ waiting\r\n"),
	        ASKED_AT_ONCE("7 OK x\r\n8 OK x\r\n+ waiting\r\n"),
	        ASKED_AT_ONCE("9 OK x\r\n* 1 EXISTS\r\n10 OK x\r\n"
	                      "+ waiting\r\n"),
	        OK("DONE"), EXAMINE(1, 13), FETCH(12), IDLES, END } },
	    0, 0 },
	{ "mail wakes",
	    /* In one piece, so that no poll() wakes. */
	    { { EMPTY, CAN("IDLE"),
	        SAYS("IDLE", "+ waiting\r\n* 1 EXISTS\r\n"),
	        OK("DONE"), OK("NOOP"), IDLES, OK("DONE"), EXAMINE(1, 13),
	        FETCH(12), IDLES, END } },
	    3600, 0 },
	{ "mail is told of before the server idles",
	    { { EMPTY, CAN("IDLE"),
	        SAYS("IDLE", "* 0 RECENT\r\n* 1 EXISTS\r\n+ waiting\r\n"),
	        OK("DONE"), OK("NOOP"), IDLES, OK("DONE"), EXAMINE(1, 13),
	        FETCH(12), IDLES, END } },
	    3600, 0 },
	{ "mail is told of when idling ends",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        SAYS("DONE", "* 1 EXISTS\r\n$ OK x\r\n"), OK("NOOP"), IDLES,
	        OK("DONE"), EXAMINE(1, 13), FETCH(12), IDLES, END } },
	    0, 0 },
	{ "mail comes between NOOP and IDLE",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        ASKED_AT_ONCE("5 OK x\r\n6 OK x\r\n* 1 EXISTS\r\n+ w\r\n"),
	        ASKED_AT_ONCE("7 OK x\r\n8 OK x\r\n+ waiting\r\n"),
	        OK("DONE"), EXAMINE(1, 13), FETCH(12), IDLES, END } },
	    0, 0 },
	{ "a session that is lost is replaced",
	    { { EMPTY, CAN(""), SAYS("NOOP", "* BYE gone\r\n" TEST_HANG_UP),
	        END },
	      { OPENED(1, 13), FETCH(12), CAN(""), END } },
	    0, 0 },
	{ "a session that is lost while it idles is replaced",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        SAYS("DONE", "* BYE gone\r\n" TEST_HANG_UP), END },
	      { OPENED(1, 13), FETCH(12), CAN("IDLE"), IDLES, END } },
	    0, 0 },
	{ "a refused IDLE is not asked again",
	    { { EMPTY, CAN("IDLE"), SAYS("IDLE", "$ NO not today\r\n"), END },
	      { OPENED(1, 13), FETCH(12), OK("NOOP"), OK("NOOP"), END } },
	    0, 0 },
	{ "nor one that is refused when it comes ahead",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        ASKED_AT_ONCE("5 OK x\r\n6 OK x\r\n7 BAD what\r\n"), END },
	      { OPENED(1, 13), FETCH(12), OK("NOOP"), END } },
	    0, 0 },
	{ "nor one that hangs twice",
	    { { EMPTY, CAN("IDLE"), SAYS("IDLE", ""), END },
	      { OPENED(0, 12), CAN("IDLE"), SAYS("IDLE", "* OK wait\r\n"), END },
	      { OPENED(1, 13), FETCH(12), OK("NOOP"), END } },
	    0, 300 },
	{ "a server that loses what comes behind DONE is asked singly",
	    { { EMPTY, CAN("IDLE"), IDLES, OK("DONE"), SAYS("NOOP", ""),
	        SAYS("IDLE", ""), END },
	      { OPENED(0, 12), CAN("IDLE"), IDLES, OK("DONE"),
	        SAYS("NOOP", "* 1 EXISTS\r\n$ OK x\r\n"), EXAMINE(1, 13),
	        FETCH(12), IDLES, END } },
	    0, 300 },
};
/* clang-format on */

static void
test_what_follows_a_poll(Fixture *self, const void *data)
{
	(void)data; /* as above */
	for (unsigned i = 0; i < G_N_ELEMENTS(follow_cases); i++) {
		check_follow(self, &follow_cases[i]);
		tear_down(self, NULL);
		set_up(self, NULL);
	}
}

static void
test_several_folders_are_asked_for_at_once(Fixture *self, const void *data)
{
	static char inbox[] = "INBOX", sent[] = "Sent \"\xc3\xa9\"";
	static char spam[] = "spam-1";
	static char *folders[] = { inbox, sent, spam, NULL };
	static const TestStep steps[] = { EMPTY,
		SAYS("EXAMINE \"Sent *",
		    "* 0 EXISTS\r\n* OK [UIDVALIDITY 8] x\r\n"
		    "* OK [UIDNEXT 1] x\r\n$ OK x\r\n"),
		SAYS("EXAMINE spam-1",
		    "* 0 EXISTS\r\n* OK [UIDVALIDITY 9] x\r\n"
		    "* OK [UIDNEXT 12] x\r\n$ OK x\r\n"),
		OK("UID FETCH 1:11 *"), CAN("IDLE"), EXAMINE(0, 12), IDLES,
		SAYS("DONE", ""), SAYS("NOOP", ""), SAYS("STATUS \"Sent *", ""),
		SAYS("STATUS spam-1 (*", ""),
		SAYS("IDLE", "9 OK x\r\n10 OK x\r\n"
		             "* STATUS \"Sent\" (UIDNEXT 1 UIDVALIDITY 8)\r\n"
		             "11 OK x\r\n"
		             "* STATUS spam-1 (UIDNEXT 13 UIDVALIDITY 9)\r\n"
		             "12 OK x\r\n+ waiting\r\n"),
		OK("DONE"),
		SAYS("EXAMINE spam-1",
		    "* 1 EXISTS\r\n* OK [UIDVALIDITY 9] x\r\n"
		    "* OK [UIDNEXT 13] x\r\n$ OK x\r\n"),
		FETCH(12), EXAMINE(0, 12), IDLES, END };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);

	(void)data; /* as above */
	test_server_mailbox(server)->interval_s = 1;
	test_server_mailbox(server)->folders = folders;
	follow(self, server);
	g_assert_cmpint(
	    test_rows_int(self->store, "SELECT count(*) FROM message"), ==, 1);
}

static void
add(const char *name, void (*test)(Fixture *, const void *))
{
	g_test_add(name, Fixture, NULL, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/ingest/poll/outcomes", test_each_uid_has_one_outcome);
	add("/ingest/poll/lost",
	    test_a_lost_connection_keeps_what_is_committed);
	add("/ingest/poll/parts", test_a_large_mail_comes_in_parts);
	add("/ingest/poll/salvage",
	    test_one_that_cannot_be_had_blocks_no_other);
	add("/ingest/poll/halves", test_one_among_many_is_found_by_halves);
	add("/ingest/poll/again",
	    test_one_that_could_not_be_had_is_asked_for_again);
	add("/ingest/poll/back", test_a_server_that_went_back_is_read_again);
	add("/ingest/poll/emptied",
	    test_a_folder_emptied_and_set_back_is_read_again);
	add("/ingest/poll/stop", test_being_stopped_is_no_failure);
	add("/ingest/poll/check", test_a_mailbox_can_be_checked);
	add("/ingest/poll/next", test_what_follows_a_poll);
	add("/ingest/poll/folders", test_several_folders_are_asked_for_at_once);
	add("/ingest/poll/follow", test_following_polls_until_stopped);
	return g_test_run();
}
