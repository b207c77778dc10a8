#include "filters/learn/features.h"

#include "core/words.h"

#include <math.h>
#include <string.h>

#define TEXT_BYTES 20000
#define SHORTEST 3
#define LONGEST 5
#define WORD_CHARS 40
#define WORD_BYTES (WORD_CHARS * 4)
#define SIZES (LONGEST - SHORTEST + 1)
#define WORD_FEATURES (2 + SIZES * WORD_CHARS) /* that one word can have */
#define DIGIT_BITS (FILTER_FEATURE_BITS / 2)   /* of the sort by hash */
#define DIGITS (1u << DIGIT_BITS)

/* What kind of feature a hash is of, so that none is taken for another. */
enum { OF_WORD = 'w', OF_PAIR = 'p', OF_PIECE = 'c', OF_RULE = 'r' };

/* FNV-1a, 64 bits. */
static uint64_t
hash_on(uint64_t hash, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
	return hash;
}

static uint64_t
hash_start(char kind)
{
	return hash_on(14695981039346656037u, &kind, 1);
}

static uint32_t
hash_end(uint64_t hash, char kind)
{
	hash ^= hash >> 32;
	hash &= FILTER_FEATURE_PIECE - 1;
	return (uint32_t)hash | (kind == OF_PIECE ? FILTER_FEATURE_PIECE : 0);
}

typedef struct {
	const char *text;
	GArray *found; /* FilterFeatureAt */
	uint64_t pair; /* the hash of a pair as far as the word before */
	bool has_last; /* there was a word before */
} Reading;

/* Where each character of "_word_" starts, and where it ends. Returns: how many
 * characters, at most WORD_CHARS + 2. */
static unsigned
split(const char *word, size_t length, char *marked, const char **ret_starts)
{
	unsigned n = 0;
	char *end = marked;

	*end++ = '_';
	memcpy(end, word, length);
	end += length;
	*end++ = '_';
	for (const char *p = marked; p < end && n < WORD_CHARS + 2; p++)
		if (((unsigned char)*p & 0xc0) != 0x80)
			ret_starts[n++] = p;
	ret_starts[n] = end;
	return n;
}

/* The ends of a word are told from its middle; of a very long one, only its
 * beginning is seen. Pieces of one size stand together; a longer one is hashed
 * on from the shorter one with the same beginning. Returns: behind the last. */
static FilterFeatureAt *
add_pieces(FilterFeatureAt *into, uint32_t at, const char *word, size_t length)
{
	char marked[WORD_BYTES + 2];
	const char *starts[WORD_CHARS + 3];
	unsigned n = split(word, MIN(length, WORD_BYTES), marked, starts);
	FilterFeatureAt *of_size[SIZES + 1] = { into };

	for (unsigned i = 0; i < SIZES; i++)
		of_size[i + 1] =
		    of_size[i] + (n >= SHORTEST + i ? n - SHORTEST - i + 1 : 0);
	FilterFeatureAt *end = of_size[SIZES];
	for (unsigned i = 0; i + SHORTEST <= n; i++) {
		unsigned most = MIN(n - i, LONGEST);
		uint64_t hash = hash_start(OF_PIECE);

		for (unsigned size = 1; size <= most; size++) {
			const char *c = starts[i + size - 1];

			hash = hash_on(hash, c, (size_t)(starts[i + size] - c));
			if (size >= SHORTEST)
				*of_size[size - SHORTEST]++ =
				    (FilterFeatureAt){ hash_end(hash, OF_PIECE),
					    at };
		}
	}
	return end;
}

static void
add_word(const char *start, size_t length, const char *folded, void *data)
{
	Reading *self = data;
	size_t bytes = strlen(folded);
	unsigned n = self->found->len;
	uint32_t at = (uint32_t)(start - self->text);

	(void)length;
	g_array_set_size(self->found, n + WORD_FEATURES);
	FilterFeatureAt *first =
	    &g_array_index(self->found, FilterFeatureAt, n);
	FilterFeatureAt *next = first;
	uint64_t hash = hash_on(hash_start(OF_WORD), folded, bytes);
	*next++ = (FilterFeatureAt){ hash_end(hash, OF_WORD), at };
	hash = hash_on(self->pair, folded, bytes);
	if (self->has_last)
		*next++ = (FilterFeatureAt){ hash_end(hash, OF_PAIR), at };
	next = add_pieces(next, at, folded, bytes);
	g_array_set_size(self->found, n + (unsigned)(next - first));
	self->pair =
	    hash_on(hash_on(hash_start(OF_PAIR), folded, bytes), " ", 1);
	self->has_last = true;
}

/* Returns: (transfer full): the start of @text, or NULL: it is short enough. */
static char *
shortened(const char *text)
{
	const char *end;

	if (strlen(text) <= TEXT_BYTES)
		return NULL;
	end = g_utf8_find_prev_char(text, text + TEXT_BYTES + 1);
	return g_strndup(text, (size_t)(end - text));
}

GArray *
filter_features_at(const char *text)
{
	g_autofree char *start = shortened(text);
	Reading reading = { .text = start ? start : text,
		.found = g_array_new(FALSE, FALSE, sizeof(FilterFeatureAt)) };

	core_words_foreach(reading.text, add_word, &reading);
	return reading.found;
}

/* Sorts by one digit of the hash, keeping the order of equals. */
static void
sort_by_digit(const GArray *from, GArray *to, unsigned shift)
{
	unsigned starts[DIGITS + 1] = { 0 };

	for (unsigned i = 0; i < from->len; i++) {
		uint32_t hash = g_array_index(from, FilterFeatureAt, i).hash;

		starts[((hash >> shift) & (DIGITS - 1)) + 1]++;
	}
	for (unsigned i = 0; i < DIGITS; i++)
		starts[i + 1] += starts[i];
	for (unsigned i = 0; i < from->len; i++) {
		FilterFeatureAt one = g_array_index(from, FilterFeatureAt, i);
		unsigned digit = (one.hash >> shift) & (DIGITS - 1);

		g_array_index(to, FilterFeatureAt, starts[digit]++) = one;
	}
}

static void
sort_by_hash(GArray *found)
{
	g_autoptr(GArray) other = g_array_sized_new(
	    FALSE, FALSE, sizeof(FilterFeatureAt), found->len);

	g_array_set_size(other, found->len);
	sort_by_digit(found, other, 0);
	sort_by_digit(other, found, DIGIT_BITS);
}

/* Each feature once, by hash. */
static GArray *
weigh(const GArray *found)
{
	GArray *features =
	    g_array_sized_new(FALSE, FALSE, sizeof(FilterFeature), found->len);

	for (unsigned i = 0, next; i < found->len; i = next) {
		uint32_t hash = g_array_index(found, FilterFeatureAt, i).hash;

		for (next = i + 1; next < found->len; next++)
			if (g_array_index(found, FilterFeatureAt, next).hash !=
			    hash)
				break;
		FilterFeature feature = { hash,
			next - i == 1 ? 1 : 1 + logf((float)(next - i)) };
		g_array_append_val(features, feature);
	}
	return features;
}

GArray *
filter_features_of(const GArray *found, char *const *rules)
{
	g_autoptr(GArray) all = g_array_copy((GArray *)(uintptr_t)found);

	for (; rules && *rules; rules++) {
		uint64_t hash =
		    hash_on(hash_start(OF_RULE), *rules, strlen(*rules));
		FilterFeatureAt feature = { hash_end(hash, OF_RULE), 0 };

		g_array_append_val(all, feature);
	}
	sort_by_hash(all);
	return weigh(all);
}

GArray *
filter_features(const char *text, char *const *rules)
{
	g_autoptr(GArray) found = filter_features_at(text);

	return filter_features_of(found, rules);
}
