#include "cli/command.h"

#include "cli/alone.h"
#include "cli/json.h"
#include "core/autoptr.h"
#include "core/units.h"
#include "filters/people/retain.h"
#include "store/erase.h"

#include <inttypes.h>
#include <stdio.h>

static bool
is_asked_for(const CoreConfig *config, GError **error)
{
	const CoreRetention *keep = &config->retention;

	if (keep->raw_months || keep->text_months || keep->contact_months)
		return true;
	g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
	    "everything is kept for ever: [retention] of the config says "
	    "otherwise, as raw = 24 months");
	return false;
}

static void
print(const CliContext *self, const FilterRetained *retained, bool dry_run)
{
	if (self->json) {
		g_autoptr(json_t) object = json_pack("{s:b, s:I, s:I, s:I}",
		    "done", !dry_run, "raw", (json_int_t)retained->raw, "texts",
		    (json_int_t)retained->texts, "people",
		    (json_int_t)retained->people);

		g_assert(object);
		cli_json_print(object);
		return;
	}
	g_autofree char *raw =
	    core_count_format(retained->raw, "mail", "mails");
	g_autofree char *people =
	    core_count_format(retained->people, "person", "people");

	if (retained->raw + retained->texts + retained->people == 0)
		puts("nothing is older than it is to be kept");
	else if (dry_run)
		printf("would end: %s with all they wrote and, theirs counted"
		       " in, the raw bytes of %s and the text of %" PRId64 "\n",
		    people, raw, retained->texts);
	else
		printf("ended: %s with all they wrote and, beside theirs, the"
		       " raw bytes of %s and the text of %" PRId64 "\n",
		    people, raw, retained->texts);
}

bool
cli_cmd_retain(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean dry_run = FALSE;
	g_autoptr(GPtrArray) locks = NULL;
	FilterRetained retained;
	const GOptionEntry entries[] = {
		{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run,
		    "say how much it is, and change nothing", NULL },
		{ 0 },
	};

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error) ||
	    !cli_open_config(self, error) || !is_asked_for(self->config, error))
		return false;
	if (!dry_run) {
		locks = cli_be_alone(self->config->database, error);
		if (!locks)
			return false;
	}
	if (!cli_open_store(
	        self, dry_run ? STORE_READ_ONLY : STORE_CHANGE, error) ||
	    !filter_retain(self->store, self->config,
	        core_clock_now(&self->clock), dry_run, &retained, error) ||
	    (!dry_run && !store_erase_finish(self->store, error)))
		return false;
	print(self, &retained, dry_run);
	return true;
}
