#include "core/text.h"

#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"
#define BLOCK_BYTES 16

/* The bytes of @text, up to @most, that are ASCII and no blanks. */
static size_t
ascii_run(const char *text, size_t most)
{
	size_t n = 0;

	while (n < most && text[n] > ' ' && text[n] < 0x7f)
		n++;
	return n;
}

/* Appends @text, which is clean, on one line. */
static void
append_line(GString *line, const char *text, size_t max_bytes)
{
	bool blank = false;

	for (const char *p = text; *p;) {
		bool joined = blank && line->len > 0;
		size_t room = max_bytes - line->len;
		size_t n = ascii_run(p, room - (joined && room));

		if (n == 0) {
			n = (size_t)(core_text_next(p) - p);
			if (g_unichar_isspace(g_utf8_get_char(p))) {
				blank = true;
				p += n;
				continue;
			}
		}
		if (line->len + n + (joined ? 1 : 0) > max_bytes)
			break;
		if (joined)
			g_string_append_c(line, ' ');
		g_string_append_len(line, p, (gssize)n);
		blank = false;
		p += n;
	}
}

/* How many of @bytes, which are plain, are words with one blank between each
 * two: by blocks, and without a blank at the end. */
static size_t
single_run(const char *bytes, size_t length)
{
	size_t n = 0;
	unsigned char bad = 0;

	for (; length - n > BLOCK_BYTES; n += BLOCK_BYTES) {
		for (size_t i = n; i < n + BLOCK_BYTES; i++)
			bad |= (bytes[i] < ' ') |
			       ((bytes[i] == ' ') & (bytes[i + 1] <= ' '));
		if (bad)
			break;
	}
	return n && bytes[n - 1] == ' ' ? n - 1 : n;
}

void
core_text_squeeze(char *line, size_t length)
{
	char *end = line;

	for (size_t i = 0; i < length;) {
		while (i < length && line[i] <= ' ')
			i++;
		if (end > line && i < length)
			*end++ = ' ';
		size_t run = single_run(line + i, length - i);
		if (end < line + i)
			memmove(end, line + i, run);
		end += run;
		i += run;
		while (i < length && line[i] > ' ')
			*end++ = line[i++];
	}
	*end = '\0';
}

char *
core_text_line(const char *bytes, size_t length, size_t max_bytes)
{
	if (length <= max_bytes && core_text_is_plain(bytes, length)) {
		char *plain = g_strndup(bytes, length);

		core_text_squeeze(plain, length);
		return plain;
	}
	GString *line = g_string_sized_new(MIN(length, max_bytes) + 1);
	g_autofree char *clean =
	    core_text_clean(bytes, length, G_MAXSSIZE, NULL);

	append_line(line, clean, max_bytes);
	return g_string_free(line, FALSE);
}

char *
core_text_shorten(const char *text, size_t max_chars)
{
	const char *cut = text, *word_end = NULL;

	for (size_t i = 0; i < max_chars && *cut; i++) {
		if (i >= max_chars - max_chars / 3 &&
		    g_unichar_isspace(g_utf8_get_char(cut)))
			word_end = cut;
		cut = core_text_next(cut);
	}
	if (!*cut)
		return g_strdup(text);
	if (word_end && !g_unichar_isspace(g_utf8_get_char(cut)))
		cut = word_end;
	g_autofree char *kept = g_strndup(text, (size_t)(cut - text));
	return g_strconcat(g_strchomp(kept), ELLIPSIS, NULL);
}
