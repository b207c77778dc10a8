#include "filters/people/erase.h"

#include "store/records.h"
#include "store/roll.h"

#include <string.h>

#define MAILS_A_TRANSACTION 100
#define CANARY_BYTES 24 /* shorter lines may well stand elsewhere */
#define CANARIES_A_MAIL 3

void
filter_erasure_free(FilterErasure *self)
{
	if (!self)
		return;
	g_clear_pointer(&self->addresses, g_ptr_array_unref);
	g_clear_pointer(&self->mails, g_array_unref);
	g_clear_pointer(&self->others, g_array_unref);
	g_clear_pointer(&self->digests, g_ptr_array_unref);
	g_clear_pointer(&self->canaries, g_ptr_array_unref);
	core_redactor_free(self->redactor);
	g_free(self);
}

static void
add_canaries(FilterErasure *self, const CoreMessage *message)
{
	g_auto(GStrv) lines =
	    g_strsplit(message->own_words ? message->own_words : "", "\n", -1);
	unsigned n = 0;

	if (message->message_id && strlen(message->message_id) >= CANARY_BYTES)
		g_ptr_array_add(self->canaries, g_strdup(message->message_id));
	for (char **line = lines; *line && n < CANARIES_A_MAIL; line++)
		if (strlen(*line) >= CANARY_BYTES) {
			g_ptr_array_add(self->canaries, g_strdup(*line));
			n++;
		}
}

/* Our answers are our words; what they quote is the person's own mail. */
static bool
learn_mail(Store *store, FilterErasure *self, int64_t id, GError **error)
{
	g_autoptr(StoreRecord) record = NULL;
	const CoreMessage *message;

	if (!store_record_get(store, id, &record, error))
		return false;
	if (!record || record->state != STORE_STATE_DONE)
		return true;
	message = record->record;
	if (message->origin == CORE_ORIGIN_ANSWER)
		return true;
	core_redactor_add(self->redactor, message->subject);
	core_redactor_add(self->redactor, message->text);
	core_redactor_add(self->redactor, message->own_words);
	if (message->from)
		core_redactor_add(self->redactor, message->from->name);
	add_canaries(self, message);
	return true;
}

static bool
learn_addresses(Store *store, FilterErasure *self, GError **error)
{
	g_autoptr(GPtrArray) rows = NULL;

	if (!store_person_addresses(store, self->contact_id, &rows, error))
		return false;
	for (unsigned i = 0; i < rows->len; i++) {
		const StorePerson *row = rows->pdata[i];

		core_redactor_add(self->redactor, row->address);
		core_redactor_add(self->redactor, row->name);
		g_ptr_array_add(self->addresses, g_strdup(row->address));
		g_ptr_array_add(self->canaries, g_strdup(row->address));
	}
	return true;
}

static char *
redact(const char *text, bool html, void *data)
{
	bool found;
	g_autofree char *redacted = core_redactor_run(data, text, html, &found);

	return found ? g_steal_pointer(&redacted) : NULL;
}

FilterErasure *
filter_erasure_new(Store *store, int64_t contact_id, GError **error)
{
	g_autoptr(FilterErasure) self = g_new0(FilterErasure, 1);

	self->contact_id = contact_id;
	self->addresses = g_ptr_array_new_with_free_func(g_free);
	self->canaries = g_ptr_array_new_with_free_func(g_free);
	self->redactor = core_redactor_new();
	if (!learn_addresses(store, self, error) ||
	    !store_erase_mails(store, contact_id, &self->mails, error) ||
	    !store_erase_others(store, self->mails, &self->others, error))
		return NULL;
	for (unsigned i = 0; i < self->mails->len; i++)
		if (!learn_mail(store, self,
		        g_array_index(self->mails, int64_t, i), error))
			return NULL;
	if (!store_erase_digests(
	        store, redact, self->redactor, &self->digests, error))
		return NULL;
	return g_steal_pointer(&self);
}

/* One transaction's worth of work. */
typedef struct {
	const FilterErasure *erasure;
	int64_t now;
	unsigned from; /* of the mails */
} Step;

static bool
do_digests(Store *store, void *data, GError **error)
{
	const Step *step = data;
	const GPtrArray *digests = step->erasure->digests;

	if (!store_erase_begin(store, step->now, error))
		return false;
	for (unsigned i = 0; i < digests->len; i++) {
		const StoreErasedDigest *digest = digests->pdata[i];

		if (!store_erase_digest(store, digest->id, redact,
		        step->erasure->redactor, error))
			return false;
	}
	return true;
}

static bool
do_mails(Store *store, void *data, GError **error)
{
	const Step *step = data;
	const GArray *mails = step->erasure->mails;
	unsigned to = MIN(mails->len, step->from + MAILS_A_TRANSACTION);

	for (unsigned i = step->from; i < to; i++) {
		int64_t id = g_array_index(mails, int64_t, i);

		if (!store_erase_pattern(
		        store, id, redact, step->erasure->redactor, error) ||
		    !store_erase_message(store, id, error))
			return false;
	}
	return true;
}

static bool
do_person(Store *store, void *data, GError **error)
{
	const Step *step = data;

	return store_erase_person(store, step->erasure->contact_id, error);
}

bool
filter_erasure_run(
    Store *store, const FilterErasure *self, int64_t now, GError **error)
{
	Step step = { self, now, 0 };

	if (!store_transact(store, do_digests, &step, error))
		return false;
	for (; step.from < self->mails->len; step.from += MAILS_A_TRANSACTION)
		if (!store_transact(store, do_mails, &step, error))
			return false;
	return store_transact(store, do_person, &step, error);
}
