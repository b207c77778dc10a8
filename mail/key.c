#include "mail/key.h"

#include "core/sha256.h"
#include "mail/header/fields.h"

#include <stdbool.h>
#include <string.h>

#define FIELDS_MAX 10000
#define HEADER_BYTES (1024 * 1024)
#define CONTENT "content-"

struct _MailKey {
	CoreSha256 *sum;
	GByteArray *head; /* what came before the fields end; NULL after it */
	bool is_cr_held;  /* the last byte: whether it counts, the next tells */
};

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

/* Fills @fields and takes the header block off @rest. Returns: false where the
 * fields cannot tell this mail from another. */
static bool
collect(MailSpan *rest, GArray *fields)
{
	bool dated = false, named = false;
	MailSpan head = { rest->start, MIN(rest->length, HEADER_BYTES) };
	Ranked next;

	mail_skip_from_line(&head);
	while (mail_field_next(&head, &next.field)) {
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
	if (head.length == 0 && rest->length > HEADER_BYTES)
		return false;
	rest->length -= (size_t)(head.start - rest->start);
	rest->start = head.start;
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
hash_bytes(MailKey *self, MailSpan rest)
{
	if (rest.length == 0)
		return;
	if (self->is_cr_held && rest.start[0] != '\n')
		core_sha256_add(self->sum, "\r", 1);
	self->is_cr_held = rest.start[rest.length - 1] == '\r';
	rest.length -= self->is_cr_held;
	while (rest.length > 0) {
		MailSpan piece = next_piece(&rest);

		core_sha256_add(self->sum, piece.start, piece.length);
	}
}

static void
end_bytes(MailKey *self)
{
	if (self->is_cr_held)
		core_sha256_add(self->sum, "\r", 1);
	self->is_cr_held = false;
}

static void
hash_length(MailKey *self, size_t length)
{
	guint64 wire = GUINT64_TO_BE(length);

	core_sha256_add(self->sum, &wire, sizeof wire);
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
hash_field(MailKey *self, const MailField *field)
{
	g_autofree char *name =
	    g_ascii_strdown(field->name.start, (gssize)field->name.length);

	hash_length(self, field->name.length);
	core_sha256_add(self->sum, name, field->name.length);
	hash_length(self, length_without_cr(field->value));
	hash_bytes(self, field->value);
	end_bytes(self);
}

/* Hashes what has come when the fields are known to be among it. */
static void
hash_head(MailKey *self, MailSpan rest)
{
	g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(Ranked));
	MailSpan whole = rest;

	if (collect(&rest, fields)) {
		g_array_sort(fields, compare);
		for (unsigned i = 0; i < fields->len; i++)
			hash_field(
			    self, &g_array_index(fields, Ranked, i).field);
	} else {
		rest = whole;
	}
	/* No field has an empty name: from here on it is the body. */
	hash_length(self, 0);
	hash_bytes(self, rest);
	g_clear_pointer(&self->head, g_byte_array_unref);
}

static bool
ends_with_empty_line(const char *bytes, size_t length)
{
	if (length == 0 || bytes[--length] != '\n')
		return false;
	length -= length > 0 && bytes[length - 1] == '\r';
	return length == 0 || bytes[length - 1] == '\n';
}

/* Whether more bytes after @head could not change where its fields end. */
static bool
is_head_whole(MailSpan head)
{
	size_t length =
	    mail_header_length(head.start, MIN(head.length, HEADER_BYTES));

	return head.length >= HEADER_BYTES ||
	       memchr(head.start + length, '\n', head.length - length) ||
	       (length < head.length &&
	           ends_with_empty_line(head.start, length));
}

MailKey *
mail_key_new(void)
{
	MailKey *self = g_new0(MailKey, 1);

	self->sum = core_sha256_new();
	self->head = g_byte_array_new();
	return self;
}

void
mail_key_free(MailKey *self)
{
	if (!self)
		return;
	core_sha256_free(self->sum);
	g_clear_pointer(&self->head, g_byte_array_unref);
	g_free(self);
}

void
mail_key_add(MailKey *self, const void *bytes, size_t length)
{
	if (!self->head) {
		hash_bytes(self, (MailSpan){ bytes, length });
		return;
	}
	g_byte_array_append(self->head, bytes, (guint)length);
	MailSpan head = { (const char *)self->head->data, self->head->len };
	if (is_head_whole(head))
		hash_head(self, head);
}

char *
mail_key_finish(MailKey *self)
{
	if (self->head)
		hash_head(self, (MailSpan){ (const char *)self->head->data,
		                    self->head->len });
	end_bytes(self);
	self->head = g_byte_array_new();
	return core_sha256_finish(self->sum);
}

char *
mail_key(const void *bytes, size_t length)
{
	g_autoptr(MailKey) self = mail_key_new();

	hash_head(self, (MailSpan){ bytes, length });
	return mail_key_finish(self);
}
