#define G_LOG_DOMAIN "ingest"

#include "core/log.h"

#include <glib.h>
#include <string.h>

/* Runs this test's own body in a child. Returns: true in that child. */
static bool
in_child(void)
{
	if (g_test_subprocess())
		return true;
	g_test_trap_subprocess(NULL, 0, 0);
	return false;
}

static void
test_a_line_has_all_parts(void)
{
	if (in_child()) {
		core_log_init(false);
		g_log_structured(G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "MAILBOX",
		    "support", "FOLDER", "INBOX", "UID", "42", "DEPARTMENT",
		    "qa", "MESSAGE", "%d mails", 3);
		return;
	}
	g_test_trap_assert_passed();
	g_test_trap_assert_stderr("20*-*-*T*:*:*Z message ingest: 3 mails "
	                          "(mailbox support, folder INBOX, UID 42, "
	                          "department qa)\n");
}

static void
test_fields_that_are_not_given_leave_no_trace(void)
{
	if (in_child()) {
		core_log_init(false);
		g_message("plain");
		return;
	}
	g_test_trap_assert_stderr("*Z message ingest: plain\n");
}

static void
test_controls_are_shown_escaped(void)
{
	if (in_child()) {
		core_log_init(false);
		g_log_structured(G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "FOLDER",
		    "a\033[2J\nb\xff\xc3\xbc\xe2\x80\xae", "MESSAGE", "x\ry");
		return;
	}
	g_test_trap_assert_stderr("*: x\\x0dy (folder a\\x1b[2J\\x0ab\\xff"
	                          "\xc3\xbc\\xe2\\x80\\xae)\n");
}

static void
log_all_levels(bool debug)
{
	core_log_init(debug);
	g_debug("aa");
	g_info("bb");
	g_message("cc");
}

static void
test_debug_is_silent_unless_asked_for(void)
{
	if (in_child()) {
		log_all_levels(false);
		return;
	}
	g_test_trap_assert_stderr("*cc*");
	g_test_trap_assert_stderr_unmatched("*aa*");
	g_test_trap_assert_stderr_unmatched("*bb*");
}

static void
test_debug_is_shown_when_asked_for(void)
{
	if (in_child()) {
		log_all_levels(true);
		return;
	}
	g_test_trap_assert_stderr("*debug ingest: aa\n*debug ingest: bb\n"
	                          "*message ingest: cc\n");
}

static void
test_no_colour_off_a_terminal(void)
{
	if (in_child()) {
		log_all_levels(true);
		return;
	}
	g_test_trap_assert_stderr_unmatched("*\033*");
}

static void
test_warnings_and_errors_are_named(void)
{
	if (in_child()) {
		g_log_set_always_fatal(G_LOG_FATAL_MASK);
		core_log_init(false);
		g_warning("aa");
		g_critical("bb");
		return;
	}
	g_test_trap_assert_stderr("*warning ingest: aa\n*error ingest: bb\n");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/log/line", test_a_line_has_all_parts);
	g_test_add_func(
	    "/core/log/bare", test_fields_that_are_not_given_leave_no_trace);
	g_test_add_func("/core/log/escapes", test_controls_are_shown_escaped);
	g_test_add_func(
	    "/core/log/quiet", test_debug_is_silent_unless_asked_for);
	g_test_add_func("/core/log/debug", test_debug_is_shown_when_asked_for);
	g_test_add_func("/core/log/colour", test_no_colour_off_a_terminal);
	g_test_add_func("/core/log/levels", test_warnings_and_errors_are_named);
	return g_test_run();
}
