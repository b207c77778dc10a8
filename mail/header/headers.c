#include "mail/header/headers.h"

#include "core/text.h"
#include "mail/header/addresses.h"
#include "mail/header/date.h"
#include "mail/header/encoded.h"
#include "mail/header/head.h"

#include <string.h>

#define ID_BYTES 998 /* a line of RFC 5322 */
#define YEAR_9999_END_AT INT64_C(253402300799)

typedef struct {
	const CoreLimits *limits;
	const GArray *fields; /* MailField */
	CoreMessage *record;
} Reader;

/* g_ascii_strcasecmp() without its call for those that differ soon. */
static bool
is_named(const char *name, const char *wanted)
{
	size_t i = 0;

	while (name[i] && wanted[i] && ((name[i] ^ wanted[i]) & ~0x20) == 0)
		i++;
	return !name[i] && !wanted[i] && g_ascii_strcasecmp(name, wanted) == 0;
}

const char *
mail_header_nth(const CoreMessage *record, const char *name, size_t nth)
{
	for (guint i = 0; i < record->headers->len; i++) {
		const CoreHeader *header =
		    g_ptr_array_index(record->headers, i);

		if (is_named(header->name, name) && nth-- == 0)
			return header->value;
	}
	return NULL;
}

const char *
mail_header(const CoreMessage *record, const char *name)
{
	return mail_header_nth(record, name, 0);
}

/* Fields without phrases, in which an encoded word is none (RFC 2047 5): what
 * a stranger wrote must not become a sign of their grammar. */
static const char *const never_encoded[] = { "Authentication-Results",
	"ARC-Authentication-Results", "Received", "Received-SPF",
	"DKIM-Signature", "Message-ID", "In-Reply-To", "References", "Date",
	"Return-Path", "X-Tribune-Loop" };

static bool
may_be_encoded(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(never_encoded); i++)
		if (g_ascii_strcasecmp(name, never_encoded[i]) == 0)
			return false;
	return true;
}

/* Most values: nothing in them can be decoded. */
static bool
is_plain(const MailSpan *value)
{
	const char *at = value->start, *end = at + value->length;

	while (at < end && (at = memchr(at, '?', (size_t)(end - at)))) {
		if (at > value->start && at[-1] == '=')
			return false;
		at++;
	}
	return core_text_is_plain(value->start, value->length);
}

static char *
decode_value(const Reader *self, const char *name, const MailSpan *value)
{
	MailCharsetFaults faults = { .guessed = false };
	size_t max_bytes = (size_t)self->limits->headers_bytes;

	if (is_plain(value))
		return core_text_line(value->start, value->length, max_bytes);
	g_autoptr(GString) text =
	    may_be_encoded(name)
	        ? mail_encoded_decode(value->start, value->length, &faults)
	        : mail_charset_decode(
	              value->start, value->length, NULL, &faults);

	mail_charset_flag(&faults, self->record);
	bool has_controls;
	g_autofree char *clean =
	    core_text_clean(text->str, text->len, max_bytes, &has_controls);
	if (has_controls)
		core_message_flag(self->record, "controls-removed");
	return core_text_line(clean, strlen(clean), max_bytes);
}

static CoreHeader *
read_field(const Reader *self, const MailField *field)
{
	size_t max_bytes = (size_t)self->limits->headers_bytes;
	const MailSpan *name = &field->name, *value = &field->value;

	/* nearly all of them */
	if (name->length <= max_bytes && value->length <= max_bytes &&
	    is_plain(value) && core_text_is_plain(name->start, name->length))
		return core_header_new_plain(
		    name->start, name->length, value->start, value->length);
	g_autofree char *clean_name =
	    core_text_line(name->start, name->length, max_bytes);
	g_autofree char *clean = decode_value(self, clean_name, value);
	return core_header_new(clean_name, clean);
}

static void
read_all(const Reader *self)
{
	GPtrArray *headers = self->record->headers;

	for (guint i = 0; i < self->fields->len; i++) {
		const MailField *field =
		    &g_array_index(self->fields, MailField, i);

		if (mail_head_is_content(field))
			continue;
		if (headers->len == (guint64)self->limits->headers) {
			core_message_flag(self->record, "headers-cut");
			return;
		}
		g_ptr_array_add(headers, read_field(self, field));
	}
}

/* Reads all fields called @name. */
static void
read_list(const Reader *self, const char *name, GPtrArray *list)
{
	for (guint i = 0; i < self->fields->len; i++) {
		const MailField *field =
		    &g_array_index(self->fields, MailField, i);

		if (mail_field_is(field, name) &&
		    !mail_addresses_read(&field->value,
		        (size_t)self->limits->headers_bytes, list))
			core_message_flag(self->record, "headers-cut");
	}
}

static bool
is_whole(const CoreAddress *address)
{
	return strchr(address->address, '@') != NULL;
}

/* The first of @list with an address. What stands before it without one is of
 * its name: "Lee, Ann <ann@b.example>" without the quotes it needs. (transfer
 * full) */
static CoreAddress *
take_writer(GPtrArray *list)
{
	g_autoptr(GString) name = g_string_new(NULL);
	guint at = 0;

	while (at + 1 < list->len && !is_whole(list->pdata[at]))
		at++;
	CoreAddress *writer = list->pdata[at];
	if (at == 0 || !is_whole(writer))
		return g_ptr_array_steal_index(list, 0);
	for (guint i = 0; i <= at; i++) {
		const CoreAddress *part = list->pdata[i];
		const char *words =
		    *part->name || i == at ? part->name : part->address;

		g_string_append_printf(
		    name, "%s%s", *words && name->len ? ", " : "", words);
	}
	return core_address_new(name->str, writer->address);
}

static bool
has_several(const GPtrArray *list)
{
	guint whole = 0;

	for (guint i = 0; i < list->len; i++)
		whole += is_whole(list->pdata[i]);
	return whole > 1;
}

/* Who wrote it: where From is missing or empty, the next best field says. */
static void
read_from(const Reader *self)
{
	static const char *const names[] = { "From", "Sender", "Reply-To" };
	CoreMessage *record = self->record;
	g_autoptr(GPtrArray) from =
	    g_ptr_array_new_with_free_func((GDestroyNotify)core_address_free);

	for (size_t i = 0; i < G_N_ELEMENTS(names) && !from->len; i++) {
		read_list(self, names[i], from);
		if (i == 0 && !mail_header(record, "From"))
			core_message_flag(record, "no-from");
		else if (i == 0 && !from->len)
			core_message_flag(record, "bad-header");
		else if (i == 0 && (has_several(from) ||
		                       mail_header_nth(record, "From", 1)))
			core_message_flag(record, "several-from");
	}
	if (from->len)
		record->from = take_writer(from);
}

static void
read_addresses(const Reader *self)
{
	CoreMessage *record = self->record;

	read_from(self);
	read_list(self, "To", record->to);
	read_list(self, "Cc", record->cc);
	read_list(self, "Reply-To", record->reply_to);
}

/* Takes the next "<id>" of @at, or NULL; blanks inside come from folding. */
static char *
next_id(const char **at)
{
	const char *start = strchr(*at, '<');
	size_t length = start ? strcspn(start + 1, "<>") : 0;

	if (!start)
		return NULL;
	*at = start + 1 + length;
	g_autoptr(GString) id = g_string_new(NULL);
	for (size_t i = 0; i < length && id->len < ID_BYTES; i++)
		if (!g_ascii_isspace(start[1 + i]))
			g_string_append_c(id, start[1 + i]);
	return core_text_line(id->str, id->len, ID_BYTES);
}

/* Without <> where it must have them: some programs write it bare. */
static char *
bare_id(const char *value)
{
	size_t length = strcspn(value, " \t,;<>");

	return length ? core_text_line(value, MIN(length, ID_BYTES), ID_BYTES)
	              : NULL;
}

static void
read_ids(const Reader *self, const char *name, GPtrArray *list)
{
	const char *at = mail_header(self->record, name);
	char *id;

	while (at && list->len < CORE_MESSAGE_LIST_MAX && (id = next_id(&at)))
		if (*id)
			g_ptr_array_add(list, id);
		else
			g_free(id);
	/* nothing but an id: words around it would be no part of one */
	at = mail_header(self->record, name);
	if (at && !list->len && strchr(at, '@') && !strpbrk(at, " \t,;<") &&
	    (id = bare_id(at)))
		g_ptr_array_add(list, id);
}

static void
read_message_id(const Reader *self)
{
	CoreMessage *record = self->record;
	const char *value = mail_header(record, "Message-ID"), *at = value;
	g_autofree char *id = value ? next_id(&at) : NULL;

	if (mail_header_nth(record, "Message-ID", 1))
		core_message_flag(record, "duplicate-message-id");
	if (value && (!id || !*id)) {
		g_free(id);
		id = bare_id(value);
		core_message_flag(record, "bad-header");
	}
	if (id)
		record->message_id = g_steal_pointer(&id);
	else
		core_message_flag(record, "no-message-id");
}

static void
read_date(const Reader *self)
{
	CoreMessage *record = self->record;
	const char *value = mail_header(record, "Date");
	int64_t at;

	if (value && mail_date_read(value, &at) && at > 0 &&
	    at <= YEAR_9999_END_AT) {
		record->date_at = at;
		return;
	}
	core_message_flag(record, "no-date");
	if (value)
		core_message_flag(record, "bad-header");
}

void
mail_headers_read(
    const GArray *fields, const CoreLimits *limits, CoreMessage *record)
{
	const Reader self = { limits, fields, record };

	read_all(&self);
	read_addresses(&self);
	read_message_id(&self);
	read_ids(&self, "In-Reply-To", record->in_reply_to);
	read_ids(&self, "References", record->references);
	read_date(&self);
	record->subject = g_strdup(mail_header(record, "Subject"));
	record->loop = g_strdup(mail_header(record, "X-Tribune-Loop"));
}
