#include "mail/mime/source.h"

static void
test_source_is_told_from_words(void)
{
	static const char *const yes[] = { "<p>Dear Ann,</p>",
		"\n\n<!-- made by x -->\n<div class=a>hi</div>",
		"\xef\xbb\xbf<!DOCTYPE html>\n<html>", "<TABLE\nwidth=1>",
		"f&#252;r 45 Euro", "Instru&ccedil;&otilde;es",
		"Stra&szlig;e" };
	static const char *const no[] = { "", "<", "<p", "<person> said",
		"Ann wrote:\n<p>is a tag</p>",
		"<ann@example.com> wrote:", "R&D; AT&T;",
		"a &lt; b &amp;&nbsp;c", "?a=1&umlaut=2;", "&#1234;", "&#9;",
		"<!-- a comment" };

	for (unsigned i = 0; i < G_N_ELEMENTS(yes); i++) {
		g_autoptr(GString) text = g_string_new(yes[i]);

		g_assert_true(mail_source_is(text));
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(no); i++) {
		g_autoptr(GString) text = g_string_new(no[i]);

		g_assert_false(mail_source_is(text));
	}
}

static void
test_a_document_has_both_ends(void)
{
	static const struct {
		const char *text;
		bool is_document;
	} rows[] = {
		{ "<html><p>a</p></html>", true },
		{ "\n<!doctype html>\n<HTML>a</HTML>\n\n", true },
		{ "<html><p>a</p></html>\n-- \nAnn", false },
		{ "My page:\n<html>a</html>", false },
		{ "<p>a</p></html>", false },
		{ "<html>", false },
		{ "", false },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GString) text = g_string_new(rows[i].text);

		g_assert_true(
		    mail_source_is_document(text) == rows[i].is_document);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/source/told", test_source_is_told_from_words);
	g_test_add_func("/mail/source/document", test_a_document_has_both_ends);
	return g_test_run();
}
