/* How a mail of ours says things: counts, dates, and a customer's words made
 * short and safe. All pure; all strings returned are (transfer full). */
#pragma once

#include "core/period.h"

#include <glib.h>
#include <stdint.h>

/* "1 customer", "1,284 mails". */
char *digest_count(int64_t n, const char *one, const char *many);

/* "4 Nov"; "Tue 10 Nov"; "Mon 16 Nov, 09:12"; "Friday": local time of @zone. */
char *digest_day(int64_t at, GTimeZone *zone);
char *digest_weekday_day(int64_t at, GTimeZone *zone);
char *digest_moment(int64_t at, GTimeZone *zone);
char *digest_weekday(int64_t at, GTimeZone *zone);

/* "9-15 Nov 2026", with an en dash, the days of @period. */
char *digest_days(const CorePeriod *period, GTimeZone *zone);

/* "bug/crash" as "bug: crash", "cancel-risk" as "cancel risk". */
char *digest_tag_words(const char *tag);

/*
 * Takes from @text what must not be in a digest: mail addresses, long numbers
 * (phones, accounts), the parts of @name (a customer's; "" for none); links
 * become hxxp. On one line.
 */
char *digest_redact(const char *text, const char *name);

/*
 * A title from a subject line or label: without Re: and Fwd:, shouting and
 * closing marks; where that leaves less than two words, the first sentence of
 * @words instead, or "Without a subject". At most @max_chars characters.
 */
char *digest_title(
    const char *subject, const char *words, const char *name, size_t max_chars);

/*
 * The sentence of @words that says most about @title in at most 25 words, or
 * NULL when none is fit to be quoted. @ret_score is larger for a better one.
 */
char *digest_quote(
    const char *words, const char *title, const char *name, int *ret_score);
