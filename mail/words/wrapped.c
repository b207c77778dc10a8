#include "mail/words/wrapped.h"

#include "mail/fold.h"
#include "mail/words/attribution.h"
#include "mail/words/moment.h"
#include "mail/words/quote.h"

#include <string.h>

#define LONG_BYTES 60  /* what was broken is no shorter */
#define REST_BYTES 30  /* and what is left no longer, but below a comma */
#define WIDTH_BYTES 76 /* at which the narrowest programs break */
#define WIDEST_BYTES 80
#define DATE_WITHIN 32
#define ATTRIBUTION_BYTES 400

/* Whether the first word of @line did not fit behind @before, which ends in the
 * middle of a sentence. */
static bool
is_forced(const char *before, size_t length, const char *line)
{
	return before[length - 1] == ',' && length <= WIDEST_BYTES &&
	       length + 1 + strcspn(line, " ") > WIDTH_BYTES &&
	       strlen(line) <= LONG_BYTES;
}

/* The bracket in @line that opens on a link and does not close, or NULL. */
static const char *
open_link(const char *line)
{
	const char *open = strrchr(line, '(');

	if (!open)
		open = strrchr(line, '<');
	return open && g_str_has_prefix(open + 1, "http") &&
	               !strpbrk(open + 1, ">) ")
	           ? open
	           : NULL;
}

/* " (https://example.com/a) >", "nonce=3dd518)" */
static bool
is_of_link(const char *before, const char *line)
{
	const char *first = mail_fold_skip(line, " \t(<");
	size_t length = strcspn(first, " \t)>");

	return first[length] &&
	       (open_link(before) ||
	           (first > line && g_str_has_prefix(first, "http"))) &&
	       !first[length + strspn(first + length, " \t)>")];
}

bool
mail_wrapped_is_rest(char *const *lines, const char *before)
{
	const char *line = *lines;

	if (!before || !lines[1] || !mail_quote_is_quoted(before) ||
	    !mail_quote_is_quoted(lines[1]))
		return false;
	size_t length = strlen(before);
	if (is_of_link(before, line))
		return true;
	return length >= LONG_BYTES && g_ascii_islower(*line) &&
	       !strchr(".?!:", before[length - 1]) &&
	       (strlen(line) <= REST_BYTES || is_forced(before, length, line));
}

/* "On Mon, 16 Nov ...", behind other words of its line. */
static bool
is_dated(const char *text)
{
	const char *digit = text + strcspn(text, "0123456789");
	bool is = false;

	while (!is && *digit && digit - text <= DATE_WITHIN) {
		is = mail_moment_is_time(digit) || mail_moment_is_date(digit);
		digit += mail_moment_digits(digit);
		digit += strcspn(digit, "0123456789");
	}
	return is;
}

/* Whether the @length bytes of @line are the writer's words and no marks. */
static bool
are_words(const char *line, size_t length)
{
	bool is = false;

	for (size_t i = 0; i < length; i++) {
		if (strchr(">#|", line[i]))
			return false;
		is |=
		    g_ascii_islower(line[i]) || (unsigned char)line[i] >= 0x80;
	}
	return is;
}

/* Returns: where in @line the attribution begins behind words, or NULL. The
 * byte before it is a blank, or a dash that may go. */
static char *
find_glued(char *line)
{
	static const char dashes[] = "--- On ";
	static const char *const intros[] = { "On ", "Am ", "Le ", "El ", "Il ",
		"Op ", "Em ", "Den ", "W dniu " };
	size_t length = strlen(line);
	bool sure;

	/* attributions are no longer, and lines may be of a megabyte */
	for (char *at = line + length - MIN(length, ATTRIBUTION_BYTES);
	     (at = strpbrk(at, " -")); at++) {
		char *rest = at + 1;
		char *const only[] = { rest, NULL };

		if (*at == '-'
		        ? !g_str_has_prefix(at, dashes)
		        : !mail_fold_begins(rest, intros, G_N_ELEMENTS(intros)))
			continue;
		if (is_dated(rest) && mail_attribution(only, &sure) && sure)
			return are_words(line, (size_t)(at - line)) ? rest
			                                            : NULL;
	}
	return NULL;
}

void
mail_wrapped_part(GPtrArray *lines)
{
	for (guint i = 0; i + 2 < lines->len; i++) {
		char *line = lines->pdata[i];
		const char *next = lines->pdata[i + 1];

		if (!*next && i + 3 < lines->len)
			next = lines->pdata[i + 2];
		if (*next != '>' || *line == '>' ||
		    !mail_fold_ends_with_colon(line, strlen(line)))
			continue;
		char *rest = find_glued(line);
		if (!rest)
			continue;
		rest[-1] = '\0';
		g_ptr_array_insert(lines, (int)i + 1, rest);
	}
}
