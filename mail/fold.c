#include "mail/fold.h"

#include "core/text.h"

#include <glib.h>
#include <string.h>

#define WIDE_COLON "："
#define APOSTROPHE "’"
#define NO_BREAK "\xc2\xa0"

/* g_ascii_strdown() of all that is ASCII, in one go and without its calls.
 * Returns: (nullable) (transfer full). */
static char *
lower_ascii(const char *text)
{
	size_t length = strlen(text);
	g_autofree char *lower = g_malloc(length + 1);

	for (size_t i = 0; i <= length; i++) {
		if ((unsigned char)text[i] >= 0x80)
			return NULL;
		lower[i] = text[i] >= 'A' && text[i] <= 'Z'
		               ? (char)(text[i] + 'a' - 'A')
		               : text[i];
	}
	return g_steal_pointer(&lower);
}

char *
mail_fold(const char *text)
{
	char *lower = lower_ascii(text);

	if (lower)
		return lower;
	char *folded = core_text_fold(text), *end = folded;
	for (const char *c = folded; *c;) {
		bool is_curved =
		    *c == *APOSTROPHE && g_str_has_prefix(c, APOSTROPHE);

		*end++ = is_curved ? '\'' : *c;
		c += is_curved ? strlen(APOSTROPHE) : 1;
	}
	*end = '\0';
	return folded;
}

bool
mail_fold_has(const char *folded, const char *const *words, size_t n_words)
{
	for (size_t i = 0; i < n_words; i++)
		if (strstr(folded, words[i]))
			return true;
	return false;
}

/* g_str_has_prefix() without its calls: most words differ in their first bytes.
 */
static bool
begins(const char *text, const char *word)
{
	while (*word && *text == *word) {
		text++;
		word++;
	}
	return !*word;
}

bool
mail_fold_begins(const char *folded, const char *const *words, size_t n_words)
{
	for (size_t i = 0; i < n_words; i++)
		if (begins(folded, words[i]))
			return true;
	return false;
}

bool
mail_fold_ends(const char *folded, const char *const *words, size_t n_words)
{
	size_t length = strlen(folded);

	for (size_t i = 0; i < n_words; i++) {
		size_t n = strlen(words[i]);

		if (n <= length &&
		    memcmp(folded + length - n, words[i], n) == 0)
			return true;
	}
	return false;
}

bool
mail_fold_ends_with_colon(const char *line, size_t length)
{
	size_t wide = strlen(WIDE_COLON);

	while (length && g_ascii_isspace(line[length - 1]))
		length--;
	return length && (line[length - 1] == ':' ||
	                     (length >= wide && memcmp(line + length - wide,
	                                            WIDE_COLON, wide) == 0));
}

bool
mail_fold_is_blank(const char *line)
{
	if (g_ascii_isgraph(*line)) /* most lines */
		return false;
	for (;;) {
		line += strspn(line, " \t");
		if (strncmp(line, NO_BREAK, strlen(NO_BREAK)) != 0)
			return *line == '\0';
		line += strlen(NO_BREAK);
	}
}

size_t
mail_fold_count_words(const char *text, size_t most)
{
	size_t words = 0;
	bool was_blank = true;

	for (; *text && words < most; text++) {
		bool is_blank = *text == ' ' || *text == '\t';

		words += was_blank && !is_blank;
		was_blank = is_blank;
	}
	return words;
}

const char *
mail_fold_skip(const char *line, const char *marks)
{
	while (*line && !g_ascii_isalnum(*line) && strchr(marks, *line))
		line++;
	return line;
}
