/* How each mailbox does: since when it is read whole, or failing. */
#pragma once

#include "store/store.h"

/*
 * Records that a poll of @mailbox, begun at @began_at and ended at @tried_at,
 * read everything there was.
 */
bool store_mailbox_succeeded(Store *self, const char *mailbox, int64_t began_at,
    int64_t tried_at, GError **error);

/* Records that the poll ended at @tried_at failed for @why (one clean line; no
 * secrets, no mail). How far it was complete before stays. */
bool store_mailbox_failed(Store *self, const char *mailbox, int64_t tried_at,
    const char *why, GError **error);

/* The same where the login is what failed, or there is nothing to log in with.
 */
bool store_mailbox_refused(Store *self, const char *mailbox, int64_t tried_at,
    const char *why, GError **error);

typedef struct {
	char *mailbox;
	int64_t tried_at;       /* end of the last poll, good or bad */
	int64_t complete_until; /* 0: never read whole */
	int64_t failing_since;  /* 0: it works */
	int64_t refused_since;  /* by every login since then; 0: not now */
	int64_t alarmed_at;     /* of its last alarm; 0: none */
	bool opened;            /* it was, at least once */
	char *error;            /* of the last poll; NULL when it worked */
} StoreMailbox;

/* @ret_mailboxes: (transfer full): StoreMailbox *, those polled at least once,
 * by name. */
bool store_mailboxes(Store *self, GPtrArray **ret_mailboxes, GError **error);
