/* The commonest words of a few languages, which say nothing about what a mail
 * is about. */
#pragma once

#include <stdbool.h>

/* Whether @folded, a word as filter_words_at() folds it, says nothing about
 * what a mail is about, in any of the languages. */
bool filter_language_is_stop_word(const char *folded);

/* Whether @folded is a stop word that greets, thanks or closes a letter. */
bool filter_language_is_courtesy(const char *folded);
