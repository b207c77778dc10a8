#include "filters/people/promise-phrases.h"

#include "core/embedded.h"
#include "core/text.h"

#include <string.h>

extern const EmbeddedFile filter_promise_words[];

static void
phrase_free(void *data)
{
	FilterPhrase *self = data;

	g_strfreev(self->tokens);
	g_free(self);
}

static void
book_free(void *data)
{
	FilterPhraseBook *self = data;

	for (unsigned i = 0; i < FILTER_PHRASE_SETS; i++)
		g_hash_table_unref(self->words[i]);
	g_ptr_array_unref(self->phrases);
	g_free(self->language);
	g_free(self);
}

static void
add_token(const char *start, size_t length, void *data)
{
	g_autoptr(GString) word = g_string_new_len(start, (gssize)length);

	g_string_replace(word, "\xe2\x80\x99", "'", 0);
	g_strv_builder_add(data, word->str);
}

char **
filter_phrase_tokens(const char *text)
{
	g_autofree char *folded = core_text_fold(text);
	g_autoptr(GStrvBuilder) tokens = g_strv_builder_new();

	core_text_foreach_word(folded, add_token, tokens);
	return g_strv_builder_end(tokens);
}

static void
add_phrase(
    FilterPhraseBook *self, FilterPhraseKind kind, int days, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, " ", -1);
	g_autoptr(GStrvBuilder) tokens = g_strv_builder_new();
	FilterPhrase *phrase = g_new0(FilterPhrase, 1);

	for (char **part = parts; *part; part++) {
		g_auto(GStrv) words = filter_phrase_tokens(*part);

		if (strlen(*part) == 1 && strchr("#@%^*", **part))
			g_strv_builder_add(tokens, *part);
		for (char **word = words; *word; word++)
			g_strv_builder_add(tokens, *word);
	}
	phrase->kind = kind;
	phrase->days = days;
	phrase->tokens = g_strv_builder_end(tokens);
	g_ptr_array_add(self->phrases, phrase);
}

/* "drei=3", "tage=d", or a word alone. */
static void
add_word(FilterPhraseBook *self, FilterPhraseSet set, const char *text)
{
	g_auto(GStrv) sides = g_strsplit(text, "=", 2);
	const char *value = sides[1] ? sides[1] : "1";
	int number = g_ascii_isdigit(*value)
	                 ? (int)g_ascii_strtoll(value, NULL, 10)
	                 : *value;

	g_hash_table_insert(self->words[set], core_text_fold(sides[0]),
	    GINT_TO_POINTER(number));
}

static void
add_entry(FilterPhraseBook *self, const char *kind, const char *text)
{
	static const char *const sets[] = { "number", "unit", "worked",
		"weekday", "month" };
	static const char *const kinds[] = { "will", "count", "day", "next-day",
		"date", "in", "this-week", "next-week", "this-month" };

	for (unsigned i = 0; i < G_N_ELEMENTS(sets); i++)
		if (strcmp(kind, sets[i]) == 0) {
			add_word(self, i, text);
			return;
		}
	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (g_str_has_prefix(kind, kinds[i]) &&
		    strchr(" ", kind[strlen(kinds[i])])) {
			add_phrase(self, i,
			    (int)g_ascii_strtoll(
			        kind + strlen(kinds[i]), NULL, 10),
			    text);
			return;
		}
	g_assert_not_reached();
}

static FilterPhraseBook *
book_of(GPtrArray *books, const char *language)
{
	FilterPhraseBook *book;

	for (unsigned i = 0; i < books->len; i++) {
		book = books->pdata[i];
		if (strcmp(book->language, language) == 0)
			return book;
	}
	book = g_new0(FilterPhraseBook, 1);
	book->language = g_strdup(language);
	book->phrases = g_ptr_array_new_with_free_func(phrase_free);
	for (unsigned i = 0; i < FILTER_PHRASE_SETS; i++)
		book->words[i] = g_hash_table_new_full(
		    g_str_hash, g_str_equal, g_free, NULL);
	g_ptr_array_add(books, book);
	return book;
}

/* "en will: i'll | i will" */
static void
add_line(GPtrArray *books, const char *line)
{
	g_auto(GStrv) sides = g_strsplit(line, ": ", 2);
	g_auto(GStrv) head = g_strsplit(sides[0], " ", 2);
	g_auto(GStrv) entries = g_strsplit(sides[1], " | ", -1);
	FilterPhraseBook *book = book_of(books, head[0]);

	for (char **entry = entries; *entry; entry++)
		add_entry(book, head[1], *entry);
}

GPtrArray *
filter_phrase_books(void)
{
	g_autoptr(GPtrArray) books = g_ptr_array_new_with_free_func(book_free);
	g_auto(GStrv) lines =
	    g_strsplit(filter_promise_words[0].text, "\n", -1);

	for (char **line = lines; *line; line++)
		if (**line && **line != '#')
			add_line(books, *line);
	return g_steal_pointer(&books);
}

bool
filter_phrase_word(const FilterPhraseBook *self, FilterPhraseSet set,
    const char *word, int *ret_number)
{
	void *value;

	if (!g_hash_table_lookup_extended(self->words[set], word, NULL, &value))
		return false;
	*ret_number = GPOINTER_TO_INT(value);
	return true;
}
