#include "store/room.h"

#include "core/units.h"
#include "store/db.h"
#include "store/error.h"

#include <errno.h>
#include <sys/statvfs.h>

/* The nearest folder above @path that is there. */
static char *
find_folder(const char *path)
{
	char *folder = g_path_get_dirname(path);

	while (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		char *above = g_path_get_dirname(folder);

		g_free(folder);
		folder = above;
	}
	return folder;
}

bool
store_room_read(const char *path, StoreRoom *ret_room, GError **error)
{
	g_autofree char *folder = find_folder(path);
	struct statvfs disk;

	if (statvfs(folder, &disk) != 0) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_READ_ONLY, "%s: %s",
		    folder, g_strerror(errno));
		return false;
	}
	*ret_room = (StoreRoom){
		.free_bytes = (int64_t)(disk.f_bavail * disk.f_frsize),
		.all_bytes = (int64_t)(disk.f_blocks * disk.f_frsize),
		.free_inodes = (int64_t)disk.f_favail,
		.all_inodes = (int64_t)disk.f_files,
	};
	return true;
}

/* Whole per cent, rounded down; of nothing all is free. */
static int
percent(int64_t part, int64_t whole)
{
	if (whole <= 0)
		return 100;
	return (int)CLAMP((double)part * 100 / (double)whole, 0, 100);
}

int
store_room_percent(const StoreRoom *self)
{
	return MIN(percent(self->free_bytes, self->all_bytes),
	    percent(self->free_inodes, self->all_inodes));
}

bool
store_has_room(Store *self, int64_t least_percent, GError **error)
{
	const char *path = sqlite3_db_filename(store_sqlite(self), "main");
	StoreRoom room;

	if (!store_room_read(path, &room, error))
		return false;
	if (store_room_percent(&room) >= least_percent)
		return true;
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *size = core_size_format(room.all_bytes);
	g_set_error(error, STORE_ERROR, STORE_ERROR_FULL,
	    "%s: the disk is nearly full: %d%% of %s%s is free, and no mail is"
	    " taken below free-space = %d%%",
	    folder, store_room_percent(&room), size,
	    percent(room.free_bytes, room.all_bytes) >= least_percent
	        ? " (by inodes)"
	        : "",
	    (int)least_percent);
	return false;
}
