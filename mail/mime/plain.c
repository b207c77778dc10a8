#include "mail/mime/plain.h"

#include "mail/line.h"

#include <string.h>

/* The multiparts that are open, the innermost first. */
typedef struct _Open Open;
struct _Open {
	MailSpan boundary;
	const Open *outer;
};

/* What the fields of one part are read into. */
typedef struct {
	MailPart *part;
	MailSpan boundary;
	bool has_encoding;
} Head;

static MailPart *read_part(
    const GArray *fields, MailSpan body, const Open *outer);

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
skip(MailSpan *rest, size_t length)
{
	rest->start += length;
	rest->length -= length;
}

static void
skip_blanks(MailSpan *rest)
{
	while (rest->length && is_blank(*rest->start))
		skip(rest, 1);
}

static bool
take_char(MailSpan *rest, char c)
{
	if (!rest->length || *rest->start != c)
		return false;
	skip(rest, 1);
	return true;
}

/* Takes letters, digits and @signs off @rest. Returns: false for none. */
static bool
take_word(MailSpan *rest, const char *signs, MailSpan *ret_word)
{
	MailSpan word = { rest->start, 0 };

	while (rest->length &&
	       (g_ascii_isalnum(*rest->start) || strchr(signs, *rest->start)) &&
	       *rest->start)
		skip(rest, 1);
	word.length = (size_t)(rest->start - word.start);
	*ret_word = word;
	return word.length > 0;
}

/* Takes "..." without escapes, on one line. */
static bool
take_quoted(MailSpan *rest, MailSpan *ret_value)
{
	if (!take_char(rest, '"'))
		return false;
	MailSpan value = { rest->start, 0 };
	while (rest->length && g_ascii_isprint(*rest->start) &&
	       *rest->start != '"' && *rest->start != '\\')
		skip(rest, 1);
	value.length = (size_t)(rest->start - value.start);
	*ret_value = value;
	return take_char(rest, '"');
}

/* Where the value of the parameter @name is kept, NULL for one that nobody asks
 * for. */
static MailSpan *
place_of(Head *self, const MailSpan *name)
{
	MailPart *part = self->part;
	const struct {
		const char *name;
		MailSpan *place;
	} places[] = {
		{ "boundary", &self->boundary },
		{ "charset", &part->charset },
		{ "format", &part->format },
		{ "delsp", &part->delsp },
		{ "method", &part->method },
		{ "report-type", &part->report_type },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
		if (mail_span_is(name, places[i].name))
			return places[i].place;
	return NULL;
}

static bool
take_parameter(Head *self, MailSpan *rest)
{
	MailSpan name, value;

	skip_blanks(rest);
	if (!take_word(rest, "-_.", &name) || !take_char(rest, '='))
		return false;
	if (!take_quoted(rest, &value) && !take_word(rest, "-_.+", &value))
		return false;
	skip_blanks(rest);
	MailSpan *place = place_of(self, &name);
	if (!place)
		return true;
	if (place->start || !value.length ||
	    memchr(value.start, ' ', value.length))
		return false;
	*place = value;
	return true;
}

/* What is not read as text is not asked for parameters, but for names, which
 * are read as they are written. */
static bool
is_opaque(const MailPart *part)
{
	return part->kind == MAIL_PART_LEAF &&
	       !mail_span_is(&part->type, "text") &&
	       !mail_part_is(part, "application", "rtf") &&
	       !mail_part_is(part, "application", "plain");
}

static bool
read_type(Head *self, MailSpan value)
{
	MailPart *part = self->part;
	bool is_multipart;

	part->raw_type = value;
	if (g_strstr_len(value.start, (gssize)value.length, "=?"))
		return false;
	skip_blanks(&value);
	if (!take_word(&value, "-", &part->type) || !take_char(&value, '/') ||
	    !take_word(&value, "-+._", &part->subtype))
		return false;
	skip_blanks(&value);
	is_multipart = mail_span_is(&part->type, "multipart");
	if (mail_span_is(&part->type, "message") ||
	    (is_multipart && mail_span_is(&part->subtype, "digest")))
		return false;
	part->kind = is_multipart ? MAIL_PART_MULTIPART : MAIL_PART_LEAF;
	if (is_opaque(part))
		return !value.length || *value.start == ';';
	while (value.length)
		if (!take_char(&value, ';') || !take_parameter(self, &value))
			return false;
	return true;
}

static bool
read_encoding(Head *self, MailSpan value)
{
	static const struct {
		const char *name;
		GMimeContentEncoding encoding;
	} rows[] = {
		{ "7bit", GMIME_CONTENT_ENCODING_7BIT },
		{ "8bit", GMIME_CONTENT_ENCODING_8BIT },
		{ "binary", GMIME_CONTENT_ENCODING_BINARY },
		{ "base64", GMIME_CONTENT_ENCODING_BASE64 },
		{ "quoted-printable", GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE },
	};
	MailSpan word;

	skip_blanks(&value);
	if (self->has_encoding || !take_word(&value, "-", &word))
		return false;
	self->has_encoding = true;
	skip_blanks(&value);
	for (size_t i = 0; i < G_N_ELEMENTS(rows) && !value.length; i++)
		if (mail_span_is(&word, rows[i].name)) {
			self->part->encoding = rows[i].encoding;
			return true;
		}
	return false;
}

static bool
read_disposition(Head *self, MailSpan value)
{
	MailPart *part = self->part;

	part->raw_disposition = value;
	skip_blanks(&value);
	if (!take_word(&value, "-", &part->disposition))
		return false;
	skip_blanks(&value);
	return !value.length || *value.start == ';';
}

/* "<image001.png@01D0A5E2.6E4A3B10>"; what has no @ names no file. */
static bool
read_id(Head *self, MailSpan value)
{
	MailSpan local, domain;

	if (!memchr(value.start, '@', value.length))
		return true;
	skip_blanks(&value);
	if (!take_char(&value, '<') || !take_word(&value, ".-_", &local) ||
	    !take_char(&value, '@') || !take_word(&value, ".-", &domain) ||
	    !take_char(&value, '>') ||
	    g_strstr_len(local.start, (gssize)local.length, "..") ||
	    g_strstr_len(domain.start, (gssize)domain.length, "..") ||
	    *local.start == '.' || *domain.start == '.' ||
	    local.start[local.length - 1] == '.' ||
	    domain.start[domain.length - 1] == '.')
		return false;
	skip_blanks(&value);
	self->part->id =
	    (MailSpan){ local.start, local.length + 1 + domain.length };
	return !value.length;
}

static bool
read_description(Head *self, MailSpan value)
{
	self->part->raw_description = value;
	return true;
}

static bool
read_field(Head *self, const MailField *field, unsigned *seen)
{
	static const struct {
		const char *name;
		bool (*read)(Head *, MailSpan value);
	} rows[] = {
		{ "Content-Type", read_type },
		{ "Content-Transfer-Encoding", read_encoding },
		{ "Content-Disposition", read_disposition },
		{ "Content-ID", read_id },
		{ "Content-Description", read_description },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (!mail_field_is(field, rows[i].name))
			continue;
		if (*seen & 1u << i ||
		    field->value.start !=
		        field->name.start + field->name.length + 1)
			return false;
		*seen |= 1u << i;
		return rows[i].read(self, field->value);
	}
	return true;
}

/* Divides [@start, @stop) into header and body. */
static MailPart *
read_inner(const char *start, const char *stop, const Open *outer)
{
	MailSpan rest = { start, (size_t)(stop - start) };
	MailField field;
	g_autoptr(GArray) fields = g_array_new(false, false, sizeof field);

	while (mail_field_next(&rest, &field)) {
		g_array_append_val(fields, field);
		start = rest.start;
	}
	/* else no blank line has ended the header */
	return rest.start > start ? read_part(fields, rest, outer) : NULL;
}

/* Takes the line end that belongs to the boundary (RFC 2046 5.1.1) off what
 * begins at @start and ends before @line. GMime takes as much of it as @line
 * itself has, which goes on at @next. */
static bool
trim_end(const char *start, const MailLine *line, const char *next,
    const char **ret_stop)
{
	const char *stop = line->start, *end = line->start + line->length;
	bool is_crlf = end < next && *end == '\r';

	stop -= stop > start && stop[-1] == '\n';
	if (is_crlf != (stop > start && stop[-1] == '\r'))
		return false;
	*ret_stop = stop - is_crlf;
	return true;
}

/* Whether lines of the one might be taken for those of the other. */
static bool
are_alike(const MailSpan *one, const MailSpan *other)
{
	return memcmp(one->start, other->start,
	           MIN(one->length, other->length)) == 0;
}

static bool
read_parts(MailPart *parent, MailSpan body, const Open *open)
{
	const char *position = body.start, *end = body.start + body.length;
	const char *start = NULL; /* of the part that is being passed */
	size_t length = open->boundary.length;
	MailPart **place = &parent->first;
	MailLine line;

	while (mail_line_next_dashed(&position, end, &line)) {
		if (line.length < 2 + length ||
		    memcmp(line.start + 2, open->boundary.start, length) != 0)
			continue;
		const char *more = line.start + 2 + length;
		size_t n_more = line.length - 2 - length;
		bool is_end = n_more == 2 && memcmp(more, "--", 2) == 0;

		if (n_more && !is_end)
			return false;
		if (start) {
			const char *stop;

			if (!trim_end(start, &line, position, &stop))
				return false;
			*place = read_inner(start, stop, open);
			if (!*place)
				return false;
			place = &(*place)->next;
		}
		if (is_end)
			return parent->first != NULL;
		start = position;
	}
	return false;
}

static MailPart *
read_part(const GArray *fields, MailSpan body, const Open *outer)
{
	g_autoptr(MailPart) part = mail_part_new(MAIL_PART_LEAF);
	Head head = { .part = part };
	unsigned seen = 0;

	part->type = (MailSpan){ "text", strlen("text") };
	part->subtype = (MailSpan){ "plain", strlen("plain") };
	part->encoding = GMIME_CONTENT_ENCODING_DEFAULT;
	for (guint i = 0; i < fields->len; i++)
		if (!read_field(
		        &head, &g_array_index(fields, MailField, i), &seen))
			return NULL;
	if (part->kind == MAIL_PART_LEAF) {
		part->content = body;
		return g_steal_pointer(&part);
	}
	const Open open = { head.boundary, outer };
	if (!open.boundary.length)
		return NULL;
	for (const Open *at = outer; at; at = at->outer)
		if (are_alike(&open.boundary, &at->boundary))
			return NULL;
	return read_parts(part, body, &open) ? g_steal_pointer(&part) : NULL;
}

MailPart *
mail_plain_read(const GArray *fields, MailSpan body)
{
	return read_part(fields, body, NULL);
}
