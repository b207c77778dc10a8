#include "cli/command.h"

#include "cli/record-json.h"
#include "core/error.h"

#include <errno.h>
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

bool
cli_cmd_export(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean patterns = FALSE;
	GOptionEntry entries[] = {
		{ "patterns", 0, 0, G_OPTION_ARG_NONE, &patterns,
		    "print the id and pattern of each imported text", NULL },
		{ 0 },
	};

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error) ||
	    !cli_open_store(self, STORE_READ_ONLY, error) ||
	    !store_record_foreach(self->store,
	        patterns ? print_pattern : print_record, NULL, error))
		return false;
	if (fflush(stdout) == 0)
		return true;
	g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "standard output: %s",
	    g_strerror(errno));
	return false;
}
