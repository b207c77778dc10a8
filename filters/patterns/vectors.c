#include "filters/patterns/vectors.h"

#include "filters/patterns/everyday.h"
#include "filters/patterns/language.h"
#include "filters/words.h"

#include <libstemmer.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define SUBJECT_WEIGHT 2
#define TERMS_MAX 48
#define WORDS_MAX 1500
#define STEM_BYTES 40 /* a longer "word" is a key or a hash */
#define LANGUAGES 4

/* So many mails of any kind are believed to have been seen before: among few
 * mails an everyday word is rare by chance. */
#define PRIOR_MAILS 100
#define WEIGHT_LEAST .1

/* A word of more mails than this share anyway, or of more than a sixth of
 * these, tells nothing of a matter. */
#define EVERYDAY .03
#define MAILS_FEW 5
#define MAILS_MANY 6

/* A word that says nothing. */
#define NOTHING G_MAXUINT

struct _FilterVectors {
	GHashTable *terms;            /* char * -> term + 1 */
	GHashTable *words[LANGUAGES]; /* by word: its term + 1, or NOTHING */
	GArray *frequency;            /* unsigned: by term, in how many mails */
	GHashTable *everyday;         /* char * -> double *: shares, by stem */
	GArray *shares;     /* double: by term; 0 for no everyday word */
	GPtrArray *vectors; /* GArray of FilterWeight; counts until weighed */
	struct sb_stemmer *stemmers[LANGUAGES];
};

static void
unref_array(void *data)
{
	g_array_unref(data);
}

static const char *const languages[LANGUAGES] = { "en", "de", "es", "fr" };

static unsigned number_of(const char *);

/* Of words with one stem the most common counts. */
static void
add_share(const char *word, const char *language, double share, void *data)
{
	FilterVectors *self = data;
	const char *stem =
	    (const char *)sb_stemmer_stem(self->stemmers[number_of(language)],
	        (const sb_symbol *)word, (int)strlen(word));
	double *known = g_hash_table_lookup(self->everyday, stem);

	if (!known) {
		known = g_new0(double, 1);
		g_hash_table_insert(self->everyday, g_strdup(stem), known);
	}
	*known = MAX(*known, share);
}

FilterVectors *
filter_vectors_new(void)
{
	FilterVectors *self = g_new0(FilterVectors, 1);

	self->terms =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->frequency = g_array_new(FALSE, FALSE, sizeof(unsigned));
	self->vectors = g_ptr_array_new_with_free_func(unref_array);
	self->everyday =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	self->shares = g_array_new(FALSE, FALSE, sizeof(double));
	for (unsigned i = 0; i < LANGUAGES; i++) {
		self->stemmers[i] = sb_stemmer_new(languages[i], "UTF_8");
		g_assert(self->stemmers[i]);
		self->words[i] = g_hash_table_new_full(
		    g_str_hash, g_str_equal, g_free, NULL);
	}
	filter_everyday_foreach(add_share, self);
	return self;
}

void
filter_vectors_free(FilterVectors *self)
{
	if (!self)
		return;
	for (unsigned i = 0; i < LANGUAGES; i++) {
		sb_stemmer_delete(self->stemmers[i]);
		g_hash_table_unref(self->words[i]);
	}
	g_hash_table_unref(self->terms);
	g_hash_table_unref(self->everyday);
	g_array_unref(self->shares);
	g_array_unref(self->frequency);
	g_ptr_array_unref(self->vectors);
	g_free(self);
}

/* What no other language is takes English's place. */
static unsigned
number_of(const char *language)
{
	for (unsigned i = 1; i < LANGUAGES; i++)
		if (g_strcmp0(language, languages[i]) == 0)
			return i;
	return 0;
}

/* Copies @text without what is neither a word nor about the matter: links and
 * addresses. */
static char *
drop_links(const char *text)
{
	GString *kept = g_string_sized_new(strlen(text) + 1);

	while (*text) {
		size_t length = strcspn(text, " \t\n");

		if (!g_strstr_len(text, (gssize)length, "://") &&
		    !memchr(text, '@', length) &&
		    strncmp(text, "www.", strlen("www.")) != 0)
			g_string_append_len(kept, text, (gssize)length);
		g_string_append_c(kept, ' ');
		text += length;
		text += strspn(text, " \t\n");
	}
	return g_string_free(kept, FALSE);
}

/* Order numbers and dates differ from mail to mail; "404" and "mp4" do not. */
static bool
is_of_letters(const char *folded)
{
	size_t length = strlen(folded), digits = 0;

	if (length < 2 || length > STEM_BYTES)
		return false;
	for (const char *c = folded; *c; c++)
		digits += g_ascii_isdigit(*c);
	return digits == 0 || (length <= 4 && digits < length) ||
	       (digits == 3 && length == 3 && strcmp(folded, "000") != 0);
}

static unsigned
term_of(FilterVectors *self, const char *stem)
{
	unsigned known =
	    GPOINTER_TO_UINT(g_hash_table_lookup(self->terms, stem));
	unsigned none = 0;

	if (known == 0) {
		const double *share = g_hash_table_lookup(self->everyday, stem);
		double known_share = share ? *share : 0;

		g_array_append_val(self->shares, known_share);
		g_array_append_val(self->frequency, none);
		known = self->frequency->len;
		g_hash_table_insert(
		    self->terms, g_strdup(stem), GUINT_TO_POINTER(known));
	}
	return known - 1;
}

static unsigned
term_of_stem(FilterVectors *self, unsigned language, const char *folded)
{
	const sb_symbol *stem = sb_stemmer_stem(self->stemmers[language],
	    (const sb_symbol *)folded, (int)strlen(folded));

	g_assert(stem);
	return term_of(self, (const char *)stem);
}

/* Returns: as @words has it. A mail's words are nearly all of those that the
 * mails before it had, but for its numbers. */
static unsigned
look_up(FilterVectors *self, unsigned language, const char *folded)
{
	GHashTable *words = self->words[language];
	unsigned found = GPOINTER_TO_UINT(g_hash_table_lookup(words, folded));

	if (found)
		return found;
	if (!is_of_letters(folded))
		return NOTHING;
	found = filter_language_is_stop_word(folded)
	            ? NOTHING
	            : term_of_stem(self, language, folded) + 1;
	g_hash_table_insert(words, g_strdup(folded), GUINT_TO_POINTER(found));
	return found;
}

static void
collect_terms(
    FilterVectors *self, const char *text, unsigned language, GArray *terms)
{
	g_autofree char *plain = drop_links(text ? text : "");
	g_autoptr(FilterWords) words = filter_words_new(plain);
	unsigned count = MIN(filter_words_count(words), WORDS_MAX);

	for (unsigned i = 0; i < count; i++) {
		unsigned found =
		    look_up(self, language, filter_words_at(words, i)->folded);
		unsigned term = found - 1;

		if (found != NOTHING)
			g_array_append_val(terms, term);
	}
}

static int
by_number(const void *a, const void *b)
{
	const unsigned *x = a;
	const unsigned *y = b;

	return (*x > *y) - (*x < *y);
}

/* Sorted runs of equal terms become one weight each: how often it stands. */
static GArray *
count_terms(FilterVectors *self, GArray *terms)
{
	GArray *counts = g_array_new(FALSE, FALSE, sizeof(FilterWeight));

	g_array_sort(terms, by_number);
	for (unsigned i = 0, next; i < terms->len; i = next) {
		FilterWeight weight = { g_array_index(terms, unsigned, i), 0 };

		for (next = i;
		     next < terms->len &&
		     g_array_index(terms, unsigned, next) == weight.term;)
			next++;
		weight.weight = (float)(next - i);
		g_array_index(self->frequency, unsigned, weight.term)++;
		g_array_append_val(counts, weight);
	}
	return counts;
}

void
filter_vectors_add(FilterVectors *self, const char *subject, const char *words,
    const char *language)
{
	unsigned number = number_of(language);
	g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(unsigned));

	for (int i = 0; i < SUBJECT_WEIGHT; i++)
		collect_terms(self, subject, number, terms);
	collect_terms(self, words, number, terms);
	g_ptr_array_add(self->vectors, count_terms(self, terms));
}

static int
by_weight(const void *a, const void *b)
{
	const FilterWeight *x = a;
	const FilterWeight *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return (x->term > y->term) - (x->term < y->term);
}

static int
by_term(const void *a, const void *b)
{
	const FilterWeight *x = a;
	const FilterWeight *y = b;

	return (x->term > y->term) - (x->term < y->term);
}

static void
weigh(const FilterVectors *self, GArray *vector)
{
	double mails = self->vectors->len, length = 0;

	for (unsigned i = 0; i < vector->len; i++) {
		FilterWeight *w = &g_array_index(vector, FilterWeight, i);
		unsigned in = g_array_index(self->frequency, unsigned, w->term);

		double share = g_array_index(self->shares, double, w->term);
		double rarity = (mails + 1) / (in + PRIOR_MAILS * share + .5);

		w->weight = (float)((1 + log(w->weight)) *
		                    MAX(WEIGHT_LEAST, log(rarity)));
	}
	g_array_sort(vector, by_weight);
	g_array_set_size(vector, MIN(vector->len, TERMS_MAX));
	g_array_sort(vector, by_term);
	for (unsigned i = 0; i < vector->len; i++) {
		float weight = g_array_index(vector, FilterWeight, i).weight;

		length += (double)weight * weight;
	}
	for (unsigned i = 0; i < vector->len; i++)
		g_array_index(vector, FilterWeight, i).weight /=
		    (float)sqrt(length);
}

void
filter_vectors_weigh(FilterVectors *self)
{
	for (unsigned i = 0; i < self->vectors->len; i++)
		weigh(self, self->vectors->pdata[i]);
}

unsigned
filter_vectors_telling(const FilterVectors *self, unsigned term)
{
	unsigned in = g_array_index(self->frequency, unsigned, term);
	double share = g_array_index(self->shares, double, term);

	if (share > EVERYDAY ||
	    in > MAX(MAILS_FEW, self->vectors->len / MAILS_MANY))
		return 0;
	return share > 0 ? 1 : 2;
}

unsigned
filter_vectors_count(const FilterVectors *self)
{
	return self->vectors->len;
}

const GArray *
filter_vectors_at(const FilterVectors *self, unsigned i)
{
	return self->vectors->pdata[i];
}
