#include "mail/html/display.h"

#include <glib.h>

MailDisplay
mail_display(GumboTag tag)
{
	static const GumboTag skipped[] = { GUMBO_TAG_HEAD, GUMBO_TAG_STYLE,
		GUMBO_TAG_SCRIPT, GUMBO_TAG_TITLE, GUMBO_TAG_TEMPLATE,
		GUMBO_TAG_OBJECT, GUMBO_TAG_SELECT, GUMBO_TAG_TEXTAREA };
	static const GumboTag paragraphs[] = { GUMBO_TAG_P, GUMBO_TAG_H1,
		GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5,
		GUMBO_TAG_H6, GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DL,
		GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE, GUMBO_TAG_TABLE };
	static const GumboTag lines[] = { GUMBO_TAG_DIV, GUMBO_TAG_TR,
		GUMBO_TAG_LI, GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_SECTION,
		GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER,
		GUMBO_TAG_ADDRESS, GUMBO_TAG_CENTER, GUMBO_TAG_FORM,
		GUMBO_TAG_HR, GUMBO_TAG_CAPTION, GUMBO_TAG_MAIN, GUMBO_TAG_NAV,
		GUMBO_TAG_ASIDE, GUMBO_TAG_FIGURE, GUMBO_TAG_FIGCAPTION,
		GUMBO_TAG_FIELDSET };

	for (size_t i = 0; i < G_N_ELEMENTS(skipped); i++)
		if (tag == skipped[i])
			return MAIL_SKIPPED;
	for (size_t i = 0; i < G_N_ELEMENTS(paragraphs); i++)
		if (tag == paragraphs[i])
			return MAIL_PARAGRAPH;
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		if (tag == lines[i])
			return MAIL_LINE;
	return MAIL_INLINE;
}
