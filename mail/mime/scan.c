#include "mail/mime/scan.h"

#include "mail/line.h"
#include "mail/mime/bound.h"
#include "mail/mime/head-end.h"
#include "mail/mime/mend.h"

#include <string.h>

#define BOUNDARY_BYTES 200 /* RFC 2046 allows 70; seen in the wild: more */
#define TYPE_BYTES 4096    /* of one Content-Type header, unfolded */

/* One open entity: a multipart, or a message inside a part (no boundary). */
typedef struct {
	char boundary[BOUNDARY_BYTES];
	size_t length;
	bool is_digest;
} Level;

typedef struct {
	const CoreLimits *limits;
	GArray *levels; /* Level, outermost first */
	bool in_headers;
	GString *type; /* Content-Type of the entity being read */
	bool in_type;  /* a folded line belongs to it */
	MailHeadEnd head;
	GArray *missing; /* MailMissing */
	int64_t parts, headers, headers_bytes;
	int64_t colons; /* of the header being read */
} Walk;

void
mail_scan_clear(MailScan *self)
{
	g_clear_pointer(&self->bytes, g_bytes_unref);
}

static bool
is_folded(const MailLine *line)
{
	return line->length && (*line->start == ' ' || *line->start == '\t');
}

/* The value of boundary= in a Content-Type, quoted or not. */
static void
take_boundary(const char *type, Level *level)
{
	const char *at = g_strstr_len(type, -1, "boundary");

	if (!at)
		return;
	at += strlen("boundary");
	at += strspn(at, " \t");
	if (*at != '=')
		return;
	at++;
	at += strspn(at, " \t");
	level->length =
	    *at == '"' ? strcspn(at + 1, "\"") : strcspn(at, "; \t");
	at += *at == '"';
	level->length = MIN(level->length, sizeof level->boundary);
	memcpy(level->boundary, at, level->length);
}

static const char *
default_type(const Walk *self)
{
	const Level *top = self->levels->len ? &g_array_index(self->levels,
	                                           Level, self->levels->len - 1)
	                                     : NULL;

	return top && top->is_digest ? "message/rfc822" : "text/plain";
}

static void
begin_headers(Walk *self)
{
	self->in_headers = true;
	self->in_type = false;
	self->head = (MailHeadEnd){ .body = NULL };
	self->headers = self->headers_bytes = self->colons = 0;
	g_string_truncate(self->type, 0);
}

/* A header ends, with or without a blank line; the mail's own is mended. */
static void
keep_body(Walk *self)
{
	const MailMissing line_end = { self->head.body, '\n' };

	if (self->in_headers && self->levels->len && self->head.body)
		g_array_append_val(self->missing, line_end);
}

/* The blank line: what the entity is decides what its body is read as. */
static void
end_headers(Walk *self)
{
	Level level = { .is_digest = false };
	g_autofree char *type =
	    g_strdup(self->type->len ? self->type->str : default_type(self));
	g_autofree char *lower = g_ascii_strdown(type, -1);
	const char *kind = lower + strspn(lower, " \t");

	keep_body(self);
	self->in_headers = false;
	if (g_str_has_prefix(kind, "multipart/")) {
		/* the name is sought in lower case, the value kept as it is */
		char *name = strstr(lower, "boundary");

		if (name)
			memcpy(type + (name - lower), "boundary", 8);
		take_boundary(type, &level);
		level.is_digest = g_str_has_prefix(kind, "multipart/digest");
		g_array_append_val(self->levels, level);
	} else if (g_str_has_prefix(kind, "message/rfc822") ||
	           g_str_has_prefix(kind, "message/news") ||
	           g_str_has_prefix(kind, "message/global")) {
		g_array_append_val(self->levels, level);
		begin_headers(self);
	}
}

static void
read_header_line(Walk *self, const MailLine *line)
{
	if (line->length == 0) {
		end_headers(self);
		return;
	}
	const MailMissing blank = { line->start, ' ' };
	bool goes_on = mail_head_end_follow(&self->head, line);

	if (goes_on && self->levels->len)
		g_array_append_val(self->missing, blank);
	self->headers_bytes += (int64_t)line->length;
	if (!is_folded(line) && !goes_on) {
		self->headers++;
		self->colons = 0;
		self->in_type = mail_line_has_prefix(line, "content-type:");
		if (self->in_type) {
			size_t skip = strlen("content-type:");

			g_string_truncate(self->type, 0);
			g_string_append_len(self->type, line->start + skip,
			    (gssize)MIN(line->length - skip, TYPE_BYTES));
		}
	} else if (self->in_type && self->type->len < TYPE_BYTES) {
		g_string_append_len(self->type, line->start,
		    (gssize)MIN(line->length, TYPE_BYTES));
	}
	self->colons += (int64_t)mail_count_colons(line->start, line->length);
}

/* Returns: whether @line is a boundary of an open level, which it then is the
 * innermost of. */
static bool
take_boundary_line(Walk *self, const MailLine *line)
{
	for (guint i = self->levels->len; i-- > 0;) {
		const Level *level = &g_array_index(self->levels, Level, i);

		if (!level->length || line->length < level->length + 2 ||
		    memcmp(line->start + 2, level->boundary, level->length) !=
		        0)
			continue;
		const char *rest = line->start + 2 + level->length;
		size_t left = line->length - 2 - level->length;
		bool is_end = left >= 2 && rest[0] == '-' && rest[1] == '-';

		if (!is_end && left && *rest != ' ' && *rest != '\t')
			continue;
		keep_body(self);
		g_array_set_size(self->levels, is_end ? i : i + 1);
		if (is_end) {
			self->in_headers = false;
			return true;
		}
		self->parts++;
		begin_headers(self);
		return true;
	}
	return false;
}

static bool
is_beyond(const Walk *self)
{
	const CoreLimits *limits = self->limits;

	return self->levels->len > (guint64)limits->mime_depth ||
	       self->parts > limits->mime_parts ||
	       self->headers > limits->headers ||
	       self->colons > MAIL_COLONS_MAX ||
	       self->headers_bytes > limits->headers_bytes;
}

/* Takes the next line that may tell something: of a body only a multipart's
 * boundaries do. */
static bool
next_line(const Walk *self, const char **position, const char *end,
    MailLine *ret_line)
{
	if (self->in_headers)
		return mail_line_next(position, end, ret_line);
	return self->levels->len &&
	       mail_line_next_dashed(position, end, ret_line);
}

/* Walks @bytes' structure. Returns: the offset at which a limit is passed, or
 * the whole length. */
static size_t
find_cut(GBytes *bytes, const CoreLimits *limits, GArray *missing)
{
	size_t length;
	const char *data = g_bytes_get_data(bytes, &length);
	const char *position = data, *end = data + length;
	g_autoptr(GArray) levels = g_array_new(false, true, sizeof(Level));
	g_autoptr(GString) type = g_string_new(NULL);
	Walk walk = { limits, levels, .type = type, .missing = missing };
	MailLine line;

	begin_headers(&walk);
	while (next_line(&walk, &position, end, &line)) {
		bool dashes = line.length > 2 && line.start[0] == '-' &&
		              line.start[1] == '-';

		if (dashes && levels->len && take_boundary_line(&walk, &line))
			continue;
		if (walk.in_headers)
			read_header_line(&walk, &line);
		if (is_beyond(&walk))
			return (size_t)(line.start - data);
	}
	return length;
}

void
mail_scan(GBytes *raw, const CoreLimits *limits, MailScan *ret_scan)
{
	g_autoptr(GBytes) mail = mail_mend(raw);
	MailScan scan = { .bytes = NULL };
	g_autoptr(GBytes) bounded = mail_bound_headers(mail, limits, &scan);
	g_autoptr(GArray) missing =
	    g_array_new(false, false, sizeof(MailMissing));
	size_t cut = find_cut(bounded, limits, missing);

	scan.structure_cut = cut < g_bytes_get_size(bounded);
	g_autoptr(GBytes) kept = g_bytes_new_from_bytes(bounded, 0, cut);
	scan.bytes = mail_mend_missing(kept, missing);
	*ret_scan = scan;
}
