#include "mail/hidden.h"

#include <glib.h>
#include <string.h>

static const char *
attribute(const GumboNode *node, const char *name)
{
	const GumboAttribute *found =
	    gumbo_get_attribute(&node->v.element.attributes, name);

	return found ? found->value : NULL;
}

/* Whether the declaration @name: @value stands in @style (lower case, without
 * blanks). "font-size:0" must not be found in "font-size:0.9em". */
static bool
declares(const char *style, const char *declaration)
{
	size_t length = strlen(declaration);

	for (const char *at = style; (at = strstr(at, declaration)); at++)
		if ((at == style || at[-1] == ';') &&
		    !g_ascii_isalnum(at[length]) && at[length] != '.')
			return true;
	return false;
}

bool
mail_hidden_is(const GumboNode *node)
{
	static const char *const hiding[] = { "display:none",
		"visibility:hidden", "font-size:0", "font-size:0px",
		"font-size:1px", "opacity:0", "mso-hide:all", "max-height:0",
		"max-height:0px" };
	const char *style = attribute(node, "style");
	g_autoptr(GString) plain = g_string_new(NULL);

	if (attribute(node, "hidden"))
		return true;
	if (!style)
		return false;
	for (const char *c = style; *c; c++)
		if (!g_ascii_isspace(*c))
			g_string_append_c(plain, g_ascii_tolower(*c));
	for (size_t i = 0; i < G_N_ELEMENTS(hiding); i++)
		if (declares(plain->str, hiding[i]))
			return true;
	return false;
}
