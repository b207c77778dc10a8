/* How long to leave a failing server alone: a capped, jittered doubling. */
#pragma once

#include <glib.h>

typedef struct _NetBackoff NetBackoff;

/* Returns: (transfer full): one that has seen no failure. 1 <= @first_s <=
 * @cap_s. */
NetBackoff *net_backoff_new(int first_s, int cap_s);

void net_backoff_free(NetBackoff *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetBackoff, net_backoff_free)

/*
 * Counts a failure. @least_s: wait no less than this, whatever the count: a
 * refused login waits long at once, because a server locks a mailbox after a
 * few of them.
 *
 * Returns: seconds to wait, at least 1, shortened at random by up to a tenth so
 * that the mailboxes of one server do not return together.
 */
int net_backoff_failed(NetBackoff *self, int least_s, GRand *rand);

/* Forgets all failures: the next one waits first_s again. */
void net_backoff_succeeded(NetBackoff *self);
