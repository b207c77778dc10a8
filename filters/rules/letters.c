#include "filters/rules/letters.h"

#include "core/error.h"

#include <string.h>

enum { KIND, LANGUAGE, HOURS, SUBJECT, BODY, FIELDS };

static bool
is_kind(const char *kind)
{
	return g_ascii_islower(*kind) &&
	       kind[strspn(kind, "abcdefghijklmnopqrstuvwxyz-")] == '\0';
}

/* Returns: (nullable): what is wrong with a line. */
static const char *
fault_of(const char *line, char **fields, char **kinds)
{
	if (!g_utf8_validate(line, -1, NULL))
		return "not UTF-8";
	if (g_strv_length(fields) != FIELDS)
		return "not five fields parted by tabs";
	if (g_strv_length(kinds) < 1 || g_strv_length(kinds) > 2)
		return "not one kind or two";
	for (; *kinds; kinds++)
		if (!is_kind(*kinds))
			return "a kind is not of a-z and '-'";
	if (strlen(fields[LANGUAGE]) != 2 || !is_kind(fields[LANGUAGE]))
		return "a language is not two letters";
	if (strcmp(fields[HOURS], "yes") != 0 &&
	    strcmp(fields[HOURS], "no") != 0)
		return "whether hours count is not 'yes' or 'no'";
	for (const char *p = strchr(fields[BODY], '\\'); p; p = strchr(p, '\\'))
		if (*++p != 'n')
			return "a '\\' without an 'n'";
	return NULL;
}

static const char *
read_letter(const char *line, FilterLetterFound found, void *data)
{
	g_auto(GStrv) fields = g_strsplit(line, "\t", -1);
	g_auto(GStrv) kinds = g_strsplit(*fields ? *fields : "", ",", -1);
	const char *fault = fault_of(line, fields, kinds);

	if (fault)
		return fault;
	g_auto(GStrv) lines = g_strsplit(fields[BODY], "\\n", -1);
	g_autofree char *body = g_strjoinv("\n", lines);
	FilterLetter letter = { kinds[0], fields[LANGUAGE], fields[SUBJECT],
		body };
	found(&letter, data);
	return NULL;
}

static bool
fail(const char *path, unsigned line, const char *fault, GError **error)
{
	g_set_error(
	    error, CORE_ERROR, CORE_ERROR_DATA, "%s:%u: %s", path, line, fault);
	return false;
}

bool
filter_letters_read(
    const char *path, FilterLetterFound found, void *data, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) cause = NULL;
	size_t length;
	unsigned line = 0;

	if (!g_file_get_contents(path, &text, &length, &cause)) {
		g_set_error_literal(
		    error, CORE_ERROR, CORE_ERROR_IO, cause->message);
		return false;
	}
	for (char *at = text, *end = text + length; at < end; line++) {
		char *next = memchr(at, '\n', (size_t)(end - at));
		const char *fault;

		next = next ? next : end;
		*next = '\0';
		fault = strlen(at) == (size_t)(next - at)
		            ? read_letter(at, found, data)
		            : "a byte is zero";
		if (fault)
			return fail(path, line + 1, fault, error);
		at = next + 1;
	}
	return line > 0 || fail(path, 1, "no letter", error);
}
