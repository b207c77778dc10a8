#include "mail/html/mark.h"

#define WORTH_BYTES (2 * MAIL_MARK_BYTES)
#define MARKS 0xFFF0 /* the last two of a plane are no characters */

/* Bytes that are always taken as they are: controls are not, nor are some of
 * the characters that begin with 0xC2 or 0xEF. Those beyond 0xEE are too rare.
 */
static const bool ordinary[256] = {
	['\t'] = true,
	['\n'] = true,
	['\f'] = true,
	[' ' ... '%'] = true,
	['\'' ... '~'] = true,
	[0x80 ... 0xbf] = true,
	[0xc3 ... 0xee] = true,
};

/* How long the character at @at is, if it is none of those. */
static size_t
uncertain_length(const char *at, const char *end)
{
	unsigned char first = (unsigned char)at[0], second;

	if (end - at < 3)
		return 0;
	second = (unsigned char)at[1];
	if (first == 0xc2)
		return second >= 0xa0 ? 2 : 0;
	return first == 0xef && second != 0xb7 && second != 0xbb &&
	               (second != 0xbf || (unsigned char)at[2] < 0xbe)
	           ? 3
	           : 0;
}

size_t
mail_mark_span(const char *at, const char *end)
{
	const char *start = at;

	while (true) {
		while (at < end && ordinary[(unsigned char)*at])
			at++;
		size_t length = at < end ? uncertain_length(at, end) : 0;
		if (!length)
			return (size_t)(at - start);
		at += length;
	}
}

bool
mail_mark_put(MailCopy *self, const MailSpan *words)
{
	unsigned number = self->words->len;
	const char mark[MAIL_MARK_BYTES] = { MAIL_MARK_LEAD,
		(char)(0xb0 | number >> 12),
		(char)(0x80 | (number >> 6 & 0x3f)),
		(char)(0x80 | (number & 0x3f)) };

	if (words->length < WORTH_BYTES || number >= MARKS)
		return false;
	g_array_append_val(self->words, *words);
	g_string_append_len(self->out, mark, sizeof mark);
	return true;
}

unsigned
mail_mark_number(const char *mark)
{
	return (mark[1] & 0x0fU) << 12 | (mark[2] & 0x3fU) << 6 |
	       (mark[3] & 0x3fU);
}
