#include "mail/html/hidden.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define TINY_PX 1.0

static const char *
attribute(const GumboNode *node, const char *name)
{
	const GumboAttribute *found =
	    gumbo_get_attribute(&node->v.element.attributes, name);

	return found ? found->value : NULL;
}

/* The value of the last declaration of @name in @style (lower case, without
 * blanks), or NULL. (borrowed) */
static const char *
declared(const char *style, const char *name)
{
	size_t length = strlen(name);
	const char *value = NULL;

	for (const char *at = style; (at = strstr(at, name)); at++)
		if ((at == style || at[-1] == ';') && at[length] == ':')
			value = at + length + 1;
	return value;
}

/* "0" must not be found in "0.9em". */
static bool
is_value(const char *value, const char *wanted)
{
	size_t length = strlen(wanted);

	return value && strncmp(value, wanted, length) == 0 &&
	       !g_ascii_isalnum(value[length]) && value[length] != '.';
}

/* Not "mso-hide": that hides from Outlook alone, which is given the same words
 * in a comment to it. */
static bool
is_unseen(const char *style)
{
	static const char *const hiding[][2] = { { "display", "none" },
		{ "visibility", "hidden" }, { "opacity", "0" },
		{ "max-height", "0" }, { "max-height", "0px" } };

	for (size_t i = 0; i < G_N_ELEMENTS(hiding); i++)
		if (is_value(declared(style, hiding[i][0]), hiding[i][1]))
			return true;
	return false;
}

static MailSight
judge_size(const char *size)
{
	char *unit;

	if (!size || g_str_has_prefix(size, "inherit"))
		return MAIL_SEEN;
	double number = g_ascii_strtod(size, &unit);
	if (unit == size)
		return MAIL_SIZED; /* "small", "large" */
	if (g_str_has_prefix(unit, "em") || *unit == '%')
		return number > 0 ? MAIL_SEEN : MAIL_TINY;
	return number > TINY_PX ? MAIL_SIZED : MAIL_TINY;
}

MailSight
mail_hidden_judge(const GumboNode *node)
{
	const char *style = attribute(node, "style");

	if (attribute(node, "hidden"))
		return MAIL_UNSEEN;
	if (!style) /* <font size=2>, whatever it was made before parsing */
		return attribute(node, "size") ? MAIL_SIZED : MAIL_SEEN;
	g_autoptr(GString) plain = g_string_new(NULL);
	for (const char *c = style; *c; c++)
		if (!g_ascii_isspace(*c))
			g_string_append_c(plain, g_ascii_tolower(*c));
	if (is_unseen(plain->str))
		return MAIL_UNSEEN;
	return judge_size(declared(plain->str, "font-size"));
}

bool
mail_hidden_has_text(const GumboNode *node, size_t depth)
{
	if (node->type == GUMBO_NODE_TEXT)
		return true;
	if (node->type != GUMBO_NODE_ELEMENT || depth == 0)
		return false;
	for (unsigned i = 0; i < node->v.element.children.length; i++)
		if (mail_hidden_has_text(
		        node->v.element.children.data[i], depth - 1))
			return true;
	return false;
}
