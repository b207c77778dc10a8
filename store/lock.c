#include "store/store.h"

#include "store/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define RETRY_US 50000

/* A file beside the database, under flock(2): the kernel frees it with the
 * process, however that ends. It stays in place, for removing it would race. */
struct _StoreLock {
	int fd;
};

static char *
read_holder(int fd)
{
	char pid[16] = "";
	ssize_t got = pread(fd, pid, sizeof pid - 1, 0);

	return got > 0 ? g_strstrip(g_strdup(pid)) : g_strdup("unknown");
}

static void
write_holder(int fd)
{
	g_autofree char *pid = g_strdup_printf("%d\n", (int)getpid());

	/* Only for the message of whoever finds it locked. */
	if (ftruncate(fd, 0) == 0)
		(void)!pwrite(fd, pid, strlen(pid), 0);
}

static bool
lock_within(int fd, int how, int64_t wait_ms)
{
	int64_t until_us = g_get_monotonic_time() + wait_ms * 1000;

	while (flock(fd, how | LOCK_NB) != 0) {
		if (g_get_monotonic_time() >= until_us)
			return false;
		g_usleep(RETRY_US);
	}
	return true;
}

/* Returns: the file of @role's lock, or -1. */
static int
open_file(const char *path, const char *role, GError **error)
{
	g_autofree char *file = g_strdup_printf("%s-%s.lock", path, role);
	g_autofree char *folder = g_path_get_dirname(path);
	int fd = -1;

	if (g_mkdir_with_parents(folder, 0700) == 0)
		fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		g_set_error(error, STORE_ERROR,
		    errno == ENOSPC ? STORE_ERROR_FULL : STORE_ERROR_READ_ONLY,
		    "%s: %s", file, g_strerror(errno));
	return fd;
}

static StoreLock *
make_lock(int fd)
{
	StoreLock *self = g_new(StoreLock, 1);

	self->fd = fd;
	return self;
}

StoreLock *
store_lock_take(
    const char *path, const char *role, int64_t wait_ms, GError **error)
{
	g_autofree char *holder = NULL;
	int fd = open_file(path, role, error);

	if (fd < 0)
		return NULL;
	if (!lock_within(fd, LOCK_EX, wait_ms)) {
		holder = read_holder(fd);
		g_set_error(error, STORE_ERROR, STORE_ERROR_BUSY,
		    "%s: another tribune (process %s) does this already", path,
		    holder);
		close(fd);
		return NULL;
	}
	write_holder(fd);
	return make_lock(fd);
}

StoreLock *
store_lock_share(const char *path, int64_t wait_ms, GError **error)
{
	int fd = open_file(path, STORE_LOCK_OPEN, error);

	if (fd < 0)
		return NULL;
	if (lock_within(fd, LOCK_SH, wait_ms))
		return make_lock(fd);
	g_set_error(error, STORE_ERROR, STORE_ERROR_BUSY,
	    "%s: a backup is being restored", path);
	close(fd);
	return NULL;
}

void
store_lock_free(StoreLock *self)
{
	if (!self)
		return;
	close(self->fd);
	g_free(self);
}
