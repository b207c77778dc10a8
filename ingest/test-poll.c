#include "ingest/poll.h"

#include "ingest/error.h"
#include "ingest/test-box.h"
#include "net/error.h"
#include "store/folders.h"
#include "store/mailboxes.h"
#include "store/raw.h"
#include "store/test-rows.h"

#include <string.h>

static bool
poll_it(TestBox *self, TestServer *server, const volatile sig_atomic_t *stop,
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

static void
test_each_uid_has_one_outcome(TestBox *self, const void *data)
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
	g_assert_cmpint(test_box_cursor(self), ==, 9);
	test_box_assert_status(self, 1000, NULL);
}

static void
test_a_lost_connection_keeps_what_is_committed(TestBox *self, const void *data)
{
	static const TestStep steps[] = { LOGIN, EXAMINE(2, 3),
		{ "UID FETCH 1:2 *",
		    "* 1 FETCH (UID 1 RFC822.SIZE 3)\r\n"
		    "* 2 FETCH (UID 2 RFC822.SIZE 3)\r\n$ OK x\r\n" },
		{ "UID FETCH 1 *",
		    "* 1 FETCH (UID 1 BODY[] {3}\r\none)\r\n$ OK x\r\n" },
		{ "UID FETCH 2 *", TEST_HANG_UP }, END };
	static const TestStep rest[] = { LOGIN, EXAMINE(2, 3),
		{ "UID FETCH 1:2 *",
		    "* 1 FETCH (UID 1 RFC822.SIZE 3)\r\n"
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
	g_assert_cmpint(test_box_cursor(self), ==, 1);
	test_box_assert_status(self, 0, "closed");
	self->clock.fixed_at = 2000;
	g_assert_true(poll_it(self, again, NULL, &counts, NULL));
	g_assert_cmpint(counts.outcomes[STORE_NEW], ==, 1);
	g_assert_cmpint(test_box_cursor(self), ==, 2);
	test_box_assert_status(self, 2000, NULL);
}

static void
test_a_large_mail_comes_in_parts(TestBox *self, const void *data)
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
	g_assert_cmpint(test_box_cursor(self), ==, 0);
	g_assert_true(poll_it(self, again, NULL, &counts, NULL));
	g_assert_cmpint(counts.outcomes[STORE_NEW], ==, 1);
	g_assert_cmpint(test_box_cursor(self), ==, 1);
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
check_salvage(TestBox *self, const SalvageCase *c)
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
		g_assert_cmpint(test_box_cursor(self), ==, 1);
		return;
	}
	g_assert_no_error(error);
	g_assert_true(is_read);
	g_assert_cmpint(counts.outcomes[STORE_NEW], ==, 3);
	g_assert_cmpint(counts.unfetched, ==, c->quarantine ? 1 : 0);
	g_assert_cmpint(test_box_cursor(self), ==, 3);
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
test_one_that_cannot_be_had_blocks_no_other(TestBox *self, const void *data)
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
		test_box_tear_down(self, NULL);
		test_box_set_up(self, NULL);
	}
}

#define MAIL(uid) "* " #uid " FETCH (UID " #uid " BODY[] {2}\r\nm" #uid ")\r\n"
#define SIZE(uid) "* " #uid " FETCH (UID " #uid " RFC822.SIZE 2)\r\n"
#define BREAKS "* 6 FETCH (UID 6 BODY[] XFOO\r\n"

static void
test_one_among_many_is_found_by_halves(TestBox *self, const void *data)
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
	g_assert_cmpint(test_box_cursor(self), ==, 8);
}

static void
test_one_that_could_not_be_had_is_asked_for_again(
    TestBox *self, const void *data)
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
	g_assert_cmpint(test_box_cursor(self), ==, 3);
	g_assert_cmpint(test_rows_int(self->store,
	                    "SELECT count(*) FROM message WHERE state = 0"),
	    ==, 3);
	g_assert_cmpint(test_rows_int(self->store,
	                    "SELECT raw.size_bytes FROM arrival JOIN raw ON"
	                    " raw.id = raw_id WHERE uid = 2 AND outcome = 0"),
	    ==, 7);
}

static void
test_a_server_that_went_back_is_read_again(TestBox *self, const void *data)
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
	g_assert_cmpint(test_box_cursor(self), ==, 8);
	g_assert_true(poll_it(self, restored, NULL, &counts, NULL));
	g_assert_cmpint(counts.outcomes[STORE_NEW], ==, 1);
	g_assert_cmpint(counts.outcomes[STORE_DUPLICATE], ==, 1);
	g_assert_cmpint(test_box_cursor(self), ==, 2);
	g_assert_true(poll_it(self, again, NULL, &counts, NULL));
	g_assert_cmpint(
	    test_rows_int(self->store, "SELECT count(*) FROM message"), ==, 3);
	g_assert_true(store_folder_sums(self->store, &sums, NULL));
	const StoreFolderSums *row = g_ptr_array_index(sums, 0);
	g_assert_cmpint(row->readings, ==, 2);
	g_assert_cmpint(row->opened_at, ==, 1000);
}

#define DATED(uid, day)                                                        \
	"* " #uid " FETCH (UID " #uid " RFC822.SIZE 2 INTERNALDATE"            \
	" \"" #day "-Nov-2026 08:00:00 +0000\")\r\n"

static void
test_a_server_that_went_back_and_on_is_read_again(
    TestBox *self, const void *data)
{
	static const TestStep before[] = { LOGIN, EXAMINE(2, 3),
		{ "UID FETCH 1:2 *", DATED(1, 10) DATED(2, 11) "$ OK x\r\n" },
		{ "UID FETCH 1:2 *", MAIL(1) MAIL(2) "$ OK x\r\n" }, END };
	/* What comes is no reason to read again what is known. */
	static const TestStep calm[] = { LOGIN, EXAMINE(3, 4),
		{ "UID FETCH 2:3 *", DATED(2, 11) DATED(3, 12) "$ OK x\r\n" },
		{ "UID FETCH 3 *", MAIL(3) "$ OK x\r\n" }, END };
	/* Restored as it was before the second came; then three others did. */
	static const TestStep after[] = { LOGIN, EXAMINE(4, 5),
		{ "UID FETCH 3:4 *", DATED(3, 15) DATED(4, 16) "$ OK x\r\n" },
		{ "UID FETCH 1:4 *", DATED(1, 10) DATED(2, 14) DATED(3, 15)
		                         DATED(4, 16) "$ OK x\r\n" },
		{ "UID FETCH 1:4 *",
		    MAIL(
		        1) "* 2 FETCH (UID 2 BODY[] {2}\r\nn2)\r\n"
		           "* 3 FETCH (UID 3 BODY[] {2}\r\nn3)\r\n"
		           "* 4 FETCH (UID 4 BODY[] {2}\r\nn4)\r\n$ OK x\r\n" },
		END };
	static const TestStep *const talks[] = { before, calm, after, NULL };
	static const int64_t news[] = { 2, 1, 3 };
	g_autoptr(TestServer) server = test_server_start_talks(HELLO, talks);
	IngestCounts counts;

	(void)data; /* as above */
	for (unsigned i = 0; i < G_N_ELEMENTS(news); i++) {
		g_assert_true(poll_it(self, server, NULL, &counts, NULL));
		g_assert_cmpint(counts.outcomes[STORE_NEW], ==, news[i]);
	}
	g_assert_cmpint(counts.outcomes[STORE_DUPLICATE], ==, 1);
	g_assert_cmpint(
	    test_rows_int(self->store, "SELECT count(*) FROM message"), ==, 6);
}

static void
test_a_folder_emptied_and_set_back_is_read_again(
    TestBox *self, const void *data)
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
	g_assert_cmpint(test_box_cursor(self), ==, 0);
}

static void
test_being_stopped_is_no_failure(TestBox *self, const void *data)
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
test_a_mailbox_can_be_checked(TestBox *self, const void *data)
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

static void
add(const char *name, void (*test)(TestBox *, const void *))
{
	g_test_add(
	    name, TestBox, NULL, test_box_set_up, test, test_box_tear_down);
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
	add("/ingest/poll/back-and-on",
	    test_a_server_that_went_back_and_on_is_read_again);
	add("/ingest/poll/emptied",
	    test_a_folder_emptied_and_set_back_is_read_again);
	add("/ingest/poll/stop", test_being_stopped_is_no_failure);
	add("/ingest/poll/check", test_a_mailbox_can_be_checked);
	return g_test_run();
}
