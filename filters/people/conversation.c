#include "filters/people/conversation.h"

#include "filters/ours.h"
#include "filters/people/contacts.h"
#include "store/conversations.h"
#include "store/records.h"

#include <string.h>

/* Of a longer References the first counts, with which all began, and the
 * newest: the last ones. */
#define REFERENCES_MAX 30

/* Whether an address stands for a person: everybody writes to our mailboxes and
 * aliases, so sharing those makes no conversation. */
static bool
takes_part(
    const CoreConfig *config, const char *address, StoreRole role, bool answer)
{
	if (!strchr(address, '@') || filter_is_our_mailbox(config, address))
		return false;
	if (role == STORE_ROLE_FROM || role == STORE_ROLE_REPLY_TO)
		return !answer;
	return answer || !filter_is_at_home(config, address);
}

static void
add_participant(const FilterThread *thread, const CoreAddress *address,
    StoreRole role, GHashTable *into)
{
	g_autofree char *lower = filter_contact_address(address);
	bool answer = thread->message->origin == CORE_ORIGIN_ANSWER;

	if (lower && takes_part(thread->config, lower, role, answer))
		g_hash_table_add(into, g_steal_pointer(&lower));
}

static GHashTable *
participants_of(const FilterThread *thread)
{
	const CoreMessage *message = thread->message;
	const struct {
		const GPtrArray *list;
		StoreRole role;
	} lists[] = { { message->to, STORE_ROLE_TO },
		{ message->cc, STORE_ROLE_CC },
		{ message->reply_to, STORE_ROLE_REPLY_TO } };
	GHashTable *set =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	add_participant(thread, message->from, STORE_ROLE_FROM, set);
	for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
		for (unsigned j = 0; j < lists[i].list->len; j++)
			add_participant(thread, lists[i].list->pdata[j],
			    lists[i].role, set);
	return set;
}

static bool
look_up(Store *store, const GPtrArray *references, GPtrArray *related,
    GError **error)
{
	unsigned first = references->len > REFERENCES_MAX
	                     ? references->len - REFERENCES_MAX
	                     : 0;

	for (unsigned i = 0; i < references->len;
	     i += i == 0 && first ? first : 1)
		if (!store_conversation_related(
		        store, references->pdata[i], false, related, error))
			return false;
	return true;
}

static int
by_value(const void *a, const void *b)
{
	const int64_t *x = a;
	const int64_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* The conversations of those @related who are among @participants, by id. */
static GArray *
shared_conversations(const FilterThread *thread, const GPtrArray *related,
    GHashTable *participants)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));

	for (unsigned i = 0; i < related->len; i++) {
		const StoreParticipant *other = related->pdata[i];

		if (takes_part(thread->config, other->address, other->role,
		        other->answer) &&
		    g_hash_table_contains(participants, other->address))
			g_array_append_val(ids, other->conversation_id);
	}
	g_array_sort(ids, by_value);
	return ids;
}

/* Makes all of @ids, sorted, the first one. */
static bool
make_one(Store *store, const GArray *ids, GError **error)
{
	int64_t into = g_array_index(ids, int64_t, 0);

	for (unsigned i = 1; i < ids->len; i++) {
		int64_t from = g_array_index(ids, int64_t, i);

		if (from != g_array_index(ids, int64_t, i - 1) &&
		    !store_conversation_merge(store, into, from, error))
			return false;
	}
	return true;
}

bool
filter_conversation_join(
    Store *store, const FilterThread *thread, int64_t *ret_id, GError **error)
{
	const CoreMessage *message = thread->message;
	g_autoptr(GPtrArray) related =
	    g_ptr_array_new_with_free_func(store_participant_free);
	g_autoptr(GHashTable) participants = participants_of(thread);
	g_autoptr(GArray) ids = NULL;

	if (!look_up(store, message->in_reply_to, related, error) ||
	    !look_up(store, message->references, related, error) ||
	    (message->message_id &&
	        !store_conversation_related(
	            store, message->message_id, true, related, error)))
		return false;
	ids = shared_conversations(thread, related, participants);
	if (ids->len == 0)
		return store_conversation_begin(
		    store, thread->received_at, ret_id, error);
	*ret_id = g_array_index(ids, int64_t, 0);
	return make_one(store, ids, error) &&
	       store_conversation_extend(
	           store, *ret_id, thread->received_at, error);
}

/* Messages to be joined. */
typedef struct {
	const CoreConfig *config;
	const GArray *ids; /* int64_t */
} Rejoining;

static bool
rejoin(Store *store, const CoreConfig *config, int64_t id, GError **error)
{
	g_autoptr(StoreRecord) record = NULL;
	int64_t conversation_id;

	if (!store_record_get(store, id, &record, error))
		return false;
	/* Found before this transaction began: it may be queued again. */
	if (!record || record->conversation_id)
		return true;
	FilterThread thread = { config, record->record, record->received_at };
	return filter_conversation_join(
	           store, &thread, &conversation_id, error) &&
	       store_conversation_put(store, conversation_id, id, error);
}

static bool
rejoin_all(Store *store, void *data, GError **error)
{
	const Rejoining *self = data;

	for (unsigned i = 0; i < self->ids->len; i++)
		if (!rejoin(store, self->config,
		        g_array_index(self->ids, int64_t, i), error))
			return false;
	return true;
}

bool
filter_conversation_rejoin(
    Store *store, const CoreConfig *config, GError **error)
{
	for (;;) {
		g_autoptr(GArray) ids = NULL;

		if (!store_conversation_apart(store, &ids, error))
			return false;
		if (ids->len == 0)
			return true;
		Rejoining rejoining = { config, ids };
		if (!store_transact(store, rejoin_all, &rejoining, error))
			return false;
	}
}
