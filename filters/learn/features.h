/* A text as numbers, for learning: its words and pairs of words, and pieces of
 * three to five characters of words, hashed. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define FILTER_FEATURE_BITS 20 /* of a hash: 2^20 features */
#define FILTER_FEATURE_PIECE                                                   \
	(1u << (FILTER_FEATURE_BITS - 1)) /* set in those of pieces */

typedef struct {
	uint32_t hash;
	float weight; /* 1 + log of how often it stands there */
} FilterFeature;

/*
 * Reads @text (clean UTF-8; its first 20,000 bytes). @rules: names of the rules
 * that matched, each a feature of its own; ended by NULL, or NULL for none.
 * Returns: (transfer full): FilterFeature, by hash, each once.
 */
GArray *filter_features(const char *text, char *const *rules);

/* One feature each time that it stands in a text, with the word it is of. */
typedef struct {
	uint32_t hash;
	uint32_t at; /* byte where its (second) word begins */
} FilterFeatureAt;

/* Returns: (transfer full): FilterFeatureAt, in the order of words. */
GArray *filter_features_at(const char *text);

/* As filter_features() of the text of which @found is. */
GArray *filter_features_of(const GArray *found, char *const *rules);
