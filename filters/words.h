/* A text as folded words that remember where they stand: what terms are looked
 * up in, and what patterns are made of. */
#pragma once

#include <glib.h>
#include <stddef.h>

typedef struct {
	const char *start; /* in the text */
	size_t length;
	const char *folded; /* case, accents and width folded */
} FilterWord;

typedef struct _FilterWords FilterWords;

/* Splits @text, clean UTF-8 that must outlive the words. Apostrophes part
 * words: "l'app" holds "app", and "don't" is the phrase "don t", whatever
 * apostrophe was typed. Returns: (transfer full). */
FilterWords *filter_words_new(const char *text);
void filter_words_free(FilterWords *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterWords, filter_words_free)

unsigned filter_words_count(const FilterWords *self);

/* Word @i of the text, from 0; borrowed from @self. */
const FilterWord *filter_words_at(const FilterWords *self, unsigned i);
