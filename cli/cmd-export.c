#include "cli/command.h"

#include "cli/people.h"
#include "cli/record-json.h"
#include "cli/timeline.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Where `import --text` puts the ids of its lines. */
#define TEXT_DOMAIN "@import.invalid"

static bool
print_record(const StoreRecord *record, void *data, GError **error)
{
	(void)data;
	return cli_record_print(record, error);
}

static bool
print_pattern(const StoreRecord *record, void *data, GError **error)
{
	const CoreAddress *from = record->record->from;

	(void)data;
	(void)error;
	if (!from || !g_str_has_suffix(from->address, TEXT_DOMAIN))
		return true;
	printf("%.*s\t%" PRId64 "\n",
	    (int)(strlen(from->address) - strlen(TEXT_DOMAIN)), from->address,
	    record->pattern_id ? record->pattern_id : -1);
	return true;
}

/* All that is known of one person, for who asks for it. */
static bool
export_person(CliContext *self, const char *address, GError **error)
{
	int64_t id;

	self->json = true;
	return cli_find_contact(self->store, address, &id, error) &&
	       cli_timeline_print(self, id, G_MAXINT32, error);
}

static bool
export_all(CliContext *self, bool patterns, GError **error)
{
	return store_record_foreach(
	    self->store, patterns ? print_pattern : print_record, NULL, error);
}

bool
cli_cmd_export(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean patterns = FALSE;
	g_autofree char *contact = NULL;
	GOptionEntry entries[] = {
		{ "patterns", 0, 0, G_OPTION_ARG_NONE, &patterns,
		    "print the id and pattern of each imported text", NULL },
		{ "contact", 0, 0, G_OPTION_ARG_STRING, &contact,
		    "print what is known of one person", "ADDRESS" },
		{ 0 },
	};

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error))
		return false;
	if (patterns && contact) {
		g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--patterns and --contact are lists of their own: ask for"
		    " one");
		return false;
	}
	return cli_open_store(self, STORE_READ_ONLY, error) &&
	       (contact ? export_person(self, contact, error)
	                : export_all(self, patterns, error));
}
