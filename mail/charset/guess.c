#include "mail/charset/guess.h"

#include "core/text.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#define BYTES_MAX 20000 /* that are looked at */
#define CYRILLIC_MIN 6
#define FOREIGN_MIN 24 /* bytes, against the name */
#define SURE_MIN 3     /* characters of three bytes */

#define DISTINCT_MIN 4 /* a line drawn of one sign is no language */

/* Pairs, and how many of them begin where one language has most signs. */
typedef struct {
	size_t pairs, kana, hangul, hanzi, common_big5, shifted_kana;
	size_t n_distinct;
	uint16_t distinct[DISTINCT_MIN];
	bool is_euc, is_big5, is_shifted; /* no byte speaks against it */
} Pairs;

bool
mail_guess_is_utf8(const char *bytes, size_t length)
{
	size_t good = 0, bad = 0;

	for (size_t i = 0; i < length;) {
		gunichar one;

		i += core_text_ascii(bytes + i, length - i);
		if (i == length)
			break;
		one = g_utf8_get_char_validated(
		    bytes + i, (gssize)MIN(length - i, 4));
		if (one == (gunichar)-1 || one == (gunichar)-2) {
			bad++;
			i++;
			continue;
		}
		good++;
		i += g_utf8_skip[(unsigned char)bytes[i]];
	}
	return good >= bad;
}

bool
mail_guess_is_surely_utf8(const char *bytes, size_t length)
{
	size_t wide = 0;

	for (size_t i = 0; i < length && wide < SURE_MIN; i++)
		wide += (bytes[i] & 0xF0) == 0xE0;
	return wide == SURE_MIN && g_utf8_validate_len(bytes, length, NULL);
}

static bool
between(unsigned char byte, unsigned char low, unsigned char high)
{
	return byte >= low && byte <= high;
}

static void
note_distinct(Pairs *self, unsigned char first, unsigned char second)
{
	uint16_t pair = (uint16_t)(first << 8 | second);

	for (size_t i = 0; i < self->n_distinct; i++)
		if (self->distinct[i] == pair)
			return;
	if (self->n_distinct < DISTINCT_MIN)
		self->distinct[self->n_distinct++] = pair;
}

/* EUC, which GB 2312 and KS X 1001 are written in, too, and Big5. */
static void
count_pairs(const unsigned char *bytes, size_t length, Pairs *pairs)
{
	pairs->is_euc = pairs->is_big5 = true;
	for (size_t i = 0; i + 1 < length; i++) {
		unsigned char first = bytes[i], second = bytes[i + 1];

		if (first < 0x80)
			continue;
		i++;
		pairs->pairs++;
		note_distinct(pairs, first, second);
		pairs->is_euc &=
		    between(first, 0xA1, 0xFE) && between(second, 0xA1, 0xFE);
		pairs->is_big5 &= between(first, 0xA1, 0xF9) &&
		                  (between(second, 0x40, 0x7E) ||
		                      between(second, 0xA1, 0xFE));
		pairs->kana += between(first, 0xA4, 0xA5);
		pairs->hangul += between(first, 0xB0, 0xC8);
		pairs->hanzi += between(first, 0xB0, 0xF7);
		pairs->common_big5 += between(first, 0xA4, 0xC6);
	}
}

static void
count_shifted(const unsigned char *bytes, size_t length, Pairs *pairs)
{
	pairs->is_shifted = true;
	for (size_t i = 0; i + 1 < length; i++) {
		unsigned char first = bytes[i], second = bytes[i + 1];

		if (first < 0x80 || between(first, 0xA1, 0xDF))
			continue; /* half a width: one byte */
		i++;
		pairs->is_shifted &= (between(first, 0x81, 0x9F) ||
		                         between(first, 0xE0, 0xFC)) &&
		                     second >= 0x40 && second != 0x7F &&
		                     second <= 0xFC;
		pairs->shifted_kana += between(first, 0x82, 0x83);
	}
}

static const char *
guess_pairs(const char *bytes, size_t length)
{
	Pairs pairs = { .pairs = 0 };

	count_pairs((const unsigned char *)bytes, length, &pairs);
	count_shifted((const unsigned char *)bytes, length, &pairs);
	if (pairs.n_distinct < DISTINCT_MIN)
		return NULL;
	if (pairs.is_euc && pairs.kana * 4 >= pairs.pairs)
		return "EUC-JP";
	/* nearly all Korean is in the rows that Chinese begins with */
	if (pairs.is_euc && pairs.hangul * 5 >= pairs.pairs * 4 &&
	    (pairs.hanzi - pairs.hangul) * 20 <= pairs.hangul)
		return "CP949";
	if (pairs.is_euc && pairs.hanzi * 2 >= pairs.pairs)
		return "GB18030";
	if (pairs.is_shifted && pairs.shifted_kana * 4 >= pairs.pairs)
		return "CP932";
	if (pairs.is_big5 && pairs.common_big5 * 5 >= pairs.pairs * 4)
		return "BIG5-HKSCS";
	return NULL;
}

static bool
is_high_letter(const char *bytes, size_t length, size_t i)
{
	return i < length && (unsigned char)bytes[i] >= 0xC0;
}

/* In Western words a letter beyond ASCII stands beside ASCII; Russian ones have
 * none, and their small letters, which most are, lie apart in two charsets. */
static const char *
guess_cyrillic(const char *bytes, size_t length)
{
	size_t mixed = 0, inside = 0, low = 0, high = 0;

	for (size_t i = 0; i < length; i++) {
		if (!is_high_letter(bytes, length, i))
			continue;
		bool is_low = (unsigned char)bytes[i] < 0xE0;
		low += is_low;
		high += !is_low;
		mixed += (i > 0 && g_ascii_isalpha(bytes[i - 1])) ||
		         (i + 1 < length && g_ascii_isalpha(bytes[i + 1]));
		inside += i > 0 && is_high_letter(bytes, length, i - 1) &&
		          is_high_letter(bytes, length, i + 1);
	}
	if (low + high < CYRILLIC_MIN || mixed * 10 > low + high ||
	    inside * 5 < (low + high) * 2)
		return NULL;
	return low > high ? "KOI8-R" : "WINDOWS-1251";
}

/* What says by escapes what it is. */
static const char *
guess_escaped(const char *bytes, size_t length)
{
	if (g_strstr_len(bytes, (gssize)length, "\033$B") ||
	    g_strstr_len(bytes, (gssize)length, "\033$@"))
		return "ISO-2022-JP";
	return g_strstr_len(bytes, (gssize)length, "\033$)C") ? "ISO-2022-KR"
	                                                      : NULL;
}

bool
mail_guess_is_foreign(const char *bytes, size_t length)
{
	static const char *const sure[] = { "EUC-JP", "CP949", "GB18030" };
	const char *charset = mail_guess_charset(bytes, length);
	size_t high = 0;

	for (size_t i = 0; i < length; i++)
		high += (bytes[i] & 0x80) != 0;
	if (high < FOREIGN_MIN)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(sure); i++)
		if (strcmp(charset, sure[i]) == 0)
			return true;
	return false;
}

const char *
mail_guess_charset(const char *bytes, size_t length)
{
	const char *charset = NULL;

	if (memchr(bytes, '\033', length) &&
	    (charset = guess_escaped(bytes, length)))
		return charset;
	if (mail_guess_is_utf8(bytes, length))
		return "UTF-8";
	length = MIN(length, BYTES_MAX);
	charset = guess_pairs(bytes, length);
	if (!charset)
		charset = guess_cyrillic(bytes, length);
	return charset ? charset : "WINDOWS-1252";
}
