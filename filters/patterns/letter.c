#include "filters/patterns/letter.h"

#include "core/text.h"
#include "filters/patterns/language.h"
#include "filters/words.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* Lines at the end that may close the mail, blank ones not counted, and the
 * words of a line that greets or closes. */
#define CLOSING_LINES 6
#define LINE_WORDS 6
#define NAME_WORDS 2 /* of whom it greets */

/* Shorter words stand in a firm's domain by chance. */
#define FIRM_WORD_BYTES 4

typedef struct {
	GHashTable *writers; /* char *, folded */
	GHashTable *ours;    /* char *, folded */
	char *firm;          /* the domain, folded, or NULL */
} Names;

static void
names_clear(Names *self)
{
	g_hash_table_unref(self->writers);
	g_hash_table_unref(self->ours);
	g_free(self->firm);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Names, names_clear)

static GHashTable *
words_of(const char *name)
{
	GHashTable *set =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(FilterWords) words = filter_words_new(name ? name : "");

	for (unsigned i = 0; i < filter_words_count(words); i++) {
		const char *folded = filter_words_at(words, i)->folded;

		if (!filter_language_is_stop_word(folded))
			g_hash_table_add(set, g_strdup(folded));
	}
	return set;
}

static Names
names_of(const FilterWriter *writer)
{
	const char *at = writer->address ? strrchr(writer->address, '@') : NULL;

	return (Names){ .writers = words_of(writer->name),
		.ours = words_of(writer->company),
		.firm = at ? core_text_fold(at + 1) : NULL };
}

static bool
is_named(const Names *self, const char *folded)
{
	return g_hash_table_contains(self->writers, folded) ||
	       g_hash_table_contains(self->ours, folded) ||
	       (self->firm && strlen(folded) >= FIRM_WORD_BYTES &&
	           strstr(self->firm, folded));
}

/* "Hola:" or "Dear Ms Kelly,", but not "Help, the export broke!". */
static bool
greets(const char *line)
{
	g_autoptr(FilterWords) words = filter_words_new(line);
	unsigned count = filter_words_count(words), content = 0;

	for (unsigned i = 0; i < count; i++)
		content += !filter_language_is_stop_word(
		    filter_words_at(words, i)->folded);
	return count > 0 && count <= LINE_WORDS && content <= NAME_WORDS &&
	       filter_language_is_courtesy(filter_words_at(words, 0)->folded) &&
	       (content == 0 || strchr(",:", line[strlen(line) - 1]));
}

/* "Kind regards," or "Ann Bell, Cork", but not "Can you help me?". */
static bool
closes(const char *line, const Names *names)
{
	g_autoptr(FilterWords) words = filter_words_new(line);
	unsigned count = filter_words_count(words), empty = 0;
	bool courteous = false;

	if (count == 0 || count > LINE_WORDS || strchr(line, '?'))
		return false;
	for (unsigned i = 0; i < count; i++) {
		const char *folded = filter_words_at(words, i)->folded;

		if (g_hash_table_contains(names->writers, folded))
			return true;
		empty += filter_language_is_stop_word(folded);
		courteous |= filter_language_is_courtesy(folded);
	}
	return courteous && empty == count;
}

static void
drop_greeting(char **lines)
{
	for (; *lines; lines++) {
		if (!*g_strstrip(*lines))
			continue;
		if (greets(*lines))
			**lines = '\0';
		return;
	}
}

/* The first of the last lines that closes takes all behind it along; but never
 * the first line, which may be all there is. */
static void
drop_closing(char **lines, const Names *names)
{
	unsigned looked = 0, end = g_strv_length(lines);

	for (unsigned i = end; i-- > 1 && looked < CLOSING_LINES;) {
		if (!*g_strstrip(lines[i]))
			continue;
		looked++;
		if (closes(lines[i], names))
			end = i;
	}
	for (; lines[end]; end++)
		*lines[end] = '\0';
}

static void
blank_names(char *text, const Names *names)
{
	g_autofree char *copy = g_strdup(text);
	g_autoptr(FilterWords) words = filter_words_new(copy);

	for (unsigned i = 0; i < filter_words_count(words); i++) {
		const FilterWord *word = filter_words_at(words, i);

		if (is_named(names, word->folded))
			memset(text + (word->start - copy), ' ', word->length);
	}
}

char *
filter_letter_subject(const char *subject, const FilterWriter *writer)
{
	g_auto(Names) names = names_of(writer);
	char *text = g_strdup(subject);

	blank_names(text, &names);
	return text;
}

char *
filter_letter_matter(const char *own_words, const FilterWriter *writer)
{
	g_auto(Names) names = names_of(writer);
	g_auto(GStrv) lines = g_strsplit(own_words, "\n", -1);
	char *text;

	drop_greeting(lines);
	drop_closing(lines, &names);
	text = g_strjoinv("\n", lines);
	blank_names(text, &names);
	return text;
}
