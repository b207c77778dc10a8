#include "mail/mime/boundary.h"

#include "mail/line.h"

#include <stdbool.h>
#include <string.h>

#define HEAD_BYTES (32 * 1024) /* where a Content-Type is looked for */
#define BOUNDARY_BYTES 200

typedef struct {
	const char *start, *stop; /* the field with its line ends */
	const char *body;         /* behind the blank line */
	const char *end;
} Multipart;

/* Finds the Content-Type of @data, if it is a multipart's. */
static bool
find_multipart(const char *data, size_t length, Multipart *ret_found)
{
	const char *end = data + length, *position = data;
	Multipart found = { .start = NULL, .end = end };
	bool in_type = false;
	MailLine line;

	if (!memmem(data, MIN(length, HEAD_BYTES), "ultipart/", 9))
		return false;
	while (mail_line_next(&position, end, &line) && line.length) {
		if (*line.start != ' ' && *line.start != '\t')
			in_type = !found.start &&
			          mail_line_has_prefix(&line, "content-type:");
		if (in_type && !found.start)
			found.start = line.start;
		if (in_type)
			found.stop = position;
	}
	found.body = position;
	*ret_found = found;
	return found.start != NULL;
}

/* The field without its line ends (RFC 5322 2.2.3). (transfer full) */
static char *
unfold(const Multipart *self)
{
	GString *field = g_string_new(NULL);

	for (const char *c = self->start; c < self->stop; c++)
		if (*c && *c != '\r' && *c != '\n')
			g_string_append_c(field, *c);
	return g_string_free(field, FALSE);
}

/* The value of boundary= in the field, or NULL. (transfer full) */
static char *
named_boundary(const char *field)
{
	g_autofree char *lower = g_ascii_strdown(field, -1);
	const char *at = strstr(lower, "boundary");

	if (!at)
		return NULL;
	at = field + (at - lower) + strlen("boundary");
	at += strspn(at, " \t");
	if (*at != '=')
		return NULL;
	at++;
	at += strspn(at, " \t\r\n");
	return *at == '"' ? g_strndup(at + 1, strcspn(at + 1, "\""))
	                  : g_strndup(at, strcspn(at, "; \t\r\n"));
}

static bool
is_in_body(const Multipart *self, const char *boundary)
{
	g_autofree char *line = g_strconcat("--", boundary, NULL);

	return memmem(self->body, (size_t)(self->end - self->body), line,
	           strlen(line)) != NULL;
}

static bool
may_be_boundary(const MailLine *line)
{
	if (line->length < 3 || line->length > BOUNDARY_BYTES ||
	    strncmp(line->start, "--", 2) != 0)
		return false;
	for (size_t i = 0; i < line->length; i++)
		if (!g_ascii_isgraph(line->start[i]) || line->start[i] == '"')
			return false;
	return true;
}

/* The first line of dashes above a Content-* header. (transfer full) */
static char *
find_boundary(const Multipart *self)
{
	const char *position = self->body;
	MailLine line, next;

	while (mail_line_next_dashed(&position, self->end, &line)) {
		const char *after = position;

		if (may_be_boundary(&line) &&
		    mail_line_next(&after, self->end, &next) &&
		    mail_line_has_prefix(&next, "content-"))
			return g_strndup(line.start + 2, line.length - 2);
	}
	return NULL;
}

/* "multipart/mixed" of the field, or NULL. (transfer full) */
static char *
multipart_type(const char *field)
{
	const char *type = field + strlen("content-type:");

	type += strspn(type, " \t\r\n");
	if (g_ascii_strncasecmp(type, "multipart/", 10) != 0)
		return NULL;
	return g_strndup(type, strcspn(type, "; \t\r\n"));
}

GBytes *
mail_boundary_mend(GBytes *mail)
{
	size_t length;
	const char *data = g_bytes_get_data(mail, &length);
	Multipart found;

	if (!length || !find_multipart(data, length, &found))
		return g_bytes_ref(mail);
	g_autofree char *field = unfold(&found);
	g_autofree char *type = multipart_type(field);
	g_autofree char *named = type ? named_boundary(field) : NULL;
	if (!type || (named && *named && is_in_body(&found, named)))
		return g_bytes_ref(mail);
	g_autofree char *boundary = find_boundary(&found);
	if (!boundary)
		return g_bytes_ref(mail);
	GString *out = g_string_sized_new(length + BOUNDARY_BYTES);
	g_string_append_len(out, data, found.start - data);
	g_string_append_printf(
	    out, "Content-Type: %s; boundary=\"%s\"\n", type, boundary);
	g_string_append_len(out, found.stop, found.end - found.stop);
	return g_string_free_to_bytes(out);
}
