#include "ingest/poll.h"

#include "core/stop.h"
#include "ingest/test-box.h"
#include "store/test-rows.h"

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
	core_stop_ask(&self->stop);
	return NULL;
}

/* Follows what @server has until it has no more. */
static void
follow(TestBox *self, TestServer *server)
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
test_following_polls_until_stopped(TestBox *self, const void *data)
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
	g_assert_cmpint(test_box_cursor(self), ==, 1);
	test_box_assert_status(self, 1000, NULL);
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
	int64_t quiet_ms, idle_ms;
} FollowCase;

static void
check_follow(TestBox *self, const FollowCase *c)
{
	const TestStep *talks[G_N_ELEMENTS(c->talks) + 1] = { NULL };

	g_test_message("%s", c->name);
	for (unsigned i = 0; i < G_N_ELEMENTS(c->talks); i++)
		talks[i] = c->talks[i][0].command ? c->talks[i] : NULL;
	g_autoptr(TestServer) server = test_server_start_talks(HELLO, talks);
	test_server_mailbox(server)->interval_s =
	    c->interval_s ? c->interval_s : 1;
	self->limits.quiet_ms = c->quiet_ms ? c->quiet_ms : 60000;
	self->limits.idle_ms = c->idle_ms ? c->idle_ms : 60000;
	follow(self, server);
	g_assert_cmpint(test_box_cursor(self), ==, 12);
	g_assert_cmpint(
	    test_rows_int(self->store, "SELECT count(*) FROM message"), ==, 1);
	test_box_assert_status(self, 1000, NULL);
}

/* clang-format off */
static const FollowCase follow_cases[] = {
	{ "a question without IDLE",
	    { { EMPTY, CAN(""), OK("NOOP"),
	        SAYS("NOOP", "* 1 EXISTS\r\n$ OK x\r\n"), EXAMINE(1, 13),
	        FETCH(12), OK("NOOP"), END } },
	    0, 0, 0 },
	{ "one round trip with IDLE, and mail that NOOP tells of",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        ASKED_AT_ONCE("5 OK x\r\n6 OK x\r\n+ waiting\r\n"),
	        ASKED_AT_ONCE("7 OK x\r\n8 OK x\r\n+ waiting\r\n"),
	        ASKED_AT_ONCE("9 OK x\r\n* 1 EXISTS\r\n10 OK x\r\n"
	                      "+ waiting\r\n"),
	        OK("DONE"), EXAMINE(1, 13), FETCH(12), IDLES, END } },
	    0, 0, 0 },
	{ "IDLE is renewed long before the next poll is due",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        ASKED_AT_ONCE("5 OK x\r\n6 OK x\r\n+ waiting\r\n"),
	        ASKED_AT_ONCE("7 OK x\r\n* 1 EXISTS\r\n8 OK x\r\n"
	                      "+ waiting\r\n"),
	        OK("DONE"), EXAMINE(1, 13), FETCH(12), IDLES, END } },
	    3600, 0, 200 },
	{ "mail wakes",
	    /* In one piece, so that no poll() wakes. */
	    { { EMPTY, CAN("IDLE"),
	        SAYS("IDLE", "+ waiting\r\n* 1 EXISTS\r\n"),
	        OK("DONE"), OK("NOOP"), IDLES, OK("DONE"), EXAMINE(1, 13),
	        FETCH(12), IDLES, END } },
	    3600, 0, 0 },
	{ "mail is told of before the server idles",
	    { { EMPTY, CAN("IDLE"),
	        SAYS("IDLE", "* 0 RECENT\r\n* 1 EXISTS\r\n+ waiting\r\n"),
	        OK("DONE"), OK("NOOP"), IDLES, OK("DONE"), EXAMINE(1, 13),
	        FETCH(12), IDLES, END } },
	    3600, 0, 0 },
	{ "mail is told of when idling ends",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        SAYS("DONE", "* 1 EXISTS\r\n$ OK x\r\n"), OK("NOOP"), IDLES,
	        OK("DONE"), EXAMINE(1, 13), FETCH(12), IDLES, END } },
	    0, 0, 0 },
	{ "mail comes between NOOP and IDLE",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        ASKED_AT_ONCE("5 OK x\r\n6 OK x\r\n* 1 EXISTS\r\n+ w\r\n"),
	        ASKED_AT_ONCE("7 OK x\r\n8 OK x\r\n+ waiting\r\n"),
	        OK("DONE"), EXAMINE(1, 13), FETCH(12), IDLES, END } },
	    0, 0, 0 },
	{ "a session that is lost is replaced",
	    { { EMPTY, CAN(""), SAYS("NOOP", "* BYE gone\r\n" TEST_HANG_UP),
	        END },
	      { OPENED(1, 13), FETCH(12), CAN(""), END } },
	    0, 0, 0 },
	{ "a session that is lost while it idles is replaced",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        SAYS("DONE", "* BYE gone\r\n" TEST_HANG_UP), END },
	      { OPENED(1, 13), FETCH(12), CAN("IDLE"), IDLES, END } },
	    0, 0, 0 },
	{ "a refused IDLE is not asked again",
	    { { EMPTY, CAN("IDLE"), SAYS("IDLE", "$ NO not today\r\n"), END },
	      { OPENED(1, 13), FETCH(12), OK("NOOP"), OK("NOOP"), END } },
	    0, 0, 0 },
	{ "nor one that is refused when it comes ahead",
	    { { EMPTY, CAN("IDLE"), IDLES,
	        ASKED_AT_ONCE("5 OK x\r\n6 OK x\r\n7 BAD what\r\n"), END },
	      { OPENED(1, 13), FETCH(12), OK("NOOP"), END } },
	    0, 0, 0 },
	{ "nor one that hangs twice",
	    { { EMPTY, CAN("IDLE"), SAYS("IDLE", ""), END },
	      { OPENED(0, 12), CAN("IDLE"), SAYS("IDLE", "* OK wait\r\n"), END },
	      { OPENED(1, 13), FETCH(12), OK("NOOP"), END } },
	    0, 300, 0 },
	{ "a server that loses what comes behind DONE is asked singly",
	    { { EMPTY, CAN("IDLE"), IDLES, OK("DONE"), SAYS("NOOP", ""),
	        SAYS("IDLE", ""), END },
	      { OPENED(0, 12), CAN("IDLE"), IDLES, OK("DONE"),
	        SAYS("NOOP", "* 1 EXISTS\r\n$ OK x\r\n"), EXAMINE(1, 13),
	        FETCH(12), IDLES, END } },
	    0, 300, 0 },
};
/* clang-format on */

static void
test_what_follows_a_poll(TestBox *self, const void *data)
{
	(void)data; /* as above */
	for (unsigned i = 0; i < G_N_ELEMENTS(follow_cases); i++) {
		check_follow(self, &follow_cases[i]);
		test_box_tear_down(self, NULL);
		test_box_set_up(self, NULL);
	}
}

static void
test_several_folders_are_asked_for_at_once(TestBox *self, const void *data)
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
add(const char *name, void (*test)(TestBox *, const void *))
{
	g_test_add(
	    name, TestBox, NULL, test_box_set_up, test, test_box_tear_down);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/ingest/follow/next", test_what_follows_a_poll);
	add("/ingest/follow/folders",
	    test_several_folders_are_asked_for_at_once);
	add("/ingest/follow/polls", test_following_polls_until_stopped);
	return g_test_run();
}
