#include "filters/words.h"

#include "core/text.h"

#include <stdbool.h>
#include <string.h>

#define ARENA_BYTES 4096

struct _FilterWords {
	GArray *words;       /* FilterWord */
	GStringChunk *arena; /* holds what they are folded to */
};

/* Most words are ASCII, and Unicode's way to fold costs twenty times as much.
 */
static const char *
fold(GStringChunk *arena, const char *start, size_t length)
{
	char *copy = g_string_chunk_insert_len(arena, start, (gssize)length);
	g_autofree char *folded = NULL;

	for (char *c = copy; *c; c++) {
		if (*c & 0x80) {
			folded = core_text_fold(copy);
			return g_string_chunk_insert(arena, folded);
		}
		*c = g_ascii_tolower(*c);
	}
	return copy;
}

/* The length of an apostrophe at @text, 0 where there is none. */
static size_t
apostrophe(const char *text, size_t length)
{
	static const char *const kinds[] = { "'", "\xe2\x80\x99",
		"\xe2\x80\x98", "\xca\xbc" };

	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
		size_t n = strlen(kinds[i]);

		if (length >= n && memcmp(text, kinds[i], n) == 0)
			return n;
	}
	return 0;
}

static void
add_part(FilterWords *self, const char *start, size_t length)
{
	FilterWord word = { .start = start, .length = length };

	if (length == 0)
		return;
	word.folded = fold(self->arena, start, length);
	if (*word.folded)
		g_array_append_val(self->words, word);
}

static void
add_word(const char *start, size_t length, void *data)
{
	size_t part = 0, at = 0;

	while (at < length) {
		size_t n = apostrophe(start + at, length - at);

		if (n == 0) {
			at++;
			continue;
		}
		add_part(data, start + part, at - part);
		at += n;
		part = at;
	}
	add_part(data, start + part, length - part);
}

FilterWords *
filter_words_new(const char *text)
{
	FilterWords *self = g_new0(FilterWords, 1);

	self->words = g_array_new(FALSE, FALSE, sizeof(FilterWord));
	self->arena = g_string_chunk_new(ARENA_BYTES);
	core_text_foreach_word(text, add_word, self);
	return self;
}

void
filter_words_free(FilterWords *self)
{
	if (!self)
		return;
	g_array_unref(self->words);
	g_string_chunk_free(self->arena);
	g_free(self);
}

unsigned
filter_words_count(const FilterWords *self)
{
	return self->words->len;
}

const FilterWord *
filter_words_at(const FilterWords *self, unsigned i)
{
	return &g_array_index(self->words, FilterWord, i);
}
