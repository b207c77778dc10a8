#include "mail/body.h"

#include "core/text.h"
#include "mail/attach.h"
#include "mail/charset.h"
#include "mail/content.h"
#include "mail/lossy.h"
#include "mail/part-name.h"
#include "mail/stub.h"
#include "mail/text-part.h"
#include "mail/tnef.h"

#include <string.h>

typedef struct {
	const CoreLimits *limits;
	CoreMessage *record;
	GString *text;
	char *wrapped, *wrapped_html; /* the text in a winmail.dat */
	GMimeMessage *embedded;       /* the first message inside; borrowed */
	GMimePart *spare;      /* the first text of another kind; borrowed */
	bool only_attachments; /* the words were found in another alternative
	                        */
} Reader;

static void read_entity(Reader *self, GMimeObject *entity, size_t depth);

bool
mail_body_is_blank(const char *text)
{
	while (text && *text) {
		if (!g_unichar_isspace(g_utf8_get_char(text)))
			return false;
		text += g_utf8_skip[(unsigned char)*text];
	}
	return true;
}

static bool
is_attached(GMimeObject *entity)
{
	const char *disposition = g_mime_object_get_disposition(entity);

	return disposition &&
	       g_ascii_strcasecmp(disposition, "attachment") == 0;
}

/* Returns: whether it could be read; else it is listed as it is. */
static bool
read_tnef(Reader *self, GMimePart *part)
{
	MailTnefLimits limits = {
		.max_files = (size_t)self->limits->mime_parts,
		.max_text_bytes =
		    (size_t)self->limits->text_bytes * MAIL_TEXT_RAW,
	};
	g_auto(MailTnef) tnef = { .files = NULL };
	bool is_cut;
	g_autoptr(GString) bytes = mail_content_read(
	    part, (size_t)self->limits->message_bytes, &is_cut);

	if (!mail_tnef_read(bytes->str, bytes->len, &limits, &tnef) ||
	    (!tnef.files->len && !tnef.text && !tnef.html))
		return false;
	if (tnef.is_cut || is_cut)
		core_message_flag(self->record, "structure-cut");
	mail_attach_files(tnef.files, self->limits, self->record);
	if (!self->wrapped)
		self->wrapped = g_steal_pointer(&tnef.text);
	if (!self->wrapped_html)
		self->wrapped_html = g_steal_pointer(&tnef.html);
	return true;
}

static bool
is_one_of(GMimeObject *entity, const char *const *types)
{
	g_autofree char *type = mail_part_type(entity);

	return g_strv_contains(types, type);
}

static void
read_part(Reader *self, GMimePart *part)
{
	static const char *const tnefs[] = { "application/ms-tnef",
		"application/vnd.ms-tnef", NULL };
	GMimeObject *entity = GMIME_OBJECT(part);
	MailTextKind kind = mail_text_part_kind(part);
	bool is_named = mail_part_is_named(entity);

	if (is_one_of(entity, tnefs) && read_tnef(self, part))
		return;
	if (kind == MAIL_TEXT_SPARE && !self->spare && !is_attached(entity))
		self->spare = part;
	if (kind < MAIL_TEXT_PLAIN || is_attached(entity) ||
	    (is_named && self->text->len && !self->only_attachments)) {
		mail_attach_part(entity, mail_content_measure(part),
		    self->limits, self->record);
		return;
	}
	if (!self->only_attachments)
		mail_text_part_read(
		    part, kind, self->limits, self->record, self->text);
	if (is_named)
		mail_attach_part(entity, mail_content_measure(part),
		    self->limits, self->record);
}

/* What one alternative says. (transfer full) */
static GString *
read_alternative(Reader *self, GMimeObject *entity, size_t depth)
{
	GString *outer = self->text, *found;

	self->text = g_string_new(NULL);
	read_entity(self, entity, depth);
	found = self->text;
	self->text = outer;
	return found;
}

static bool
is_better(const GString *found, const GString *best)
{
	if (mail_body_is_blank(best->str) || mail_body_is_blank(found->str))
		return !mail_body_is_blank(found->str);
	/* a stub is asked to make way by far more than itself */
	return mail_lossy_is(best->str) ? !mail_lossy_is(found->str)
	                                : found->len > best->len;
}

/* Takes the words of @part for *@best where they are better. */
static void
weigh_alternative(Reader *self, GMimeObject *part, size_t depth, GString **best)
{
	bool only_attachments = self->only_attachments;
	bool is_settled = !mail_body_is_blank((*best)->str) &&
	                  !mail_lossy_is((*best)->str) &&
	                  !mail_stub_is(*best, part);

	self->only_attachments |= is_settled;
	g_autoptr(GString) found = read_alternative(self, part, depth);
	self->only_attachments = only_attachments;
	if (!is_settled && is_better(found, *best)) {
		GString *worse = *best;

		*best = found;
		found = worse;
	}
}

/* Plain text goes first wherever it stands. An invitation, or a format of one
 * program alone, goes last: where the words were said it is them again, no
 * attachment. */
typedef enum { FIRST, MIDDLE, LAST } Order;

static Order
order_of(GMimeObject *part)
{
	MailTextKind kind = GMIME_IS_PART(part)
	                        ? mail_text_part_kind(GMIME_PART(part))
	                        : MAIL_TEXT_NONE;

	if (kind == MAIL_TEXT_PLAIN)
		return FIRST;
	return kind == MAIL_TEXT_SPARE && !is_attached(part) &&
	               !mail_part_is_named(part)
	           ? LAST
	           : MIDDLE;
}

/* The plain text gives the words, wherever it stands, if it says anything;
 * where letters were lost in it, or it only says that there is HTML, the HTML
 * does. */
static void
read_alternatives(Reader *self, GMimeMultipart *parts, size_t depth)
{
	int count = g_mime_multipart_get_count(parts);
	g_autoptr(GString) best = g_string_new(NULL);

	for (Order order = FIRST; order <= LAST; order++)
		for (int i = 0; i < count; i++) {
			GMimeObject *part = g_mime_multipart_get_part(parts, i);

			if (order_of(part) != order)
				continue;
			if (order < LAST || mail_body_is_blank(best->str))
				weigh_alternative(self, part, depth, &best);
		}
	if (!mail_body_is_blank(best->str))
		mail_text_append(
		    best->str, best->len, self->limits, self->text);
}

/* The signature of multipart/signed and the head of multipart/encrypted (RFC
 * 1847) are signs between programs: no attachments, unless they have names. */
static bool
is_control(GMimeContentType *type, GMimeObject *part, int number)
{
	int control =
	    g_mime_content_type_is_type(type, "multipart", "signed")      ? 1
	    : g_mime_content_type_is_type(type, "multipart", "encrypted") ? 0
	                                                                  : -1;

	return number == control && !mail_part_is_named(part);
}

static void
read_parts(Reader *self, GMimeMultipart *parts, size_t depth)
{
	GMimeContentType *type =
	    g_mime_object_get_content_type(GMIME_OBJECT(parts));

	if (g_mime_content_type_is_type(type, "multipart", "alternative")) {
		read_alternatives(self, parts, depth);
		return;
	}
	for (int i = 0; i < g_mime_multipart_get_count(parts); i++) {
		GMimeObject *part = g_mime_multipart_get_part(parts, i);

		if (!is_control(type, part, i))
			read_entity(self, part, depth);
	}
}

static void
read_entity(Reader *self, GMimeObject *entity, size_t depth)
{
	if (!entity)
		return;
	if (depth == 0) {
		core_message_flag(self->record, "structure-cut");
	} else if (GMIME_IS_MULTIPART(entity)) {
		read_parts(self, GMIME_MULTIPART(entity), depth - 1);
	} else if (GMIME_IS_MESSAGE_PART(entity)) {
		GMimeMessage *inner =
		    g_mime_message_part_get_message(GMIME_MESSAGE_PART(entity));

		if (!self->embedded)
			self->embedded = inner;
		mail_attach_part(entity,
		    mail_content_measure_entity(entity, depth), self->limits,
		    self->record);
	} else if (GMIME_IS_PART(entity)) {
		read_part(self, GMIME_PART(entity));
	}
}

static void
keep_text(CoreMessage *record, const char *text, size_t length,
    const CoreLimits *limits)
{
	size_t max_bytes = (size_t)limits->text_bytes;
	bool is_changed;
	char *clean = core_text_clean(text, length, max_bytes, &is_changed);

	if (is_changed)
		core_message_flag(record, "controls-removed");
	if (length > max_bytes && strlen(clean) + 4 > max_bytes)
		core_message_flag(record, "text-cut");
	g_free(record->text);
	record->text = clean;
}

/* The next best where no part was the text: a winmail.dat's, an invitation's or
 * a report's, then that of the message inside. */
static void
read_wrapped(Reader *self)
{
	if (!mail_body_is_blank(self->text->str))
		return;
	if (!mail_body_is_blank(self->wrapped))
		mail_text_append(self->wrapped, strlen(self->wrapped),
		    self->limits, self->text);
	else if (self->wrapped_html)
		mail_text_append_html(self->wrapped_html,
		    strlen(self->wrapped_html), self->limits, self->record,
		    self->text);
}

static void
read_spare(Reader *self)
{
	if (self->spare && mail_body_is_blank(self->text->str))
		mail_text_part_read(self->spare, MAIL_TEXT_SPARE, self->limits,
		    self->record, self->text);
}

static void
read_embedded(Reader *self, size_t depth)
{
	GPtrArray *attachments = self->record->attachments;

	while (mail_body_is_blank(self->text->str) && self->embedded &&
	       depth-- > 0) {
		GMimeMessage *inner = g_steal_pointer(&self->embedded);
		guint attached = attachments->len;

		/* its attachments are its own, listed as one: the message */
		read_entity(self, g_mime_message_get_mime_part(inner), depth);
		g_ptr_array_set_size(attachments, (gint)attached);
	}
}

void
mail_body_read(
    GMimeMessage *message, const CoreLimits *limits, CoreMessage *record)
{
	Reader reader = {
		.limits = limits, .record = record, .text = g_string_new(NULL)
	};
	size_t depth = (size_t)limits->mime_depth + 1; /* the leaf's own */

	read_entity(&reader, g_mime_message_get_mime_part(message), depth);
	read_wrapped(&reader);
	read_spare(&reader);
	read_embedded(&reader, depth);
	keep_text(record, reader.text->str, reader.text->len, limits);
	g_string_free(reader.text, TRUE);
	g_free(reader.wrapped);
	g_free(reader.wrapped_html);
}

void
mail_body_read_flat(const char *bytes, size_t length, const CoreLimits *limits,
    CoreMessage *record)
{
	size_t most = MIN(length, (size_t)limits->text_bytes * MAIL_TEXT_RAW);
	MailCharsetFaults faults = { .guessed = false };
	g_autoptr(GString) text =
	    mail_charset_decode(bytes, most, NULL, &faults);

	mail_charset_flag(&faults, record);
	keep_text(record, text->str, text->len, limits);
}
