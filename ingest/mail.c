#include "ingest/mail.h"

#include "mail/header/fields.h"

struct _IngestMail {
	const CoreLimits *limits;
	GByteArray *bytes;  /* at most limits->message_bytes */
	int64_t size_bytes; /* of all that came */
};

IngestMail *
ingest_mail_new(const CoreLimits *limits)
{
	IngestMail *self = g_new0(IngestMail, 1);

	self->limits = limits;
	self->bytes = g_byte_array_new();
	return self;
}

void
ingest_mail_free(IngestMail *self)
{
	if (!self)
		return;
	g_byte_array_unref(self->bytes);
	g_free(self);
}

void
ingest_mail_add(IngestMail *self, const char *bytes, size_t length)
{
	int64_t room = self->limits->message_bytes - self->bytes->len;

	g_byte_array_append(self->bytes, (const guint8 *)bytes,
	    (guint)MIN((int64_t)length, room));
	self->size_bytes += (int64_t)length;
}

void
ingest_mail_cut(IngestMail *self, size_t length)
{
	g_assert(length <= self->bytes->len);
	g_byte_array_set_size(self->bytes, self->bytes->len - (guint)length);
	self->size_bytes -= (int64_t)length;
}

const char *
ingest_mail_bytes(const IngestMail *self, size_t *ret_length)
{
	*ret_length = self->bytes->len;
	return (const char *)self->bytes->data;
}

int64_t
ingest_mail_size(const IngestMail *self)
{
	return self->size_bytes;
}

bool
ingest_mail_is_oversize(const IngestMail *self)
{
	return self->size_bytes > self->limits->message_bytes;
}

GBytes *
ingest_mail_take(IngestMail *self)
{
	g_autoptr(GByteArray) bytes = g_steal_pointer(&self->bytes);

	if (ingest_mail_is_oversize(self)) {
		int64_t header =
		    (int64_t)mail_header_length(bytes->data, bytes->len);

		g_byte_array_set_size(
		    bytes, (guint)MIN(header, self->limits->headers_bytes));
	}
	self->bytes = g_byte_array_new();
	self->size_bytes = 0;
	return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}
