#include "store/raw.h"

#include "core/sha256.h"
#include "store/db.h"
#include "store/error.h"
#include "store/parts.h"

#include <zstd.h>

enum { SQL_FIND, SQL_ADD, SQL_ADD_CHUNK, SQL_OF_MESSAGE, SQL_CHUNKS };
const char *const store_raw_sql[] = {
	[SQL_FIND] = "SELECT id FROM raw WHERE sha256 = :sha256",
	[SQL_ADD] =
	    "INSERT INTO raw (sha256, size_bytes) VALUES (:sha256, :size)",
	[SQL_ADD_CHUNK] = "INSERT INTO raw_chunk (raw_id, number, bytes)"
	                  " VALUES (:raw, :number, :bytes)",
	[SQL_OF_MESSAGE] =
	    "SELECT raw.id, raw.sha256, raw.size_bytes FROM message"
	    " JOIN raw ON raw.id = message.raw_id WHERE message.id = :message",
	[SQL_CHUNKS] = "SELECT bytes FROM raw_chunk WHERE raw_id = :raw"
	               " ORDER BY number",
	NULL,
};

static bool
find(Store *self, const char *sha256, int64_t *ret_raw_id, bool *ret_found,
    GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_raw_sql[SQL_FIND], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":sha256", sha256);
	if (!store_step(stmt, ret_found, error))
		return false;
	if (*ret_found)
		*ret_raw_id = store_int(stmt, 0);
	return true;
}

static bool
add(Store *self, const StorePacked *packed, int64_t *ret_raw_id, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_raw_sql[SQL_ADD], error);

	if (!stmt)
		return false;
	store_bind_text(stmt, ":sha256", packed->sha256);
	store_bind_int(stmt, ":size", packed->raw_bytes);
	if (!store_exec(stmt, error))
		return false;
	*ret_raw_id = store_last_id(self);
	return true;
}

static bool
add_chunk(
    Store *self, int64_t raw_id, int64_t number, GBytes *frame, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_raw_sql[SQL_ADD_CHUNK], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":raw", raw_id);
	store_bind_int(stmt, ":number", number);
	store_bind_blob(stmt, ":bytes", frame);
	return store_exec(stmt, error);
}

static bool
add_chunks(Store *self, int64_t raw_id, const GPtrArray *frames, GError **error)
{
	for (unsigned i = 0; i < frames->len; i++)
		if (!add_chunk(
		        self, raw_id, i, g_ptr_array_index(frames, i), error))
			return false;
	return true;
}

bool
store_raw_put(
    Store *self, const StorePacked *packed, int64_t *ret_raw_id, GError **error)
{
	int64_t raw_id = 0;
	bool found;

	if (packed->parts_name)
		return store_parts_settle(self, packed, ret_raw_id, error);
	if (!find(self, packed->sha256, &raw_id, &found, error))
		return false;
	if (!found && (!add(self, packed, &raw_id, error) ||
	                  !add_chunks(self, raw_id, packed->frames, error)))
		return false;
	*ret_raw_id = raw_id;
	return true;
}

static bool
damaged(int64_t message_id, const char *what, GError **error)
{
	g_set_error(error, STORE_ERROR, STORE_ERROR_CORRUPT,
	    "message %" G_GINT64_FORMAT ": its raw bytes %s", message_id, what);
	return false;
}

/* What is being put together again. */
typedef struct {
	int64_t message_id, max_bytes;
	int64_t raw_id;
	char *sha256;
	char *bytes;
	size_t size;
} Fetch;

static bool
fetch_head(Store *self, Fetch *fetch, bool *ret_found, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_raw_sql[SQL_OF_MESSAGE], error);

	if (!stmt)
		return false;
	store_bind_int(stmt, ":message", fetch->message_id);
	if (!store_step(stmt, ret_found, error))
		return false;
	if (!*ret_found)
		return true;
	fetch->raw_id = store_int(stmt, 0);
	fetch->sha256 = store_dup_text(stmt, 1);
	int64_t size_bytes = store_int(stmt, 2);
	if (size_bytes < 0)
		return damaged(fetch->message_id, "have no size", error);
	if (size_bytes > fetch->max_bytes) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED,
		    "message %" G_GINT64_FORMAT " has %" G_GINT64_FORMAT
		    " bytes, more than %" G_GINT64_FORMAT,
		    fetch->message_id, size_bytes, fetch->max_bytes);
		return false;
	}
	fetch->size = (size_t)size_bytes;
	return true;
}

static bool
fetch_chunks(Store *self, Fetch *fetch, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_raw_sql[SQL_CHUNKS], error);
	size_t end = 0;
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":raw", fetch->raw_id);
	for (;;) {
		if (!store_step(stmt, &row, error))
			return false;
		if (!row)
			break;
		g_autoptr(GBytes) frame = store_dup_blob(stmt, 0);
		size_t length;
		const void *bytes = g_bytes_get_data(frame, &length);
		size_t got = ZSTD_decompress(
		    fetch->bytes + end, fetch->size - end, bytes, length);
		if (ZSTD_isError(got))
			return damaged(
			    fetch->message_id, "do not unpack", error);
		end += got;
	}
	return end == fetch->size ||
	       damaged(fetch->message_id, "are not whole", error);
}

static bool
fetch_all(Store *self, void *data, GError **error)
{
	Fetch *fetch = data;
	bool found;

	if (!fetch_head(self, fetch, &found, error))
		return false;
	if (!found)
		return true;
	fetch->bytes = g_malloc(MAX(fetch->size, 1));
	return fetch_chunks(self, fetch, error);
}

bool
store_raw_get(Store *self, int64_t message_id, int64_t max_bytes,
    GBytes **ret_raw, GError **error)
{
	Fetch fetch = { .message_id = message_id, .max_bytes = max_bytes };
	bool done = store_snapshot(self, fetch_all, &fetch, error);
	g_autofree char *want = fetch.sha256;
	g_autoptr(GBytes) raw =
	    fetch.bytes ? g_bytes_new_take(fetch.bytes, fetch.size) : NULL;

	if (!done)
		return false;
	if (raw) {
		g_autofree char *have = core_sha256(fetch.bytes, fetch.size);

		if (g_strcmp0(have, want) != 0)
			return damaged(message_id, "are not what came", error);
	}
	*ret_raw = g_steal_pointer(&raw);
	return true;
}
