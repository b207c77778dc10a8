#include "mail/mime/lossy.h"

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

static bool
is_blank(const char *at)
{
	return strchr(" \t\n", *at) || strncmp(at, "\xc2\xa0", 2) == 0;
}

/* Whether two marks or more stand at @mark as a word of their own: a sign of
 * two units in UTF-16, or a word of another script. */
static bool
is_word_of_marks(const char *text, const char *mark)
{
	size_t length = strspn(mark, "?");
	bool starts = mark == text || is_blank(mark - 1) ||
	              (mark - text > 1 && is_blank(mark - 2));

	return length > 1 && starts && is_blank(mark + length);
}

bool
mail_lossy_is(const char *text)
{
	static const char blanks[] = " \t\n";
	const char *mark, *end = text; /* of the last word looked at */
	int lost = 0;

	while (lost < LOST_MIN && (mark = strchr(end, '?'))) {
		const char *start = mark;

		if (is_word_of_marks(text, mark))
			return true;
		while (start > end && !strchr(blanks, start[-1]))
			start--;
		end = mark + strcspn(mark, blanks);
		lost += count_lost(start, (size_t)(end - start));
	}
	return lost >= LOST_MIN;
}
