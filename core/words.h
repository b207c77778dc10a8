/* The words of a text as rules look for them and as the search index holds
 * them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* One word: as it stands in the text, and folded; @folded until the return. */
typedef void (*CoreWord)(
    const char *start, size_t length, const char *folded, void *data);

/* Calls @word for each word of @text, clean UTF-8, folded by core_text_fold().
 * Apostrophes part words: "l'app" holds "app", and "don't" is the phrase
 * "don t", whatever apostrophe was typed. */
void core_words_foreach(const char *text, CoreWord word, void *data);

/* Whether @word is of a script that is written without blanks (Han, kana, Thai,
 * ...): as a term it is found inside words too. */
bool core_word_is_unparted(const char *word);
