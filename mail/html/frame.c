#include "mail/html/frame.h"

#include <glib.h>
#include <string.h>

/* Webmail puts "x_" before the ids of what it shows. */
static const char *const header_ids[] = { "divRplyFwdMsg",
	"OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container" };

static const char *const header_classes[] = { "OutlookMessageHeader",
	"ms-outlook-mobile-reference-message" };

static bool
has_one_of(const char *value, const char *const *words, size_t n_words)
{
	for (size_t i = 0; i < n_words; i++)
		if (strstr(value, words[i]))
			return true;
	return false;
}

/* "border:none;border-top:solid #E1E1E1 1.0pt": the line above Outlook's
 * header, in the greys it has had. */
static bool
is_outlook_border(const char *style)
{
	static const char *const greys[] = { "e1e1e1", "b5c4df" };
	const char *top = strstr(style, "order-top:");

	if (!top)
		return false;
	g_autofree char *border =
	    g_ascii_strdown(top, (gssize)strcspn(top, ";"));
	return strstr(border, "solid") &&
	       has_one_of(border, greys, G_N_ELEMENTS(greys));
}

static bool
is_quotation(const GumboAttribute *attribute)
{
	/* GMX and WEB.DE have the name */
	return (strcmp(attribute->name, "name") == 0 &&
	           strcmp(attribute->value, "quote") == 0) ||
	       (strcmp(attribute->name, "class") == 0 &&
	           strstr(attribute->value, "yahoo_quoted"));
}

static bool
is_header(const GumboAttribute *attribute)
{
	const char *name = attribute->name, *value = attribute->value;

	if (strcmp(name, "id") == 0)
		return has_one_of(value, header_ids, G_N_ELEMENTS(header_ids));
	if (strcmp(name, "class") == 0)
		return has_one_of(
		    value, header_classes, G_N_ELEMENTS(header_classes));
	return strcmp(name, "style") == 0 && is_outlook_border(value);
}

MailFrame
mail_frame_judge(const GumboNode *node)
{
	const GumboVector *attributes = &node->v.element.attributes;

	if (node->v.element.tag != GUMBO_TAG_DIV &&
	    node->v.element.tag != GUMBO_TAG_SPAN)
		return MAIL_FRAME_NONE;
	for (unsigned i = 0; i < attributes->length; i++) {
		if (is_quotation(attributes->data[i]))
			return MAIL_FRAME_QUOTATION;
		if (is_header(attributes->data[i]))
			return MAIL_FRAME_HEADER;
	}
	return MAIL_FRAME_NONE;
}

/* Lower case, without blanks. (transfer full) */
static char *
squeeze(const char *style)
{
	GString *plain = g_string_new(NULL);

	for (const char *c = style; *c; c++)
		if (!g_ascii_isspace(*c))
			g_string_append_c(plain, g_ascii_tolower(*c));
	return g_string_free(plain, FALSE);
}

bool
mail_frame_is_indent(const GumboNode *node)
{
	static const char *const quoting[] = { "type", "cite", "class", "id" };
	const GumboVector *attributes = &node->v.element.attributes;
	const GumboAttribute *style = gumbo_get_attribute(attributes, "style");

	if (!style)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(quoting); i++)
		if (gumbo_get_attribute(attributes, quoting[i]))
			return false;
	g_autofree char *plain = squeeze(style->value);
	return (strstr(plain, "border:none") && strstr(plain, "040px")) ||
	       g_str_has_prefix(plain, "margin-top:0;margin-bottom:0") ||
	       g_str_has_prefix(plain, "margin-top:0px;margin-bottom:0px");
}
