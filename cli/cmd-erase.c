#include "cli/command.h"

#include "cli/alone.h"
#include "cli/json.h"
#include "cli/proof.h"
#include "core/autoptr.h"
#include "core/units.h"
#include "filters/people/contacts.h"
#include "filters/people/erase.h"
#include "store/contacts.h"
#include "store/records.h"
#include "store/status.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
	CliContext *context;
	const char *address;
	gboolean dry_run, yes;
	int64_t contact_id; /* 0: nobody wrote from there */
	FilterErasure *erasure;
	GPtrArray *canaries; /* still found; NULL until it was looked for */
	GArray *holders;     /* ids of mails that hold one */
} Erasing;

static void
erasing_clear(Erasing *self)
{
	filter_erasure_free(self->erasure);
	g_clear_pointer(&self->canaries, g_ptr_array_unref);
	g_clear_pointer(&self->holders, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Erasing, erasing_clear)

static bool
find(Erasing *self, GError **error)
{
	CoreAddress *address = core_address_new("", self->address);
	g_autofree char *lower = filter_contact_address(address);
	g_autoptr(StoreContact) contact = NULL;
	StoreStatus status;

	core_address_free(address);
	if (!store_status_read(self->context->store, &status, error) ||
	    (lower && !store_contact_find(
	                  self->context->store, lower, &contact, error)))
		return false;
	if (status.queued > 0) {
		g_autofree char *queued =
		    core_count_format(status.queued, "mail is", "mails are");

		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "%s not read yet, and may hold theirs: run tribune"
		    " filter first",
		    queued);
		return false;
	}
	self->contact_id = contact ? contact->id : 0;
	return true;
}

static void
print_digest(const StoreErasedDigest *digest)
{
	g_autofree char *sent_to = g_strjoinv(", ", digest->sent_to);

	printf("  %s %s %s: sent to %s", digest->kind, digest->subject,
	    digest->period, *sent_to ? sent_to : "nobody");
	if (digest->unsent > 0)
		printf("; %" PRId64 " not sent, and cancelled", digest->unsent);
	putchar('\n');
}

static void
print_plan(const Erasing *self)
{
	const FilterErasure *what = self->erasure;
	bool done = !self->dry_run;
	g_autofree char *mails =
	    core_count_format(what->mails->len, "mail", "mails");
	g_autofree char *digests = core_count_format(
	    what->digests->len, "frozen digest", "frozen digests");
	g_autofree char *others = core_count_format(what->others->len,
	    "mail of others that answers", "mails of others that answer");

	for (unsigned i = 0; i < what->addresses->len; i++)
		printf("%s %s\n", done ? "erased" : "would erase",
		    (const char *)what->addresses->pdata[i]);
	printf("%s, theirs and our answers to them alone\n", mails);
	printf("their words in %s\n", digests);
	for (unsigned i = 0; i < what->digests->len; i++)
		print_digest(what->digests->pdata[i]);
	if (what->others->len > 0)
		printf("not erased: %s theirs\n", others);
	for (unsigned i = 0; i < what->others->len; i++)
		printf("  message %" PRId64 "\n",
		    g_array_index(what->others, int64_t, i));
	puts("out of reach: backups, and the mails at the IMAP server and with"
	     " those who received digests");
}

static json_t *
ids_to_json(const GArray *ids)
{
	json_t *array = json_array();

	for (unsigned i = 0; ids && i < ids->len; i++)
		(void)json_array_append_new(
		    array, json_integer(g_array_index(ids, int64_t, i)));
	return array;
}

static void
print_json(const Erasing *self)
{
	const FilterErasure *what = self->erasure;
	json_t *addresses = json_array(), *digests = json_array();
	g_autoptr(json_t) object = NULL;

	for (unsigned i = 0; i < what->addresses->len; i++)
		(void)json_array_append_new(
		    addresses, json_string(what->addresses->pdata[i]));
	for (unsigned i = 0; i < what->digests->len; i++) {
		const StoreErasedDigest *digest = what->digests->pdata[i];
		json_t *sent_to = json_array();

		for (char **one = digest->sent_to; *one; one++)
			(void)json_array_append_new(sent_to, json_string(*one));
		(void)json_array_append_new(
		    digests, json_pack("{s:s, s:s, s:s, s:o, s:I}", "kind",
		                 digest->kind, "subject", digest->subject,
		                 "period", digest->period, "sent_to", sent_to,
		                 "cancelled", (json_int_t)digest->unsent));
	}
	object = json_pack("{s:b, s:o, s:o, s:o, s:o, s:b, s:o}", "erased",
	    !self->dry_run, "addresses", addresses, "mails",
	    ids_to_json(what->mails), "digests", digests, "others",
	    ids_to_json(what->others), "proven",
	    self->canaries && self->canaries->len == 0, "still_in",
	    ids_to_json(self->holders));
	g_assert(object);
	cli_json_print(object);
}

static bool
confirm(const Erasing *self, GError **error)
{
	char line[300];

	if (self->yes)
		return true;
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
		g_autofree char *mails = core_count_format(
		    self->erasure->mails->len, "mail", "mails");

		printf("erase %s of %s for good? Type the address: ", mails,
		    self->address);
		(void)fflush(stdout);
		if (fgets(line, sizeof(line), stdin) &&
		    strcmp(g_strchomp(line), self->address) == 0)
			return true;
	}
	g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
	    "nothing is erased: look with --dry-run, then say --yes");
	return false;
}

/* Looks whether other mails hold a canary that was found. */
static bool
look_into(const StoreRecord *record, void *data, GError **error)
{
	Erasing *self = data;
	const CoreMessage *message = record->record;
	const char *const texts[] = { message->text, message->own_words,
		message->subject };

	(void)error;
	for (unsigned i = 0; i < self->canaries->len; i++)
		for (unsigned j = 0; j < G_N_ELEMENTS(texts); j++)
			if (texts[j] &&
			    strstr(texts[j], self->canaries->pdata[i])) {
				g_array_append_val(self->holders, record->id);
				return true;
			}
	return true;
}

static bool
prove(Erasing *self, GError **error)
{
	self->holders = g_array_new(FALSE, FALSE, sizeof(int64_t));
	if (!cli_proof_search(self->context->config->database,
	        self->erasure->canaries, &self->canaries, error))
		return false;
	return self->canaries->len == 0 ||
	       store_record_foreach(
	           self->context->store, look_into, self, error);
}

static void
print_proof(const Erasing *self)
{
	if (self->canaries->len == 0) {
		printf("proven: none of %u addresses, ids and lines of theirs "
		       "is in the files of the database\n",
		    self->erasure->canaries->len);
		return;
	}
	printf("%u of %u addresses, ids and lines are still in the database",
	    self->canaries->len, self->erasure->canaries->len);
	puts(self->holders->len ? ", in mails of others:"
	                        : ", as addresses in mails of others");
	for (unsigned i = 0; i < self->holders->len; i++)
		printf("  message %" PRId64 "\n",
		    g_array_index(self->holders, int64_t, i));
}

static bool
fail_unknown(const Erasing *self, GError **error)
{
	g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
	    "nobody wrote from '%.254s'", self->address);
	return false;
}

/* An earlier run may have ended before the file was written anew. */
static bool
finish_earlier(Erasing *self, GError **error)
{
	int64_t begun;

	if (!store_erase_begun(self->context->store, &begun, error))
		return false;
	if (begun && !store_erase_finish(self->context->store, error))
		return false;
	if (self->contact_id == 0 && !begun)
		return fail_unknown(self, error);
	if (self->contact_id == 0)
		puts("an earlier erasure is finished");
	return true;
}

static bool
erase(Erasing *self, GError **error)
{
	Store *store = self->context->store;
	int64_t now = core_clock_now(&self->context->clock);

	if (!self->dry_run &&
	    (!confirm(self, error) ||
	        !filter_erasure_run(store, self->erasure, now, error) ||
	        !store_erase_finish(store, error) || !prove(self, error)))
		return false;
	if (self->context->json) {
		print_json(self);
		return true;
	}
	print_plan(self);
	if (!self->dry_run)
		print_proof(self);
	return true;
}

bool
cli_cmd_erase(CliContext *self, int argc, char **argv, GError **error)
{
	g_auto(Erasing) erasing = { .context = self };
	g_autoptr(GPtrArray) locks = NULL;
	GOptionEntry entries[] = {
		{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &erasing.dry_run,
		    "say what would go, and change nothing", NULL },
		{ "yes", 0, 0, G_OPTION_ARG_NONE, &erasing.yes,
		    "do not ask again", NULL },
		{ 0 },
	};

	if (!cli_begin(self, entries, 1, 1, &argc, &argv, error) ||
	    !cli_open_config(self, error))
		return false;
	erasing.address = argv[1];
	if (!erasing.dry_run) {
		locks = cli_be_alone(self->config->database, error);
		if (!locks)
			return false;
	}
	if (!cli_open_store(self,
	        erasing.dry_run ? STORE_READ_ONLY : STORE_CHANGE, error) ||
	    !find(&erasing, error) ||
	    (!erasing.dry_run && !finish_earlier(&erasing, error)))
		return false;
	if (erasing.contact_id == 0)
		return !erasing.dry_run || fail_unknown(&erasing, error);
	erasing.erasure =
	    filter_erasure_new(self->store, erasing.contact_id, error);
	return erasing.erasure && erase(&erasing, error);
}
