#include "cli/notify.h"

#include <glib/gstdio.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A socket as systemd would make it, bound to the @length bytes at @name. */
static int
listen_at(const char *name, size_t length)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	g_assert_cmpint(fd, >=, 0);
	g_assert_cmpuint(length, <=, sizeof address.sun_path);
	memcpy(address.sun_path, name, length);
	g_assert_cmpint(
	    bind(fd, (const struct sockaddr *)&address,
	        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)),
	    ==, 0);
	return fd;
}

/* What has arrived: "" for nothing. Returns: (transfer full). */
static char *
received(int fd)
{
	char bytes[100];
	ssize_t length = recv(fd, bytes, sizeof bytes, 0);

	return g_strndup(bytes, length > 0 ? (size_t)length : 0);
}

static void
assert_arrives(int fd, const char *state)
{
	g_autofree char *got = NULL;

	cli_notify(state);
	got = received(fd);
	g_assert_cmpstr(got, ==, state);
}

static void
test_tells_a_socket_in_a_folder(void)
{
	g_autofree char *folder = g_dir_make_tmp("tribune-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "notify", NULL);
	int fd = listen_at(path, strlen(path));

	g_setenv("NOTIFY_SOCKET", path, TRUE);
	assert_arrives(fd, "READY=1");
	assert_arrives(fd, "STOPPING=1");
	close(fd);
	cli_notify("READY=1"); /* nobody listens any more */
	g_assert_cmpint(g_remove(path), ==, 0);
	cli_notify("READY=1"); /* nor is it there */
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void
test_tells_an_abstract_socket(void)
{
	g_autofree char *path =
	    g_strdup_printf("@tribune-test-%d", (int)getpid());
	g_autofree char *name = g_strdup(path);
	int fd;

	name[0] = '\0';
	fd = listen_at(name, strlen(path));
	g_setenv("NOTIFY_SOCKET", path, TRUE);
	assert_arrives(fd, "READY=1");
	close(fd);
}

/* A path that were cut, or of one byte, could be somebody else's socket. */
static void
test_leaves_an_unfit_path_alone(void)
{
	const size_t room = sizeof((struct sockaddr_un *)NULL)->sun_path;
	g_autofree char *longest = g_strnfill(room - 1, 'x');
	g_autofree char *cut = g_strnfill(room, 'x');
	int fd;

	longest[0] = cut[0] = '\0';
	fd = listen_at(longest, room - 1);
	longest[0] = cut[0] = '@';
	g_setenv("NOTIFY_SOCKET", longest, TRUE);
	assert_arrives(fd, "READY=1");
	for (int i = 0; i < 4; i++) {
		const char *const paths[] = { cut, "", "@", NULL };
		g_autofree char *got = NULL;

		if (paths[i])
			g_setenv("NOTIFY_SOCKET", paths[i], TRUE);
		else
			g_unsetenv("NOTIFY_SOCKET");
		cli_notify("READY=1");
		got = received(fd);
		g_assert_cmpstr(got, ==, "");
	}
	close(fd);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cli/notify/path", test_tells_a_socket_in_a_folder);
	g_test_add_func("/cli/notify/abstract", test_tells_an_abstract_socket);
	g_test_add_func("/cli/notify/unfit", test_leaves_an_unfit_path_alone);
	return g_test_run();
}
