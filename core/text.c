#include "core/text.h"

#include "core/text-run.h"

#include <stdint.h>
#include <string.h>

#define REPLACEMENT 0xFFFD

/* Of a character that is no part of text at all. */
static bool
is_banned(gunichar c)
{
	if (c < 0xA0)
		return c < 0x20 ? c != '\n' && c != '\t' : c >= 0x7F;
	return core_text_run_is_control(c);
}

/* Takes the next character off @bytes. Returns: its length; *ret_char is 0 for
 * one to leave out, and *changed tells of that and of a mended byte. */
static size_t
next_char(const char *bytes, size_t length, bool *changed, gunichar *ret_char)
{
	gunichar c = (unsigned char)*bytes < 0x80
	                 ? (gunichar)*bytes
	                 : g_utf8_get_char_validated(bytes, (gssize)length);
	if (c == (gunichar)-1 || c == (gunichar)-2) {
		*changed = true;
		*ret_char = REPLACEMENT;
		return 1;
	}
	*ret_char = c;
	if (is_banned(c)) {
		*changed = true;
		*ret_char = 0;
	}
	return (size_t)g_utf8_skip[(unsigned char)*bytes];
}

const char *
core_text_next(const char *text)
{
	return text + g_utf8_skip[(unsigned char)*text];
}

/* g_string_append_len(), which takes longer than most runs are worth. */
static void
append_run(GString *out, const char *bytes, size_t length)
{
	size_t before = out->len;

	g_string_set_size(out, before + length);
	memcpy(out->str + before, bytes, length);
}

char *
core_text_clean(
    const char *bytes, size_t length, size_t max_bytes, bool *ret_changed)
{
	GString *clean = g_string_sized_new(MIN(length, max_bytes) + 1);
	bool changed = false;
	size_t i = 0;

	while (i < length && clean->len < max_bytes) {
		size_t run = core_text_run_clean(
		    bytes + i, MIN(length - i, max_bytes - clean->len));
		if (run > 0) {
			append_run(clean, bytes + i, run);
			i += run;
			continue;
		}
		if (bytes[i] == '\r') {
			g_string_append_c(clean, '\n');
			i += i + 1 < length && bytes[i + 1] == '\n' ? 2 : 1;
			continue;
		}
		gunichar c;
		char utf8[6];
		i += next_char(bytes + i, length - i, &changed, &c);
		if (c == 0)
			continue;
		size_t n = (size_t)g_unichar_to_utf8(c, utf8);
		if (n > max_bytes - clean->len)
			break;
		g_string_append_len(clean, utf8, (gssize)n);
	}
	if (ret_changed)
		*ret_changed = changed;
	return g_string_free(clean, FALSE);
}

static bool
is_apostrophe(gunichar c)
{
	return c == '\'' || c == 0x2019;
}

static bool
is_word_char(gunichar c)
{
	if (c < 0x80)
		return g_ascii_isalnum((char)c);
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* Returns: behind the last character of the word that begins at @start. */
static const char *
end_of_word(const char *start)
{
	const char *p = start;

	for (;;) {
		while (g_ascii_isalnum(*p))
			p++;
		gunichar c = g_utf8_get_char(p);
		const char *next = core_text_next(p);

		if (!is_word_char(c) &&
		    !(is_apostrophe(c) && is_word_char(g_utf8_get_char(next))))
			return p;
		p = next;
	}
}

void
core_text_foreach_word(const char *text, CoreTextWord word, void *data)
{
	const char *p = text;

	while (*p) {
		if (!g_ascii_isalnum(*p) && !is_word_char(g_utf8_get_char(p))) {
			p = core_text_next(p);
			continue;
		}
		const char *end = end_of_word(p);
		word(p, (size_t)(end - p), data);
		p = end;
	}
}

/* RFC 5321 4.1.2 Dot-string. */
static bool
is_dot_string(const char *local, size_t length)
{
	bool dot = true;

	if (length < 1 || length > 64)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (local[i] == '.'
		        ? dot
		        : !g_ascii_isalnum(local[i]) &&
		              !strchr("!#$%&'*+-/=?^_`{|}~", local[i]))
			return false;
		dot = local[i] == '.';
	}
	return !dot;
}

static bool
is_domain(const char *domain)
{
	g_auto(GStrv) labels = g_strsplit(domain, ".", -1);

	for (char **label = labels; *label; label++) {
		size_t length = strlen(*label);

		if (length < 1 || length > 63 || (*label)[0] == '-' ||
		    (*label)[length - 1] == '-')
			return false;
		for (size_t i = 0; i < length; i++)
			if (!g_ascii_isalnum((*label)[i]) && (*label)[i] != '-')
				return false;
	}
	return labels[0] != NULL;
}

bool
core_address_is_plain(const char *address)
{
	const char *at = strchr(address, '@');

	return at && strlen(address) <= 254 &&
	       is_dot_string(address, (size_t)(at - address)) &&
	       is_domain(at + 1);
}

char *
core_address_domain(const char *address)
{
	const char *at = strrchr(address, '@');

	return at ? g_utf8_strdown(at + 1, -1) : g_strdup("");
}
