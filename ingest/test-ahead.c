#include "ingest/ahead.h"

#include "ingest/error.h"

#include <string.h>

static void
assert_sends(IngestAhead *self, const char *command, const char *want)
{
	g_autoptr(GString) sent = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(
	    ingest_ahead_write(self, command, strlen(command), sent, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(sent->str, ==, want);
}

static void
test_sends_as_it_comes_without_promise(void)
{
	static const char *const commands[] = { "1 LOGIN a b\r\n", "",
		"DONE\r\n", "2 UID FETCH 1:2 (UID BODY.PEEK[])\r\n" };
	g_autoptr(IngestAhead) ahead = ingest_ahead_new();

	for (unsigned i = 0; i < G_N_ELEMENTS(commands); i++)
		assert_sends(ahead, commands[i], commands[i]);
	g_assert_true(ingest_ahead_is_empty(ahead));
}

static void
test_sends_what_is_promised_once(void)
{
	g_autoptr(IngestAhead) ahead = ingest_ahead_new();

	ingest_ahead_promise(ahead, "8 UID FETCH 3 (U)\r\n");
	ingest_ahead_promise(ahead, "9 NOOP\r\n");
	g_assert_false(ingest_ahead_is_empty(ahead));
	assert_sends(ahead, "7 UID FETCH 1 (U)\r\n",
	    "7 UID FETCH 1 (U)\r\n8 UID FETCH 3 (U)\r\n9 NOOP\r\n");
	ingest_ahead_promise(ahead, "10 IDLE\r\n");
	assert_sends(ahead, "8 UID FETCH 3 (U)\r\n", "10 IDLE\r\n");
	assert_sends(ahead, "9 NOOP\r\n", "");
	g_assert_false(ingest_ahead_is_empty(ahead));
	assert_sends(ahead, "10 IDLE\r\n", "");
	g_assert_true(ingest_ahead_is_empty(ahead));
	assert_sends(ahead, "DONE\r\n", "DONE\r\n");
}

static void
test_refuses_another_command_than_was_sent(void)
{
	static const char *const others[] = { "2 UID FETCH 3 (U)\r\n",
		"3 UID FETCH 2 (U)\r\n", "2 UID FETCH 2 (U)", "2 LOGOUT\r\n" };

	for (unsigned i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autoptr(IngestAhead) ahead = ingest_ahead_new();
		g_autoptr(GString) sent = g_string_new(NULL);
		g_autoptr(GError) error = NULL;

		ingest_ahead_promise(ahead, "2 UID FETCH 2 (U)\r\n");
		assert_sends(ahead, "1 UID FETCH 1 (U)\r\n",
		    "1 UID FETCH 1 (U)\r\n2 UID FETCH 2 (U)\r\n");
		g_assert_false(ingest_ahead_write(
		    ahead, others[i], strlen(others[i]), sent, &error));
		g_assert_error(error, INGEST_ERROR, INGEST_ERROR_PROTOCOL);
		g_assert_cmpuint(sent->len, ==, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/ingest/ahead/plain", test_sends_as_it_comes_without_promise);
	g_test_add_func("/ingest/ahead/once", test_sends_what_is_promised_once);
	g_test_add_func(
	    "/ingest/ahead/other", test_refuses_another_command_than_was_sent);
	return g_test_run();
}
