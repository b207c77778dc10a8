#include "mail/lossy.h"

#include <glib.h>
#include <string.h>

#define LOST_MIN 2

static bool
is_letter(const char *at)
{
	return g_ascii_isalpha(*at) || (*at & 0x80);
}

/* How many marks of the word [@start, @start + @length) are no punctuation. */
static int
count_lost(const char *start, size_t length)
{
	int lost = 0;

	for (size_t i = 0; i < length; i++) {
		/* of an address or a formula */
		if (strchr("=/@&%", start[i]))
			return 0;
		if (start[i] == '?' && i + 1 < length &&
		    is_letter(&start[i + 1]))
			lost++;
	}
	return lost;
}

bool
mail_lossy_is(const char *text)
{
	static const char blanks[] = " \t\n";
	const char *mark, *end = text; /* of the last word looked at */
	int lost = 0;

	while (lost < LOST_MIN && (mark = strchr(end, '?'))) {
		const char *start = mark;

		while (start > end && !strchr(blanks, start[-1]))
			start--;
		end = mark + strcspn(mark, blanks);
		lost += count_lost(start, (size_t)(end - start));
	}
	return lost >= LOST_MIN;
}
