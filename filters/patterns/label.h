/* What a pattern is called: words of one of its mails that a person can read.
 */
#pragma once

/* Returns: the subject without Re:, Fw: and the like, where a person wrote it
 * and it says something; else the first sentence of the own words; at most 60
 * characters (transfer full). "" where there are no words at all. */
char *filter_label(const char *subject, const char *own_words);
