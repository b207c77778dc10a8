#include "cli/record-json.h"

#include "cli/json.h"
#include "core/autoptr.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/message-json.h"
#include "filters/people/organisation.h"

#include <errno.h>
#include <stdio.h>

static void
set_number(json_t *object, const char *key, int64_t number)
{
	(void)json_object_set_new(object, key, json_integer(number));
}

static const char *
state_name(StoreState state)
{
	static const char *const names[] = { "queued", "done", "quarantined",
		"erased" };

	return names[state];
}

static json_t *
arrivals_to_json(const GPtrArray *arrivals)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < arrivals->len; i++) {
		const StoreRecordArrival *arrival = arrivals->pdata[i];
		json_t *object = json_object();

		cli_json_set_text(object, "mailbox", arrival->mailbox);
		cli_json_set_text(object, "folder", arrival->folder);
		set_number(object, "uidvalidity", arrival->uidvalidity);
		set_number(object, "uid", arrival->uid);
		cli_json_set_text(object, "sha256", arrival->sha256);
		(void)json_array_append_new(array, object);
	}
	return array;
}

static json_t *
strings_to_json(char *const *strings, size_t length)
{
	json_t *array = json_array();

	for (size_t i = 0; i < length; i++)
		(void)json_array_append_new(array, json_string(strings[i]));
	return array;
}

static json_t *
tags_to_json(const GPtrArray *tags)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < tags->len; i++) {
		const StoreTag *tag = tags->pdata[i];
		json_t *object = json_object();

		cli_json_set_text(object, "tag", tag->tag);
		cli_json_set_text(object, "by", store_by_name(tag->by));
		cli_json_set_text(object, "rule", tag->rule);
		(void)json_object_set_new(object, "spans",
		    strings_to_json(tag->spans, g_strv_length(tag->spans)));
		if (tag->urgency != STORE_URGENCY_NONE)
			cli_json_set_text(object, "urgency",
			    tag->urgency == STORE_URGENCY_NOW ? "now" : "high");
		if (tag->probability > 0)
			(void)json_object_set_new(
			    object, "probability", json_real(tag->probability));
		(void)json_array_append_new(array, object);
	}
	return array;
}

static json_t *
head_to_json(const StoreRecord *record)
{
	json_t *object = json_object();
	g_autofree char *received = core_time_format(record->received_at);

	set_number(object, "id", record->id);
	cli_json_set_text(object, "state", state_name(record->state));
	cli_json_set_text(object, "content_key", record->content_key);
	(void)json_object_set_new(
	    object, "arrivals", arrivals_to_json(record->arrivals));
	set_number(object, "size", record->size_bytes);
	cli_json_set_text(object, "received_at", received);
	cli_json_set_text(object, "error", record->error);
	return object;
}

static void
set_people(json_t *object, const StoreRecord *record)
{
	json_t *contact, *pattern;

	if (record->contact_address) {
		g_autofree char *organisation =
		    filter_organisation(record->contact_address);

		contact = json_object();
		cli_json_set_text(contact, "address", record->contact_address);
		cli_json_set_text(contact, "organisation", organisation);
		cli_json_set_text(contact, "type", record->contact_type);
		cli_json_set_text(contact, "stage", record->contact_stage);
		(void)json_object_set_new(object, "contact", contact);
	}
	if (record->conversation_id)
		set_number(object, "conversation", record->conversation_id);
	if (record->pattern_id) {
		pattern = json_object();
		set_number(pattern, "id", record->pattern_id);
		cli_json_set_text(pattern, "label", record->pattern_label);
		(void)json_object_set_new(object, "pattern", pattern);
	}
}

json_t *
cli_record_to_json(const StoreRecord *record)
{
	json_t *object = head_to_json(record);
	g_autoptr(json_t) message = NULL;

	if (record->state != STORE_STATE_DONE)
		return object;
	message = core_message_to_json(record->record);
	(void)json_object_update(object, message);
	(void)json_object_set_new(object, "tags", tags_to_json(record->tags));
	(void)json_object_set_new(object, "departments",
	    strings_to_json((char *const *)record->departments->pdata,
	        record->departments->len));
	set_people(object, record);
	return object;
}

bool
cli_record_print(const StoreRecord *record, GError **error)
{
	g_autoptr(json_t) json = cli_record_to_json(record);

	if (json_dumpf(json, stdout, JSON_COMPACT) == 0 && putchar('\n') != EOF)
		return true;
	g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "standard output: %s",
	    g_strerror(errno));
	return false;
}
