/* What many texts may begin with, told apart by their first byte. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct _MailStarts MailStarts;

/* Sorts @words, none of which is empty; they are borrowed. Returns: (transfer
 * full): for as long as the process lives, so nothing frees it. */
MailStarts *mail_starts_new(const char *const *words, size_t n_words);

/* Whether @text begins with one of them. */
bool mail_starts_have(const MailStarts *self, const char *text);
