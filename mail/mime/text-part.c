#include "mail/mime/text-part.h"

#include "mail/charset/charset.h"
#include "mail/header/parameter.h"
#include "mail/html/html.h"
#include "mail/mime/attach.h"
#include "mail/mime/calendar.h"
#include "mail/mime/content.h"
#include "mail/mime/flowed.h"
#include "mail/mime/source.h"
#include "mail/mime/uuencode.h"
#include "mail/outlook/rtf.h"

#include <string.h>

static const struct {
	const char *type, *subtype;
	MailTextKind kind;
} kinds[] = {
	{ "text", "plain", MAIL_TEXT_PLAIN },
	{ "application", "plain", MAIL_TEXT_PLAIN }, /* wrong, and sent */
	{ "text", "html", MAIL_TEXT_HTML },
	{ "text", "enriched", MAIL_TEXT_HTML },
	{ "text", "richtext", MAIL_TEXT_HTML },
	{ "message", "delivery-status", MAIL_TEXT_SPARE },
	{ "application", "rtf", MAIL_TEXT_SPARE },
	{ "application", "xhtml+xml", MAIL_TEXT_HTML },
};

/* What is no type and subtype counts as nothing said (RFC 2045 5.2). */
static bool
has_wrong_type(const MailPart *part)
{
	static const char text[] = "\"text/", blanks[] = " \t\r\n";
	g_autofree char *raw =
	    part->raw_type.start
	        ? g_strndup(part->raw_type.start, part->raw_type.length)
	        : NULL;
	const char *type = raw ? raw + strspn(raw, blanks) : NULL;

	if (!type)
		return false;
	size_t length = strcspn(type, ";");
	const char *slash = memchr(type, '/', length);
	return !slash || slash == type || !g_ascii_isalnum(slash[1]) ||
	       g_ascii_strncasecmp(type, text, strlen(text)) == 0;
}

MailTextKind
mail_text_part_kind(const MailPart *part)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (mail_part_is(part, kinds[i].type, kinds[i].subtype))
			return kinds[i].kind;
	if (has_wrong_type(part))
		return MAIL_TEXT_PLAIN;
	/* who answers an invitation says it with a button */
	if (mail_span_is(&part->method, "reply"))
		return MAIL_TEXT_NONE;
	return mail_span_is(&part->type, "text") ? MAIL_TEXT_SPARE
	                                         : MAIL_TEXT_NONE;
}

/* What <meta> says, where the header says nothing. */
static char *
meta_charset(const GString *bytes)
{
	size_t length = MIN(bytes->len, 2048);
	g_autofree char *head = g_ascii_strdown(bytes->str, (gssize)length);
	const char *at = strstr(head, "charset=");

	if (!at)
		return NULL;
	at += strlen("charset=");
	at += *at == '"' || *at == '\'';
	return g_strndup(at, strcspn(at, "\"' />;"));
}

/* What is said of the charset, without what does not belong to its name:
 * "'utf-8'", "utf-8 (Unicode)". (transfer full) */
static char *
said_charset(const MailPart *part)
{
	static const char outside[] = "'\"( \t\r\n";
	MailCharsetFaults faults = { .guessed = false };
	g_autofree char *charset = NULL;

	if (part->charset.start) {
		charset = g_strndup(part->charset.start, part->charset.length);
	} else if (part->raw_type.start) {
		g_autofree char *raw =
		    g_strndup(part->raw_type.start, part->raw_type.length);
		charset = mail_parameter_read(raw, "charset", &faults);
	}
	if (!charset)
		return NULL;
	const char *name = charset + strspn(charset, outside);
	return g_strndup(name, strcspn(name, outside));
}

/* The bytes of @part in UTF-8. (transfer full) */
static GString *
decode(const MailPart *part, MailTextKind kind, const CoreLimits *limits,
    CoreMessage *record)
{
	MailCharsetFaults faults = { .guessed = false };
	bool is_cut;
	g_autoptr(GString) bytes = mail_content_read(
	    part, (size_t)limits->text_bytes * MAIL_TEXT_RAW, &is_cut);
	g_autofree char *charset = said_charset(part);

	if (!charset && kind == MAIL_TEXT_HTML)
		charset = meta_charset(bytes);
	if (!charset && part->outer_charset.start)
		charset = g_strndup(
		    part->outer_charset.start, part->outer_charset.length);
	GString *text =
	    mail_charset_decode(bytes->str, bytes->len, charset, &faults);
	if (is_cut)
		core_message_flag(record, "text-cut");
	mail_charset_flag(&faults, record);
	return text;
}

static void
append_rtf(const GString *words, const CoreLimits *limits, CoreMessage *record,
    GString *text)
{
	g_auto(MailRtf) rtf = { .text = NULL };

	mail_rtf_read(words->str, words->len, (size_t)limits->text_bytes, &rtf);
	if (rtf.is_cut)
		core_message_flag(record, "text-cut");
	if (rtf.is_html)
		mail_text_append_html(
		    rtf.text->str, rtf.text->len, limits, record, text);
	else
		mail_text_append(rtf.text->str, rtf.text->len, limits, text);
}

/* Returns: whether @part is one of the formats that do not read as they are. */
static bool
append_format(const MailPart *part, const GString *words,
    const CoreLimits *limits, CoreMessage *record, GString *text)
{
	if (mail_part_is(part, "text", "calendar")) {
		g_autoptr(GString) said = mail_calendar_text(words);

		mail_text_append(said->str, said->len, limits, text);
		return true;
	}
	if (!mail_span_is(&part->subtype, "rtf"))
		return false;
	append_rtf(words, limits, record, text);
	return true;
}

static void
append_plain(const MailPart *part, GString *words, const CoreLimits *limits,
    CoreMessage *record, GString *text)
{
	g_autoptr(GPtrArray) files =
	    g_ptr_array_new_with_free_func(core_attachment_free);

	mail_uuencode_take(words, files);
	mail_attach_files(files, limits, record);
	if (mail_span_is(&part->format, "flowed")) {
		g_autoptr(GString) joined =
		    mail_flowed_join(words, mail_span_is(&part->delsp, "yes"));

		mail_text_append(joined->str, joined->len, limits, text);
	} else {
		mail_text_append(words->str, words->len, limits, text);
	}
}

void
mail_text_part_read(const MailPart *part, MailTextKind kind,
    const CoreLimits *limits, CoreMessage *record, GString *text)
{
	g_autoptr(GString) words = decode(part, kind, limits, record);

	if (kind == MAIL_TEXT_HTML ||
	    (kind == MAIL_TEXT_PLAIN && mail_source_is_document(words)))
		mail_text_append_html(
		    words->str, words->len, limits, record, text);
	else if (kind != MAIL_TEXT_SPARE ||
	         !append_format(part, words, limits, record, text))
		append_plain(part, words, limits, record, text);
}

void
mail_text_append_html(const char *html, size_t length, const CoreLimits *limits,
    CoreMessage *record, GString *text)
{
	MailHtmlLimits html_limits = {
		.max_depth = (size_t)limits->html_depth,
		.max_bytes = (size_t)limits->text_bytes,
	};
	g_auto(MailHtml) read = { .text = NULL };

	mail_html_read(html, length, &html_limits, &read);
	mail_text_append(read.text, strlen(read.text), limits, text);
	if (read.has_hidden)
		core_message_flag(record, "html-hidden-text");
	if (read.is_cut)
		core_message_flag(record, "text-cut");
	if (read.is_flattened)
		core_message_flag(record, "structure-cut");
}

void
mail_text_append(
    const char *words, size_t length, const CoreLimits *limits, GString *text)
{
	/* what is beyond the limit is cut at the end: not to be piled up */
	if (text->len > (size_t)limits->text_bytes)
		return;
	if (text->len)
		g_string_append(text, "\n\n");
	g_string_append_len(text, words, (gssize)length);
}
