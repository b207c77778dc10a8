#include "store/db.h"

#include <sys/random.h>

#define KEY_BYTES 32

enum { SQL_FIND_KEY, SQL_ADD_KEY, SQL_NEXT_EPOCH };
const char *const store_secrets_sql[] = {
	[SQL_FIND_KEY] = "SELECT key FROM secret WHERE purpose = :purpose",
	[SQL_ADD_KEY] =
	    "INSERT INTO secret (purpose, key) VALUES (:purpose, :key)",
	[SQL_NEXT_EPOCH] = "INSERT INTO epoch (role, epoch) VALUES (:role, 1)"
	                   " ON CONFLICT (role) DO UPDATE SET epoch = epoch + 1"
	                   " RETURNING epoch",
	NULL,
};

typedef struct {
	const char *purpose;
	GBytes *key;
} KeyRequest;

static bool
find_key(Store *self, KeyRequest *request, GError **error)
{
	g_autoptr(StoreStmt) find =
	    store_stmt(self, store_secrets_sql[SQL_FIND_KEY], error);
	bool row;

	if (!find)
		return false;
	store_bind_text(find, ":purpose", request->purpose);
	if (!store_step(find, &row, error))
		return false;
	if (row)
		request->key = store_dup_blob(find, 0);
	return true;
}

static GBytes *
random_key(void)
{
	unsigned char key[KEY_BYTES];
	ssize_t got = getrandom(key, sizeof key, 0);

	g_assert(got == sizeof key); /* up to 256 bytes it never comes short */
	return g_bytes_new(key, sizeof key);
}

static bool
find_or_add_key(Store *self, void *data, GError **error)
{
	KeyRequest *request = data;
	g_autoptr(StoreStmt) add = NULL;
	g_autoptr(GBytes) key = NULL;

	g_clear_pointer(&request->key, g_bytes_unref);
	if (!find_key(self, request, error))
		return false;
	if (request->key)
		return true;
	add = store_stmt(self, store_secrets_sql[SQL_ADD_KEY], error);
	if (!add)
		return false;
	key = random_key();
	store_bind_text(add, ":purpose", request->purpose);
	store_bind_blob(add, ":key", key);
	if (!store_exec(add, error))
		return false;
	request->key = g_steal_pointer(&key);
	return true;
}

bool
store_key(Store *self, const char *purpose, GBytes **ret_key, GError **error)
{
	KeyRequest request = { .purpose = purpose };

	/* Most calls find it: no write lock for them. */
	if (!find_key(self, &request, error))
		return false;
	if (!request.key &&
	    !store_transact(self, find_or_add_key, &request, error)) {
		g_clear_pointer(&request.key, g_bytes_unref);
		return false;
	}
	*ret_key = request.key;
	return true;
}

typedef struct {
	const char *role;
	int64_t epoch;
} EpochRequest;

static bool
next_epoch(Store *self, void *data, GError **error)
{
	EpochRequest *request = data;
	g_autoptr(StoreStmt) next =
	    store_stmt(self, store_secrets_sql[SQL_NEXT_EPOCH], error);
	bool row;

	if (!next)
		return false;
	store_bind_text(next, ":role", request->role);
	if (!store_step(next, &row, error))
		return false;
	request->epoch = store_int(next, 0);
	return true;
}

bool
store_epoch_begin(
    Store *self, const char *role, int64_t *ret_epoch, GError **error)
{
	EpochRequest request = { .role = role };

	if (!store_transact(self, next_epoch, &request, error))
		return false;
	*ret_epoch = request.epoch;
	return true;
}
