#include "mail/mime/calendar.h"

#include "mail/line.h"

#include <stdbool.h>
#include <string.h>

/* Escaped as in RFC 5545 3.3.11. */
static void
append_value(GString *out, const char *value, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char c = value[i];

		if (c == '\\' && i + 1 < length) {
			c = value[++i];
			if (c == 'n' || c == 'N')
				c = '\n';
		}
		g_string_append_c(out, c);
	}
}

/* "SUMMARY;LANGUAGE=en:Words": the words. (borrowed, NULL for other fields) */
static const char *
value_of(const GString *line, const char *name)
{
	size_t length = strlen(name);
	bool is_quoted = false;

	if (g_ascii_strncasecmp(line->str, name, length) != 0 ||
	    !strchr(";:", line->str[length]))
		return NULL;
	for (const char *c = line->str + length; *c; c++) {
		is_quoted ^= *c == '"';
		if (*c == ':' && !is_quoted)
			return c + 1;
	}
	return NULL;
}

static void
take_line(GString *line, GString **fields, const char *const *names)
{
	for (size_t i = 0; names[i]; i++) {
		const char *value = value_of(line, names[i]);

		if (value && !fields[i]->len)
			append_value(fields[i], value,
			    line->len - (size_t)(value - line->str));
	}
	g_string_truncate(line, 0);
}

GString *
mail_calendar_text(const GString *calendar)
{
	static const char *const names[] = { "SUMMARY", "LOCATION",
		"DESCRIPTION", NULL };
	GString *fields[] = { g_string_new(NULL), g_string_new(NULL),
		g_string_new(NULL) };
	GString *out = g_string_new(NULL);
	g_autoptr(GString) unfolded = g_string_new(NULL);
	const char *position = calendar->str;
	MailLine line;

	while (
	    mail_line_next(&position, calendar->str + calendar->len, &line)) {
		bool is_folded =
		    line.length && (*line.start == ' ' || *line.start == '\t');

		if (!is_folded)
			take_line(unfolded, fields, names);
		g_string_append_len(unfolded, line.start + is_folded,
		    (gssize)(line.length - is_folded));
	}
	take_line(unfolded, fields, names);
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (fields[i]->len && out->len)
			g_string_append_c(out, '\n');
		g_string_append_len(
		    out, fields[i]->str, (gssize)fields[i]->len);
		g_string_free(fields[i], TRUE);
	}
	return out;
}
