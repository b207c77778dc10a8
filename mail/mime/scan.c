#include "mail/mime/scan.h"

#include "mail/line.h"
#include "mail/mime/mend.h"

#include <string.h>

#define BOUNDARY_BYTES 200 /* RFC 2046 allows 70; seen in the wild: more */
#define TYPE_BYTES 4096    /* of one Content-Type header, unfolded */
#define COLONS_MAX 1000    /* of one header */

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
	self->headers = self->headers_bytes = self->colons = 0;
	g_string_truncate(self->type, 0);
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

/* Returns: how many colons are in @bytes, up to COLONS_MAX + 1. */
static size_t
count_colons(const char *bytes, size_t length)
{
	const char *at = bytes, *end = bytes + length;
	size_t n = 0;

	while (n <= COLONS_MAX && at < end &&
	       (at = memchr(at, ':', (size_t)(end - at)))) {
		n++;
		at++;
	}
	return n;
}

static void
read_header_line(Walk *self, const MailLine *line)
{
	if (line->length == 0) {
		end_headers(self);
		return;
	}
	self->headers_bytes += (int64_t)line->length;
	if (!is_folded(line)) {
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
	self->colons += (int64_t)count_colons(line->start, line->length);
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
	       self->headers > limits->headers || self->colons > COLONS_MAX ||
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
find_cut(GBytes *bytes, const CoreLimits *limits)
{
	size_t length;
	const char *data = g_bytes_get_data(bytes, &length);
	const char *position = data, *end = data + length;
	g_autoptr(GArray) levels = g_array_new(false, true, sizeof(Level));
	g_autoptr(GString) type = g_string_new(NULL);
	Walk walk = { .limits = limits, .levels = levels, .type = type };
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

/* The length of the header block of @data with its blank line. */
static size_t
header_block(const char *data, size_t length)
{
	const char *position = data, *end = data + length;
	MailLine line;

	while (mail_line_next(&position, end, &line))
		if (line.length == 0)
			return (size_t)(position - data);
	return length;
}

/* Copies the header lines [start, stop) that fit; one header may take no more
 * than a quarter of the room, so that a huge one leaves the others theirs. */
static bool
copy_header(GByteArray *out, const char *start, const char *stop,
    const CoreLimits *limits)
{
	size_t most = (size_t)limits->headers_bytes / 4;
	size_t length = (size_t)(stop - start);
	size_t room = (size_t)limits->headers_bytes -
	              MIN(out->len, (size_t)limits->headers_bytes);
	size_t copied = MIN(length, MIN(most, room));

	if (copied < length && copied < 80)
		return false; /* a stump of it would say nothing */
	g_byte_array_append(out, (const guint8 *)start, (guint)copied);
	if (copied < length)
		g_byte_array_append(out, (const guint8 *)"\n", 1);
	return copied == length;
}

static const char *
header_end(const char *start, const char *end)
{
	const char *position = start, *stop;
	MailLine line;

	(void)mail_line_next(&position, end, &line);
	do
		stop = position;
	while (mail_line_next(&position, end, &line) && is_folded(&line));
	return stop;
}

static GByteArray *
bounded_headers(const char *data, size_t length, const CoreLimits *limits)
{
	GByteArray *out = g_byte_array_new();
	const char *position = data, *end = data + length;

	for (int64_t n = 0; position < end && n < limits->headers; n++) {
		const char *stop = header_end(position, end);

		if (*position == '\n' || *position == '\r')
			break; /* the blank line */
		(void)copy_header(out, position, stop, limits);
		position = stop;
	}
	g_byte_array_append(out, (const guint8 *)"\n", 1);
	return out;
}

static int64_t
count_headers(const char *data, size_t length)
{
	const char *position = data, *end = data + length;
	int64_t count = 0;
	MailLine line;

	while (mail_line_next(&position, end, &line))
		count += line.length && !is_folded(&line);
	return count;
}

/* GMime takes each colon of an address list for the start of a group inside the
 * last, on its stack. @colons: of the header that @bytes[@i] belongs to. */
static void
follow_colons(const char *bytes, size_t i, int *colons)
{
	bool is_start = i > 0 && bytes[i - 1] == '\n' && bytes[i] != ' ' &&
	                bytes[i] != '\t';

	*colons = (is_start ? 0 : *colons) + (bytes[i] == ':');
}

static bool
has_too_many_colons(const char *data, size_t length)
{
	int colons = 0;

	if (count_colons(data, length) <= COLONS_MAX)
		return false;
	for (size_t i = 0; i < length && colons <= COLONS_MAX; i++)
		follow_colons(data, i, &colons);
	return colons > COLONS_MAX;
}

static void
blank_out(GByteArray *headers)
{
	int colons = 0;

	for (guint i = 0; i < headers->len; i++) {
		follow_colons((const char *)headers->data, i, &colons);
		if (headers->data[i] == '\0' ||
		    (headers->data[i] == ':' && colons > COLONS_MAX))
			headers->data[i] = ' ';
	}
}

/* Replaces the header block where it is too big or holds NULs. */
static GBytes *
bound_headers(GBytes *bytes, const CoreLimits *limits, MailScan *scan)
{
	size_t length;
	const char *data = g_bytes_get_data(bytes, &length);
	size_t block = header_block(data, length);
	g_autoptr(GByteArray) out = NULL;

	scan->body_offset = block;
	scan->headers_cut = block > (size_t)limits->headers_bytes ||
	                    count_headers(data, block) > limits->headers ||
	                    has_too_many_colons(data, block);
	scan->controls = block && memchr(data, '\0', block);
	if (!scan->headers_cut && !scan->controls)
		return g_bytes_ref(bytes);
	if (scan->headers_cut)
		out = bounded_headers(data, block, limits);
	else
		out = g_byte_array_append(
		    g_byte_array_new(), (const guint8 *)data, (guint)block);
	blank_out(out);
	scan->body_offset = out->len;
	g_byte_array_append(
	    out, (const guint8 *)data + block, (guint)(length - block));
	return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

void
mail_scan(GBytes *raw, const CoreLimits *limits, MailScan *ret_scan)
{
	g_autoptr(GBytes) mail = mail_mend(raw);
	MailScan scan = { .bytes = NULL };
	g_autoptr(GBytes) bounded = bound_headers(mail, limits, &scan);
	size_t length = g_bytes_get_size(bounded);
	size_t cut = find_cut(bounded, limits);

	scan.structure_cut = cut < length;
	scan.bytes = g_bytes_new_from_bytes(bounded, 0, cut);
	*ret_scan = scan;
}
