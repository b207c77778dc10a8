/* Mails as weighted terms (TF-IDF), so that likeness is a number. */
#pragma once

#include <glib.h>

typedef struct {
	unsigned term;
	float weight;
} FilterWeight;

typedef struct _FilterVectors FilterVectors;

FilterVectors *filter_vectors_new(void);
void filter_vectors_free(FilterVectors *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterVectors, filter_vectors_free)

/* Adds a mail: the stems of its @words, and twice those of its @subject, by the
 * stemmer of @language (NULL or one that is not known: English). Addresses,
 * links, numbers and stop words do not count. */
void filter_vectors_add(FilterVectors *self, const char *subject,
    const char *words, const char *language);

/* Weighs the terms of all mails against each other. Once, after the last. */
void filter_vectors_weigh(FilterVectors *self);

/* How much it says that two mails share @term: 2, 1 for a word that is rather
 * frequent anyway, 0 for an everyday one or one of very many of these mails. */
unsigned filter_vectors_telling(const FilterVectors *self, unsigned term);

unsigned filter_vectors_count(const FilterVectors *self);

/* Mail @i in the order of adding: FilterWeight sorted by term, of length 1, or
 * none at all. Borrowed. */
const GArray *filter_vectors_at(const FilterVectors *self, unsigned i);
