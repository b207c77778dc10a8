/* From words to mails: Message-IDs, headers, tokens, and the rows that hold
 * them until they are sent. */
#pragma once

#include "core/config.h"
#include "digest/render.h"
#include "store/digests.h"
#include "store/store.h"

/* What a frozen mail is the mail of; all borrowed. */
typedef struct {
	const char *kind;    /* "department", "escalation", "alarm" */
	const char *subject; /* the department's id, "executives", a mailbox */
	const char *period;
	int64_t revision;
	int64_t built_at, expires_at;
	char *const *to; /* ended by NULL */
	const char *list_name;
} DigestAddress;

/* A line for the top of a mail that goes to [send] only-to instead of its
 * readers; NULL once live (transfer full). */
char *digest_banner(const CoreConfig *config, const DigestAddress *address);

/* What a view's image_key is for @address (transfer full). Needs [send]. */
char *digest_image_key(const CoreConfig *config, const DigestAddress *address);

/* The [manager]'s addresses parted by commas, or NULL (transfer full). */
char *digest_reply_to(const CoreConfig *config);

/* The sender's name, "Customer Voice" where the config has none (borrowed). */
const char *digest_brand(const CoreConfig *config);

/*
 * Adds one ready row a recipient to the outbox, each with its own finished
 * bytes and reply token, for the frozen digest @digest_id. Joins the caller's
 * transaction.
 */
bool digest_envelop(Store *store, const CoreConfig *config,
    const DigestAddress *address, int64_t digest_id, const DigestMail *mail,
    GError **error);

/* 18:00 of the first working day after the day of @at. */
int64_t digest_use_until(int64_t at, GTimeZone *zone);
