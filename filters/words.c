#include "filters/words.h"

#include "core/words.h"

#define ARENA_BYTES 4096

struct _FilterWords {
	GArray *words;       /* FilterWord */
	GStringChunk *arena; /* holds what they are folded to */
};

static void
add_word(const char *start, size_t length, const char *folded, void *data)
{
	FilterWords *self = data;
	FilterWord word = { .start = start,
		.length = length,
		.folded = g_string_chunk_insert(self->arena, folded) };

	g_array_append_val(self->words, word);
}

FilterWords *
filter_words_new(const char *text)
{
	FilterWords *self = g_new0(FilterWords, 1);

	self->words = g_array_new(FALSE, FALSE, sizeof(FilterWord));
	self->arena = g_string_chunk_new(ARENA_BYTES);
	core_words_foreach(text, add_word, self);
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
