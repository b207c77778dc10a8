#include "ingest/test-box.h"

#include "store/folders.h"
#include "store/mailboxes.h"

#include <glib/gstdio.h>
#include <string.h>

void
test_box_set_up(TestBox *self, const void *data)
{
	(void)data; /* the tests share no data */
	self->folder = g_dir_make_tmp("tribune-poll-XXXXXX", NULL);
	self->path = g_build_filename(self->folder, "t.db", NULL);
	self->store = store_open(self->path, STORE_CREATE, NULL);
	g_assert_nonnull(self->store);
	core_limits_default(&self->limits);
	self->clock.fixed_at = 1000;
}

void
test_box_tear_down(TestBox *self, const void *data)
{
	g_autoptr(GDir) dir = g_dir_open(self->folder, 0, NULL);
	const char *name;

	(void)data; /* as above */
	store_close(self->store);
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path =
		    g_build_filename(self->folder, name, NULL);
		g_assert_cmpint(g_unlink(path), ==, 0);
	}
	g_assert_cmpint(g_rmdir(self->folder), ==, 0);
	g_free(self->folder);
	g_free(self->path);
}

int64_t
test_box_cursor(TestBox *self)
{
	const StoreFolderKey key = { "box", "INBOX", 7 };
	StoreFolder folder;

	g_assert_true(store_folder_find(self->store, &key, &folder, NULL));
	return folder.cursor_uid;
}

void
test_box_assert_status(TestBox *self, int64_t complete_until, const char *error)
{
	g_autoptr(GPtrArray) all = NULL;

	g_assert_true(store_mailboxes(self->store, &all, NULL));
	g_assert_cmpuint(all->len, ==, 1);
	const StoreMailbox *row = g_ptr_array_index(all, 0);
	g_assert_cmpint(row->complete_until, ==, complete_until);
	g_assert_cmpint(row->tried_at, ==, self->clock.fixed_at);
	if (error)
		g_assert_nonnull(strstr(row->error, error));
	else
		g_assert_null(row->error);
}
