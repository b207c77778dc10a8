/* People with whom something is to be done: prospects who wait, advocates. */
#include "cli/people.h"

#include "cli/json.h"
#include "cli/quote.h"
#include "cli/wait.h"
#include "core/autoptr.h"
#include "core/day.h"
#include "core/units.h"
#include "filters/people/advocates.h"
#include "store/records.h"
#include "store/talks.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
print_due(
    const CliPeople *self, const CoreOffice *office, const StoreTalk *talk)
{
	g_autofree char *since = core_time_format(talk->waiting_since);
	g_autofree char *wait =
	    cli_wait_format(office, talk->waiting_since, self->now_at);

	if (!self->context->json) {
		printf("%s%s%s: %s\n    waiting for %s, conversation %" PRId64
		       "\n",
		    talk->address, talk->customer ? "  " : "",
		    talk->customer ? talk->customer : "",
		    talk->subject ? talk->subject : "(no subject)", wait,
		    talk->id);
		return;
	}
	g_autoptr(json_t) object =
	    json_pack("{s:s, s:s?, s:s?, s:s, s:I}", "address", talk->address,
	        "name", talk->customer, "subject", talk->subject,
	        "waiting_since", since, "conversation", (json_int_t)talk->id);
	g_assert(object);
	cli_json_print(object);
}

bool
cli_people_due(CliPeople *self, int days, unsigned most, GError **error)
{
	g_auto(CoreOffice) office = cli_office(self->context->config);
	StoreTalkQuery waiting = { 0, true, 0 };
	int64_t today = core_day_at(self->now_at, office.zone);
	g_autoptr(GPtrArray) talks = NULL;
	unsigned n = 0;

	if (!store_talk_list(self->context->store, &waiting, &talks, error))
		return false;
	for (unsigned i = 0; i < talks->len && (most == 0 || n < most); i++) {
		const StoreTalk *talk = talks->pdata[i];
		int64_t day = core_day_at(talk->waiting_since, office.zone);

		if (!talk->address || !talk->type ||
		    strcmp(talk->type, "prospect") != 0 ||
		    core_office_after(&office, day, days) > today)
			continue;
		print_due(self, &office, talk);
		n++;
	}
	if (n == 0 && !self->context->json)
		puts("nobody waits");
	return true;
}

/* An advocate, and the sentence that shows it best. */
typedef struct {
	const FilterAdvocate *is;
	StorePerson *person; /* borrowed */
	StoreRecord *best;
	char *sentence; /* NULL: its text is not there any more */
	double guessed; /* with which probability a model did; 0: none did */
} Shown;

static void
shown_clear(Shown *self)
{
	store_record_free(self->best);
	g_free(self->sentence);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Shown, shown_clear)

static void
find_sentence(Shown *self)
{
	const StoreRecord *record = self->best;
	const char *text = record->record ? record->record->own_words : NULL;
	static const char *const kinds[] = { "advice", "testimonial", "ugc",
		"praise" };

	for (unsigned k = 0; text && k < G_N_ELEMENTS(kinds); k++)
		for (unsigned i = 0; i < record->tags->len; i++) {
			const StoreTag *tag = record->tags->pdata[i];
			g_autoptr(GPtrArray) quotes = NULL;

			if (!g_str_has_prefix(tag->tag, kinds[k]))
				continue;
			quotes = cli_quote(text, tag->spans, 1, false);
			if (quotes->len == 0)
				continue;
			self->sentence = g_strdup(quotes->pdata[0]);
			self->guessed =
			    tag->by == STORE_BY_MODEL ? tag->probability : 0;
			return;
		}
}

static const char *const one_of[] = { "referral", "answer", "testimonial",
	"piece of content", "praise" };
static const char *const many_of[] = { "referrals", "answers", "testimonials",
	"pieces of content", "praises" };
G_STATIC_ASSERT(G_N_ELEMENTS(one_of) == FILTER_ADVOCATE_KINDS &&
                G_N_ELEMENTS(many_of) == FILTER_ADVOCATE_KINDS);

static void
print_advocate(const Shown *shown)
{
	const FilterAdvocate *is = shown->is;
	g_autofree char *last = core_time_format(is->last_at);
	g_autofree char *points =
	    core_count_format(is->points, "point", "points");
	g_autofree char *months =
	    core_count_format(is->months, "month", "months");
	const char *before = "";

	printf("%s  %s: %s\n    ", shown->person->address, shown->person->name,
	    points);
	for (unsigned i = 0; i < FILTER_ADVOCATE_KINDS; i++) {
		g_autofree char *count =
		    core_count_format(is->counts[i], one_of[i], many_of[i]);

		if (is->counts[i] == 0)
			continue;
		printf("%s%s", before, count);
		before = ", ";
	}
	printf(" in %s, last %.10s%s\n", months, last,
	    is->complains ? "; has complained since" : "");
	if (!shown->sentence)
		return;
	printf("    \"%s\" (message %" PRId64, shown->sentence, is->best_id);
	if (shown->guessed > 0) {
		g_autofree char *sure = core_percent_format(shown->guessed);

		printf(", a guess of the model, %s sure", sure);
	}
	puts(")");
}

static void
print_advocate_json(const CliPeople *self, const Shown *shown)
{
	const FilterAdvocate *is = shown->is;
	g_autoptr(json_t) object = cli_person_to_json(self, shown->person);
	json_t *counts = json_object();

	for (unsigned i = 0; i < FILTER_ADVOCATE_KINDS; i++)
		(void)json_object_set_new(counts, filter_advocate_kind_name(i),
		    json_integer(is->counts[i]));
	(void)json_object_set_new(object, "counts", counts);
	(void)json_object_set_new(object, "months", json_integer(is->months));
	(void)json_object_set_new(object, "points", json_integer(is->points));
	(void)json_object_set_new(
	    object, "complains", json_boolean(is->complains));
	(void)json_object_set_new(object, "message", json_integer(is->best_id));
	if (shown->sentence)
		(void)json_object_set_new(
		    object, "sentence", json_string(shown->sentence));
	if (shown->guessed > 0)
		(void)json_object_set_new(
		    object, "probability", json_real(shown->guessed));
	cli_json_print(object);
}

static bool
show(CliPeople *self, const FilterAdvocate *advocate, GError **error)
{
	Store *store = self->context->store;
	g_autoptr(GPtrArray) addresses = NULL;
	g_auto(Shown) shown = { .is = advocate };

	if (!store_person_addresses(
	        store, advocate->contact_id, &addresses, error) ||
	    !store_record_get(store, advocate->best_id, &shown.best, error))
		return false;
	if (addresses->len == 0 || !shown.best)
		return true; /* erased meanwhile */
	shown.person = addresses->pdata[0];
	find_sentence(&shown);
	if (self->context->json)
		print_advocate_json(self, &shown);
	else
		print_advocate(&shown);
	return true;
}

bool
cli_people_advocates(
    CliPeople *self, const char *age, unsigned most, GError **error)
{
	g_autoptr(GArray) advocates = NULL;
	int64_t ms;
	bool parsed = core_duration_parse(age, &ms, NULL);

	g_assert(parsed);
	if (!filter_advocates(self->context->store, self->now_at - ms / 1000,
	        &advocates, error))
		return false;
	for (unsigned i = 0; i < advocates->len && (most == 0 || i < most); i++)
		if (!show(self, &g_array_index(advocates, FilterAdvocate, i),
		        error))
			return false;
	if (advocates->len == 0 && !self->context->json)
		puts("nobody yet");
	return true;
}
