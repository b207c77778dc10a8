#include "cli/alone.h"

#include "store/store.h"

static void
free_lock(void *lock)
{
	store_lock_free(lock);
}

GPtrArray *
cli_be_alone(const char *database, GError **error)
{
	static const char *const roles[] = { "run", "ingest", "import",
		"filter", "digest", "backup" };
	g_autoptr(GPtrArray) locks = g_ptr_array_new_with_free_func(free_lock);

	for (unsigned i = 0; i < G_N_ELEMENTS(roles); i++) {
		StoreLock *lock = store_lock_take(database, roles[i], 0, error);

		if (!lock) {
			g_prefix_error(error, "stop Tribune first: ");
			return NULL;
		}
		g_ptr_array_add(locks, lock);
	}
	return g_steal_pointer(&locks);
}
