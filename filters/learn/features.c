#include "filters/learn/features.h"

#include "core/words.h"

#include <math.h>
#include <string.h>

#define TEXT_BYTES 20000
#define SHORTEST 3
#define LONGEST 5
#define WORD_CHARS 40

/* What kind of feature a hash is of, so that none is taken for another. */
enum { OF_WORD = 'w', OF_PAIR = 'p', OF_PIECE = 'c', OF_RULE = 'r' };

typedef struct {
	GHashTable *counts; /* hash to how often */
	char *last;         /* the word before */
} Counting;

/* FNV-1a, 64 bits, folded. */
static uint32_t
hash_of(char kind, const char *bytes, size_t length)
{
	uint64_t hash = 14695981039346656037u;

	hash = (hash ^ (unsigned char)kind) * 1099511628211u;
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
	hash ^= hash >> 32;
	hash &= FILTER_FEATURE_PIECE - 1;
	return (uint32_t)hash | (kind == OF_PIECE ? FILTER_FEATURE_PIECE : 0);
}

static void
count(GHashTable *counts, char kind, const char *bytes, size_t length)
{
	void *key = GUINT_TO_POINTER(hash_of(kind, bytes, length));
	unsigned n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));

	g_hash_table_insert(counts, key, GUINT_TO_POINTER(n + 1));
}

/* The pieces of "_word_": its ends are told from its middle. */
static void
count_pieces(GHashTable *counts, const char *word)
{
	g_autofree char *marked = g_strconcat("_", word, "_", NULL);
	const char *starts[WORD_CHARS + 3];
	unsigned n = 0;

	for (const char *p = marked; *p && n < WORD_CHARS + 2;
	     p = g_utf8_find_next_char(p, NULL))
		starts[n++] = p;
	starts[n] =
	    n < WORD_CHARS + 2 ? marked + strlen(marked) : starts[n - 1];
	for (unsigned length = SHORTEST; length <= LONGEST; length++)
		for (unsigned i = 0; i + length <= n; i++)
			count(counts, OF_PIECE, starts[i],
			    (size_t)(starts[i + length] - starts[i]));
}

static void
add_word(const char *start, size_t length, const char *folded, void *data)
{
	Counting *self = data;

	(void)start;
	(void)length;
	count(self->counts, OF_WORD, folded, strlen(folded));
	if (self->last) {
		g_autofree char *pair =
		    g_strconcat(self->last, " ", folded, NULL);

		count(self->counts, OF_PAIR, pair, strlen(pair));
	}
	count_pieces(self->counts, folded);
	g_free(self->last);
	self->last = g_strdup(folded);
}

static int
by_hash(const void *left, const void *right)
{
	const FilterFeature *a = left, *b = right;

	return (a->hash > b->hash) - (a->hash < b->hash);
}

static GArray *
weigh(GHashTable *counts)
{
	GArray *features = g_array_new(FALSE, FALSE, sizeof(FilterFeature));
	GHashTableIter iter;
	void *key, *value;

	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		FilterFeature feature = { GPOINTER_TO_UINT(key),
			1 + logf((float)GPOINTER_TO_UINT(value)) };

		g_array_append_val(features, feature);
	}
	g_array_sort(features, by_hash);
	return features;
}

GArray *
filter_features(const char *text, char *const *rules)
{
	g_autoptr(GHashTable) counts =
	    g_hash_table_new(g_direct_hash, g_direct_equal);
	Counting counting = { counts, NULL };
	size_t length = strlen(text);
	g_autofree char *start = NULL;

	if (length > TEXT_BYTES) {
		const char *end =
		    g_utf8_find_prev_char(text, text + TEXT_BYTES + 1);

		start = g_strndup(text, (size_t)(end - text));
	}
	core_words_foreach(start ? start : text, add_word, &counting);
	g_free(counting.last);
	for (; rules && *rules; rules++)
		count(counts, OF_RULE, *rules, strlen(*rules));
	return weigh(counts);
}
