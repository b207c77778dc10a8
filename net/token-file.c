#include "net/token-file.h"

#include "core/autoptr.h"
#include "core/fault.h"
#include "core/stop.h"
#include "net/error.h"
#include "net/oauth-answer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define FILE_BYTES 65536
#define LOCK_US (60 * G_USEC_PER_SEC)
#define RETRY_US 20000

struct _NetTokenFile {
	char *path, *new_path, *folder;
	int lock_fd;
	int new_fd; /* -1: nothing is reserved */
};

static bool
fail(const char *path, int code, GError **error)
{
	g_set_error(error, NET_ERROR, NET_ERROR_CONFIG, "%s: %s", path,
	    g_strerror(code));
	return false;
}

void
net_token_record_free(NetTokenRecord *self)
{
	if (!self)
		return;
	g_free(self->account);
	net_oauth_wipe(self->refresh_token);
	net_oauth_wipe(self->access_token);
	g_free(self);
}

/* Returns: NULL where @object is no record. */
static NetTokenRecord *
parse(json_t *object)
{
	g_autoptr(NetTokenRecord) record = g_new0(NetTokenRecord, 1);
	const char *account, *refresh = NULL, *access = NULL;
	json_int_t expires_at = 0;

	if (json_unpack(object, "{s:s, s?s, s?s, s?I}", "account", &account,
	        "refresh_token", &refresh, "access_token", &access,
	        "expires_at", &expires_at) != 0)
		return NULL;
	record->account = g_strdup(account);
	record->refresh_token = g_strdup(refresh);
	record->access_token = g_strdup(access);
	record->expires_at = expires_at;
	return g_steal_pointer(&record);
}

bool
net_token_file_read(
    const char *path, NetTokenRecord **ret_record, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0 && errno == ENOENT) {
		*ret_record = NULL;
		return true;
	}
	if (fd < 0)
		return fail(path, errno, error);
	g_autoptr(FILE) file = fdopen(fd, "r");
	g_assert(file); /* only for want of memory */
	g_autoptr(json_t) object =
	    json_loadf(file, JSON_REJECT_DUPLICATES, NULL);
	NetTokenRecord *record = parse(object);
	if (!record) {
		g_set_error(error, NET_ERROR, NET_ERROR_CONFIG,
		    "%s: holds no tokens: log in anew", path);
		return false;
	}
	*ret_record = record;
	return true;
}

static bool
take_lock(NetTokenFile *self, const volatile sig_atomic_t *stop, GError **error)
{
	int64_t deadline_us = g_get_monotonic_time() + LOCK_US;

	while (flock(self->lock_fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail(self->path, errno, error);
		if (core_stop_is_asked(stop) ||
		    g_get_monotonic_time() > deadline_us) {
			g_set_error(error, NET_ERROR, NET_ERROR_NETWORK,
			    "%s: somebody else is still asking for a token",
			    self->path);
			return false;
		}
		g_usleep(RETRY_US);
	}
	return true;
}

NetTokenFile *
net_token_file_lock(
    const char *path, const volatile sig_atomic_t *stop, GError **error)
{
	g_autoptr(NetTokenFile) self = g_new0(NetTokenFile, 1);
	g_autofree char *lock_path = g_strconcat(path, ".lock", NULL);

	self->path = g_strdup(path);
	self->new_path = g_strconcat(path, ".new", NULL);
	self->folder = g_path_get_dirname(path);
	self->new_fd = self->lock_fd = -1;
	if (g_mkdir_with_parents(self->folder, 0700) < 0) {
		(void)fail(self->folder, errno, error);
		return NULL;
	}
	/* It stays there: removing it would race. */
	self->lock_fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (self->lock_fd < 0) {
		(void)fail(lock_path, errno, error);
		return NULL;
	}
	return take_lock(self, stop, error) ? g_steal_pointer(&self) : NULL;
}

bool
net_token_file_reserve(NetTokenFile *self, GError **error)
{
	int code;

	self->new_fd = open(self->new_path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (self->new_fd < 0)
		return fail(self->new_path, errno, error);
	if (fchmod(self->new_fd, 0600) < 0)
		return fail(self->new_path, errno, error);
	code = posix_fallocate(self->new_fd, 0, FILE_BYTES);
	return code == 0 || fail(self->new_path, code, error);
}

/* Returns: what to write (transfer full), or NULL where that is too long. */
static char *
format(const NetTokenRecord *record)
{
	g_autoptr(json_t) object = json_pack("{s:s, s:s*, s:s*, s:I}",
	    "account", record->account, "refresh_token", record->refresh_token,
	    "access_token", record->access_token, "expires_at",
	    (json_int_t)record->expires_at);
	char *text = object ? json_dumps(object, JSON_INDENT(1)) : NULL;

	if (text && strlen(text) <= FILE_BYTES)
		return text;
	net_oauth_wipe(text);
	return NULL;
}

static bool
write_all(int fd, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		ssize_t n = write(fd, text + at, length - at);

		if (n < 0 && errno != EINTR)
			return false;
		at += n > 0 ? (size_t)n : 0;
	}
	return ftruncate(fd, (off_t)length) == 0 && fsync(fd) == 0;
}

/* So that the new name is there after a loss of power. */
static bool
sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return false;
	int code = fsync(fd);
	close(fd);
	return code == 0;
}

bool
net_token_file_write(
    NetTokenFile *self, const NetTokenRecord *record, GError **error)
{
	char *text = format(record);

	g_assert(self->new_fd >= 0);
	if (!text)
		return fail(self->path, EFBIG, error);
	bool is_written = write_all(self->new_fd, text, strlen(text));
	net_oauth_wipe(text);
	if (!is_written)
		return fail(self->new_path, errno, error);
	CORE_FAULT_POINT();
	if (rename(self->new_path, self->path) < 0)
		return fail(self->path, errno, error);
	close(self->new_fd);
	self->new_fd = -1;
	if (!sync_folder(self->folder))
		return fail(self->folder, errno, error);
	CORE_FAULT_POINT();
	return true;
}

void
net_token_file_unlock(NetTokenFile *self)
{
	if (!self)
		return;
	if (self->new_fd >= 0) {
		close(self->new_fd);
		(void)g_unlink(self->new_path); /* or the next one empties it */
	}
	if (self->lock_fd >= 0)
		close(self->lock_fd);
	g_free(self->path);
	g_free(self->new_path);
	g_free(self->folder);
	g_free(self);
}
