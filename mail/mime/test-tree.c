#include "mail/mime/test-tree.h"

#include <string.h>

static void
tell(GString *out, const char *name, const MailSpan *span)
{
	if (!span->start)
		return;
	g_autofree char *text = g_strndup(span->start, span->length);
	/* GMime keeps the line end of a value, or not */
	g_string_append_printf(out, "{%s=%s}", name, g_strstrip(text));
}

/* What is no text is not asked for them. */
static void
tell_parameters(GString *out, const MailPart *part)
{
	if (part->kind == MAIL_PART_LEAF && !mail_span_is(&part->type, "text"))
		return;
	tell(out, "charset", &part->charset);
	tell(out, "format", &part->format);
	tell(out, "delsp", &part->delsp);
	tell(out, "method", &part->method);
	tell(out, "report-type", &part->report_type);
}

static void
tell_part(GString *out, const MailPart *part)
{
	g_autofree char *type = mail_part_type(part);

	g_string_append(out, type);
	tell_parameters(out, part);
	tell(out, "disposition", &part->disposition);
	if (part->id.start && memchr(part->id.start, '@', part->id.length))
		tell(out, "id", &part->id);
	tell(out, "Content-Type", &part->raw_type);
	tell(out, "Content-Disposition", &part->raw_disposition);
	tell(out, "Content-Description", &part->raw_description);
	if (part->kind == MAIL_PART_LEAF) {
		g_string_append_printf(out, "%d(", (int)part->encoding);
		g_string_append_len(
		    out, part->content.start, (gssize)part->content.length);
		g_string_append_c(out, ')');
		return;
	}
	g_string_append_c(out, '[');
	for (const MailPart *in = part->first; in; in = in->next) {
		tell_part(out, in);
		g_string_append(out, in->next ? "|" : "");
	}
	g_string_append_c(out, ']');
}

char *
test_tree_told(const MailPart *root)
{
	GString *out = g_string_new(root ? NULL : "nothing");

	if (root)
		tell_part(out, root);
	for (size_t i = 0; i < out->len; i++)
		if (!out->str[i])
			out->str[i] = '0';
	g_strdelimit(out->str, "\r", '^');
	g_strdelimit(out->str, "\n", '$');
	return g_string_free(out, FALSE);
}
