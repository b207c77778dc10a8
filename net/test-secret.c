#include "net/secret.h"

#include "net/error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* A folder of its own for each test, gone with it. */
typedef struct {
	char *folder, *file;
} Fixture;

static void
set_up(Fixture *self, const void *data)
{
	(void)data; /* the tests share no data */
	self->folder = g_dir_make_tmp("tribune-secret-XXXXXX", NULL);
	self->file = g_build_filename(self->folder, "box.password", NULL);
}

static void
tear_down(Fixture *self, const void *data)
{
	(void)data;                 /* as above */
	(void)g_unlink(self->file); /* not every test wrote it */
	g_assert_cmpint(g_rmdir(self->folder), ==, 0);
	g_free(self->folder);
	g_free(self->file);
}

static void
write_file(const Fixture *self, const char *bytes, size_t length, int mode)
{
	g_assert_true(
	    g_file_set_contents(self->file, bytes, (gssize)length, NULL));
	g_assert_cmpint(g_chmod(self->file, mode), ==, 0);
}

static void
assert_reads(const CoreServer *server, const char *wanted)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(NetSecret) secret = net_secret_read(server, &error);

	g_assert_no_error(error);
	g_assert_cmpstr(net_secret_text(secret), ==, wanted);
}

static void
assert_refuses(const CoreServer *server, const char *words)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(net_secret_read(server, &error));
	g_assert_error(error, NET_ERROR, NET_ERROR_CONFIG);
	g_assert_nonnull(strstr(error->message, words));
	g_assert_null(strchr(error->message, '\n'));
}

static void
test_the_first_line_of_a_file(Fixture *self, const void *data)
{
	static const struct {
		const char *bytes, *wanted;
	} cases[] = {
		{ "secret", "secret" },
		{ "secret\n", "secret" },
		{ "secret\r\n", "secret" },
		{ "two words \nand a note\n", "two words " },
		{ "\"quo\\ted\"\n", "\"quo\\ted\"" },
		{ "pässwört\n", "pässwört" },
	};
	CoreServer server = { .name = (char[]){ "box" },
		.password_file = self->file };

	(void)data; /* as above */
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		write_file(self, cases[i].bytes, strlen(cases[i].bytes), 0600);
		assert_reads(&server, cases[i].wanted);
	}
}

static void
test_what_is_no_password(Fixture *self, const void *data)
{
	CoreServer server = { .name = (char[]){ "box" },
		.password_file = self->file };
	char longest[4098];

	(void)data; /* as above */
	assert_refuses(&server, g_strerror(ENOENT));
	write_file(self, "", 0, 0600);
	assert_refuses(&server, "empty");
	write_file(self, "\nsecret\n", 8, 0600);
	assert_refuses(&server, "empty");
	write_file(self, "a\0b\n", 4, 0600);
	assert_refuses(&server, "control byte");
	write_file(self, "a\rLOGOUT\n", 9, 0600);
	assert_refuses(&server, "control byte");
	memset(longest, 'x', sizeof longest);
	write_file(self, longest, 4097, 0600);
	assert_refuses(&server, "4096");
	longest[4096] = '\n';
	write_file(self, longest, 4098, 0600);
	longest[4096] = '\0';
	assert_reads(&server, longest);
}

static void
test_a_command_is_run_without_a_shell(Fixture *self, const void *data)
{
	static const struct {
		const char *command, *wanted, *refused;
	} cases[] = {
		{ "printf 'secret\\nmore'", "secret", NULL },
		{ "echo '$HOME;x'", "$HOME;x", NULL },
		{ "yes", "y", NULL },
		{ "sh -c 'echo early; exit 1'", "early", NULL },
		{ "false", NULL, "ended with status 1" },
		{ "sh -c 'kill -9 $$'", NULL, "ended with status 137" },
		{ "true", NULL, "empty" },
		{ "printf 'a\\tb'", NULL, "control byte" },
		{ "/does/not/exist", NULL, "/does/not/exist" },
		{ "echo 'open", NULL, "echo 'open" },
	};
	CoreServer server = { .name = (char[]){ "box" } };

	(void)self; /* no file is read */
	(void)data; /* as above */
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *command = g_strdup(cases[i].command);
		server.password_command = command;
		if (cases[i].wanted)
			assert_reads(&server, cases[i].wanted);
		else
			assert_refuses(&server, cases[i].refused);
	}
}

static void
test_a_credential_of_the_service_manager(Fixture *self, const void *data)
{
	CoreServer server = { .name = (char[]){ "box" } };

	(void)data; /* as above */
	g_unsetenv("CREDENTIALS_DIRECTORY");
	assert_refuses(&server, "no password-file");
	g_assert_true(g_setenv("CREDENTIALS_DIRECTORY", self->folder, TRUE));
	assert_refuses(&server, "box.password");
	write_file(self, "secret\n", 7, 0600);
	assert_reads(&server, "secret");
	g_unsetenv("CREDENTIALS_DIRECTORY");
}

static void
test_a_file_open_to_others_is_told(Fixture *self, const void *data)
{
	static const struct {
		int mode;
		bool told;
	} cases[] = { { 0600, false }, { 0400, false }, { 0640, true },
		{ 0604, true }, { 0660, true } };
	CoreServer server = { .name = (char[]){ "box" },
		.password_file = self->file };
	CoreServer without = { .name = (char[]){ "box" } };

	(void)data; /* as above */
	g_assert_null(net_secret_warning(&without));
	g_assert_null(net_secret_warning(&server));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		write_file(self, "secret\n", 7, cases[i].mode);
		g_autofree char *warning = net_secret_warning(&server);
		g_assert_true(!!warning == cases[i].told);
	}
}

static void
add(const char *name, void (*test)(Fixture *, const void *))
{
	g_test_add(name, Fixture, NULL, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/net/secret/file", test_the_first_line_of_a_file);
	add("/net/secret/refused", test_what_is_no_password);
	add("/net/secret/command", test_a_command_is_run_without_a_shell);
	add("/net/secret/credential", test_a_credential_of_the_service_manager);
	add("/net/secret/warning", test_a_file_open_to_others_is_told);
	return g_test_run();
}
