#include "mail/mime/source.h"

#include <string.h>

/* Behind blanks, a byte order mark and comments. */
static const char *
first_tag(const GString *text)
{
	const char *at = text->str;

	if (g_str_has_prefix(at, "\xef\xbb\xbf"))
		at += 3;
	for (;;) {
		at += strspn(at, " \t\r\n");
		const char *close =
		    g_str_has_prefix(at, "<!--") ? strstr(at, "-->") : NULL;
		if (!close)
			return at;
		at = close + 3;
	}
}

/* Whether @at begins with @tag and no longer name. */
static bool
is_tag(const char *at, const char *tag)
{
	size_t length = strlen(tag);

	return g_ascii_strncasecmp(at, tag, length) == 0 && at[length] &&
	       strchr(" \t\r\n>", at[length]);
}

/* "&uuml;" or "&#252;" at @at: signs such as "&amp;" are none. */
static bool
is_letter(const char *at)
{
	static const char *const marks[] = { "uml;", "acute;", "grave;",
		"circ;", "tilde;", "cedil;", "ring;", "slash;" };

	if (at[1] == '#') {
		size_t digits = strspn(at + 2, "0123456789");

		return digits == 3 && at[2] < '3' && at[2 + digits] == ';';
	}
	for (size_t i = 0; g_ascii_isalpha(at[1]) && i < G_N_ELEMENTS(marks);
	     i++)
		if (g_str_has_prefix(at + 2, marks[i]))
			return true;
	return g_str_has_prefix(at + 1, "szlig;");
}

bool
mail_source_is(const GString *text)
{
	static const char *const tags[] = { "<!doctype", "<html", "<head",
		"<body", "<meta", "<style", "<div", "<p", "<table", "<span",
		"<center", "<font", "<br", "<h1", "<h2", "<h3" };
	const char *start = first_tag(text);

	for (size_t i = 0; *start == '<' && i < G_N_ELEMENTS(tags); i++)
		if (is_tag(start, tags[i]))
			return true;
	for (const char *at = start; (at = strchr(at, '&')); at++)
		if (is_letter(at))
			return true;
	return false;
}

bool
mail_source_is_document(const GString *text)
{
	const char *start = first_tag(text);
	size_t length = text->len;

	if (!is_tag(start, "<!doctype") && !is_tag(start, "<html"))
		return false;
	while (length && g_ascii_isspace(text->str[length - 1]))
		length--;
	size_t end = strlen("</html>");
	return length > end && g_ascii_strncasecmp(text->str + length - end,
	                           "</html>", end) == 0;
}
