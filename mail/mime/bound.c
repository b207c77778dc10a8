#include "mail/mime/bound.h"

#include "mail/line.h"

#include <string.h>

static bool
is_folded(const MailLine *line)
{
	return line->length && (*line->start == ' ' || *line->start == '\t');
}

size_t
mail_count_colons(const char *bytes, size_t length)
{
	const char *at = bytes, *end = bytes + length;
	size_t n = 0;

	while (n <= MAIL_COLONS_MAX && at < end &&
	       (at = memchr(at, ':', (size_t)(end - at)))) {
		n++;
		at++;
	}
	return n;
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

	if (mail_count_colons(data, length) <= MAIL_COLONS_MAX)
		return false;
	for (size_t i = 0; i < length && colons <= MAIL_COLONS_MAX; i++)
		follow_colons(data, i, &colons);
	return colons > MAIL_COLONS_MAX;
}

static void
blank_out(GByteArray *headers)
{
	int colons = 0;

	for (guint i = 0; i < headers->len; i++) {
		follow_colons((const char *)headers->data, i, &colons);
		if (headers->data[i] == '\0' ||
		    (headers->data[i] == ':' && colons > MAIL_COLONS_MAX))
			headers->data[i] = ' ';
	}
}

GBytes *
mail_bound_headers(GBytes *bytes, const CoreLimits *limits, MailScan *scan)
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
