/* Which language a mail is in. */
#pragma once

/*
 * Judges the first kilobyte of @words, with @subject where they are few. Both
 * are valid UTF-8 or NULL.
 *
 * Returns: (nullable) (transfer full): an ISO 639 code ("en", "ja"), NULL where
 * the words do not tell.
 */
char *mail_language_detect(const char *subject, const char *words);
