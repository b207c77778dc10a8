/* Mails that say their writer is away. */
#pragma once

/*
 * The wording of absence that @subject begins with ("Automatic reply: ..."),
 * behind "Re:" and the like, or NULL (static). @subject may be NULL. Where it
 * goes on as a sentence does ("Automatic reply cannot be turned off"), @words
 * must tell of the absence, too.
 */
const char *mail_absence_in_subject(const char *subject, const char *words);

/*
 * The wording by which @words, an answer's, open with an absence and go on with
 * the return or who stands in, or NULL (static). One of the two alone is what a
 * person writes.
 */
const char *mail_absence_in_words(const char *words);
