#include "mail/charset/single.h"

#include "core/text.h"
#include "mail/charset/singles.h"

#include <stdlib.h>
#include <string.h>

#define ASCII 128
#define REPLACEMENT 0xFFFD
#define PIECE 256 /* characters */

static int
compare(const void *charset, const void *row)
{
	return strcmp(charset, ((const MailSinglesName *)row)->name);
}

/* Returns: what each byte means in @charset, or NULL. */
static const uint16_t *
table_of(const char *charset)
{
	const MailSinglesName *row = bsearch(charset, mail_singles_names,
	    mail_singles_count, sizeof *row, compare);

	return row ? mail_singles_tables[row->table] : NULL;
}

bool
mail_single_is(const char *charset)
{
	return table_of(charset) != NULL;
}

static bool
has_ascii(const uint16_t *table)
{
	size_t i = 0;

	while (i < ASCII && table[i] == i)
		i++;
	return i == ASCII;
}

bool
mail_single_has_ascii(const char *charset)
{
	const uint16_t *table = table_of(charset);

	return table && has_ascii(table);
}

/* Decodes as many of @bytes as fit into @piece. Returns: behind the last byte
 * written. */
static char *
decode_some(const char *bytes, size_t length, const uint16_t *table,
    char *piece, size_t *bad)
{
	for (size_t i = 0; i < length; i++) {
		gunichar c = table[(unsigned char)bytes[i]];

		*bad += c == MAIL_SINGLES_NONE;
		piece += g_unichar_to_utf8(
		    c == MAIL_SINGLES_NONE ? REPLACEMENT : c, piece);
	}
	return piece;
}

GString *
mail_single_decode(
    const char *bytes, size_t length, const char *charset, size_t *ret_bad)
{
	const uint16_t *table = table_of(charset);
	GString *text = g_string_sized_new(length + length / 4 + 16);
	bool skips = table && has_ascii(table);
	size_t bad = 0;

	g_assert(table);
	for (size_t i = 0; i < length;) {
		size_t ascii =
		    skips ? core_text_ascii(bytes + i, length - i) : 0;
		char piece[3 * PIECE], *end;
		size_t n = 0;

		g_string_append_len(text, bytes + i, (gssize)ascii);
		i += ascii;
		while (i + n < length && n < PIECE &&
		       !(skips && !(bytes[i + n] & 0x80)))
			n++;
		end = decode_some(bytes + i, n, table, piece, &bad);
		g_string_append_len(text, piece, end - piece);
		i += n;
	}
	*ret_bad = bad;
	return text;
}
