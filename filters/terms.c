#include "filters/terms.h"

#include "core/text.h"

#include <string.h>

/* Longer prefixes are kept under their first LONGEST bytes. */
#define LONGEST 63

typedef struct {
	FilterWords *words;
	char *text; /* what @words points into */
	char *pair; /* its first two words, the key of a phrase; or NULL */
	bool prefix;
	unsigned slot;
} Term;

/* A key that needs no copy of the text it is looked up in. */
typedef struct {
	const char *bytes;
	size_t length;
} Key;

struct _FilterTerms {
	GPtrArray *terms;     /* Term *, all of them */
	GHashTable *words;    /* Key * -> GPtrArray of Term, by first word */
	GHashTable *pairs;    /* the same, by the first two words */
	GHashTable *prefixes; /* the same, for one-word prefixes */
	guint64 lengths;      /* bit n: some key of @prefixes has n bytes */
	GPtrArray *inside;    /* Term *: to be found inside words */
};

static guint
key_hash(const void *data)
{
	const Key *key = data;
	guint hash = 5381;

	for (size_t i = 0; i < key->length; i++)
		hash = hash * 33 + (unsigned char)key->bytes[i];
	return hash;
}

static gboolean
key_equal(const void *a, const void *b)
{
	const Key *x = a;
	const Key *y = b;

	return x->length == y->length &&
	       memcmp(x->bytes, y->bytes, x->length) == 0;
}

static void
term_free(void *data)
{
	Term *self = data;

	filter_words_free(self->words);
	g_free(self->text);
	g_free(self->pair);
	g_free(self);
}

static void
unref_array(void *data)
{
	g_ptr_array_unref(data);
}

static GHashTable *
table_new(void)
{
	return g_hash_table_new_full(key_hash, key_equal, g_free, unref_array);
}

FilterTerms *
filter_terms_new(void)
{
	FilterTerms *self = g_new0(FilterTerms, 1);

	self->terms = g_ptr_array_new_with_free_func(term_free);
	self->words = table_new();
	self->pairs = table_new();
	self->prefixes = table_new();
	self->inside = g_ptr_array_new();
	return self;
}

void
filter_terms_free(FilterTerms *self)
{
	if (!self)
		return;
	g_hash_table_unref(self->words);
	g_hash_table_unref(self->pairs);
	g_hash_table_unref(self->prefixes);
	g_ptr_array_unref(self->inside);
	g_ptr_array_unref(self->terms);
	g_free(self);
}

static void
index_term(GHashTable *table, const char *bytes, size_t length, Term *term)
{
	Key key = { bytes, length };
	GPtrArray *list = g_hash_table_lookup(table, &key);

	if (!list) {
		Key *owned = g_new(Key, 1);

		*owned = key;
		list = g_ptr_array_new();
		g_hash_table_insert(table, owned, list);
	}
	g_ptr_array_add(list, term);
}

static bool
is_written_without_blanks(const char *word)
{
	for (; *word; word = core_text_next(word)) {
		switch ((int)g_unichar_get_script(g_utf8_get_char(word))) {
		case G_UNICODE_SCRIPT_HAN:
		case G_UNICODE_SCRIPT_HIRAGANA:
		case G_UNICODE_SCRIPT_KATAKANA:
		case G_UNICODE_SCRIPT_THAI:
		case G_UNICODE_SCRIPT_LAO:
		case G_UNICODE_SCRIPT_KHMER:
		case G_UNICODE_SCRIPT_MYANMAR:
			return true;
		default:
			break;
		}
	}
	return false;
}

/* A phrase is found by its first two words, for many begin alike; unless the
 * second is open-ended. */
static void
index_phrase(FilterTerms *self, Term *term, const char *first)
{
	unsigned count = filter_words_count(term->words);

	if (count == 2 && term->prefix) {
		index_term(self->words, first, strlen(first), term);
		return;
	}
	term->pair = g_strconcat(
	    first, " ", filter_words_at(term->words, 1)->folded, NULL);
	index_term(self->pairs, term->pair, strlen(term->pair), term);
}

static void
index_prefix(FilterTerms *self, Term *term, const char *prefix)
{
	size_t length = MIN(strlen(prefix), LONGEST);

	index_term(self->prefixes, prefix, length, term);
	self->lengths |= G_GUINT64_CONSTANT(1) << length;
}

void
filter_terms_add(
    FilterTerms *self, const char *text, bool prefix, unsigned slot)
{
	Term *term = g_new0(Term, 1);
	const char *first;

	term->text = g_strdup(text);
	term->words = filter_words_new(term->text);
	term->prefix = prefix;
	term->slot = slot;
	g_ptr_array_add(self->terms, term);
	if (filter_words_count(term->words) == 0)
		return;
	first = filter_words_at(term->words, 0)->folded;
	if (filter_words_count(term->words) > 1)
		index_phrase(self, term, first);
	else if (is_written_without_blanks(first))
		g_ptr_array_add(self->inside, term);
	else if (prefix)
		index_prefix(self, term, first);
	else
		index_term(self->words, first, strlen(first), term);
}

static bool
matches_at(const Term *term, const FilterWords *words, unsigned at)
{
	unsigned count = filter_words_count(term->words);

	if (count > filter_words_count(words) - at)
		return false;
	for (unsigned i = 0; i < count; i++) {
		const char *want = filter_words_at(term->words, i)->folded;
		const char *have = filter_words_at(words, at + i)->folded;

		if (i + 1 == count && term->prefix
		        ? !g_str_has_prefix(have, want)
		        : strcmp(have, want) != 0)
			return false;
	}
	return true;
}

typedef struct {
	const FilterWords *words;
	unsigned at;
	FilterTermHit hit;
	void *data;
} Scan;

static void
report(const Scan *scan, const Term *term)
{
	unsigned count = filter_words_count(term->words);
	const FilterWord *first = filter_words_at(scan->words, scan->at);
	const FilterWord *last =
	    filter_words_at(scan->words, scan->at + count - 1);
	const char *end = last->start + last->length;

	scan->hit(
	    term->slot, first->start, (size_t)(end - first->start), scan->data);
}

static void
look_up(const Scan *scan, GHashTable *table, const char *bytes, size_t length)
{
	Key key = { bytes, length };
	const GPtrArray *list = g_hash_table_lookup(table, &key);

	for (unsigned i = 0; list && i < list->len; i++)
		if (matches_at(list->pdata[i], scan->words, scan->at))
			report(scan, list->pdata[i]);
}

static void
look_inside(const FilterTerms *self, const Scan *scan, const char *word)
{
	for (unsigned i = 0; i < self->inside->len; i++) {
		const Term *term = self->inside->pdata[i];

		if (strstr(word, filter_words_at(term->words, 0)->folded))
			report(scan, term);
	}
}

static void
look_for_prefixes(const FilterTerms *self, const Scan *scan, const char *word)
{
	size_t length = MIN(strlen(word), LONGEST);
	guint64 left = self->lengths;

	for (size_t n = 0; left && n <= length; n++, left >>= 1)
		if (left & 1)
			look_up(scan, self->prefixes, word, n);
}

void
filter_terms_scan(const FilterTerms *self, const FilterWords *words,
    FilterTermHit hit, void *data)
{
	g_autoptr(GString) pair = g_string_new(NULL);
	unsigned count = filter_words_count(words);
	Scan scan = { words, 0, hit, data };

	for (; scan.at < count; scan.at++) {
		const char *word = filter_words_at(words, scan.at)->folded;

		look_up(&scan, self->words, word, strlen(word));
		look_for_prefixes(self, &scan, word);
		look_inside(self, &scan, word);
		if (scan.at + 1 == count)
			break;
		g_string_printf(pair, "%s %s", word,
		    filter_words_at(words, scan.at + 1)->folded);
		look_up(&scan, self->pairs, pair->str, pair->len);
	}
}
