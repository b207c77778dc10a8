#include "ingest/files.h"

#include "core/error.h"
#include "core/text.h"
#include "ingest/error.h"
#include "ingest/lines.h"
#include "ingest/mbox.h"
#include "mail/header/fields.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SNIFF_BYTES 16384

static void
file_free(void *data)
{
	IngestFile *file = data;

	g_free(file->path);
	g_free(file->folder);
	g_free(file);
}

void
ingest_files_free(IngestFiles *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->files);
	g_free(self);
}

/* What is found, and the paths seen by now. */
typedef struct {
	IngestFiles *found;
	GHashTable *seen; /* char *: the paths of files */
	bool texts;
} Search;

static bool
refuse(const char *path, GError **error)
{
	g_set_error(error, INGEST_ERROR, INGEST_ERROR_INPUT, "%s: %s", path,
	    g_strerror(errno));
	return false;
}

/* A name for the database, where a path may be any bytes. */
static char *
folder_name(const char *path)
{
	return core_text_is_clean(path, strlen(path))
	           ? g_strdup(path)
	           : g_uri_escape_string(path, "/", FALSE);
}

static bool
looks_like_mail(const char *bytes, size_t length)
{
	static const char *const names[] = { "from", "date", "received",
		"subject", "message-id", "return-path" };
	MailSpan rest = { bytes, length };
	MailField field;

	while (mail_field_next(&rest, &field))
		for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
			if (mail_field_is(&field, names[i]))
				return true;
	return false;
}

static bool
is_called(const char *path, const char *const *suffixes)
{
	for (; *suffixes; suffixes++)
		if (g_str_has_suffix(path, *suffixes))
			return true;
	return false;
}

/* What a file is by its name and first bytes. */
typedef struct {
	IngestFileKind kind;
	bool mail; /* it looks like mail */
	int64_t size_bytes;
} Look;

/* The first bytes at @lines (borrowed from it); none of a damaged file. */
static bool
sniff(IngestLines *lines, MailSpan *ret_bytes, GError **error)
{
	g_autoptr(GError) fault = NULL;
	MailSpan bytes = { "", SNIFF_BYTES };

	if (!ingest_lines_peek(lines, &bytes.start, &bytes.length, &fault)) {
		if (!g_error_matches(fault, CORE_ERROR, CORE_ERROR_DATA)) {
			g_propagate_error(error, g_steal_pointer(&fault));
			return false;
		}
		bytes = (MailSpan){ "", 0 };
	}
	*ret_bytes = bytes;
	return true;
}

static bool
begins_as_mbox(const MailSpan *bytes)
{
	const char *end = memchr(bytes->start, '\n', bytes->length);

	return ingest_mbox_is_from(
	    bytes->start, end ? (size_t)(end - bytes->start) : bytes->length);
}

static bool
look_at(const char *path, Look *ret_look, GError **error)
{
	static const char *const mails[] = { ".eml", ".eml.zst", NULL };
	static const char *const mboxes[] = { ".mbox", ".mbx", ".mbox.zst",
		".mbx.zst", NULL };
	g_autoptr(IngestLines) lines = ingest_lines_open(path, error);
	MailSpan bytes;

	if (!lines || !sniff(lines, &bytes, error))
		return false;
	bool mail = is_called(path, mails);
	bool mbox =
	    !mail && (is_called(path, mboxes) || begins_as_mbox(&bytes));
	ret_look->kind = mbox ? INGEST_FILE_MBOX : INGEST_FILE_MAIL;
	ret_look->mail =
	    mail || mbox || looks_like_mail(bytes.start, bytes.length);
	ret_look->size_bytes = ingest_lines_size(lines);
	return true;
}

/* Whether @path is met for the first time. */
static bool
is_first(Search *self, const char *path)
{
	return g_hash_table_add(self->seen, g_strdup(path));
}

/* @folder: NULL where the file is a folder of its own. */
static void
add(Search *self, const char *path, const char *folder, const Look *look)
{
	IngestFile *file = g_new0(IngestFile, 1);
	file->path = g_strdup(path);
	file->folder = folder_name(folder ? folder : path);
	file->kind = look->kind;
	file->size_bytes = look->size_bytes;
	g_ptr_array_add(self->found->files, file);
	self->found->size_bytes += look->size_bytes;
}

static bool
add_named(Search *self, const char *path, GError **error)
{
	g_autofree char *parent = g_path_get_dirname(path);
	Look look;

	if (!is_first(self, path))
		return true;
	if (!look_at(path, &look, error))
		return false;
	if (self->texts)
		look.kind = INGEST_FILE_TEXTS;
	add(self, path, look.kind == INGEST_FILE_MAIL ? parent : NULL, &look);
	return true;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Returns: (transfer full): the names in the folder @path, sorted. */
static GPtrArray *
list(const char *path, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GDir) folder = g_dir_open(path, 0, &cause);
	const char *name;

	if (!folder) {
		g_set_error(error, INGEST_ERROR, INGEST_ERROR_INPUT, "%s",
		    cause->message);
		return NULL;
	}
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	while ((name = g_dir_read_name(folder)))
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, compare_names);
	return names;
}

/* What stands under a name in a folder. */
typedef enum { ENTRY_FILE, ENTRY_FOLDER, ENTRY_OTHER } Entry;

static Entry
entry(const char *path)
{
	struct stat status;

	if (lstat(path, &status) != 0)
		return ENTRY_OTHER;
	if (S_ISDIR(status.st_mode))
		return ENTRY_FOLDER;
	if (S_ISLNK(status.st_mode) && stat(path, &status) != 0)
		return ENTRY_OTHER;
	return S_ISREG(status.st_mode) ? ENTRY_FILE : ENTRY_OTHER;
}

static bool
add_found(Search *self, const char *path, const char *folder, GError **error)
{
	Look look;

	if (!look_at(path, &look, error))
		return false;
	if (look.mail)
		add(self, path, look.kind == INGEST_FILE_MAIL ? folder : NULL,
		    &look);
	else
		self->found->passed_over++;
	return true;
}

/* Takes the files in `cur` or `new` of the Maildir @folder. */
static bool
add_maildir_part(
    Search *self, const char *folder, const char *part, GError **error)
{
	g_autofree char *path = g_build_filename(folder, part, NULL);
	g_autoptr(GPtrArray) names = list(path, error);

	for (unsigned i = 0; names && i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *file = g_build_filename(path, name, NULL);
		Look look;

		if (*name == '.' || entry(file) != ENTRY_FILE ||
		    !is_first(self, file))
			continue;
		if (!look_at(file, &look, error))
			return false;
		look.kind = INGEST_FILE_MAIL;
		add(self, file, folder, &look);
	}
	return names != NULL;
}

static bool
is_maildir(const char *path)
{
	g_autofree char *cur = g_build_filename(path, "cur", NULL);
	g_autofree char *new = g_build_filename(path, "new", NULL);

	return entry(cur) == ENTRY_FOLDER && entry(new) == ENTRY_FOLDER;
}

static bool
add_files(
    Search *self, const char *path, const GPtrArray *names, GError **error)
{
	for (unsigned i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *file = g_build_filename(path, name, NULL);

		if (*name == '.' || entry(file) == ENTRY_FOLDER ||
		    !is_first(self, file))
			continue;
		if (entry(file) == ENTRY_OTHER)
			self->found->passed_over++;
		else if (!add_found(self, file, path, error))
			return false;
	}
	return true;
}

/* Whether the folder @name is entered in its turn. Those of a Maildir++ are
 * hidden ones. */
static bool
is_entered(const char *name, bool maildir)
{
	static const char *const parts[] = { "cur", "new", "tmp", NULL };

	return maildir ? !g_strv_contains(parts, name) : *name != '.';
}

static bool
add_folder(Search *self, const char *path, GError **error)
{
	g_autoptr(GPtrArray) names = list(path, error);
	bool maildir = is_maildir(path);

	if (!names)
		return false;
	if (maildir ? !add_maildir_part(self, path, "cur", error) ||
	                  !add_maildir_part(self, path, "new", error)
	            : !add_files(self, path, names, error))
		return false;
	for (unsigned i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *inner = g_build_filename(path, name, NULL);

		if (entry(inner) == ENTRY_FOLDER && is_entered(name, maildir) &&
		    !add_folder(self, inner, error))
			return false;
	}
	return true;
}

static bool
add_path(Search *self, const char *path, GError **error)
{
	char *real = realpath(path, NULL); /* freed by free() */
	g_autofree char *canonical = g_strdup(real);

	free(real);
	if (!canonical)
		return refuse(path, error);
	if (!self->texts && entry(canonical) == ENTRY_FOLDER)
		return add_folder(self, canonical, error);
	return add_named(self, canonical, error);
}

IngestFiles *
ingest_files_find(const char *const *paths, bool texts, GError **error)
{
	g_autoptr(IngestFiles) found = g_new0(IngestFiles, 1);
	g_autoptr(GHashTable) seen =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Search search = { found, seen, texts };

	found->files = g_ptr_array_new_with_free_func(file_free);
	for (; *paths; paths++)
		if (!add_path(&search, *paths, error))
			return NULL;
	return g_steal_pointer(&found);
}
