/* A text as terms see it: its words folded, one after another, each between two
 * line feeds. A term folded the same way stands in it as plain bytes, and its
 * borders with it. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct _FilterFolded FilterFolded;

FilterFolded *filter_folded_new(void);
void filter_folded_free(FilterFolded *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterFolded, filter_folded_free)

typedef enum {
	FILTER_FOLDED_WORDS, /* a mark belongs to the word it stands in */
	FILTER_FOLDED_REGEX, /* a mark parts words, as it does for PCRE2's \b */
} FilterFoldedKind;

/*
 * Takes @text, clean UTF-8 below 4 GB that must outlive what is asked about it,
 * in place of the one before. Words are runs of letters, digits and marks, each
 * folded by core_text_fold(); an apostrophe parts them: "l'app" holds "app",
 * and "don't" is "don" and "t", whatever apostrophe was typed. A word of which
 * nothing is left is none.
 */
void filter_folded_take(
    FilterFolded *self, const char *text, FilterFoldedKind kind);

/* Whether the text has marks: without, both kinds are alike. */
bool filter_folded_has_marks(const FilterFolded *self);

/* "\nfirst\nsecond\n", "\n" for a text without words; *ret_length bytes and a
 * NUL. Borrowed until the next text is taken. */
const char *filter_folded_bytes(const FilterFolded *self, size_t *ret_length);

/* The words, as they stand in the text, that bytes @from to @to (behind the
 * last) have a part in; there must be one. Returns: their start in the text. */
const char *filter_folded_span(
    const FilterFolded *self, size_t from, size_t to, size_t *ret_length);

/* Whether @c belongs to no word of FILTER_FOLDED_WORDS. */
bool filter_folded_parts_words(gunichar c);
