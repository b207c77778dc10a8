#include "core/text.h"

#include <stdint.h>
#include <string.h>

#define REPLACEMENT 0xFFFD
#define BLOCK_BYTES 32

static bool
is_format_control(gunichar c)
{
	return c == 0x061C || c == 0x200B || (c >= 0x200E && c <= 0x200F) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/* Of a character that is no part of text at all. */
static bool
is_banned(gunichar c)
{
	if (c < 0xA0)
		return c < 0x20 ? c != '\n' && c != '\t' : c >= 0x7F;
	return is_format_control(c);
}

static bool
is_tail(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Of a character of three bytes that UTF-8 has: these hold all that are banned
 * beyond U+061C. */
static bool
is_banned_triple(unsigned char c, unsigned char second, unsigned char third)
{
	if (c != 0xE2 && c != 0xEF)
		return false;
	return is_format_control((gunichar)(c & 0x0F) << 12 |
	                         (gunichar)(second & 0x3F) << 6 |
	                         (gunichar)(third & 0x3F));
}

/* RFC 3629 4: what may follow @c as its first tail. */
static bool
is_second(unsigned char c, unsigned char second)
{
	if (c == 0xE0)
		return second >= 0xA0 && second <= 0xBF;
	if (c == 0xF0)
		return second >= 0x90 && second <= 0xBF;
	return second >= 0x80 && second <= (c == 0xED      ? 0x9F
	                                       : c == 0xF4 ? 0x8F
	                                                   : 0xBF);
}

/* Returns: the length of the character that @bytes begin with, if it is valid
 * and not banned; else 0. */
static size_t
good_char(const char *bytes, size_t length)
{
	unsigned char c = (unsigned char)bytes[0];

	if (c < 0x7F)
		return c >= 0x20 || c == '\n' || c == '\t' ? 1 : 0;
	if (c < 0xC2 || c > 0xF4 || length < 2)
		return 0;
	unsigned char second = (unsigned char)bytes[1];
	if (!is_second(c, second))
		return 0;
	if (c <= 0xDF)
		return (c == 0xC2 && second < 0xA0) ||
		               (c == 0xD8 && second == 0x9C)
		           ? 0
		           : 2;
	if (length < 3 || !is_tail(bytes[2]))
		return 0;
	if (c <= 0xEF)
		return is_banned_triple(c, second, (unsigned char)bytes[2]) ? 0
		                                                            : 3;
	return length >= 4 && is_tail(bytes[3]) ? 4 : 0;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Whether eight bytes are printable ASCII: none has its high bit set, is below
 * ' ' or is DEL. */
static bool
are_printable(const char *bytes)
{
	uint64_t all, del;

	memcpy(&all, bytes, sizeof all);
	del = all ^ EACH(0x7F);
	return ((all | ((all - EACH(0x20)) & ~all) | ((del - EACH(1)) & ~del)) &
	           EACH(0x80)) == 0;
}

/* Whether a block is printable ASCII, line feeds and tabs. Without branches, so
 * that the compiler makes vectors of it. */
static bool
is_plain_block(const char *bytes)
{
	unsigned char bad = 0;

	for (size_t i = 0; i < BLOCK_BYTES; i++) {
		unsigned char c = (unsigned char)bytes[i];

		bad |= ((unsigned char)(c - ' ') >= 0x7F - ' ') & (c != '\n') &
		       (c != '\t');
	}
	return !bad;
}

static size_t
plain_run(const char *bytes, size_t length)
{
	size_t i = 0;

	while (length - i >= BLOCK_BYTES && is_plain_block(bytes + i))
		i += BLOCK_BYTES;
	return i;
}

static size_t
good_run(const char *bytes, size_t length)
{
	size_t i = 0, retry = 0, n;

	do {
		if (i >= retry) {
			i += plain_run(bytes + i, length - i);
			/* a block that is not plain is passed by the byte */
			retry = i + BLOCK_BYTES;
		}
		while (length - i >= 8 && are_printable(bytes + i))
			i += 8;
		n = i < length ? good_char(bytes + i, length - i) : 0;
		i += n;
	} while (n > 0);
	return i;
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
		size_t run = good_run(
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

bool
core_text_is_clean(const char *text, size_t length)
{
	return good_run(text, length) == length;
}

bool
core_text_is_plain(const char *bytes, size_t length)
{
	size_t i = 0;

	do {
		i += plain_run(bytes + i, length - i);
		while (length - i >= 8 && are_printable(bytes + i))
			i += 8;
	} while (i < length &&
	         ((bytes[i] >= ' ' && bytes[i] < 0x7F) || bytes[i] == '\n' ||
	             bytes[i] == '\r' || bytes[i] == '\t') &&
	         ++i);
	return i == length;
}

size_t
core_text_ascii(const char *bytes, size_t length)
{
	uint64_t eight;
	size_t i = 0;

	for (; length - i >= sizeof eight; i += sizeof eight) {
		memcpy(&eight, bytes + i, sizeof eight);
		if (eight & EACH(0x80))
			break;
	}
	while (i < length && !(bytes[i] & 0x80))
		i++;
	return i;
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
