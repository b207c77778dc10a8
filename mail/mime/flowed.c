#include "mail/mime/flowed.h"

#include <string.h>

static size_t
quote_depth(const char *line, size_t length)
{
	size_t depth = 0;

	while (depth < length && line[depth] == '>')
		depth++;
	return depth;
}

static void
begin_line(GString *out, size_t depth)
{
	if (out->len)
		g_string_append_c(out, '\n');
	for (size_t i = 0; i < depth; i++)
		g_string_append_c(out, '>');
	if (depth)
		g_string_append_c(out, ' ');
}

GString *
mail_flowed_join(const GString *text, bool delsp)
{
	GString *out = g_string_sized_new(text->len + 1);
	const char *at = text->str, *end = text->str + text->len;
	bool is_open = false; /* the line before ends softly */
	size_t open_depth = 0;

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		const char *next = stop ? stop + 1 : end;
		stop = stop ? stop : end;
		if (stop > at && stop[-1] == '\r')
			stop--;
		size_t depth = quote_depth(at, (size_t)(stop - at));
		const char *words = at + depth;
		if (words < stop && *words == ' ')
			words++; /* stuffed */
		bool is_mark = stop - words == 3 && !memcmp(words, "-- ", 3);

		if (!is_open || depth != open_depth || is_mark)
			begin_line(out, depth);
		is_open = stop > words && stop[-1] == ' ' && !is_mark;
		open_depth = depth;
		g_string_append_len(
		    out, words, stop - words - (is_open && delsp));
		at = next;
	}
	g_string_append_c(out, '\n');
	return out;
}
