#include "ingest/imap.h"

#include "ingest/error.h"
#include "ingest/test-server.h"
#include "net/error.h"

#include <string.h>

#define HELLO "* OK ready\r\n"
#define LOGIN                                                                  \
	{                                                                      \
		"LOGIN *ann* *secret*", "$ OK x\r\n"                           \
	}
#define EXAMINE_5                                                              \
	{                                                                      \
		"EXAMINE *INBOX*",                                             \
		    "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n"                 \
		    "* OK [UIDNEXT 6] x\r\n$ OK [READ-ONLY] done\r\n"          \
	}
#define END                                                                    \
	{                                                                      \
		NULL, NULL                                                     \
	}

#ifdef TRIBUNE_SANITIZERS
/* libetpan 1.9.4 does not free a greeting that is BYE: 49 bytes each. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:mailimap_greeting_new\n"
	       "leak:mailimap_resp_\n"
	       "leak:mailimap_parse_greeting\n";
}
#endif

static CoreLimits
small_limits(void)
{
	CoreLimits limits;

	core_limits_default(&limits);
	limits.message_bytes = 40;
	limits.fetch_bytes = 16;
	limits.headers_bytes = 20;
	return limits;
}

static IngestImap *
open_it(TestServer *server, const CoreLimits *limits)
{
	g_autoptr(GError) error = NULL;
	IngestImap *imap =
	    ingest_imap_open(test_server_mailbox(server), limits, NULL, &error);

	g_assert_no_error(error);
	return imap;
}

static void
test_openings_that_fail(void)
{
	static const struct {
		const char *name, *greeting;
		CoreTls tls;
		TestStep steps[3];
		GQuark (*domain)(void);
		int code;
		const char *words;
	} cases[] = {
		{ "refused", HELLO, CORE_TLS_NONE,
		    { { "LOGIN *",
		        "$ NO [AUTHENTICATIONFAILED] Go away\r\n" } },
		    ingest_error_quark, INGEST_ERROR_AUTH, "login: Go away" },
		{ "not now", HELLO, CORE_TLS_NONE,
		    { { "LOGIN *", "$ NO [UNAVAILABLE] Later\r\n" } },
		    ingest_error_quark, INGEST_ERROR_PROTOCOL, "login: Later" },
		{ "bad", HELLO, CORE_TLS_NONE,
		    { { "LOGIN *", "$ BAD What\r\n" } }, ingest_error_quark,
		    INGEST_ERROR_PROTOCOL, "login: What" },
		{ "busy", "* BYE too many\r\n", CORE_TLS_NONE, { END },
		    ingest_error_quark, INGEST_ERROR_PROTOCOL, "greeting" },
		{ "other protocol", "220 mail ESMTP\r\n", CORE_TLS_NONE,
		    { END }, ingest_error_quark, INGEST_ERROR_PROTOCOL,
		    "greeting" },
		{ "cut", HELLO, CORE_TLS_NONE, { { "LOGIN *", TEST_HANG_UP } },
		    net_error_quark, NET_ERROR_NETWORK, "closed" },
		{ "no STARTTLS", HELLO, CORE_TLS_STARTTLS,
		    { { "STARTTLS", "$ NO not here\r\n" } }, ingest_error_quark,
		    INGEST_ERROR_PROTOCOL, "STARTTLS: not here" },
		{ "injected", HELLO, CORE_TLS_STARTTLS,
		    { { "STARTTLS", "$ OK go\r\n* OK trust me\r\n" } },
		    ingest_error_quark, INGEST_ERROR_PROTOCOL, "in the clear" },
		{ "logged in before TLS", "* PREAUTH hello\r\n",
		    CORE_TLS_STARTTLS, { END }, ingest_error_quark,
		    INGEST_ERROR_PROTOCOL, "PREAUTH" },
	};
	CoreLimits limits = small_limits();

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(TestServer) server =
		    test_server_start(cases[i].greeting, cases[i].steps);
		CoreMailbox *mailbox = test_server_mailbox(server);
		g_test_message("%s", cases[i].name);
		mailbox->server.tls = cases[i].tls;
		g_assert_null(ingest_imap_open(mailbox, &limits, NULL, &error));
		g_assert_error(error, cases[i].domain(), cases[i].code);
		g_test_message("%s", error->message);
		g_assert_nonnull(strstr(error->message, cases[i].words));
	}
}

static void
test_nothing_ends_a_line_early(void)
{
	static const TestStep steps[] = { LOGIN, END };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	CoreMailbox *mailbox = test_server_mailbox(server);
	CoreLimits limits = small_limits();
	g_autoptr(GError) error = NULL;
	IngestFolder folder;

	g_autoptr(IngestImap) imap = open_it(server, &limits);
	g_assert_false(ingest_imap_examine(
	    imap, "INBOX\r\n9 DELETE INBOX", &folder, &error));
	g_assert_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL);
	ingest_imap_close(g_steal_pointer(&imap));
	mailbox->server.user = (char[]){ "ann\" \"x\"\r\n9 DELETE INBOX" };
	g_clear_error(&error);
	g_assert_null(ingest_imap_open(mailbox, &limits, NULL, &error));
	g_assert_error(error, INGEST_ERROR, INGEST_ERROR_AUTH);
}

static void
test_listing(void)
{
	static const TestStep steps[] = { LOGIN, EXAMINE_5,
		{ "UID FETCH 2:5 (UID RFC822.SIZE INTERNALDATE)",
		    "* 3 FETCH (UID 5 RFC822.SIZE 9 INTERNALDATE"
		    " \"01-Jan-2026 01:00:00 +0100\")\r\n"
		    "* 1 FETCH (FLAGS (\\Seen) UID 2)\r\n"
		    "* 1 FETCH (UID 1 RFC822.SIZE 9)\r\n"
		    "* 2 FETCH (FLAGS ())\r\n"
		    "* 1 FETCH (INTERNALDATE \" 1-Jan-2026 00:00:00 -0530\""
		    " RFC822.SIZE 7 UID 2)\r\n$ OK x\r\n" },
		END };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	CoreLimits limits = small_limits();
	g_autoptr(IngestImap) imap = open_it(server, &limits);
	g_autoptr(GArray) listed = NULL;
	IngestFolder folder;
	int64_t last_uid;

	g_assert_true(ingest_imap_examine(imap, "INBOX", &folder, NULL));
	g_assert_cmpint(folder.uidvalidity, ==, 7);
	g_assert_cmpint(folder.last_uid, ==, 5);
	g_assert_true(ingest_imap_list(imap, 2, &listed, &last_uid, NULL));
	g_assert_cmpint(last_uid, ==, 5);
	g_assert_cmpuint(listed->len, ==, 2);
	const IngestListed *at = (const void *)listed->data;
	g_assert_cmpint(at[0].uid, ==, 2);
	g_assert_cmpint(at[0].size_bytes, ==, 7);
	g_assert_cmpint(at[0].received_at, ==, 1767225600 + 19800);
	g_assert_cmpint(at[1].uid, ==, 5);
	g_assert_cmpint(at[1].received_at, ==, 1767225600);
}

static void
test_a_server_without_uidnext(void)
{
	static const TestStep steps[] = { LOGIN,
		{ "EXAMINE *INBOX*",
		    "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n$ OK x\r\n" },
		{ "FETCH 3 (UID)", "* 3 FETCH (UID 50)\r\n$ OK x\r\n" },
		{ "EXAMINE *empty*",
		    "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n$ OK x\r\n" },
		{ "EXAMINE *odd*", "* 0 EXISTS\r\n$ OK x\r\n" }, END };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	CoreLimits limits = small_limits();
	g_autoptr(IngestImap) imap = open_it(server, &limits);
	g_autoptr(GError) error = NULL;
	IngestFolder folder;

	g_assert_true(ingest_imap_examine(imap, "INBOX", &folder, NULL));
	g_assert_cmpint(folder.uid_next, ==, 0);
	g_assert_cmpint(folder.last_uid, ==, 50);
	g_assert_true(ingest_imap_examine(imap, "empty", &folder, NULL));
	g_assert_cmpint(folder.last_uid, ==, 0);
	/* Without UIDVALIDITY there is no telling mails apart. */
	g_assert_false(ingest_imap_examine(imap, "odd", &folder, &error));
	g_assert_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL);
}

/* What a fetch of UIDs 2, 3 and 5 brings, each said to be of @size_bytes. */
typedef struct {
	const char *name;
	TestStep steps[9];
	int64_t size_bytes;
	const char *wanted[3]; /* NULL: gone */
	bool oversize;
	int code;          /* -1: success */
	const char *words; /* of the failure */
} FetchCase;

/* What a sink has heard. */
typedef struct {
	GByteArray *parts; /* of the message in parts; NULL: none came */
	IngestFetched fetched[3];
	size_t n;
} Heard;

static void
keep(size_t index, IngestFetched *fetched, void *data)
{
	Heard *self = data;

	g_assert_cmpint(index, ==, self->n++);
	g_assert_true(!fetched->is_whole || self->parts);
	self->fetched[index] = *fetched;
	if (fetched->is_whole)
		self->fetched[index].raw =
		    g_byte_array_free_to_bytes(g_steal_pointer(&self->parts));
	fetched->raw = NULL;
}

static bool
keep_part(const IngestPart *part, void *data, GError **error)
{
	Heard *self = data;
	size_t length;
	const void *bytes = g_bytes_get_data(part->bytes, &length);

	(void)error;
	g_assert_true(part->is_first == !self->parts);
	g_assert_cmpint(part->index, ==, self->n);
	if (part->is_first)
		self->parts = g_byte_array_new();
	g_byte_array_append(self->parts, bytes, (guint)length);
	return true;
}

static void
heard_clear(Heard *self)
{
	for (size_t i = 0; i < self->n; i++)
		g_clear_pointer(&self->fetched[i].raw, g_bytes_unref);
	g_clear_pointer(&self->parts, g_byte_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Heard, heard_clear)

static void
check_fetch(const FetchCase *c)
{
	const IngestListed listed[] = { { 2, c->size_bytes, 0 },
		{ 3, c->size_bytes, 0 }, { 5, c->size_bytes, 0 } };
	size_t n = c->size_bytes >= 16 ? 1 : G_N_ELEMENTS(listed);
	g_autoptr(TestServer) server = test_server_start(HELLO, c->steps);
	CoreLimits limits = small_limits();
	g_autoptr(IngestImap) imap = open_it(server, &limits);
	g_auto(Heard) heard = { 0 };
	const IngestSink sink = { keep, keep_part, &heard };
	g_autoptr(GError) error = NULL;
	IngestFolder folder;

	g_test_message("%s", c->name);
	g_assert_true(ingest_imap_examine(imap, "INBOX", &folder, NULL));
	bool ok = ingest_imap_fetch(imap, listed, n, &sink, &error);
	if (c->code >= 0) {
		g_assert_false(ok);
		g_assert_cmpint(error->code, ==, c->code);
		g_assert_nonnull(strstr(error->message, c->words));
		return;
	}
	g_assert_no_error(error);
	g_assert_cmpint(heard.n, ==, n);
	for (size_t i = 0; i < n; i++) {
		IngestFetched *at = &heard.fetched[i];
		g_assert_true(!at->raw == !c->wanted[i]);
		g_assert_true(at->oversize == c->oversize);
		if (at->raw)
			g_assert_cmpmem(g_bytes_get_data(at->raw, NULL),
			    (int)g_bytes_get_size(at->raw), c->wanted[i],
			    (int)strlen(c->wanted[i]));
	}
}

#define ASK_ALL "UID FETCH 2:3,5 (UID BODY.PEEK[])"
#define ALONE(uid) "UID FETCH " #uid " (BODY.PEEK[])"
#define PART(uid, from) "UID FETCH " #uid " (BODY.PEEK[]<" #from ".16>)"
#define TWO "* 1 FETCH (UID 2 BODY[] {3}\r\ntwo)\r\n"
#define FIVE "* 3 FETCH (BODY[] \"five\" UID 5)\r\n"
#define SIXTEEN "{16}\r\n0123456789abcdef"
#define RELIST(uid) "UID FETCH " #uid " (UID RFC822.SIZE INTERNALDATE)"

static void
test_fetches(void)
{
	static const FetchCase cases[] = {
		{ "all, in any order, with what nobody asked for",
		    { LOGIN, EXAMINE_5,
		        { ASK_ALL,
		            FIVE "* 2 FETCH (FLAGS (\\Seen) UID 3)\r\n" TWO
		                 "* 4 FETCH (UID 4 BODY[] {1}\r\nx)\r\n"
		                 "* 2 FETCH (UID 3 BODY[] {0}\r\n)\r\n"
		                 "* 2 FETCH (UID 3 BODY[] {5}\r\nagain)\r\n"
		                 "$ OK x\r\n" } },
		    1, { "two", "", "five" }, false, -1, NULL },
		{ "one expunged meanwhile",
		    { LOGIN, EXAMINE_5, { ASK_ALL, TWO FIVE "$ OK x\r\n" },
		        { ALONE(3), "$ OK x\r\n" },
		        { "NOOP", "* 2 EXPUNGE\r\n$ OK x\r\n" },
		        { RELIST(3), "$ OK x\r\n" } },
		    1, { "two", NULL, "five" }, false, -1, NULL },
		{ "one that comes when asked for alone",
		    { LOGIN, EXAMINE_5, { ASK_ALL, TWO FIVE "$ OK x\r\n" },
		        { ALONE(3), "* 2 FETCH (UID 3 BODY[] "
		                    "{5}\r\nthree)\r\n$ OK x\r\n" } },
		    1, { "two", "three", "five" }, false, -1, NULL },
		{ "a lone one that comes when asked for again",
		    { LOGIN, EXAMINE_5,
		        { "UID FETCH 2 (UID BODY.PEEK[])", "$ OK x\r\n" },
		        { ALONE(2), TWO "$ OK x\r\n" } },
		    16, { "two" }, false, -1, NULL },
		{ "NIL is nothing",
		    { LOGIN, EXAMINE_5,
		        { ASK_ALL, TWO "* 2 FETCH (UID 3 BODY[] NIL)\r\n" FIVE
		                       "$ OK x\r\n" },
		        { ALONE(3),
		            "* 2 FETCH (UID 3 BODY[] NIL)\r\n$ OK x\r\n" },
		        { "NOOP", "* 2 EXPUNGE\r\n$ OK x\r\n" },
		        { RELIST(3), "$ OK x\r\n" } },
		    1, { "two", NULL, "five" }, false, -1, NULL },
		{ "NIL of one that is still there",
		    { LOGIN, EXAMINE_5, { ASK_ALL, TWO FIVE "$ OK x\r\n" },
		        { ALONE(3),
		            "* 2 FETCH (UID 3 BODY[] NIL)\r\n$ OK x\r\n" },
		        { "NOOP", "$ OK x\r\n" },
		        { RELIST(3),
		            "* 2 FETCH (UID 3 RFC822.SIZE 1)\r\n$ OK x\r\n" } },
		    1, { NULL }, false, INGEST_ERROR_PROTOCOL,
		    "UID 3 is listed, but nothing of it is sent" },
		{ "a refusal after all came",
		    { LOGIN, EXAMINE_5,
		        { ASK_ALL,
		            TWO "* 2 FETCH (UID 3 BODY[] {0}\r\n)\r\n" FIVE
		                "$ NO odd\r\n" } },
		    1, { "two", "", "five" }, false, -1, NULL },
		{ "a refusal of one that is gone",
		    { LOGIN, EXAMINE_5, { ASK_ALL, TWO FIVE "$ NO some\r\n" },
		        { ALONE(3), "$ NO expunged\r\n" },
		        { "NOOP", "* 2 EXPUNGE\r\n$ OK x\r\n" },
		        { RELIST(3), "$ OK x\r\n" } },
		    1, { "two", NULL, "five" }, false, -1, NULL },
		{ "a refusal of one that is still there",
		    { LOGIN, EXAMINE_5, { ASK_ALL, TWO FIVE "$ NO some\r\n" },
		        { ALONE(3), "$ NO disk error\r\n" },
		        { "NOOP", "$ OK x\r\n" },
		        { RELIST(3),
		            "* 2 FETCH (UID 3 RFC822.SIZE 1)\r\n$ OK x\r\n" } },
		    1, { NULL }, false, INGEST_ERROR_PROTOCOL,
		    "UID 3: disk error" },
		{ "cut in a literal",
		    { LOGIN, EXAMINE_5,
		        { ASK_ALL, TWO "* 2 FETCH (UID 3 BODY[] "
		                       "{900}\r\n1" TEST_HANG_UP } },
		    1, { NULL }, false, NET_ERROR_NETWORK, "closed" },
		{ "no IMAP",
		    { LOGIN, EXAMINE_5,
		        { ASK_ALL, "* XFOO bar\r\n$ OK x\r\n" } },
		    1, { NULL }, false, INGEST_ERROR_PROTOCOL, "no sense" },
		{ "in parts",
		    { LOGIN, EXAMINE_5,
		        { PART(2, 0), "* 1 FETCH (UID 2 BODY[]<0> " SIXTEEN
		                      ")\r\n$ OK x\r\n" },
		        { PART(2, 16), "* 1 FETCH (BODY[]<16> {3}\r\nghi)\r\n$ "
		                       "OK x\r\n" } },
		    19, { "0123456789abcdefghi" }, false, -1, NULL },
		{ "in whole parts",
		    { LOGIN, EXAMINE_5,
		        { PART(2, 0),
		            "* 1 FETCH (BODY[]<0> " SIXTEEN ")\r\n$ OK x\r\n" },
		        { PART(2, 16), "* 1 FETCH (BODY[]<16> " SIXTEEN
		                       ")\r\n$ OK x\r\n" },
		        { PART(2, 32),
		            "* 1 FETCH (BODY[]<32> NIL)\r\n$ OK x\r\n" } },
		    32, { "0123456789abcdef0123456789abcdef" }, false, -1,
		    NULL },
		{ "gone between parts",
		    { LOGIN, EXAMINE_5,
		        { PART(2, 0),
		            "* 1 FETCH (BODY[]<0> " SIXTEEN ")\r\n$ OK x\r\n" },
		        { PART(2, 16), "$ OK x\r\n" },
		        { "NOOP", "* 2 EXPUNGE\r\n$ OK x\r\n" },
		        { RELIST(2), "$ OK x\r\n" } },
		    19, { NULL }, false, -1, NULL },
		{ "a part cut short",
		    { LOGIN, EXAMINE_5,
		        { PART(2, 0),
		            "* 1 FETCH (BODY[]<0> " SIXTEEN ")\r\n$ OK x\r\n" },
		        { PART(2, 16),
		            "* 1 FETCH (BODY[]<16> {1}\r\ng)\r\n$ OK x\r\n" },
		        { PART(2, 17), "* 1 FETCH (BODY[]<17> {2}\r\nhi)\r\n"
		                       "$ OK x\r\n" } },
		    19, { "0123456789abcdefghi" }, false, -1, NULL },
		{ "an empty part before the end",
		    { LOGIN, EXAMINE_5,
		        { PART(2, 0),
		            "* 1 FETCH (BODY[]<0> " SIXTEEN ")\r\n$ OK x\r\n" },
		        { PART(2, 16),
		            "* 1 FETCH (BODY[]<16> \"\")\r\n$ OK x\r\n" },
		        { PART(2, 16), "* 1 FETCH (BODY[]<16> {3}\r\nghi)\r\n"
		                       "$ OK x\r\n" } },
		    19, { "0123456789abcdefghi" }, false, -1, NULL },
		{ "smaller than was said",
		    { LOGIN, EXAMINE_5,
		        { PART(2, 0),
		            "* 1 FETCH (BODY[]<0> " SIXTEEN ")\r\n$ OK x\r\n" },
		        { PART(2, 16),
		            "* 1 FETCH (BODY[]<16> {1}\r\ng)\r\n$ OK x\r\n" },
		        { PART(2, 17),
		            "* 1 FETCH (BODY[]<17> \"\")\r\n$ OK x\r\n" },
		        { PART(2, 17),
		            "* 1 FETCH (BODY[]<17> {0}\r\n)\r\n$ OK x\r\n" } },
		    19, { "0123456789abcdefg" }, false, -1, NULL },
		{ "oversize",
		    { LOGIN, EXAMINE_5,
		        { "UID FETCH 2 (BODY.PEEK[HEADER]<0.20>)",
		            "* 1 FETCH (BODY[HEADER]<0> {8}\r\nA: b\r\n\r\n)"
		            "\r\n$ OK x\r\n" } },
		    41, { "A: b\r\n\r\n" }, true, -1, NULL },
		{ "larger than was said",
		    { LOGIN, EXAMINE_5,
		        { PART(2, 0),
		            "* 1 FETCH (BODY[]<0> {16}\r\nA: b\r\n\r\nabcdefgh)"
		            "\r\n$ OK x\r\n" },
		        { PART(2, 16), "* 1 FETCH (BODY[]<16> " SIXTEEN
		                       ")\r\n$ OK x\r\n" },
		        { PART(2, 32), "* 1 FETCH (BODY[]<32> " SIXTEEN
		                       ")\r\n$ OK x\r\n" },
		        { "UID FETCH 2 (BODY.PEEK[HEADER]<0.20>)",
		            "* 1 FETCH (BODY[HEADER]<0> {8}\r\nA: b\r\n\r\n)"
		            "\r\n$ OK x\r\n" } },
		    17, { "A: b\r\n\r\n" }, true, -1, NULL },
		{ "nothing, and twice so",
		    { LOGIN, EXAMINE_5,
		        { PART(2, 0),
		            "* 1 FETCH (BODY[]<0> \"\")\r\n$ OK x\r\n" },
		        { PART(2, 0),
		            "* 1 FETCH (BODY[]<0> \"\")\r\n$ OK x\r\n" } },
		    17, { "" }, false, -1, NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		check_fetch(&cases[i]);
}

static const char *
text_of(const IngestFetched *fetched)
{
	size_t length;

	return fetched->raw ? g_bytes_get_data(fetched->raw, &length) : NULL;
}

/* Fetches 2:3 and 5, the latter asked for ahead, and compares what came. */
static void
check_ahead(const TestStep *steps)
{
	static const IngestListed first[] = { { 2, 3, 0 }, { 3, 5, 0 } };
	static const IngestListed second[] = { { 5, 4, 0 } };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	CoreLimits limits = small_limits();
	g_autoptr(IngestImap) imap = open_it(server, &limits);
	g_auto(Heard) one = { 0 }, other = { 0 };
	const IngestSink sink = { keep, keep_part, &one };
	const IngestSink sink_of_other = { keep, keep_part, &other };
	g_autoptr(GError) error = NULL;
	IngestFolder folder;

	g_assert_true(ingest_imap_examine(imap, "INBOX", &folder, NULL));
	ingest_imap_fetch_ahead(imap, second, G_N_ELEMENTS(second));
	g_assert_true(
	    ingest_imap_fetch(imap, first, G_N_ELEMENTS(first), &sink, &error));
	g_assert_no_error(error);
	g_assert_cmpint(one.n, ==, 2);
	g_assert_true(g_str_has_prefix(text_of(&one.fetched[0]), "two"));
	g_assert_true(g_str_has_prefix(text_of(&one.fetched[1]), "three"));
	g_assert_cmpint(other.n, ==, 0);
	g_assert_true(ingest_imap_fetch(
	    imap, second, G_N_ELEMENTS(second), &sink_of_other, &error));
	g_assert_no_error(error);
	g_assert_cmpint(other.n, ==, 1);
	g_assert_true(g_str_has_prefix(text_of(&other.fetched[0]), "five"));
}

#define ASK_FIRST "UID FETCH 2:3 (UID BODY.PEEK[])"
#define ASK_SECOND "UID FETCH 5 (UID BODY.PEEK[])"
#define THREE "* 2 FETCH (UID 3 BODY[] {5}\r\nthree)\r\n"

static void
test_fetches_ahead(void)
{
	static const TestStep cases[][8] = {
		{ LOGIN, EXAMINE_5, { ASK_FIRST, TWO THREE "$ OK x\r\n" },
		    { ASK_SECOND, FIVE "$ OK x\r\n" } },
		/* The answers mixed, as a server may that was asked for both.
		 */
		{ LOGIN, EXAMINE_5, { ASK_FIRST, TWO FIVE THREE "$ OK x\r\n" },
		    { ASK_SECOND, "$ OK x\r\n" } },
		/* One missing is asked for behind what was asked for ahead,
		 * and that again in its turn. */
		{ LOGIN, EXAMINE_5, { ASK_FIRST, TWO "$ OK x\r\n" },
		    { ASK_SECOND, FIVE "$ OK x\r\n" },
		    { ALONE(3), THREE "$ OK x\r\n" },
		    { ASK_SECOND, FIVE "$ OK x\r\n" } },
		{ LOGIN, EXAMINE_5, { ASK_FIRST, "$ NO busy\r\n" },
		    { ASK_SECOND, "$ NO busy\r\n" },
		    { ALONE(2), TWO "$ OK x\r\n" },
		    { ALONE(3), THREE "$ OK x\r\n" },
		    { ASK_SECOND, FIVE "$ OK x\r\n" } },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		check_ahead(cases[i]);
}

/* One command more than are sent ahead is written when the first is. */
static void
test_several_go_ahead_at_once(void)
{
	static const TestStep steps[] = { LOGIN, EXAMINE_5,
		{ "UID FETCH 2 (UID BODY.PEEK[])", "" },
		{ "UID FETCH 3 (UID BODY.PEEK[])", "" },
		{ ASK_SECOND,
		    TWO "3 OK x\r\n" THREE "4 OK x\r\n" FIVE "5 OK x\r\n" },
		{ "UID FETCH 2 (UID BODY.PEEK[])", TWO "$ OK x\r\n" }, { 0 } };
	static const IngestListed listed[] = { { 2, 3, 0 }, { 3, 5, 0 },
		{ 5, 4, 0 }, { 2, 3, 0 } };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	CoreLimits limits = small_limits();
	g_autoptr(IngestImap) imap = open_it(server, &limits);
	IngestFolder folder;

	g_assert_true(ingest_imap_examine(imap, "INBOX", &folder, NULL));
	ingest_imap_fetch_ahead(imap, &listed[1], 1);
	ingest_imap_fetch_ahead(imap, &listed[2], 1);
	for (unsigned i = 0; i < G_N_ELEMENTS(listed); i++) {
		g_auto(Heard) heard = { 0 };
		const IngestSink sink = { keep, keep_part, &heard };

		if (i == 1)
			ingest_imap_fetch_ahead(imap, &listed[3], 1);
		g_assert_true(
		    ingest_imap_fetch(imap, &listed[i], 1, &sink, NULL));
		g_assert_cmpint(heard.n, ==, 1);
	}
	g_assert_true(ingest_imap_is_usable(imap));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ingest/imap/openings", test_openings_that_fail);
	g_test_add_func(
	    "/ingest/imap/injection", test_nothing_ends_a_line_early);
	g_test_add_func("/ingest/imap/listing", test_listing);
	g_test_add_func(
	    "/ingest/imap/no-uidnext", test_a_server_without_uidnext);
	g_test_add_func("/ingest/imap/fetches", test_fetches);
	g_test_add_func("/ingest/imap/ahead", test_fetches_ahead);
	g_test_add_func("/ingest/imap/several", test_several_go_ahead_at_once);
	return g_test_run();
}
