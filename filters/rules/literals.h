/* Many strings looked for at once, by Hyperscan. It is given nothing but plain
 * strings: what it takes to compile those grows with their number alone, while
 * a regex of a few bytes can keep it busy for a minute. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct _FilterLiterals FilterLiterals;

FilterLiterals *filter_literals_new(void);
void filter_literals_free(FilterLiterals *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterLiterals, filter_literals_free)

/* Adds the @length bytes at @literal, at least one and no NUL, which get the
 * next number from 0 on. @once: their first place in a text is enough. */
void filter_literals_add(
    FilterLiterals *self, const char *literal, size_t length, bool once);

/*
 * Makes ready to scan, once; nothing can be added after it. @cache: a file that
 * keeps what the very same literals were compiled to, or will; NULL for none.
 * One that is damaged, of other literals or not ours alone to write is written
 * anew; one that cannot be written is done without. FILTER_ERROR_RULES where
 * Hyperscan cannot work, as on too old a processor.
 */
bool filter_literals_compile(
    FilterLiterals *self, const char *cache, GError **error);

/* Literal @id stands at bytes @from to @to (behind the last) of the text. */
typedef void (*FilterLiteralHit)(
    unsigned id, size_t from, size_t to, void *data);

/* Calls @hit for each place of each literal in @text, below 4 GB, in the order
 * of their ends. */
void filter_literals_scan(FilterLiterals *self, const char *text, size_t length,
    FilterLiteralHit hit, void *data);
