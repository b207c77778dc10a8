#include "mail/header/loose-names.h"

#include "core/message.h"
#include "core/text.h"

#include <stdbool.h>
#include <string.h>

#define PARTS_MAX 4 /* of one name: "Doe, Ann, Dr., Sales" */

static bool
is_quoted(const char *text)
{
	size_t length = strlen(text);

	return length > 2 && *text == '"' && text[length - 1] == '"';
}

/* What is in quotes holds no domain. */
static bool
has_address(const CoreAddress *self)
{
	return strchr(self->address, '@') && !is_quoted(self->address);
}

/* A local part is one word; a name is more, or in quotes, or not of ASCII. */
static bool
is_surely_name(const char *text)
{
	return strpbrk(text, "\" ") || !g_str_is_ascii(text);
}

static char *
unquoted(const char *text)
{
	size_t length = strlen(text);

	return is_quoted(text) ? g_strndup(text + 1, length - 2)
	                       : g_strdup(text);
}

/* Whether @self is the first part of the name of @next. */
static bool
is_part_of_name(const CoreAddress *self, const CoreAddress *next)
{
	return !*self->name && *self->address && !has_address(self) &&
	       has_address(next) &&
	       (*next->name || is_surely_name(self->address));
}

static void
join(const CoreAddress *part, CoreAddress *next, size_t max_bytes)
{
	g_autofree char *first = unquoted(part->address);
	g_autofree char *name = *next->name
	                            ? g_strconcat(first, ", ", next->name, NULL)
	                            : g_steal_pointer(&first);

	g_free(next->name);
	next->name = core_text_line(name, strlen(name), max_bytes);
}

static void
mend(CoreAddress *self)
{
	g_autofree char *name = g_steal_pointer(&self->name);
	g_autofree char *address = g_steal_pointer(&self->address);
	bool is_name = !*name && *address && !strchr(address, '@') &&
	               is_surely_name(address);

	self->name = unquoted(is_name ? address : name);
	self->address = is_name ? g_strdup("") : g_steal_pointer(&address);
}

void
mail_loose_names_mend(GPtrArray *list, guint first, size_t max_bytes)
{
	guint kept = list->len, parts = 0;

	for (guint i = list->len; i-- > first;) {
		CoreAddress *self = g_ptr_array_index(list, i);
		CoreAddress *next =
		    kept < list->len ? g_ptr_array_index(list, kept) : NULL;

		if (next && parts < PARTS_MAX && is_part_of_name(self, next)) {
			parts++;
			join(self, next, max_bytes);
			g_ptr_array_remove_index(list, i);
			kept--;
			continue;
		}
		mend(self);
		kept = i;
		parts = 0;
	}
}
