/* Many words that a text may begin with or hold, told apart by their first
 * bytes. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct _MailStarts MailStarts;

/*
 * Sorts @words, none of which is empty; they are borrowed. @place, which is a
 * static 0 at first, keeps what was made for as long as the process lives: the
 * next call with it only gives it back. Returns: (transfer none).
 */
const MailStarts *mail_starts_of(
    gsize *place, const char *const *words, size_t n_words);

/* Whether @text begins with one of them. */
bool mail_starts_have(const MailStarts *self, const char *text);

/* Whether one of them is anywhere in @text: as mail_fold_has(), which takes
 * longer if there are more than a few. */
bool mail_starts_occur(const MailStarts *self, const char *text);
