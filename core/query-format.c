#include "core/query-format.h"

#include "core/query-cursor.h"
#include "core/query-field.h"

#include <string.h>

static void
append_field(const CoreQuery *term, GString *out)
{
	if (term->field == CORE_FIELD_ANY)
		return;
	if (term->field == CORE_FIELD_HEADER)
		g_string_append_printf(out, "header.%s", term->header);
	else
		g_string_append(out, core_field_name(term->field));
	if (term->kind != CORE_QUERY_ABOVE && term->kind != CORE_QUERY_BELOW)
		g_string_append_c(out, ':');
}

static bool
wants_quotes(const char *text)
{
	static const char *const keywords[] = { "and", "or", "not" };

	for (unsigned i = 0; i < G_N_ELEMENTS(keywords); i++)
		if (g_ascii_strcasecmp(text, keywords[i]) == 0)
			return true;
	for (const char *p = text; *p; p++)
		if (core_cursor_ends_word(*p))
			return true;
	return *text == '/' || strpbrk(text, ":<>*");
}

/* In the greatest unit that holds it whole. */
static void
append_measure(const CoreQuery *term, GString *out)
{
	static const struct {
		const char *name;
		int64_t factor;
	} sizes[] = { { "GB", 1 << 30 }, { "MB", 1 << 20 }, { "KB", 1 << 10 },
		{ "B", 1 } },
	  times[] = { { "d", 86400 }, { "h", 3600 }, { "m", 60 }, { "s", 1 } };
	bool is_size = term->field == CORE_FIELD_SIZE;
	unsigned i = 0;

	while (term->number % (is_size ? sizes : times)[i].factor != 0)
		i++;
	g_string_append_printf(out, "%c%" G_GINT64_FORMAT "%s",
	    term->kind == CORE_QUERY_ABOVE ? '>' : '<',
	    term->number / (is_size ? sizes : times)[i].factor,
	    (is_size ? sizes : times)[i].name);
}

static void
append_term(const CoreQuery *term, GString *out)
{
	append_field(term, out);
	switch (term->kind) {
	case CORE_QUERY_WORDS:
		if (wants_quotes(term->text))
			g_string_append_printf(out, "\"%s\"", term->text);
		else
			g_string_append(out, term->text);
		break;
	case CORE_QUERY_PREFIX:
		g_string_append_printf(out, "%s*", term->text);
		break;
	case CORE_QUERY_REGEX:
		g_string_append_printf(out, "/%s/", term->text);
		break;
	case CORE_QUERY_ABOVE:
	case CORE_QUERY_BELOW:
		append_measure(term, out);
		break;
	case CORE_QUERY_AND:
	case CORE_QUERY_OR:
	case CORE_QUERY_NOT:
		g_assert_not_reached();
	}
}

static void
append(const CoreQuery *self, GString *out)
{
	if (!self->children) {
		append_term(self, out);
		return;
	}
	if (self->kind == CORE_QUERY_NOT)
		g_string_append(out, "not ");
	for (unsigned i = 0; i < self->children->len; i++) {
		const CoreQuery *child = self->children->pdata[i];
		bool is_group = child->kind == CORE_QUERY_AND ||
		                child->kind == CORE_QUERY_OR;

		if (i > 0)
			g_string_append(out,
			    self->kind == CORE_QUERY_AND ? " and " : " or ");
		if (is_group)
			g_string_append_c(out, '(');
		append(child, out);
		if (is_group)
			g_string_append_c(out, ')');
	}
}

char *
core_query_format(const CoreQuery *self)
{
	GString *out = g_string_new(NULL);

	append(self, out);
	return g_string_free(out, FALSE);
}
