#include "cli/timeline.h"

#include "cli/json.h"
#include "cli/people.h"
#include "cli/quote.h"
#include "cli/record-json.h"
#include "core/autoptr.h"
#include "core/text.h"
#include "core/units.h"
#include "filters/people/standing.h"
#include "store/records.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SUBJECT_CHARS 60

typedef struct {
	CliContext *context;
	int64_t contact_id;
	unsigned most;
	CliPeople *people;
	GPtrArray *addresses; /* StorePerson * */
	GPtrArray *labels;    /* StorePersonLabel * */
	GPtrArray *alike;     /* char *: addresses of the same name */
	GArray *mails;        /* ids */
	bool bright;
} Timeline;

static void
timeline_clear(Timeline *self)
{
	cli_people_free(self->people);
	g_clear_pointer(&self->addresses, g_ptr_array_unref);
	g_clear_pointer(&self->labels, g_ptr_array_unref);
	g_clear_pointer(&self->alike, g_ptr_array_unref);
	g_clear_pointer(&self->mails, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Timeline, timeline_clear)

static bool
gather(Timeline *self, GError **error)
{
	Store *store = self->context->store;

	self->people = cli_people_new(self->context, error);
	return self->people &&
	       store_person_addresses(
	           store, self->contact_id, &self->addresses, error) &&
	       store_person_labels(
	           store, self->contact_id, &self->labels, error) &&
	       store_person_alike(
	           store, self->contact_id, &self->alike, error) &&
	       store_person_mails(
	           store, self->contact_id, self->most, &self->mails, error);
}

static void
print_addresses(const Timeline *self)
{
	for (unsigned i = 0; i < self->addresses->len; i++) {
		const StorePerson *one = self->addresses->pdata[i];
		g_autofree char *first = core_time_format(one->first_at);
		g_autofree char *last = core_time_format(one->last_at);
		g_autofree char *mails =
		    core_count_format(one->mails, "mail", "mails");

		printf(
		    "%s  %s  %s, %.10s", one->address, one->name, mails, first);
		if (strncmp(first, last, 10) != 0)
			printf(" to %.10s", last);
		putchar('\n');
	}
}

static void
print_standing(const Timeline *self)
{
	const StorePerson *one = self->addresses->pdata[0];

	printf("type   %s\nstage  %s\n", one->type ? one->type : "unknown",
	    one->stage ? one->stage : "unknown");
	for (unsigned i = 0; i < self->labels->len; i++) {
		const StorePersonLabel *label = self->labels->pdata[i];
		g_autofree char *when = core_time_format(label->labelled_at);

		printf("said   %s, %s: %s %s\n", when, label->author,
		    label->what == STORE_PERSON_TYPE ? "type" : "stage",
		    label->value ? label->value : "as the mails show it");
	}
	for (unsigned i = 0; i < self->alike->len; i++)
		printf("perhaps also %s: --join it if so\n",
		    (const char *)self->alike->pdata[i]);
}

/* What a tag shows of its writer, and the sentence. */
static void
print_shown(
    const Timeline *self, const StoreRecord *record, const StoreTag *tag)
{
	const char *type = filter_standing_type(tag->tag);
	const char *stage = filter_standing_stage(tag->tag);
	const char *words = record->record->own_words;
	g_autoptr(GPtrArray) quotes = NULL;

	if (!type && !stage)
		return;
	quotes = cli_quote(words ? words : "", tag->spans, 1, self->bright);
	printf("            shows %s%s%s by %s%s%s%s\n", type ? type : "",
	    type && stage ? ", " : "", stage ? stage : "", tag->tag,
	    quotes->len > 0 ? ": \"" : "",
	    quotes->len > 0 ? (const char *)quotes->pdata[0] : "",
	    quotes->len > 0 ? "\"" : "");
}

static void
print_mail(const Timeline *self, const StoreRecord *record)
{
	g_autofree char *when = core_time_format(record->received_at);
	const CoreMessage *message = record->record;
	g_autofree char *subject = core_text_shorten(
	    message->subject ? message->subject : "", SUBJECT_CHARS);

	printf("%.10s  %" PRId64 "  ", when, record->id);
	if (message->origin == CORE_ORIGIN_ANSWER)
		printf("answer by %s: ", !message->from ? "us"
		                         : *message->from->name
		                             ? message->from->name
		                             : message->from->address);
	puts(subject);
	if (record->pattern_id)
		printf("            pattern %" PRId64 ", %s\n",
		    record->pattern_id, record->pattern_label);
	for (unsigned i = 0; i < record->tags->len; i++)
		print_shown(self, record, record->tags->pdata[i]);
}

static void
print_head_json(const Timeline *self)
{
	g_autoptr(json_t) object =
	    cli_person_to_json(self->people, self->addresses->pdata[0]);
	json_t *all = json_array(), *said = json_array();

	for (unsigned i = 0; i < self->addresses->len; i++) {
		const StorePerson *one = self->addresses->pdata[i];

		(void)json_array_append_new(all, json_string(one->address));
	}
	for (unsigned i = 0; i < self->labels->len; i++) {
		const StorePersonLabel *label = self->labels->pdata[i];
		g_autofree char *when = core_time_format(label->labelled_at);

		(void)json_array_append_new(said,
		    json_pack("{s:s, s:s?, s:s, s:s}", "what",
		        label->what == STORE_PERSON_TYPE ? "type" : "stage",
		        "value", label->value, "author", label->author, "at",
		        when));
	}
	(void)json_object_set_new(object, "all_addresses", all);
	(void)json_object_set_new(object, "said", said);
	cli_json_print(object);
}

static bool
print_mails(const Timeline *self, GError **error)
{
	for (unsigned i = 0; i < self->mails->len; i++) {
		g_autoptr(StoreRecord) record = NULL;

		if (!store_record_get(self->context->store,
		        g_array_index(self->mails, int64_t, i), &record, error))
			return false;
		if (!record || record->state != STORE_STATE_DONE)
			continue;
		if (!self->context->json)
			print_mail(self, record);
		else if (!cli_record_print(record, error))
			return false;
	}
	return true;
}

bool
cli_timeline_print(
    CliContext *context, int64_t contact_id, unsigned most, GError **error)
{
	g_auto(Timeline) self = { .context = context,
		.contact_id = contact_id,
		.most = most,
		.bright = isatty(STDOUT_FILENO) };

	if (!gather(&self, error))
		return false;
	if (context->json) {
		print_head_json(&self);
	} else {
		print_addresses(&self);
		print_standing(&self);
	}
	return print_mails(&self, error);
}
