#include "ingest/texts.h"

#include "core/error.h"
#include "core/text.h"

#include <string.h>

#define ID_BYTES_MAX 64 /* of a local part, RFC 5321 4.5.3.1.1 */

struct _IngestTexts {
	IngestLines *lines;
	char *path;
	int64_t number; /* of the line at hand, from 1 */
};

IngestTexts *
ingest_texts_new(IngestLines *lines, const char *path)
{
	IngestTexts *self = g_new0(IngestTexts, 1);

	self->lines = lines;
	self->path = g_strdup(path);
	return self;
}

void
ingest_texts_free(IngestTexts *self)
{
	if (!self)
		return;
	ingest_lines_close(self->lines);
	g_free(self->path);
	g_free(self);
}

static bool
refuse(const IngestTexts *self, const char *fault, GError **error)
{
	g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
	    "%s:%" G_GINT64_FORMAT ": %s", self->path, self->number, fault);
	return false;
}

/* Returns: (nullable) (transfer full): the address of the person @id. */
static char *
address(const char *id, size_t length)
{
	g_autofree char *local = g_strndup(id, MIN(length, ID_BYTES_MAX + 1));
	g_autofree char *whole = g_strconcat(local, "@import.invalid", NULL);

	/* A NUL would have cut it short. */
	if (strlen(local) != length || length > ID_BYTES_MAX ||
	    !core_address_is_plain(whole))
		return NULL;
	return g_steal_pointer(&whole);
}

static bool
compose(const IngestTexts *self, const IngestLine *line, IngestMail *mail,
    GError **error)
{
	const char *tab = memchr(line->bytes, '\t', line->length);

	if (!tab)
		return refuse(self, "no tab between id and text", error);
	size_t id_length = (size_t)(tab - line->bytes);
	g_autofree char *from = address(line->bytes, id_length);
	if (!from)
		return refuse(self,
		    "the id is not a plain word, as before the @ of an address",
		    error);
	g_autofree char *head =
	    g_strdup_printf("From: %s\nMessage-ID: <%s>\nMIME-Version: 1.0\n"
	                    "Content-Type: text/plain; charset=utf-8\n"
	                    "Content-Transfer-Encoding: 8bit\n\n",
	        from, from);
	ingest_mail_add(mail, head, strlen(head));
	ingest_mail_add(mail, tab + 1, line->length - id_length - 1);
	return true;
}

static bool
is_whole(const IngestLine *line)
{
	return line->length == 0 || line->bytes[line->length - 1] == '\n';
}

/* Adds the further pieces of a long line. */
static bool
take_rest(IngestTexts *self, IngestLine *line, IngestMail *mail, GError **error)
{
	while (!is_whole(line)) {
		if (!ingest_lines_next(self->lines, line, error))
			return false;
		ingest_mail_add(mail, line->bytes, line->length);
	}
	if (line->length == 0)
		ingest_mail_add(mail, "\n", 1);
	return true;
}

static bool
is_empty(const IngestLine *line)
{
	return line->bytes[0] == '\n' ||
	       (line->length == 2 && memcmp(line->bytes, "\r\n", 2) == 0);
}

bool
ingest_texts_next(
    IngestTexts *self, IngestMail *mail, bool *ret_found, GError **error)
{
	IngestLine line;

	do {
		if (!ingest_lines_next(self->lines, &line, error))
			return false;
		self->number++;
	} while (line.length > 0 && is_empty(&line));
	if (line.length == 0) {
		*ret_found = false;
		return true;
	}
	if (!compose(self, &line, mail, error) ||
	    !take_rest(self, &line, mail, error))
		return false;
	*ret_found = true;
	return true;
}
