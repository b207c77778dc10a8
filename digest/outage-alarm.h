/* Tells the operator of mailboxes that are not read: once, then once a day. */
#pragma once

#include "digest/outage.h"
#include "digest/render.h"

/*
 * Freezes a mail to the operator about each outage that is due: not one of a
 * mailbox that never worked, which is still being set up, nor one whose last
 * poll is a day ago. One outage has one mail a day, and a mailbox at most one
 * in four hours, however often it fails anew. Without [send] or an operator
 * nothing is due.
 * @ret_mailboxes: (transfer full): char *, of which mails were frozen.
 */
bool digest_outage_alarm(Store *store, const DigestOutageQuery *query,
    GPtrArray **ret_mailboxes, GError **error);

/* Whether the above would freeze something. */
bool digest_outage_is_due(Store *store, const DigestOutageQuery *query,
    bool *ret_due, GError **error);

/* The mails about all outages, due or not; keeps nothing.
 * @ret_mails: (transfer full): DigestMail *. */
bool digest_outage_preview(Store *store, const DigestOutageQuery *query,
    GPtrArray **ret_mails, GError **error);
