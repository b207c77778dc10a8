#include "mail/mime/body.h"

#include "core/text.h"
#include "mail/charset/charset.h"
#include "mail/mime/attach.h"
#include "mail/mime/content.h"
#include "mail/mime/lossy.h"
#include "mail/mime/part-name.h"
#include "mail/mime/source.h"
#include "mail/mime/stub.h"
#include "mail/mime/text-part.h"
#include "mail/outlook/tnef.h"

#include <string.h>

typedef struct {
	const CoreLimits *limits;
	CoreMessage *record;
	GString *text;
	char *wrapped, *wrapped_html; /* the text in a winmail.dat */
	const MailPart *embedded;     /* the first message inside; borrowed */
	const MailPart *spare; /* the first text of another kind; borrowed */
	bool only_attachments; /* the words were found in another alternative
	                        */
} Reader;

static void read_any(Reader *self, const MailPart *part, size_t depth);

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
is_attached(const MailPart *part)
{
	return mail_span_is(&part->disposition, "attachment");
}

/* Returns: whether it could be read; else it is listed as it is. */
static bool
read_tnef(Reader *self, const MailPart *part)
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
is_tnef(const MailPart *part)
{
	return mail_part_is(part, "application", "ms-tnef") ||
	       mail_part_is(part, "application", "vnd.ms-tnef");
}

static void
read_leaf(Reader *self, const MailPart *part)
{
	MailTextKind kind = mail_text_part_kind(part);
	bool is_named = mail_part_is_named(part);

	if (is_tnef(part) && read_tnef(self, part))
		return;
	if (kind == MAIL_TEXT_SPARE && !self->spare && !is_attached(part))
		self->spare = part;
	if (kind < MAIL_TEXT_PLAIN || is_attached(part) ||
	    (is_named && self->text->len && !self->only_attachments)) {
		mail_attach_part(part, mail_content_measure(part), self->limits,
		    self->record);
		return;
	}
	if (!self->only_attachments)
		mail_text_part_read(
		    part, kind, self->limits, self->record, self->text);
	if (is_named)
		mail_attach_part(part, mail_content_measure(part), self->limits,
		    self->record);
}

/* What one alternative says. (transfer full) */
static GString *
read_alternative(Reader *self, const MailPart *part, size_t depth)
{
	GString *outer = self->text, *found;

	self->text = g_string_new(NULL);
	read_any(self, part, depth);
	found = self->text;
	self->text = outer;
	return found;
}

static bool
is_better(const GString *found, const GString *best)
{
	if (mail_body_is_blank(best->str) || mail_body_is_blank(found->str))
		return !mail_body_is_blank(found->str);
	if (mail_source_is(best))
		return !mail_source_is(found);
	/* what says less than half of it is not it with its letters */
	if (mail_lossy_is(best->str))
		return !mail_lossy_is(found->str) && found->len > best->len / 2;
	/* a stub is asked to make way by far more than itself */
	return found->len > best->len;
}

/* Takes the words of @part for *@best where they are better. */
static void
weigh_alternative(
    Reader *self, const MailPart *part, size_t depth, GString **best)
{
	bool only_attachments = self->only_attachments;
	bool is_settled = !mail_body_is_blank((*best)->str) &&
	                  !mail_lossy_is((*best)->str) &&
	                  !mail_source_is(*best) && !mail_stub_is(*best, part);

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
order_of(const MailPart *part)
{
	MailTextKind kind = part->kind == MAIL_PART_LEAF
	                        ? mail_text_part_kind(part)
	                        : MAIL_TEXT_NONE;

	if (kind == MAIL_TEXT_PLAIN)
		return FIRST;
	return kind == MAIL_TEXT_SPARE && !is_attached(part) &&
	               !mail_part_is_named(part)
	           ? LAST
	           : MIDDLE;
}

/* The plain text gives the words, wherever it stands, if it says anything;
 * where letters were lost in it, it is the HTML's source, or it only says that
 * there is HTML, the HTML does. */
static void
read_alternatives(Reader *self, const MailPart *parts, size_t depth)
{
	g_autoptr(GString) best = g_string_new(NULL);

	for (Order order = FIRST; order <= LAST; order++)
		for (const MailPart *part = parts->first; part;
		     part = part->next) {
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
is_control(const MailPart *parts, const MailPart *part, int number)
{
	int control = mail_part_is(parts, "multipart", "signed")      ? 1
	              : mail_part_is(parts, "multipart", "encrypted") ? 0
	                                                              : -1;

	return number == control && !mail_part_is_named(part);
}

static void
read_parts(Reader *self, const MailPart *parts, size_t depth)
{
	int number = 0;

	if (mail_part_is(parts, "multipart", "alternative")) {
		read_alternatives(self, parts, depth);
		return;
	}
	for (const MailPart *part = parts->first; part; part = part->next)
		if (!is_control(parts, part, number++))
			read_any(self, part, depth);
}

static void
read_message(Reader *self, const MailPart *part, size_t depth)
{
	if (!self->embedded && part->fields)
		self->embedded = part;
	mail_attach_part(part, mail_content_measure_whole(part, depth),
	    self->limits, self->record);
}

static void
read_any(Reader *self, const MailPart *part, size_t depth)
{
	if (!part)
		return;
	if (depth == 0)
		core_message_flag(self->record, "structure-cut");
	else if (part->kind == MAIL_PART_MULTIPART)
		read_parts(self, part, depth - 1);
	else if (part->kind == MAIL_PART_MESSAGE)
		read_message(self, part, depth);
	else
		read_leaf(self, part);
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
		const MailPart *inner = g_steal_pointer(&self->embedded);
		guint attached = attachments->len;

		/* its attachments are its own, listed as one: the message */
		read_any(self, inner->first, depth);
		g_ptr_array_set_size(attachments, (gint)attached);
	}
}

void
mail_body_read(
    const MailPart *root, const CoreLimits *limits, CoreMessage *record)
{
	Reader reader = {
		.limits = limits, .record = record, .text = g_string_new(NULL)
	};
	size_t depth = (size_t)limits->mime_depth + 1; /* the leaf's own */

	read_any(&reader, root, depth);
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
