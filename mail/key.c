#include "mail/key.h"

#include "mail/fields.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define FIELDS_MAX 10000
#define CONTENT "content-"

/* In the order in which they are hashed. */
static const char *const names[] = { "from", "to", "cc", "reply-to", "date",
	"subject", "message-id", "in-reply-to", "references",
	"auto-submitted" };
#define DATE 4
#define MESSAGE_ID 6

/* A field that counts. */
typedef struct {
	unsigned rank; /* in names[], or its length for Content-* */
	MailField field;
} Ranked;

static unsigned
rank(const MailField *field)
{
	unsigned i = 0;

	while (i < G_N_ELEMENTS(names) && !mail_field_is(field, names[i]))
		i++;
	return i;
}

static bool
is_content(const MailField *field)
{
	return field->name.length > strlen(CONTENT) &&
	       g_ascii_strncasecmp(
	           field->name.start, CONTENT, strlen(CONTENT)) == 0;
}

static bool
is_blank(const MailSpan *value)
{
	for (size_t i = 0; i < value->length; i++)
		if (!g_ascii_isspace(value->start[i]))
			return false;
	return true;
}

/* By rank, the Content-* by name; those called the same stay in order. */
static int
compare(const void *a, const void *b)
{
	const Ranked *left = a, *right = b;
	const MailSpan *l = &left->field.name, *r = &right->field.name;
	int order = (int)left->rank - (int)right->rank;

	if (order == 0)
		order = g_ascii_strncasecmp(
		    l->start, r->start, MIN(l->length, r->length));
	if (order == 0)
		order = (l->length > r->length) - (l->length < r->length);
	if (order == 0)
		order = (l->start > r->start) - (l->start < r->start);
	return order;
}

/* Fills @fields and leaves the body in @rest. Returns: false where the fields
 * cannot tell this mail from another. */
static bool
collect(MailSpan *rest, GArray *fields)
{
	bool dated = false, named = false;
	Ranked next;

	mail_skip_from_line(rest);
	while (mail_field_next(rest, &next.field)) {
		next.rank = rank(&next.field);
		if (next.rank == G_N_ELEMENTS(names) &&
		    !is_content(&next.field))
			continue;
		if (fields->len == FIELDS_MAX)
			return false;
		g_array_append_val(fields, next);
		dated |= next.rank == DATE && !is_blank(&next.field.value);
		named |=
		    next.rank == MESSAGE_ID && !is_blank(&next.field.value);
	}
	return dated && named;
}

/* The next piece of @rest without a line end inside, and whether a CR that an
 * LF follows comes after it, which does not count. */
static MailSpan
next_piece(MailSpan *rest)
{
	const char *cr = rest->start;
	const char *end = rest->start + rest->length;

	do {
		cr = memchr(cr, '\r', (size_t)(end - cr));
	} while (cr && ++cr < end && *cr != '\n');
	MailSpan piece = *rest;
	size_t skip = 0;
	if (cr && cr < end) {
		piece.length = (size_t)(cr - 1 - rest->start);
		skip = 1;
	}
	rest->start += piece.length + skip;
	rest->length -= piece.length + skip;
	return piece;
}

static void
hash_bytes(GChecksum *sum, MailSpan rest)
{
	while (rest.length > 0) {
		MailSpan piece = next_piece(&rest);

		g_checksum_update(
		    sum, (const guchar *)piece.start, (gssize)piece.length);
	}
}

static void
hash_length(GChecksum *sum, size_t length)
{
	guint64 wire = GUINT64_TO_BE(length);

	g_checksum_update(sum, (const guchar *)&wire, sizeof wire);
}

static size_t
length_without_cr(MailSpan rest)
{
	size_t length = 0;

	while (rest.length > 0)
		length += next_piece(&rest).length;
	return length;
}

static void
hash_field(GChecksum *sum, const MailField *field)
{
	g_autofree char *name =
	    g_ascii_strdown(field->name.start, (gssize)field->name.length);

	hash_length(sum, field->name.length);
	g_checksum_update(sum, (const guchar *)name, -1);
	hash_length(sum, length_without_cr(field->value));
	hash_bytes(sum, field->value);
}

char *
mail_key(const void *bytes, size_t length)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(Ranked));
	MailSpan rest = { bytes, length };

	if (collect(&rest, fields)) {
		g_array_sort(fields, compare);
		for (unsigned i = 0; i < fields->len; i++)
			hash_field(
			    sum, &g_array_index(fields, Ranked, i).field);
	} else {
		rest = (MailSpan){ bytes, length };
	}
	/* No field has an empty name: from here on it is the body. */
	hash_length(sum, 0);
	hash_bytes(sum, rest);
	return g_strdup(g_checksum_get_string(sum));
}
