#include "cli/command.h"

#include "cli/columns.h"
#include "cli/labelling.h"
#include "cli/operand.h"
#include "cli/record-json.h"
#include "cli/wait.h"
#include "core/clock.h"
#include "core/units.h"
#include "store/promises.h"
#include "store/talks.h"

#include <inttypes.h>
#include <stdio.h>

#define SPANS_COLUMNS 80 /* of the words that set a tag; why has them all */

/* A message, and what is told beside it. */
typedef struct {
	StoreRecord *record;
	GPtrArray *labels;   /* StoreLabel * */
	StoreTalk talk;      /* all 0 outside a conversation */
	GPtrArray *promises; /* StorePromise * of its conversation, or NULL */
	CoreOffice office;
	int64_t now_at;
} Shown;

static void
shown_clear(Shown *self)
{
	store_record_free(self->record);
	g_clear_pointer(&self->labels, g_ptr_array_unref);
	store_talk_clear(&self->talk);
	g_clear_pointer(&self->promises, g_ptr_array_unref);
	core_office_clear(&self->office);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Shown, shown_clear)

static void
print_field(const char *name, const char *value)
{
	if (value && *value)
		printf("%-13s %s\n", name, value);
}

static void
print_address(const char *name, const CoreAddress *address)
{
	if (!address)
		return;
	if (*address->name)
		printf(
		    "%-13s %s <%s>\n", name, address->name, address->address);
	else
		print_field(name, address->address);
}

static void
print_addresses(const char *name, const GPtrArray *addresses)
{
	for (unsigned i = 0; i < addresses->len; i++)
		print_address(i == 0 ? name : "", addresses->pdata[i]);
}

static void
print_arrivals(const StoreRecord *record)
{
	g_autofree char *received = core_time_format(record->received_at);
	g_autofree char *size = core_size_format(record->size_bytes);

	print_field("received", received);
	print_field("size", size);
	for (unsigned i = 0; i < record->arrivals->len; i++) {
		const StoreRecordArrival *arrival = record->arrivals->pdata[i];

		printf("%-13s %s, %s, uid %" PRId64 "\n",
		    i == 0 ? "arrived in" : "", arrival->mailbox,
		    arrival->folder, arrival->uid);
	}
}

static void
print_origin(const CoreMessage *message)
{
	const char *origin = core_origin_name(message->origin);

	if (message->origin_reason && *message->origin_reason)
		printf("%-13s %s (%s)\n", "origin", origin,
		    message->origin_reason);
	else
		print_field("origin", origin);
	print_field("source", message->source);
	print_field("language", message->language);
	if (message->verified != CORE_UNKNOWN)
		print_field(
		    "verified", message->verified == CORE_YES ? "yes" : "no");
}

static void
print_tags(const StoreRecord *record)
{
	for (unsigned i = 0; i < record->tags->len; i++) {
		const StoreTag *tag = record->tags->pdata[i];
		g_autofree char *joined = g_strjoinv(", ", tag->spans);
		g_autofree char *spans = cli_columns_cut(joined, SPANS_COLUMNS);
		g_autofree char *sure = core_percent_format(tag->probability);
		bool guessed = tag->by == STORE_BY_MODEL;

		printf("%-13s %s%s by %s%s%s%s%s%s%s\n", i == 0 ? "tags" : "",
		    tag->tag,
		    tag->urgency == STORE_URGENCY_NOW    ? " (now)"
		    : tag->urgency == STORE_URGENCY_HIGH ? " (high)"
		                                         : "",
		    store_by_name(tag->by), tag->by == STORE_BY_RULE ? " " : "",
		    tag->by == STORE_BY_RULE ? tag->rule : "",
		    guessed ? ", " : "", guessed ? sure : "",
		    *spans ? ": " : "", spans);
	}
}

static void
print_labels(const GPtrArray *labels)
{
	for (unsigned i = 0; i < labels->len; i++) {
		g_autofree char *line = cli_label_format(labels->pdata[i]);

		print_field(i == 0 ? "labels" : "", line);
	}
}

static void
print_strings(const char *name, const GPtrArray *strings)
{
	for (unsigned i = 0; i < strings->len; i++)
		print_field(i == 0 ? name : "", strings->pdata[i]);
}

/* How its conversation was answered. */
static void
print_answered(const Shown *shown)
{
	const StoreTalk *talk = &shown->talk;
	g_autofree char *wait =
	    cli_wait_format(&shown->office, talk->waiting_since, shown->now_at);
	g_autofree char *after = cli_wait_format(
	    &shown->office, talk->first_asked_at, talk->first_answer_at);

	if (talk->first_answer_at)
		printf("%-13s after %s by %s%s%s\n", "answered", after,
		    talk->answered_by ? talk->answered_by : "us",
		    talk->waiting_since ? "; waiting again for " : "",
		    talk->waiting_since ? wait : "");
	else if (talk->waiting_since)
		printf("%-13s for %s\n", "waiting", wait);
}

static void
print_promises(const Shown *shown)
{
	for (unsigned i = 0; shown->promises && i < shown->promises->len; i++) {
		const StorePromise *promise = shown->promises->pdata[i];
		g_autofree char *due =
		    cli_due_format(&shown->office, promise->due_at);

		printf("%-13s %s, due %s: %s\n", "promised",
		    store_promise_state_name(
		        store_promise_state(promise, shown->now_at)),
		    due, promise->text);
	}
}

static void
print_place(const Shown *shown)
{
	const StoreRecord *record = shown->record;

	if (record->contact_address)
		printf("%-13s %s%s%s\n", "contact", record->contact_address,
		    record->contact_type ? ", " : "",
		    record->contact_type ? record->contact_type : "");
	if (record->conversation_id)
		printf("%-13s %" PRId64 "\n", "conversation",
		    record->conversation_id);
	print_answered(shown);
	print_promises(shown);
	if (record->pattern_id)
		printf("%-13s %" PRId64 ", %s\n", "pattern", record->pattern_id,
		    record->pattern_label);
}

static void
print_message(const Shown *shown)
{
	const StoreRecord *record = shown->record;
	const CoreMessage *message = record->record;

	print_address("from", message->from);
	print_addresses("to", message->to);
	print_addresses("cc", message->cc);
	print_field("subject", message->subject);
	print_origin(message);
	print_tags(record);
	print_strings("departments", record->departments);
	print_labels(shown->labels);
	print_place(shown);
	for (unsigned i = 0; i < message->attachments->len; i++) {
		const CoreAttachment *attachment =
		    message->attachments->pdata[i];
		g_autofree char *size =
		    core_size_format(attachment->size_bytes);

		printf("%-13s %s, %s, %s\n", i == 0 ? "attachments" : "",
		    attachment->name, attachment->type, size);
	}
	print_strings("flags", message->flags);
	printf("\n%s\n", message->own_words ? message->own_words : "");
}

static void
print_record(const Shown *shown)
{
	const StoreRecord *record = shown->record;
	static const char *const states[] = { "queued, not yet read", "done",
		"quarantined", "erased" };

	printf("%-13s %" PRId64 ", %s\n", "message", record->id,
	    states[record->state]);
	print_field("because", record->error);
	print_arrivals(record);
	if (record->state == STORE_STATE_DONE)
		print_message(shown);
}

static bool
look_up(CliContext *self, int64_t id, Shown *shown, GError **error)
{
	shown->now_at = core_clock_now(&self->clock);
	if (!cli_open_store(self, STORE_READ_ONLY, error) ||
	    !store_record_get(self->store, id, &shown->record, error))
		return false;
	if (!shown->record) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
		    "there is no message %" PRId64, id);
		return false;
	}
	if (!store_labels_list(self->store, id, &shown->labels, error))
		return false;
	shown->office = cli_office(self->config);
	return shown->record->conversation_id == 0 ||
	       (store_talk_get(self->store, shown->record->conversation_id,
	            &shown->talk, error) &&
	           store_promise_of(self->store, shown->record->conversation_id,
	               &shown->promises, error));
}

bool
cli_cmd_show(CliContext *self, int argc, char **argv, GError **error)
{
	g_auto(Shown) shown = { 0 };
	int64_t id;

	if (!cli_begin(self, NULL, 1, 1, &argc, &argv, error) ||
	    !cli_parse_id(argv[1], &id, error) ||
	    !look_up(self, id, &shown, error))
		return false;
	if (self->json)
		return cli_record_print(shown.record, error);
	print_record(&shown);
	return true;
}
