#include "core/config-read.h"

#include "core/config-check.h"
#include "core/config-oauth.h"
#include "core/config-value.h"
#include "core/nearest.h"

#include <string.h>

#define NAME_MAX_BYTES 32
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SETTINGS_MAX 40 /* of one section */

typedef struct {
	CoreConfig *config;
	CoreConfigLines *lines;
	GKeyFile *file;
	const char
	    *folder; /* of the config file: what file names are relative to */
} Loader;

/* Reads one section; @name is the "support" of [mailbox support], else "". */
typedef void (*ReadSection)(
    Loader *loader, const char *section, const char *name);

typedef struct {
	const char *pattern; /* as in the settings table */
	ReadSection read;
} SectionKind;

static const char *
nearest_key(const char *pattern, const char *key)
{
	const char *keys[SETTINGS_MAX + 1] = { NULL };
	unsigned n = 0;

	for (const CoreSetting *setting = core_config_settings();
	     setting->section; setting++) {
		if (strcmp(setting->section, pattern) != 0)
			continue;
		g_assert(n < SETTINGS_MAX);
		keys[n++] = setting->key;
	}
	return core_nearest(key, keys);
}

static const CoreSetting *
find_setting(const char *pattern, const char *key)
{
	for (const CoreSetting *setting = core_config_settings();
	     setting->section; setting++)
		if (strcmp(setting->section, pattern) == 0 &&
		    strcmp(setting->key, key) == 0)
			return setting;
	return NULL;
}

/* Faults the keys of @section that the table does not have. */
static void
refuse_unknown_keys(
    const Loader *loader, const char *section, const char *pattern)
{
	g_auto(GStrv) keys =
	    g_key_file_get_keys(loader->file, section, NULL, NULL);

	for (char **key = keys; key && *key; key++) {
		if (find_setting(pattern, *key))
			continue;
		const char *nearest = nearest_key(pattern, *key);
		core_config_lines_fault(loader->lines, section, *key,
		    "there is no such key%s%s%s",
		    nearest ? "; did you mean " : "", nearest ? nearest : "",
		    nearest ? "?" : "");
	}
}

/* Doubles the backslash of each \\Sent in a list of folders, as GKeyFile wants
 * it: nobody writes that mark in another way. */
static void
escape_uses(const Loader *loader, const char *section, const char *key)
{
	g_autofree char *raw =
	    g_key_file_get_value(loader->file, section, key, NULL);
	g_auto(GStrv) parts = g_strsplit(raw, ";", -1);

	for (char **part = parts; *part; part++) {
		const char *item = *part + strspn(*part, " ");
		size_t letters = strspn(item + (*item == '\\'), LETTERS);

		if (*item != '\\' || letters == 0 ||
		    item[1 + letters + strspn(item + 1 + letters, " ")] != '\0')
			continue;
		char *escaped = g_strconcat("\\", item, NULL);
		g_free(*part);
		*part = escaped;
	}
	g_autofree char *joined = g_strjoinv(";", parts);
	g_key_file_set_value(loader->file, section, key, joined);
}

/* Returns: NULL for a wrong escape. GKeyFile itself returns a value for some of
 * them, and sets its error twice where one is the last byte of a line. */
static char *
get_value(const Loader *loader, const char *section, const char *key)
{
	g_autofree char *raw =
	    g_key_file_get_value(loader->file, section, key, NULL);

	for (const char *p = strchr(raw, '\\'); p; p = strchr(p + 2, '\\'))
		if (p[1] == '\0' || !strchr("sntr\\", p[1]))
			return NULL;
	return g_key_file_get_string(loader->file, section, key, NULL);
}

static void
read_setting(const Loader *loader, const char *section,
    const CoreSetting *setting, void *base)
{
	g_autoptr(GError) local = NULL;
	g_autofree char *value = NULL;

	if (g_key_file_has_key(loader->file, section, setting->key, NULL)) {
		if (strstr(setting->type, "folder"))
			escape_uses(loader, section, setting->key);
		value = get_value(loader, section, setting->key);
		if (!value) {
			core_config_lines_fault(loader->lines, section,
			    setting->key, "a backslash is written as two");
			return;
		}
	} else if (setting->required) {
		g_autofree char *allowed = core_config_value_describe(setting);
		core_config_lines_fault(loader->lines, section, setting->key,
		    "is missing: it takes %s", allowed);
		return;
	} else if (!setting->fallback) {
		return;
	}
	if (!core_config_value_store(setting, loader->folder,
	        value ? g_strstrip(value) : setting->fallback, base, &local))
		core_config_lines_fault(
		    loader->lines, section, setting->key, "%s", local->message);
}

/* Reads the settings of @section that the table has under @pattern. */
static void
read_settings(
    const Loader *loader, const char *section, const char *pattern, void *base)
{
	refuse_unknown_keys(loader, section, pattern);
	for (const CoreSetting *setting = core_config_settings();
	     setting->section; setting++)
		if (strcmp(setting->section, pattern) == 0)
			read_setting(loader, section, setting, base);
}

static bool
has_key(const Loader *loader, const char *section, const char *key)
{
	return g_key_file_has_key(loader->file, section, key, NULL);
}

static void
read_mailbox(Loader *loader, const char *section, const char *name)
{
	CoreMailbox *mailbox = g_new0(CoreMailbox, 1);

	mailbox->server.name = g_strdup(name);
	read_settings(loader, section, "mailbox *", mailbox);
	if (!has_key(loader, section, "port") &&
	    mailbox->server.tls != CORE_TLS_IMPLICIT)
		mailbox->server.port = 143;
	if (strcmp(name, "import") == 0)
		core_config_lines_fault(loader->lines, section, NULL,
		    "this name is taken: it is what imports arrive in");
	g_ptr_array_add(loader->config->mailboxes, mailbox);
}

static void
read_source(Loader *loader, const char *section, const char *name)
{
	CoreSource *source = g_new0(CoreSource, 1);

	source->name = g_strdup(name);
	read_settings(loader, section, "source *", source);
	g_ptr_array_add(loader->config->sources, source);
}

static void
read_department(Loader *loader, const char *section, const char *name)
{
	CoreDepartment *department = g_new0(CoreDepartment, 1);

	department->id = g_strdup(name);
	read_settings(loader, section, "department *", department);
	if (!department->name)
		department->name = g_strdup(name);
	g_ptr_array_add(loader->config->departments, department);
}

static void
read_send(Loader *loader, const char *section, const char *name)
{
	CoreSend *send = g_new0(CoreSend, 1);

	(void)name;
	send->server.name = g_strdup("send");
	read_settings(loader, section, "send", send);
	if (!has_key(loader, section, "port") &&
	    send->server.tls == CORE_TLS_IMPLICIT)
		send->server.port = 465;
	loader->config->send = send;
}

static void
read_executive(Loader *loader, const char *section, const char *name)
{
	(void)name;
	loader->config->executive = g_new0(CoreExecutive, 1);
	read_settings(loader, section, "executive", loader->config->executive);
}

static void
read_manager(Loader *loader, const char *section, const char *name)
{
	(void)name;
	read_settings(loader, section, "manager", loader->config);
}

static void
read_later(Loader *loader, const char *section, const char *name)
{
	/* [tribune], [limits] and [retention] are read even where they are
	 * missing. */
	(void)loader;
	(void)section;
	(void)name;
}

static bool
is_name(const char *name)
{
	size_t length = strlen(name);

	return length >= 1 && length <= NAME_MAX_BYTES &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] ==
	           '\0';
}

static void
refuse_section(Loader *loader, const char *section, const char *word)
{
	static const char *const known[] = { "tribune", "limits", "retention",
		"mailbox", "source", "send", "manager", "department",
		"executive", NULL };
	static const char *const shown[] = { "[tribune]", "[limits]",
		"[retention]", "[mailbox NAME]", "[source NAME]", "[send]",
		"[manager]", "[department NAME]", "[executive]" };
	const char *nearest = core_nearest(word, known);
	const char *meant = NULL;

	for (unsigned i = 0; known[i]; i++)
		if (nearest == known[i])
			meant = shown[i];
	core_config_lines_fault(loader->lines, section, NULL,
	    "there is no such section%s%s%s", meant ? "; did you mean " : "",
	    meant ? meant : "", meant ? "?" : "");
}

static void
read_section(Loader *loader, const char *section)
{
	static const SectionKind kinds[] = {
		{ "tribune", read_later },
		{ "limits", read_later },
		{ "retention", read_later },
		{ "mailbox *", read_mailbox },
		{ "source *", read_source },
		{ "send", read_send },
		{ "manager", read_manager },
		{ "department *", read_department },
		{ "executive", read_executive },
	};
	g_auto(GStrv) words = g_strsplit(section, " ", 2);
	const char *name = words[1] ? words[1] : "";
	g_autofree char *pattern =
	    g_strconcat(words[0] ? words[0] : "", words[1] ? " *" : "", NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(kinds[i].pattern, pattern) != 0)
			continue;
		if (words[1] && !is_name(name))
			core_config_lines_fault(loader->lines, section, NULL,
			    "a name is 1 to 32 of a-z, 0-9 and -");
		kinds[i].read(loader, section, name);
		return;
	}
	refuse_section(loader, section, words[0] ? words[0] : "");
}

void
core_config_read(CoreConfig *config, CoreConfigLines *lines, GKeyFile *file,
    const char *folder)
{
	Loader loader = { config, lines, file, folder };
	g_auto(GStrv) sections = g_key_file_get_groups(file, NULL);

	read_settings(&loader, "tribune", "tribune", config);
	if (!config->domains)
		config->domains = g_new0(char *, 1);
	read_settings(&loader, "limits", "limits", &config->limits);
	read_settings(&loader, "retention", "retention", &config->retention);
	for (char **section = sections; *section; section++)
		read_section(&loader, *section);
	core_config_check(config, lines);
	core_config_oauth(config, lines);
}
