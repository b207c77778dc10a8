/* Mailboxes that are not read any more: which, since when, and in plain words.
 */
#pragma once

#include "core/config.h"
#include "store/mailboxes.h"
#include "store/store.h"

/* What to look at; all borrowed. */
typedef struct {
	const CoreConfig *config;
	int64_t now;
	int64_t since_at; /* polls that ended before it do not count */
} DigestOutageQuery;

/* A mailbox of the config that is failing for long: its login for 15 minutes
 * and two polls, anything else for four hours. */
typedef struct {
	const CoreMailbox *mailbox; /* borrowed from the config */
	int64_t complete_until;     /* 0: it was never read whole */
	int64_t failing_since, refused_since, tried_at, alarmed_at;
	bool opened; /* it has worked before */
	char *error; /* of the last poll, a line of the server's or ours */
} DigestOutage;

/* In the order of the config. @ret_outages: (transfer full): DigestOutage *. */
bool digest_outages(Store *store, const DigestOutageQuery *query,
    GPtrArray **ret_outages, GError **error);

/* Whether the polls that @row tells of have failed for long by @now. Pure. */
bool digest_outage_is_long(const StoreMailbox *row, int64_t now);

/* The mailbox as people know it: its address, or else its name (borrowed). */
const char *digest_outage_name(const DigestOutage *outage);

/*
 * A line for the top of a digest: "Mail to support@example.com has not been
 * read since Mon 16 Nov, 08:45: login refused. ..". Returns: (transfer full):
 * NULL when there are no @outages. Pure.
 */
char *digest_outage_notice(const GPtrArray *outages, GTimeZone *zone);
