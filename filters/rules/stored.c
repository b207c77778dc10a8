#include "filters/rules/stored.h"

#include "store/queue.h"

bool
filter_stored_open(Store *store, const StoreRecord *record,
    FilterStored *ret_stored, GError **error)
{
	char **mailboxes;

	if (!store_queue_mailboxes(store, record->id, &mailboxes, error))
		return false;
	ret_stored->mailboxes = mailboxes;
	ret_stored->subject = (FilterSubject){ .message = record->record,
		.now = record->filtered_at,
		.received_at = record->received_at,
		.size_bytes = record->size_bytes,
		.mailboxes = mailboxes,
		.contact_type = record->contact_type,
		.contact_stage = record->contact_stage };
	return true;
}

void
filter_stored_clear(FilterStored *self)
{
	g_strfreev(self->mailboxes);
}
