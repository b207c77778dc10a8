#include "mail/headers.h"

#include "core/text.h"
#include "mail/autoptr.h"
#include "mail/encoded.h"
#include "mail/head.h"

#include <string.h>

#define ID_BYTES 998 /* a line of RFC 5322 */
#define YEAR_9999_END_AT INT64_C(253402300799)

typedef struct {
	const CoreLimits *limits;
	const GArray *fields; /* MailField */
	CoreMessage *record;
	GMimeParserOptions *options;
} Reader;

static char *
clean_line(const Reader *self, const char *text)
{
	return core_text_line(
	    text, strlen(text), (size_t)self->limits->headers_bytes);
}

const char *
mail_header_nth(const CoreMessage *record, const char *name, size_t nth)
{
	for (guint i = 0; i < record->headers->len; i++) {
		const CoreHeader *header =
		    g_ptr_array_index(record->headers, i);

		if (g_ascii_strcasecmp(header->name, name) == 0 && nth-- == 0)
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
	return core_text_is_plain(value->start, value->length) &&
	       !memmem(value->start, value->length, "=?", 2);
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
	return core_text_line(text->str, text->len, max_bytes);
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
		char *name = core_text_line(field->name.start,
		    field->name.length, (size_t)self->limits->headers_bytes);
		char *value = decode_value(self, name, &field->value);
		g_ptr_array_add(headers, core_header_take(name, value));
	}
}

static void
add_mailbox(const Reader *self, InternetAddress *address, GPtrArray *list)
{
	const char *name = internet_address_get_name(address);
	const char *mailbox = internet_address_mailbox_get_addr(
	    INTERNET_ADDRESS_MAILBOX(address));
	g_autofree char *clean_name = clean_line(self, name ? name : "");
	g_autofree char *clean = clean_line(self, mailbox ? mailbox : "");

	if (*clean || *clean_name)
		g_ptr_array_add(list, core_address_new(clean_name, clean));
}

/* Groups (RFC 5322 3.4) give their members; groups inside groups are none. */
static void
add_addresses(const Reader *self, InternetAddressList *addresses,
    GPtrArray *list, int depth)
{
	int count = addresses ? internet_address_list_length(addresses) : 0;

	for (int i = 0; i < count; i++) {
		InternetAddress *address =
		    internet_address_list_get_address(addresses, i);

		if (list->len >= CORE_MESSAGE_LIST_MAX) {
			core_message_flag(self->record, "headers-cut");
			return;
		}
		if (INTERNET_ADDRESS_IS_MAILBOX(address))
			add_mailbox(self, address, list);
		else if (INTERNET_ADDRESS_IS_GROUP(address) && depth > 0)
			add_addresses(self,
			    internet_address_group_get_members(
			        INTERNET_ADDRESS_GROUP(address)),
			    list, depth - 1);
	}
}

/* "Name a@b.example", without the brackets that a parser goes by. */
static void
add_unbracketed(const Reader *self, const char *value, GPtrArray *list)
{
	const char *at = strrchr(value, '@');
	const char *start = at, *stop = at;

	while (start && start > value && !strchr(" \t\"'<>,;", start[-1]))
		start--;
	while (stop && *stop && !strchr(" \t\"'<>,;", *stop))
		stop++;
	if (!at || start == at || stop == at + 1)
		return;
	g_autofree char *name = g_strndup(value, (gsize)(start - value));
	g_autofree char *address = g_strndup(start, (gsize)(stop - start));
	g_autofree char *clean_name =
	    clean_line(self, g_strdelimit(name, "\"<", ' '));
	g_autofree char *clean = clean_line(self, address);
	g_ptr_array_add(list, core_address_new(clean_name, clean));
}

static bool
has_address(const GPtrArray *list)
{
	for (guint i = 0; i < list->len; i++) {
		const CoreAddress *address = g_ptr_array_index(list, i);

		if (strchr(address->address, '@'))
			return true;
	}
	return false;
}

static void
add_list(const Reader *self, const MailSpan *value, GPtrArray *list)
{
	MailCharsetFaults faults = { .guessed = false };
	g_autoptr(GString) quoted =
	    mail_encoded_quote(value->start, value->length, &faults);
	g_autoptr(InternetAddressList) addresses =
	    internet_address_list_parse(self->options, quoted->str);
	guint before = list->len;

	add_addresses(self, addresses, list, 1);
	if (!has_address(list) && strchr(quoted->str, '@')) {
		g_ptr_array_set_size(list, (gint)before);
		add_unbracketed(self, quoted->str, list);
	}
}

/* Reads all fields called @name. */
static void
read_list(const Reader *self, const char *name, GPtrArray *list)
{
	for (guint i = 0; i < self->fields->len; i++) {
		const MailField *field =
		    &g_array_index(self->fields, MailField, i);

		if (mail_field_is(field, name))
			add_list(self, &field->value, list);
	}
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
	}
	if (from->len)
		record->from = g_ptr_array_steal_index(from, 0);
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
	g_autoptr(GDateTime) date =
	    value ? g_mime_utils_header_decode_date(value) : NULL;
	int64_t at = date ? g_date_time_to_unix(date) : 0;

	if (at > 0 && at <= YEAR_9999_END_AT) {
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
	g_autoptr(GMimeParserOptions) options = g_mime_parser_options_new();
	const Reader self = { limits, fields, record, options };

	g_mime_parser_options_set_allow_addresses_without_domain(options, TRUE);
	read_all(&self);
	read_addresses(&self);
	read_message_id(&self);
	read_ids(&self, "In-Reply-To", record->in_reply_to);
	read_ids(&self, "References", record->references);
	read_date(&self);
	record->subject = g_strdup(mail_header(record, "Subject"));
	record->loop = g_strdup(mail_header(record, "X-Tribune-Loop"));
}
