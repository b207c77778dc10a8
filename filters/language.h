/* Which of a few languages a mail is in, by its commonest words. */
#pragma once

#include <stdbool.h>

/* Returns: (nullable): "en", "de", "es" or "fr" (static); NULL when the words
 * do not tell. Either text may be NULL. */
const char *filter_language_guess(const char *subject, const char *words);

/* Whether @folded, a word as filter_words_at() folds it, says nothing about
 * what a mail is about, in any of the languages. */
bool filter_language_is_stop_word(const char *folded);

/* Whether @folded is a stop word that greets, thanks or closes a letter. */
bool filter_language_is_courtesy(const char *folded);
