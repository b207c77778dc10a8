#include "cli/command.h"

#include "core/embedded.h"
#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SYSTEM_CONFIG "/etc/tribune/tribune.conf"
#define SYSTEM_DATABASE "/var/lib/tribune/tribune.db"

extern const EmbeddedFile cli_starter[];

static bool
is_config(const EmbeddedFile *file)
{
	return g_str_has_suffix(file->name, ".conf");
}

/* Where @file goes: the config by its own name, the rules beside it. */
static char *
target(const char *config_path, const EmbeddedFile *file)
{
	g_autofree char *folder = g_path_get_dirname(config_path);
	g_autofree char *base = g_path_get_basename(file->name);

	if (is_config(file))
		return g_strdup(config_path);
	return g_build_filename(folder, "rules", base, NULL);
}

static bool
check_free(const char *config_path, GError **error)
{
	for (const EmbeddedFile *file = cli_starter; file->name; file++) {
		g_autofree char *path = target(config_path, file);

		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			continue;
		g_set_error(error, CLI_ERROR, CLI_ERROR_EXISTS,
		    "%s is there already and stays as it is; nothing was"
		    " written",
		    path);
		return false;
	}
	return true;
}

static bool
fail(const char *path, GError **error)
{
	g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "%s: %s", path,
	    g_strerror(errno));
	return false;
}

static bool
write_text(int fd, const char *text)
{
	for (size_t left = strlen(text); left > 0;) {
		ssize_t wrote = write(fd, text + strlen(text) - left, left);

		if (wrote < 0 && errno != EINTR)
			return false;
		left -= wrote > 0 ? (size_t)wrote : 0;
	}
	return true;
}

/* Leaves nothing behind when it fails. */
static bool
write_new(const char *path, const char *text, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	bool written;
	int fd;

	if (g_mkdir_with_parents(folder, 0755) != 0)
		return fail(folder, error);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return fail(path, error);
	written = write_text(fd, text) || fail(path, error);
	if (close(fd) != 0 && written)
		written = fail(path, error);
	if (!written)
		(void)g_remove(path);
	return written;
}

/* Takes back the files before @end, so that a second try is not refused. */
static void
take_back(const char *config_path, const EmbeddedFile *end)
{
	for (const EmbeddedFile *file = cli_starter; file != end; file++) {
		g_autofree char *path = target(config_path, file);

		(void)g_remove(path);
	}
}

static bool
write_all(const char *config_path, GError **error)
{
	bool system = strcmp(config_path, SYSTEM_CONFIG) == 0;

	for (const EmbeddedFile *file = cli_starter; file->name; file++) {
		g_autofree char *path = target(config_path, file);
		g_autoptr(GString) text = g_string_new(file->text);

		g_string_replace(text, "@database@",
		    system ? SYSTEM_DATABASE : "data/tribune.db", 0);
		if (!write_new(path, text->str, error)) {
			take_back(config_path, file);
			return false;
		}
	}
	return true;
}

static void
print_written(const char *config_path)
{
	for (const EmbeddedFile *file = cli_starter; file->name; file++) {
		g_autofree char *path = target(config_path, file);

		printf("wrote %s\n", path);
	}
	printf("\nNow edit %s, put each password into its file, and run\n"
	       "  tribune check --config %s\n",
	    config_path, config_path);
}

bool
cli_cmd_setup(CliContext *self, int argc, char **argv, GError **error)
{
	if (!cli_begin(self, NULL, 0, 0, &argc, &argv, error))
		return false;
	if (!self->config_path)
		self->config_path = g_strdup(SYSTEM_CONFIG);
	if (!check_free(self->config_path, error) ||
	    !write_all(self->config_path, error))
		return false;
	print_written(self->config_path);
	return true;
}
