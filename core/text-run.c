#include "core/text-run.h"

#include "core/text.h"

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define HIGH_BITS UINT64_C(0x8080808080808080)

bool
core_text_run_is_control(gunichar c)
{
	return c == 0x061C || c == 0x200B || (c >= 0x200E && c <= 0x200F) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static bool
is_plain(char c)
{
	return (c >= ' ' && c < 0x7F) || c == '\n' || c == '\t';
}

#ifdef __SSE2__
/* Returns: a bit for each byte of a block that is not plain. */
static unsigned
not_plain(const char *bytes)
{
	__m128i block = _mm_loadu_si128((const __m128i *)(const void *)bytes);
	/* as signed numbers: what is beyond ASCII is below all of it */
	__m128i plain = _mm_or_si128(
	    _mm_or_si128(_mm_cmpgt_epi8(block, _mm_set1_epi8(' ' - 1)),
	        _mm_cmpeq_epi8(block, _mm_set1_epi8('\n'))),
	    _mm_cmpeq_epi8(block, _mm_set1_epi8('\t')));
	__m128i del = _mm_cmpeq_epi8(block, _mm_set1_epi8(0x7F));

	return 0xFFFFU ^
	       (unsigned)_mm_movemask_epi8(_mm_andnot_si128(del, plain));
}
#endif

size_t
core_text_run_plain(const char *bytes, size_t length)
{
	size_t i = 0;

#ifdef __SSE2__
	for (; length - i >= sizeof(__m128i); i += sizeof(__m128i)) {
		unsigned bits = not_plain(bytes + i);

		if (bits)
			return i + (size_t)__builtin_ctz(bits);
	}
#endif
	while (i < length && is_plain(bytes[i]))
		i++;
	return i;
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
	return core_text_run_is_control((gunichar)(c & 0x0F) << 12 |
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

size_t
core_text_run_clean(const char *bytes, size_t length)
{
	size_t i = 0, n;

	do {
		i += core_text_run_plain(bytes + i, length - i);
		/* where one is beyond ASCII, the next often is */
		do {
			n = i < length ? good_char(bytes + i, length - i) : 0;
			i += n;
		} while (n > 1);
	} while (n > 0);
	return i;
}

bool
core_text_is_clean(const char *text, size_t length)
{
	return core_text_run_clean(text, length) == length;
}

bool
core_text_is_plain(const char *bytes, size_t length)
{
	size_t i = 0;

	do
		i += core_text_run_plain(bytes + i, length - i);
	while (i < length && bytes[i] == '\r' && ++i);
	return i == length;
}

size_t
core_text_ascii(const char *bytes, size_t length)
{
	uint64_t eight;
	size_t i = 0;

	for (; length - i >= sizeof eight; i += sizeof eight) {
		memcpy(&eight, bytes + i, sizeof eight);
		if (eight & HIGH_BITS)
			break;
	}
	while (i < length && !(bytes[i] & 0x80))
		i++;
	return i;
}
