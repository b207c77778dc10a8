#include "ingest/guard.h"

#include "ingest/error.h"

#include <string.h>

#define LITERAL_BYTES 1000

/* Feeds @text in pieces of @piece bytes. Returns: (transfer full) (nullable):
 * what was said against it. */
static char *
judge(const char *text, size_t piece)
{
	g_autoptr(IngestGuard) guard = ingest_guard_new();
	g_autoptr(GError) error = NULL;
	size_t length = strlen(text);

	for (size_t at = 0; at < length; at += piece)
		if (!ingest_guard_feed(guard, text + at,
		        MIN(piece, length - at), LITERAL_BYTES, &error)) {
			g_assert_error(
			    error, INGEST_ERROR, INGEST_ERROR_PROTOCOL);
			return g_strdup(error->message);
		}
	return NULL;
}

static void
assert_judged(const char *text, const char *wanted)
{
	static const size_t pieces[] = { 1, 2, 7, 65536 };

	for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autofree char *said = judge(text, pieces[i]);
		if (g_strcmp0(said, wanted) != 0)
			g_test_message("pieces of %zu: %s", pieces[i], text);
		g_assert_cmpstr(said, ==, wanted);
	}
}

/* @n times @c. */
static char *
run(size_t n, char c)
{
	return g_strnfill(n, c);
}

static void
test_lets_good_answers_pass(void)
{
	static const char *const texts[] = {
		"* OK [CAPABILITY IMAP4rev1] :-( it's \"{12}\" up (((\r\n",
		"1 OK LOGIN completed {9\r\n2 NO [X \"]\"] \"{3}\r\n",
		"+ idling {3} \"\r\n",
		"* FLAGS (\\Seen \\* $x)\r\n* 3 EXISTS\r\n",
		"* OK [HIGHESTMODSEQ 99999999999999]\r\n",
		"* OK [UIDNEXT 4294967295] [UID 0] Hm\r\n",
		"* 1 FETCH (UID 4294967295 RFC822.SIZE 0 X 4294967296)\r\n",
		"* 1 FETCH (FLAGS (99999999999) UID 1)\r\n",
		"* LIST (\\Noselect) \"/\" \"a (\\\" \\\\\"\r\n",
		"* LIST () \"/\" {3}\r\n\"{(\r\n* LIST () NIL x\r\n",
		"* 2 FETCH (BODY[] {0}\r\n UID 3)\r\n",
		"* 1 FETCH (UID 1 BODY[HEADER] {11}\n\r\n* 1 (\"{9}\n)\r\n",
		"* SEARCH\r\n* SEARCH 1 2 3\r\n",
		"\r\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_judged(texts[i], NULL);
}

static void
test_stops_numbers_and_strings(void)
{
#define SENSE "the server's answer makes no sense: "
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "* 1 FETCH (UID 4294967299)\r\n",
		    "the server's answer says UID 4294967299" },
		{ "* 1 FETCH (uid 0)\r\n", "the server's answer says uid 0" },
		{ "* 1 FETCH (RFC822.SIZE 99999999999999999999999)\r\n",
		    "the server's answer says RFC822.SIZE "
		    "99999999999999999999" },
		{ "* OK [UIDNEXT 4294967296] x\r\n",
		    "the server's answer says UIDNEXT 4294967296" },
		{ "* ok [UIDVALIDITY 4294967296] x\r\n",
		    "the server's answer says UIDVALIDITY 4294967296" },
		{ "* 1 FETCH (BODY[] {1001}\r\n",
		    "the server's answer announces 1001 bytes" },
		{ "* 1 FETCH (BODY[] {4294967295}\r\n",
		    "the server's answer announces 4294967295 bytes" },
		{ "* LIST () \"/\" \"a\r\n", SENSE "a line ends in quotes" },
		{ "* LIST () \"/\" \"a\\\"\r\n",
		    SENSE "a line ends in quotes" },
		{ "* OK [X \"\r\n", SENSE "a line ends in quotes" },
		{ "* OK [BADCHARSET ({5}\r\n", SENSE "a literal without size" },
		{ "* 1 FETCH (BODY[] {5} x\r\n",
		    SENSE "a literal without size" },
		{ "* 1 FETCH (BODY[] {-5}\r\n",
		    SENSE "a literal without size" },
		{ "* 1 FETCH (BODY[] {}\r\n", SENSE "a literal without size" },
		{ "* 1 FETCH (BODY[] {5\r\n", SENSE "a literal without size" },
		{ "* 1 FETCH (BODY[] {2}\r\nab UID 0)\r\n",
		    "the server's answer says UID 0" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_judged(cases[i].text, cases[i].said);
}

static void
test_stops_a_change_of_uidvalidity(void)
{
	static const char same[] = "* OK [UIDVALIDITY 7] is\r\n",
	                  other[] = "* OK [UIDVALIDITY 8] is\r\n"
	                            "* STATUS \"x\" (UIDVALIDITY 9)\r\n";
	g_autoptr(IngestGuard) guard = ingest_guard_new();
	g_autoptr(GError) error = NULL;

	ingest_guard_expect(guard, 7);
	g_assert_true(ingest_guard_feed(guard, same, strlen(same), 0, &error));
	ingest_guard_expect(guard, 0);
	g_assert_true(
	    ingest_guard_feed(guard, other, strlen(other), 0, &error));
	ingest_guard_expect(guard, 7);
	g_assert_false(
	    ingest_guard_feed(guard, other, strlen(other), 0, &error));
	g_assert_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL);
	g_assert_cmpstr(error->message, ==,
	    "the server's answer changes UIDVALIDITY from 7 to 8");
}

static void
test_stops_what_nests(void)
{
	static const char said[] = "the server's answer has parentheses within "
	                           "parentheses, more than 100";
	static const char *const starts[] = { "* 1 FETCH ", " * x", "*",
		"* OK [", "*  1  FETCH (BODYSTRUCTURE {1}\r\n(" };

	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		g_autofree char *open = run(101, '(');
		g_autofree char *close = run(200, ')');
		g_autofree char *text =
		    g_strconcat(starts[i], open, "\r\n", NULL);
		g_autofree char *after =
		    g_strconcat(starts[i], close, open, "\r\n", NULL);
		assert_judged(text, said);
		assert_judged(after, said);
	}
}

static void
test_allows_depth_in_every_response_anew(void)
{
	g_autofree char *open = run(99, '(');
	g_autofree char *text =
	    g_strconcat("* 1 FETCH ", open, "\r\n* 2 FETCH ", open,
	        " {3}\r\n((((\r\n* 3 FETCH ", open, "\r\n", NULL);

	assert_judged(text, NULL);
}

static void
test_stops_a_line_without_end(void)
{
	g_autofree char *many = run((8 << 20) + 1, 'x');
	g_autofree char *said = judge(many, 65536);
	g_autofree char *quoted = g_strconcat("* 1 FETCH (\"", many, NULL);
	g_autofree char *said_too = judge(quoted, 65536);

	g_assert_cmpstr(said, ==,
	    "the server's answer has a line of more than 8388608 bytes");
	g_assert_cmpstr(said_too, ==, said);
}

static void
test_reads_any_bytes(void)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(g_test_rand_int());
	static const char bytes[] = "* ()[]{}\"\\\r\n1UID OK\0+-";

	for (int round = 0; round < 2000; round++) {
		g_autoptr(IngestGuard) guard = ingest_guard_new();
		char text[200];
		for (size_t i = 0; i < sizeof text; i++)
			text[i] =
			    bytes[g_rand_int_range(rand, 0, (int)sizeof bytes)];
		(void)ingest_guard_feed(
		    guard, text, sizeof text, LITERAL_BYTES, NULL);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ingest/guard/good", test_lets_good_answers_pass);
	g_test_add_func("/ingest/guard/words", test_stops_numbers_and_strings);
	g_test_add_func(
	    "/ingest/guard/uidvalidity", test_stops_a_change_of_uidvalidity);
	g_test_add_func("/ingest/guard/depth", test_stops_what_nests);
	g_test_add_func("/ingest/guard/depth-anew",
	    test_allows_depth_in_every_response_anew);
	g_test_add_func("/ingest/guard/line", test_stops_a_line_without_end);
	g_test_add_func("/ingest/guard/any", test_reads_any_bytes);
	return g_test_run();
}
