#include "ingest/test-files-place.h"

#include "store/folders.h"
#include "store/raw.h"
#include "store/test-rows.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW 5000
#define FROM "From ann@a.example Mon Nov 16 08:00:00 2026\n"

void
test_files_set_up(TestFiles *self, const void *data)
{
	(void)data;
	self->folder = g_dir_make_tmp("tribune-import-XXXXXX", NULL);
	self->database = g_build_filename(self->folder, ".db", "t.db", NULL);
	self->store = store_open(self->database, STORE_CREATE, NULL);
	g_assert_nonnull(self->store);
	core_limits_default(&self->limits);
}

static void
remove_all(const char *path)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	const char *name;

	while (folder && !g_file_test(path, G_FILE_TEST_IS_SYMLINK) &&
	       (name = g_dir_read_name(folder))) {
		g_autofree char *inner = g_build_filename(path, name, NULL);

		remove_all(inner);
	}
	g_assert_cmpint(g_remove(path), ==, 0);
}

void
test_files_tear_down(TestFiles *self, const void *data)
{
	(void)data;
	store_close(self->store);
	remove_all(self->folder);
	g_free(self->folder);
	g_free(self->database);
}

char *
test_files_put(TestFiles *place, const char *name, const char *text)
{
	char *path = g_build_filename(place->folder, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);

	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	return path;
}

void
test_files_write_file(TestFiles *place, const char *name, const char *text)
{
	g_free(test_files_put(place, name, text));
}

bool
test_files_import(
    TestFiles *place, const char *name, bool texts, GError **error)
{
	g_autofree char *path = g_build_filename(place->folder, name, NULL);
	const char *paths[] = { path, NULL };
	g_autoptr(IngestFiles) files = ingest_files_find(paths, texts, error);
	IngestImportOptions options = { .limits = &place->limits,
		.now_at = NOW,
		.texts_at = 100,
		.answers = place->answers };

	return files && ingest_import(
	                    place->store, files, &options, &place->sums, error);
}

void
test_files_assert_import(TestFiles *place, const char *name, int64_t new,
    int64_t duplicate, int64_t known)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(test_files_import(place, name, false, &error));
	g_assert_no_error(error);
	g_assert_cmpint(place->sums.outcomes[STORE_NEW], ==, new);
	g_assert_cmpint(place->sums.outcomes[STORE_DUPLICATE], ==, duplicate);
	g_assert_cmpint(place->sums.known, ==, known);
}

void
test_files_assert_raw(TestFiles *place, int64_t message_id, const char *want)
{
	g_autoptr(GBytes) raw = NULL;

	g_assert_true(
	    store_raw_get(place->store, message_id, 1 << 20, &raw, NULL));
	g_assert_nonnull(raw);
	g_autoptr(GBytes) bytes = g_bytes_new(want, strlen(want));
	g_assert_true(g_bytes_equal(raw, bytes));
}

int64_t
test_files_message_int(TestFiles *place, const char *column, int64_t message_id)
{
	g_autofree char *sql = g_strdup_printf(
	    "SELECT %s FROM message WHERE id = %" G_GINT64_FORMAT, column,
	    message_id);

	return test_rows_int(place->store, sql);
}

int64_t
test_files_listed(TestFiles *place, const char *name)
{
	g_autofree char *path = g_build_filename(place->folder, name, NULL);
	g_autoptr(GPtrArray) sums = NULL;
	int64_t count = -1;

	g_assert_true(store_folder_sums(place->store, &sums, NULL));
	for (unsigned i = 0; i < sums->len; i++) {
		const StoreFolderSums *row = sums->pdata[i];

		g_assert_cmpstr(row->mailbox, ==, "import");
		if (strcmp(row->folder, path) == 0)
			count = row->outcomes[STORE_NEW] +
			        row->outcomes[STORE_DUPLICATE];
	}
	return count;
}
