#include "store/test-rows.h"

#include "store/db.h"

#include <glib/gstdio.h>
#include <stdarg.h>

static void
run(Store *store, const char *sql)
{
	char *fault = NULL;
	int code = sqlite3_exec(store_sqlite(store), sql, NULL, NULL, &fault);

	if (code != SQLITE_OK)
		g_error("%s: %s", fault, sql);
}

void
test_rows_run(Store *store, const char *format, ...)
{
	va_list list;
	char *sql;

	va_start(list, format);
	sql = sqlite3_vmprintf(format, list);
	va_end(list);
	run(store, sql);
	sqlite3_free(sql);
}

int64_t
test_rows_int(Store *store, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t value;

	g_assert_cmpint(
	    sqlite3_prepare_v2(store_sqlite(store), sql, -1, &stmt, NULL), ==,
	    SQLITE_OK);
	g_assert_cmpint(sqlite3_step(stmt), ==, SQLITE_ROW);
	value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

static void
add_contact(Store *store, const TestRow *row, int64_t id)
{
	if (!row->from_address)
		return;
	test_rows_run(store,
	    "INSERT OR IGNORE INTO contact (address, name, first_at, last_at)"
	    " VALUES (%Q, %Q, %lld, %lld)",
	    row->from_address, row->from_name ? row->from_name : "",
	    (long long)row->received_at, (long long)row->received_at);
	test_rows_run(store,
	    "UPDATE message SET contact_id = (SELECT id FROM contact"
	    " WHERE address = %Q) WHERE id = %lld",
	    row->from_address, (long long)id);
}

static void
add_pattern(Store *store, const TestRow *row, int64_t id)
{
	if (!row->pattern)
		return;
	test_rows_run(store,
	    "INSERT INTO pattern (label, typical_id, first_at, last_at)"
	    " SELECT %Q, %lld, %lld, %lld WHERE NOT EXISTS"
	    " (SELECT 1 FROM pattern WHERE label = %Q)",
	    row->pattern, (long long)id, (long long)row->received_at,
	    (long long)row->received_at, row->pattern);
	test_rows_run(store,
	    "UPDATE message SET pattern_id = (SELECT id FROM pattern"
	    " WHERE label = %Q) WHERE id = %lld",
	    row->pattern, (long long)id);
}

static void
add_routing(Store *store, const TestRow *row, int64_t id)
{
	g_auto(GStrv) departments =
	    g_strsplit(row->departments ? row->departments : "", " ", -1);

	for (char **department = departments; *department; department++)
		if (**department)
			test_rows_run(store,
			    "INSERT INTO routing VALUES (%lld, %Q)",
			    (long long)id, *department);
}

int64_t
test_rows_add(Store *store, const TestRow *row)
{
	int64_t id = test_rows_int(
	    store, "SELECT coalesce(max(id), 0) + 1 FROM message");
	int64_t filtered_at =
	    row->filtered_at ? row->filtered_at : row->received_at;
	g_autofree char *made = g_strdup_printf("%064" G_GINT64_FORMAT, id);

	test_rows_run(store,
	    "INSERT INTO raw (id, sha256, size_bytes) VALUES (%lld, %Q, 1)",
	    (long long)id, made);
	test_rows_run(store,
	    "INSERT INTO message (id, content_key, raw_id, size_bytes,"
	    " received_at, arrived_at, filtered_at, state, origin, imported,"
	    " subject) VALUES (%lld, %Q, %lld, 1, %lld, %lld, %lld, 1, %d, %d,"
	    " %Q)",
	    (long long)id, row->key ? row->key : made, (long long)id,
	    (long long)row->received_at, (long long)filtered_at,
	    (long long)filtered_at, row->origin, row->imported, row->subject);
	test_rows_run(store, "INSERT INTO message_text VALUES (%lld, %Q, %Q)",
	    (long long)id, row->words ? row->words : "",
	    row->words ? row->words : "");
	if (row->tag)
		test_rows_run(store,
		    "INSERT INTO tag (message_id, tag, by, rule, urgency, "
		    "spans, probability)"
		    " VALUES (%lld, %Q, %d, %Q, %d, '[\"word\"]',"
		    " nullif(%f, 0.0))",
		    (long long)id, row->tag, row->probability > 0 ? 2 : 0,
		    row->tag, row->urgency, row->probability);
	add_contact(store, row, id);
	add_pattern(store, row, id);
	add_routing(store, row, id);
	test_rows_run(store,
	    "UPDATE tag SET departments = (SELECT json_group_array(department)"
	    " FROM routing WHERE message_id = %lld) WHERE message_id = %lld",
	    (long long)id, (long long)id);
	return id;
}

void
test_rows_set_up(TestStore *self, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	self->folder = test_rows_folder(&self->path);
	self->store = store_open(self->path, STORE_CREATE, &error);
	g_assert_no_error(error);
}

void
test_rows_tear_down(TestStore *self, const void *data)
{
	(void)data;
	store_close(self->store);
	test_rows_remove(self->folder, self->path);
}

char *
test_rows_folder(char **ret_path)
{
	char *folder = g_dir_make_tmp("tribune-test-XXXXXX", NULL);

	g_assert_nonnull(folder);
	*ret_path = g_build_filename(folder, "t.db", NULL);
	return folder;
}

void
test_rows_remove(char *folder, char *path)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *file = g_build_filename(folder, name, NULL);
		g_assert_cmpint(g_remove(file), ==, 0);
	}
	g_assert_cmpint(g_rmdir(folder), ==, 0);
	g_free(folder);
	g_free(path);
}
