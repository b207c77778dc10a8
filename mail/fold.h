/* What the readers of single lines share: folding and endings. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* As core_text_fold(), which is slow, but quick for the many lines that are
 * plain ASCII; the curved apostrophe is the straight one. Returns: (transfer
 * full). */
char *mail_fold(const char *text);

/* Whether one of @words is somewhere in @folded. */
bool mail_fold_has(
    const char *folded, const char *const *words, size_t n_words);

/* Whether @folded begins with one of @words. */
bool mail_fold_begins(
    const char *folded, const char *const *words, size_t n_words);

/* Whether @folded ends with one of @words. */
bool mail_fold_ends(
    const char *folded, const char *const *words, size_t n_words);

/* Whether the last of @line that is no white space is a colon, of either
 * width. */
bool mail_fold_ends_with_colon(const char *line, size_t length);

/* Whether @line has nothing but blanks, the no-break one too. */
bool mail_fold_is_blank(const char *line);

/* How many words, parted by blanks, are in @text; no more than @most are
 * counted. */
size_t mail_fold_count_words(const char *text, size_t most);

/* Behind those of @marks that @line begins with, none of which is a letter or
 * a digit: most lines begin with one, and strspn() takes its time. */
const char *mail_fold_skip(const char *line, const char *marks);
