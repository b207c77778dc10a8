#include "core/config.h"

#include "core/config-lines.h"
#include "core/config-read.h"
#include "core/config-value.h"
#include "core/error.h"

#include <string.h>

#define FILE_MAX_BYTES (1 << 20)

static bool
read_text(const char *path, char **ret_text, size_t *ret_length, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autofree char *text = NULL;
	size_t length;

	if (g_file_get_contents(path, &text, &length, &local)) {
		if (length > FILE_MAX_BYTES) {
			g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG,
			    "%s: is over 1 MB, which no config is", path);
			return false;
		}
		*ret_text = g_steal_pointer(&text);
		*ret_length = length;
		return true;
	}
	if (g_error_matches(local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG,
		    "%s: there is no such file; `tribune setup` writes one",
		    path);
	else
		g_set_error(
		    error, CORE_ERROR, CORE_ERROR_CONFIG, "%s", local->message);
	return false;
}

static void
free_mailbox(void *data)
{
	CoreMailbox *self = data;

	g_free(self->server.oauth.token_file);
	core_config_value_clear("mailbox *", self);
	g_free(self->server.name);
	g_free(self);
}

static void
free_source(void *data)
{
	CoreSource *self = data;

	core_config_value_clear("source *", self);
	g_free(self->name);
	g_free(self);
}

static void
free_department(void *data)
{
	CoreDepartment *self = data;

	core_config_value_clear("department *", self);
	g_free(self->id);
	g_free(self);
}

static void
free_send(CoreSend *self)
{
	if (!self)
		return;
	g_free(self->server.oauth.token_file);
	core_config_value_clear("send", self);
	g_free(self->server.name);
	g_free(self->from_name);
	g_free(self->from_address);
	g_free(self);
}

static CoreConfig *
config_new(const char *path)
{
	CoreConfig *self = g_new0(CoreConfig, 1);

	self->path = g_strdup(path);
	self->mailboxes = g_ptr_array_new_with_free_func(free_mailbox);
	self->sources = g_ptr_array_new_with_free_func(free_source);
	self->departments = g_ptr_array_new_with_free_func(free_department);
	return self;
}

CoreConfig *
core_config_load(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	size_t length;

	if (!read_text(path, &text, &length, error))
		return NULL;
	g_autoptr(CoreConfig) config = config_new(path);
	g_autoptr(CoreConfigLines) lines = core_config_lines_new(text, length);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autofree char *whole_path = g_canonicalize_filename(path, NULL);
	g_autofree char *folder = g_path_get_dirname(whole_path);
	g_autoptr(GError) local = NULL;

	if (!g_key_file_load_from_data(file, core_config_lines_text(lines),
	        (size_t)-1, G_KEY_FILE_NONE, &local))
		core_config_lines_fault(
		    lines, NULL, NULL, "%s", local->message);
	else
		core_config_read(config, lines, file, folder);
	if (!core_config_lines_finish(lines, path, error))
		return NULL;
	return g_steal_pointer(&config);
}

void
core_config_free(CoreConfig *self)
{
	if (!self)
		return;
	core_config_value_clear("tribune", self);
	core_config_value_clear("manager", self);
	if (self->executive)
		core_config_value_clear("executive", self->executive);
	g_free(self->executive);
	free_send(self->send);
	g_ptr_array_unref(self->mailboxes);
	g_ptr_array_unref(self->sources);
	g_ptr_array_unref(self->departments);
	g_clear_pointer(&self->zone, g_time_zone_unref);
	g_free(self->path);
	g_free(self);
}

const CoreMailbox *
core_config_mailbox(const CoreConfig *self, const char *name)
{
	for (unsigned i = 0; i < self->mailboxes->len; i++) {
		const CoreMailbox *mailbox =
		    g_ptr_array_index(self->mailboxes, i);

		if (strcmp(mailbox->server.name, name) == 0)
			return mailbox;
	}
	return NULL;
}

const CoreDepartment *
core_config_department(const CoreConfig *self, const char *id)
{
	for (unsigned i = 0; i < self->departments->len; i++) {
		const CoreDepartment *department =
		    g_ptr_array_index(self->departments, i);

		if (strcmp(department->id, id) == 0)
			return department;
	}
	return NULL;
}
