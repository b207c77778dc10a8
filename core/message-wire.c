#include "core/message-wire.h"

#include "core/pack.h"

#include <stddef.h>

#define WORD_MAX_BYTES 255
#define SIZE_MAX_BYTES (INT64_C(1) << 50)
#define YEAR_9999_END_AT INT64_C(253402300799)

/* Taking a record apart: what is left, and what is allowed. */
typedef struct {
	CoreUnpack left;
	const CoreLimits *limits;
} Reader;

typedef struct {
	const char *name;
	size_t offset; /* in CoreMessage */
	void (*put)(CorePack *out, const void *field);
	bool (*take)(Reader *self, void *field);
} Field;

static bool
take_number(Reader *self, int64_t max, uint32_t *ret_number)
{
	return core_unpack_number(&self->left, max, ret_number);
}

static bool
take_string(Reader *self, int64_t max_bytes, char **ret_text)
{
	return core_unpack_line(&self->left, max_bytes, ret_text) &&
	       (*ret_text || core_unpack_refuse(&self->left, "has no text"));
}

static void
put_line(CorePack *out, const void *field)
{
	core_pack_line(out, *(char *const *)field);
}

static bool
take_line(Reader *self, void *field)
{
	return core_unpack_line(
	    &self->left, self->limits->headers_bytes, field);
}

static bool
take_word(Reader *self, void *field)
{
	return core_unpack_line(&self->left, WORD_MAX_BYTES, field);
}

static void
put_text(CorePack *out, const void *field)
{
	core_pack_text(out, *(char *const *)field);
}

static bool
take_text(Reader *self, void *field)
{
	return core_unpack_text(&self->left, self->limits->text_bytes, field);
}

static void
put_strings(CorePack *out, const void *field)
{
	const GPtrArray *strings = *(GPtrArray *const *)field;

	core_pack_number(out, strings->len);
	for (guint i = 0; i < strings->len; i++)
		core_pack_line(out, g_ptr_array_index(strings, i));
}

static bool
take_up_to(Reader *self, int64_t max, void *field)
{
	GPtrArray *strings = *(GPtrArray **)field;
	uint32_t count;

	if (!take_number(self, max, &count))
		return false;
	while (count-- > 0) {
		char *text;

		if (!take_string(self, self->limits->headers_bytes, &text))
			return false;
		g_ptr_array_add(strings, text);
	}
	return true;
}

static bool
take_strings(Reader *self, void *field)
{
	return take_up_to(self, CORE_MESSAGE_LIST_MAX, field);
}

static bool
take_flags(Reader *self, void *field)
{
	return take_up_to(self, CORE_MESSAGE_FLAGS_MAX, field);
}

static void
put_date(CorePack *out, const void *field)
{
	core_pack_size(out, *(const int64_t *)field);
}

static bool
take_date(Reader *self, void *field)
{
	return core_unpack_size(&self->left, YEAR_9999_END_AT, field);
}

static void
put_pair(CorePack *out, const char *first, const char *second)
{
	core_pack_line(out, first);
	core_pack_line(out, second);
}

/* Two strings that are there; both are the caller's, whatever comes back. */
static bool
take_pair(Reader *self, char **ret_first, char **ret_second)
{
	return take_string(self, self->limits->headers_bytes, ret_first) &&
	       take_string(self, self->limits->headers_bytes, ret_second);
}

static void
put_from(CorePack *out, const void *field)
{
	const CoreAddress *address = *(CoreAddress *const *)field;

	put_pair(out, address ? address->name : NULL,
	    address ? address->address : NULL);
}

static bool
take_from(Reader *self, void *field)
{
	g_autofree char *name = NULL, *address = NULL;

	if (!take_line(self, &name) || !take_line(self, &address))
		return false;
	if (!name != !address)
		return core_unpack_refuse(&self->left, "is half an address");
	if (name)
		*(CoreAddress **)field = core_address_take(
		    g_steal_pointer(&name), g_steal_pointer(&address));
	return true;
}

static void
put_addresses(CorePack *out, const void *field)
{
	const GPtrArray *addresses = *(GPtrArray *const *)field;

	core_pack_number(out, addresses->len);
	for (guint i = 0; i < addresses->len; i++) {
		const CoreAddress *address = g_ptr_array_index(addresses, i);

		put_pair(out, address->name, address->address);
	}
}

static bool
take_addresses(Reader *self, void *field)
{
	uint32_t count;

	if (!take_number(self, CORE_MESSAGE_LIST_MAX, &count))
		return false;
	while (count-- > 0) {
		g_autofree char *name = NULL, *address = NULL;

		if (!take_pair(self, &name, &address))
			return false;
		g_ptr_array_add(*(GPtrArray **)field,
		    core_address_take(
		        g_steal_pointer(&name), g_steal_pointer(&address)));
	}
	return true;
}

static void
put_headers(CorePack *out, const void *field)
{
	const GPtrArray *headers = *(GPtrArray *const *)field;

	core_pack_number(out, headers->len);
	for (guint i = 0; i < headers->len; i++) {
		const CoreHeader *header = g_ptr_array_index(headers, i);

		put_pair(out, header->name, header->value);
	}
}

static bool
take_headers(Reader *self, void *field)
{
	uint32_t count;

	if (!take_number(self, self->limits->headers, &count))
		return false;
	while (count-- > 0) {
		CoreUnpackSpan name, value;

		if (!core_unpack_span(
		        &self->left, self->limits->headers_bytes, &name) ||
		    !core_unpack_span(
		        &self->left, self->limits->headers_bytes, &value))
			return false;
		g_ptr_array_add(*(GPtrArray **)field,
		    core_header_new_len(name.at, (size_t)(name.end - name.at),
		        value.at, (size_t)(value.end - value.at)));
	}
	return true;
}

static void
put_origin(CorePack *out, const void *field)
{
	core_pack_number(out, *(const CoreOrigin *)field);
}

static bool
take_origin(Reader *self, void *field)
{
	return take_number(self, CORE_ORIGINS - 1, field);
}

static void
put_truth(CorePack *out, const void *field)
{
	core_pack_number(
	    out, (uint32_t)(*(const CoreTruth *)field - CORE_UNKNOWN));
}

static bool
take_truth(Reader *self, void *field)
{
	uint32_t truth;

	if (!take_number(self, CORE_YES - CORE_UNKNOWN, &truth))
		return false;
	*(CoreTruth *)field = (CoreTruth)((int)truth + CORE_UNKNOWN);
	return true;
}

static void
put_attachments(CorePack *out, const void *field)
{
	const GPtrArray *attachments = *(GPtrArray *const *)field;

	core_pack_number(out, attachments->len);
	for (guint i = 0; i < attachments->len; i++) {
		const CoreAttachment *attachment =
		    g_ptr_array_index(attachments, i);

		put_pair(out, attachment->name, attachment->type);
		core_pack_size(out, attachment->size_bytes);
	}
}

static bool
take_attachments(Reader *self, void *field)
{
	uint32_t count;

	if (!take_number(self, self->limits->mime_parts, &count))
		return false;
	while (count-- > 0) {
		g_autofree char *name = NULL, *type = NULL;
		int64_t size;

		if (!take_string(
		        self, self->limits->attachment_name_bytes, &name) ||
		    !take_string(self, WORD_MAX_BYTES, &type) ||
		    !core_unpack_size(&self->left, SIZE_MAX_BYTES, &size))
			return false;
		g_ptr_array_add(*(GPtrArray **)field,
		    core_attachment_new(name, type, size));
	}
	return true;
}

/* What a bounce begins with. */
enum { NO_BOUNCE, SOFT, HARD };

static void
put_bounce(CorePack *out, const void *field)
{
	const CoreBounce *bounce = *(CoreBounce *const *)field;

	core_pack_number(out, !bounce ? NO_BOUNCE : bounce->hard ? HARD : SOFT);
	if (!bounce)
		return;
	core_pack_line(out, bounce->status);
	put_strings(out, &bounce->recipients);
}

static bool
take_bounce(Reader *self, void *field)
{
	uint32_t kind;

	if (!take_number(self, HARD, &kind))
		return false;
	if (kind == NO_BOUNCE)
		return true;
	CoreBounce *bounce = core_bounce_new();
	*(CoreBounce **)field = bounce;
	bounce->hard = kind == HARD;
	return take_word(self, &bounce->status) &&
	       take_strings(self, &bounce->recipients);
}

#define FIELD(name, put, take)                                                 \
	{                                                                      \
#name, offsetof(CoreMessage, name), put, take                  \
	}

static const Field fields[] = {
	FIELD(message_id, put_line, take_line),
	FIELD(in_reply_to, put_strings, take_strings),
	FIELD(references, put_strings, take_strings),
	FIELD(date_at, put_date, take_date),
	FIELD(from, put_from, take_from),
	FIELD(to, put_addresses, take_addresses),
	FIELD(cc, put_addresses, take_addresses),
	FIELD(reply_to, put_addresses, take_addresses),
	FIELD(subject, put_line, take_line),
	FIELD(origin, put_origin, take_origin),
	FIELD(origin_reason, put_line, take_line),
	FIELD(source, put_line, take_word),
	FIELD(forwarded_by, put_line, take_line),
	FIELD(verified, put_truth, take_truth),
	FIELD(language, put_line, take_word),
	FIELD(attachments, put_attachments, take_attachments),
	FIELD(flags, put_strings, take_flags),
	FIELD(bounce, put_bounce, take_bounce),
	FIELD(loop, put_line, take_line),
	FIELD(headers, put_headers, take_headers),
	FIELD(text, put_text, take_text),
	FIELD(own_words, put_text, take_text),
};

void
core_message_pack(const CoreMessage *self, GByteArray *out)
{
	CorePack pack;

	core_pack_begin(&pack, out);
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		fields[i].put(&pack, (const char *)self + fields[i].offset);
	core_pack_end(&pack);
}

CoreMessage *
core_message_unpack(
    const void *bytes, size_t length, const CoreLimits *limits, GError **error)
{
	g_autoptr(CoreMessage) message = core_message_new();
	Reader self = { .limits = limits };

	if (!core_unpack_begin(&self.left, bytes, length, "record", error))
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		self.left.field = fields[i].name;
		if (!fields[i].take(&self, (char *)message + fields[i].offset))
			return NULL;
	}
	self.left.field = "record";
	return core_unpack_end(&self.left) ? g_steal_pointer(&message) : NULL;
}
