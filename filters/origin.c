#include "filters/origin.h"

#include "store/conversations.h"

#include <string.h>

static void
set_origin(CoreMessage *message, CoreOrigin origin, const char *reason)
{
	message->origin = origin;
	g_free(message->origin_reason);
	message->origin_reason = g_strdup(reason);
}

/* What is none of a customer's mails is the colleague's who sent it on. */
static void
take_back_forward(CoreMessage *message)
{
	if (!message->forwarded_by)
		return;
	core_address_free(message->from);
	message->from = core_address_new("", message->forwarded_by);
	g_clear_pointer(&message->forwarded_by, g_free);
}

static bool
is_own(GBytes *loop_key, const CoreMessage *message)
{
	size_t length;
	const unsigned char *key = g_bytes_get_data(loop_key, &length);
	g_autofree char *code = NULL;

	if (!message->loop || !message->message_id)
		return false;
	code = g_compute_hmac_for_string(
	    G_CHECKSUM_SHA256, key, length, message->message_id, -1);
	return g_ascii_strcasecmp(code, message->loop) == 0;
}

static bool
names_ours(
    Store *store, const GPtrArray *references, bool *ret_found, GError **error)
{
	*ret_found = false;
	for (unsigned i = 0; i < references->len && !*ret_found; i++)
		if (!store_outbox_has(
		        store, references->pdata[i], ret_found, error))
			return false;
	return true;
}

bool
filter_origin_decide(Store *store, GBytes *loop_key, const char *answer,
    CoreMessage *message, GError **error)
{
	bool found;

	if (is_own(loop_key, message)) {
		set_origin(message, CORE_ORIGIN_OWN, "X-Tribune-Loop is ours");
		return true;
	}
	if (answer) {
		/* "We have received your mail" is no answer to it yet. */
		if (message->origin == CORE_ORIGIN_AUTO_REPLY)
			core_message_flag(message, "automatic");
		take_back_forward(message);
		set_origin(message, CORE_ORIGIN_ANSWER, answer);
		return true;
	}
	if (message->origin != CORE_ORIGIN_PERSON)
		return true;
	if (!names_ours(store, message->in_reply_to, &found, error) ||
	    (!found && !names_ours(store, message->references, &found, error)))
		return false;
	if (!found)
		return true;
	take_back_forward(message);
	set_origin(message, CORE_ORIGIN_REPLY, "it answers one of our mails");
	return true;
}
