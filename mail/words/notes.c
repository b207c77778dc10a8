#include "mail/words/notes.h"

#include "mail/fold.h"

#include <glib.h>
#include <string.h>

#define WHO_BYTES 120
#define WHEN_BYTES 40
#define WHEN_DIGITS 8 /* of a day and a time of day, at least */
#define LABEL_BYTES 20
#define TABLE_LINES 16

/* Folded: lower case, without accents. */
static const char *const tos[] = { "to", "an", "a", "pour", "para", "per",
	"aan", "do", "till", "宛先" };

static const char *const subjects[] = { "subject", "thema", "betreff", "objet",
	"asunto", "oggetto", "onderwerp", "assunto", "temat", "arende", "amne",
	"件名" };

/* "16.11.2026 08:00", "11/16/2026 08:00 AM" */
static bool
is_when(const char *text, size_t length)
{
	size_t digits = 0, letters = 0;

	if (length > WHEN_BYTES || !length || !g_ascii_isdigit(*text))
		return false;
	for (size_t i = 0; i < length; i++) {
		digits += g_ascii_isdigit(text[i]) != 0;
		letters += g_ascii_isalpha(text[i]) != 0;
	}
	return digits >= WHEN_DIGITS && letters <= 5 &&
	       memchr(text, ' ', length);
}

/* "Ann Doe ---16.11.2026 08:00:21---Hello" */
static bool
is_summary(const char *line)
{
	const char *dash = strchr(line, '-'); /* most lines have none */
	const char *start = dash ? strstr(dash, "---") : NULL;
	const char *stop = start ? strstr(start + 3, "---") : NULL;

	return stop && start > line && start - line <= WHO_BYTES &&
	       is_when(start + 3, (size_t)(stop - start - 3));
}

static bool
is_one_of(const char *line, const char *const *words, size_t n_words)
{
	if (strlen(line) > LABEL_BYTES)
		return false;
	g_autofree char *folded = mail_fold(line);
	g_strstrip(folded);
	for (size_t i = 0; i < n_words; i++)
		if (strcmp(words[i], folded) == 0)
			return true;
	return false;
}

static bool
is_table(char *const *lines)
{
	bool has_to = false;

	if (!lines[1] || !g_ascii_isdigit(*lines[1]) ||
	    !is_when(lines[1], strlen(lines[1])) ||
	    strlen(lines[0]) > WHO_BYTES)
		return false;
	for (size_t i = 2; i < TABLE_LINES && lines[i]; i++) {
		if (has_to &&
		    is_one_of(lines[i], subjects, G_N_ELEMENTS(subjects)))
			return true;
		has_to |= is_one_of(lines[i], tos, G_N_ELEMENTS(tos));
	}
	return false;
}

bool
mail_notes_is_header(char *const *lines)
{
	return is_summary(lines[0]) || is_table(lines);
}
