/* Where in a text which letters stand, as bits: so that the places where a
 * regex may begin are found 64 at a time. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Kinds of characters: a letter of ASCII in either case is its own kind. */
enum {
	FILTER_PLACES_DIGIT = 26, /* of ASCII */
	FILTER_PLACES_PLAIN,      /* all else of ASCII */
	FILTER_PLACES_HIGH,       /* beyond ASCII */
	FILTER_PLACES_KINDS
};

/* Returns: of what kind the character is that begins with @byte. */
unsigned filter_places_kind(unsigned char byte);

typedef struct _FilterPlaces FilterPlaces;

FilterPlaces *filter_places_new(void);
void filter_places_free(FilterPlaces *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterPlaces, filter_places_free)

/* Takes @text, clean UTF-8, in place of the one before: the first 64 KB of it,
 * and only whole words. It is borrowed, and read when first needed. */
void filter_places_take(FilterPlaces *self, const char *text);

/* The text and how much of it was taken. */
const char *filter_places_text(const FilterPlaces *self, size_t *ret_length);

/* Two characters in a row. */
typedef struct {
	bool bordered;                         /* not inside of a word */
	uint32_t firsts;                       /* a bit for each kind */
	uint32_t seconds[FILTER_PLACES_KINDS]; /* by the first, a bit for each
	                                           kind; all: or the end */
} FilterPair;

/* @pair: borrowed until the next text is taken. Returns: where the first of it
 * at or behind @from begins; the length of what was taken where there is none.
 */
size_t filter_places_find(
    FilterPlaces *self, const FilterPair *pair, size_t from);
