#include "mail/charset/jis.h"

#include <stdbool.h>
#include <string.h>

typedef enum { ASCII, KATAKANA, TWO_BYTES, UNKNOWN } Set;

static const struct {
	const char *escape;
	Set set;
} escapes[] = {
	{ "\033(B", ASCII },
	{ "\033(J", ASCII },
	{ "\033(I", KATAKANA },
	{ "\033$@", TWO_BYTES },
	{ "\033$B", TWO_BYTES },
	{ "\033$(B", TWO_BYTES },
	{ "\033$(D", UNKNOWN },
};

static bool
take_escape(const char **at, const char *end, Set *set)
{
	for (size_t i = 0; i < G_N_ELEMENTS(escapes); i++) {
		size_t length = strlen(escapes[i].escape);

		if ((size_t)(end - *at) < length ||
		    memcmp(*at, escapes[i].escape, length) != 0)
			continue;
		*at += length;
		*set = escapes[i].set;
		return true;
	}
	return false;
}

static bool
is_graphic(char byte)
{
	return byte > 0x20 && byte < 0x7F;
}

/* Row and column of JIS X 0208, 1 to 94, folded into two bytes. */
static void
append_pair(GString *out, int row, int column)
{
	int first = (row - 1) / 2 + (row <= 62 ? 0x81 : 0xC1);
	int second = row % 2 == 0 ? column + 0x9E
	                          : column + (column <= 63 ? 0x3F : 0x40);

	g_string_append_c(out, (char)first);
	g_string_append_c(out, (char)second);
}

GString *
mail_jis_to_cp932(const char *bytes, size_t length)
{
	const char *at = bytes, *end = bytes + length;
	GString *out = g_string_sized_new(length);
	Set set = ASCII;

	while (at < end) {
		if (*at == '\033' && take_escape(&at, end, &set))
			continue;
		if (*at == '\n')
			set = ASCII; /* each line begins anew */
		if (set >= TWO_BYTES && end - at > 1 && is_graphic(at[0]) &&
		    is_graphic(at[1])) {
			if (set == TWO_BYTES)
				append_pair(out, at[0] - 0x20, at[1] - 0x20);
			else
				g_string_append_c(out, '?');
			at += 2;
			continue;
		}
		g_string_append_c(out, set == KATAKANA && is_graphic(*at)
		                           ? (char)(*at | 0x80)
		                           : *at);
		at++;
	}
	return out;
}
