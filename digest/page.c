#include "digest/page.h"

#include "core/embedded.h"

#include <string.h>

#define FONT                                                                   \
	"font-family:-apple-system,'Segoe UI',Roboto,Inter,Helvetica,Arial,"   \
	"sans-serif;"
#define PAD_REPEATS 60 /* too many make a mail look like spam */

extern const EmbeddedFile digest_pages[];

static const char *
find_fragment(const char *name, size_t *ret_length)
{
	g_autofree char *mark = g_strdup_printf("@@ %s\n", name);
	const char *start = strstr(digest_pages[0].text, mark);
	const char *next;

	g_assert(start);
	start += strlen(mark);
	next = strstr(start, "\n@@ ");
	*ret_length = next ? (size_t)(next + 1 - start) : strlen(start);
	return start;
}

static const char *
find_value(const DigestField *fields, const char *key, size_t length)
{
	if (length == 1 && *key == 'f')
		return FONT;
	for (; fields && fields->key; fields++)
		if (strlen(fields->key) == length &&
		    strncmp(fields->key, key, length) == 0)
			return fields->value;
	g_error("no field for %.*s", (int)length, key);
}

void
digest_page_add(GString *out, const char *name, const DigestField *fields)
{
	size_t length;
	const char *at = find_fragment(name, &length);
	const char *end = at + length;

	for (;;) {
		const char *open = g_strstr_len(at, end - at, "{{");
		const char *close = open ? strstr(open, "}}") : NULL;
		g_autofree char *escaped = NULL;
		bool as_is;

		if (!open)
			break;
		g_string_append_len(out, at, open - at);
		as_is = open[2] == '&';
		open += as_is ? 3 : 2;
		const char *value =
		    find_value(fields, open, (size_t)(close - open));
		if (!as_is)
			value = escaped = g_markup_escape_text(value, -1);
		g_string_append(out, value);
		at = close + 2;
	}
	g_string_append_len(out, at, end - at);
}

char *
digest_page_part(const char *name, const DigestField *fields)
{
	g_autoptr(GString) out = g_string_new(NULL);

	digest_page_add(out, name, fields);
	/* A part stands inside a line. */
	if (out->len > 0 && out->str[out->len - 1] == '\n')
		g_string_truncate(out, out->len - 1);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
digest_page_pad(void)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (int i = 0; i < PAD_REPEATS; i++)
		g_string_append(out, "&#847;&zwnj;&nbsp;");
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
digest_page_mailto(const char *address, const char *subject, const char *body)
{
	g_autofree char *to = g_uri_escape_string(address, "@,", FALSE);
	g_autofree char *re = g_uri_escape_string(subject, NULL, FALSE);
	g_autofree char *words = g_uri_escape_string(body, NULL, FALSE);

	return g_strdup_printf(
	    "mailto:%s?subject=Re%%3A%%20%s&amp;body=%s", to, re, words);
}
