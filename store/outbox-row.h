/* Between store/outbox.c and store/sending.c. */
#pragma once

#include "store/db.h"
#include "store/outbox.h"

/* Makes a row of the columns 0..10 of a statement: id, state, kind, subject,
 * period, recipient, message_id, attempts, dot_sent, next_at, expires_at.
 * Returns: (transfer full): StoreOutboxRow *. */
void *store_outbox_read_row(StoreStmt *stmt);
