#include "cli/proof.h"

#include "core/error.h"

#include <string.h>

/* What SQLite keeps beside the file of a database. */
static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

static bool
search(const char *path, const GPtrArray *canaries, GPtrArray *found,
    GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &cause);

	if (!file && g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		return true;
	if (!file) {
		g_set_error(
		    error, CORE_ERROR, CORE_ERROR_IO, "%s", cause->message);
		return false;
	}
	for (unsigned i = 0; i < canaries->len; i++) {
		char *canary = canaries->pdata[i];

		if (g_mapped_file_get_length(file) > 0 &&
		    memmem(g_mapped_file_get_contents(file),
		        g_mapped_file_get_length(file), canary,
		        strlen(canary)) &&
		    !g_ptr_array_find(found, canary, NULL))
			g_ptr_array_add(found, canary);
	}
	return true;
}

bool
cli_proof_search(const char *database, const GPtrArray *canaries,
    GPtrArray **ret_found, GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();

	for (unsigned i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		g_autofree char *path =
		    g_strconcat(database, suffixes[i], NULL);

		if (!search(path, canaries, found, error))
			return false;
	}
	*ret_found = g_steal_pointer(&found);
	return true;
}
