/* Puts a report into plain words, the same for HTML and text. All pure; all
 * strings returned are (transfer full). */
#pragma once

#include "digest/report.h"

/* The mail's Subject, at most 60 characters: "QA weekly: invoice PDFs are empty
 * (31 customers)". @name is the department's, for people. */
char *digest_subject(const DigestReport *report, const char *name);

/* The headline, the sentences under it, the preview line of a mail program. */
char *digest_headline(const DigestReport *report);
char *digest_lead(
    const DigestReport *report, const char *name, GTimeZone *zone);
char *digest_preheader(const DigestReport *report);

/* "31 customers, 44 mails". */
char *digest_item_counts(const DigestItem *item);

/* What it does: "up from 11 last week", or "" for a single message. */
char *digest_item_change(const DigestItem *item, GTimeZone *zone);

/* "first seen 4 Nov"; for a single message when it came. */
char *digest_item_since(const DigestItem *item, GTimeZone *zone);

/* A chart's finding, for who does not see it: "Rising: 11 to 31". */
char *digest_item_alt(const DigestItem *item);

/* "1, 1, 0, 11, 31": the last @n of @weeks. */
char *digest_series(const int64_t weeks[DIGEST_WEEKS], int n);

/* A number over a word, with its yardstick under it. */
typedef struct {
	char *value, *label, *yardstick;
	bool alarming;
} DigestTile;

/* The four of a department's digest. Returns: (transfer full): DigestTile *. */
GPtrArray *digest_tiles(const DigestReport *report, const char *name);

/* The weeks that have mail to show: 1..DIGEST_WEEKS, this one included. */
int digest_weeks_shown(const DigestReport *report);

/* What was left out, or NULL: "4 more mails, each about something else". */
char *digest_more(const DigestReport *report);
