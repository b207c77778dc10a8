/* Digests as they were frozen: their text, items, and every message counted. */
#pragma once

#include "store/store.h"

typedef struct {
	int64_t id;          /* set by store_digest_add() */
	const char *kind;    /* "department", "escalation" */
	const char *subject; /* the department's id */
	const char *period;  /* "2026-W46"; of an escalation its key */
	int64_t revision;    /* from 1 */
	int64_t start_at, end_at;
	int64_t built_at;
	const char *headline; /* the mail's Subject */
	const char *html, *text;
} StoreDigest;

/* Adds @digest; STORE_ERROR_FAILED when this revision is there already. */
bool store_digest_add(
    Store *self, const StoreDigest *digest, int64_t *ret_id, GError **error);

typedef struct {
	int number;         /* from 1, as printed */
	int64_t pattern_id; /* or 0, and then */
	int64_t message_id;
	const char *title;
	int64_t mails, customers;
} StoreDigestItem;

bool store_digest_add_item(Store *self, int64_t digest_id,
    const StoreDigestItem *item, GError **error);

/* Notes that the digest counted @message_id. */
bool store_digest_add_message(Store *self, int64_t digest_id,
    int64_t message_id, bool late, GError **error);

/* A digest read back; owns its texts. */
typedef struct {
	int64_t id, revision, built_at;
	char *headline, *html, *text;
} StoreFrozen;

void store_frozen_free(StoreFrozen *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreFrozen, store_frozen_free)

/* The latest revision. @ret_frozen: (transfer full): NULL where there is none.
 */
bool store_digest_find(Store *self, const char *kind, const char *subject,
    const char *period, StoreFrozen **ret_frozen, GError **error);

/* When the last digest of @subject that ends at or before @end_at was built;
 * @ret_built_at is 0 where there is none. */
bool store_digest_last_built(Store *self, const char *subject, int64_t end_at,
    int64_t *ret_built_at, GError **error);
