#include "cli/command.h"

#include "cli/json.h"
#include "cli/operand.h"
#include "cli/wait.h"
#include "core/autoptr.h"
#include "core/text.h"
#include "core/units.h"
#include "store/promises.h"
#include "store/talks.h"

#include <inttypes.h>
#include <stdio.h>

#define SUBJECT_CHARS 60
#define DEFAULT_SINCE "90d"
#define DEFAULT_LIMIT 20

/* What is asked for, and how much of it has been told. */
typedef struct {
	CliContext *context;
	gboolean waiting, promises;
	char *since;
	int limit; /* 0: all */
	int64_t since_at, now_at;
	CoreOffice office;
} Listing;

static void
listing_clear(Listing *self)
{
	g_free(self->since);
	core_office_clear(&self->office);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Listing, listing_clear)

static void
print_talk_json(const Listing *self, const StoreTalk *talk)
{
	g_autoptr(json_t) object =
	    json_pack("{s:I, s:i, s:i}", "id", (json_int_t)talk->id, "mails",
	        talk->mails, "reopened", talk->reopened);

	g_assert(object);
	cli_json_set_text(object, "customer", talk->customer);
	cli_json_set_text(object, "subject", talk->subject);
	cli_json_set_time(object, "first_asked_at", talk->first_asked_at);
	cli_json_set_time(object, "first_answer_at", talk->first_answer_at);
	cli_json_set_text(object, "answered_by", talk->answered_by);
	if (talk->first_answer_at)
		(void)json_object_set_new(object, "first_answer_business_s",
		    json_integer(core_office_between(&self->office,
		        talk->first_asked_at, talk->first_answer_at)));
	cli_json_set_time(object, "waiting_since", talk->waiting_since);
	if (talk->waiting_since)
		(void)json_object_set_new(object, "waiting_business_s",
		    json_integer(core_office_between(
		        &self->office, talk->waiting_since, self->now_at)));
	cli_json_print(object);
}

static void
print_talk(const Listing *self, const StoreTalk *talk)
{
	g_autofree char *subject = core_text_shorten(
	    talk->subject ? talk->subject : "(no subject)", SUBJECT_CHARS);

	printf("%" PRId64 "  %s: %s\n", talk->id,
	    talk->customer ? talk->customer : "unknown", subject);
	if (talk->first_answer_at) {
		g_autofree char *after = cli_wait_format(
		    &self->office, talk->first_asked_at, talk->first_answer_at);

		printf("    answered after %s by %s\n", after,
		    talk->answered_by ? talk->answered_by : "us");
	}
	if (talk->reopened > 0) {
		g_autofree char *times =
		    core_count_format(talk->reopened, "time", "times");

		printf("    asked again %s\n", times);
	}
	if (talk->waiting_since) {
		g_autofree char *wait = cli_wait_format(
		    &self->office, talk->waiting_since, self->now_at);

		printf("    waiting for %s\n", wait);
	}
}

static bool
list_talks(Listing *self, GError **error)
{
	unsigned most = (unsigned)self->limit;
	StoreTalkQuery query = { self->since_at, self->waiting,
		most + (most > 0) };
	g_autoptr(GPtrArray) talks = NULL;

	if (!store_talk_list(self->context->store, &query, &talks, error))
		return false;
	cli_cut_list(talks, most);
	for (unsigned i = 0; i < talks->len; i++)
		if (self->context->json)
			print_talk_json(self, talks->pdata[i]);
		else
			print_talk(self, talks->pdata[i]);
	if (talks->len == 0 && !self->context->json)
		puts(self->waiting ? "nobody waits" : "nobody wrote");
	if (self->waiting && !self->since)
		fputs("who has waited for longer than 90 days is not listed:"
		      " --since 1000d looks further back\n",
		    stderr);
	return true;
}

static void
print_promise(const Listing *self, const StorePromise *promise)
{
	const char *state = store_promise_state_name(
	    store_promise_state(promise, self->now_at));
	g_autofree char *due = core_time_format(promise->due_at);
	g_autofree char *said = core_time_format(promise->said_at);

	if (!self->context->json) {
		g_autofree char *until =
		    cli_due_format(&self->office, promise->due_at);

		printf("%" PRId64 "  %-7s  by %-16s  %s\n    %s\n",
		    promise->conversation_id, state, until,
		    promise->said_by ? promise->said_by : "us", promise->text);
		return;
	}
	g_autoptr(json_t) object =
	    json_pack("{s:I, s:I, s:s, s:s, s:s, s:s, s:s?}", "conversation",
	        (json_int_t)promise->conversation_id, "message",
	        (json_int_t)promise->message_id, "state", state, "due_at", due,
	        "said_at", said, "text", promise->text, "said_by",
	        promise->said_by);
	g_assert(object);
	cli_json_print(object);
}

static bool
list_promises(Listing *self, GError **error)
{
	g_autoptr(GPtrArray) promises = NULL;

	if (!store_promise_since(
	        self->context->store, self->since_at, &promises, error))
		return false;
	unsigned from = self->limit > 0 && promises->len > (unsigned)self->limit
	                    ? promises->len - (unsigned)self->limit
	                    : 0;
	for (unsigned i = from; i < promises->len; i++)
		print_promise(self, promises->pdata[i]);
	if (promises->len == 0 && !self->context->json)
		puts("nothing was promised");
	return true;
}

static bool
look_back(Listing *self, GError **error)
{
	if (self->limit < 0) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--limit %d is less than none", self->limit);
		return false;
	}
	if (self->waiting && self->promises) {
		g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--waiting and --promises are lists of their own: ask for"
		    " one");
		return false;
	}
	self->now_at = core_clock_now(&self->context->clock);
	return cli_parse_since(self->since ? self->since : DEFAULT_SINCE,
	    self->now_at, &self->since_at, error);
}

bool
cli_cmd_conversations(CliContext *self, int argc, char **argv, GError **error)
{
	g_auto(Listing) listing = { .context = self, .limit = DEFAULT_LIMIT };
	GOptionEntry entries[] = {
		{ "waiting", 0, 0, G_OPTION_ARG_NONE, &listing.waiting,
		    "only those that wait, the longest first", NULL },
		{ "promises", 0, 0, G_OPTION_ARG_NONE, &listing.promises,
		    "what our answers promised, by when it is due", NULL },
		{ "since", 0, 0, G_OPTION_ARG_STRING, &listing.since,
		    "how far back, else 90d", "AGE" },
		{ "limit", 0, 0, G_OPTION_ARG_INT, &listing.limit,
		    "how many at most, else 20; 0: all", "N" },
		{ 0 },
	};

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error) ||
	    !look_back(&listing, error) ||
	    !cli_open_store(self, STORE_READ_ONLY, error))
		return false;
	listing.office = cli_office(self->config);
	return listing.promises ? list_promises(&listing, error)
	                        : list_talks(&listing, error);
}
