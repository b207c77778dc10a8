#include "mail/header/parameter.h"

#include "mail/header/encoded.h"

#include <string.h>

#define SECTIONS_MAX 200
#define BLANKS " \t\r\n"
#define NUL_STANDS_FOR '\001' /* a control, which is taken out and told of */

/* One "attribute=value" as it is written. */
typedef struct {
	const char *name;
	size_t name_bytes;
	char *value; /* without its quotes */
} Pair;

/* What is gathered of the parameter sought. */
typedef struct {
	char *plain, *extended;        /* name=, name*= */
	char *sections[SECTIONS_MAX];  /* name*0= ... */
	bool is_encoded[SECTIONS_MAX]; /* ... name*0*= */
} Found;

static void
found_clear(Found *self)
{
	g_free(self->plain);
	g_free(self->extended);
	for (size_t i = 0; i < SECTIONS_MAX; i++)
		g_free(self->sections[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Found, found_clear)

/* Whether the quote at @at ends its string: quotes inside go unescaped by some
 * programs, so what follows decides. */
static bool
is_closing(const char *at)
{
	const char *next = at + 1 + strspn(at + 1, BLANKS);

	if (!*next || *next == ';' || *next == '(')
		return true;
	/* a semicolon was forgotten: name="a" size=1 */
	size_t token = strcspn(next, BLANKS "=;\"");
	return next > at + 1 && token && next[token] == '=';
}

/* Whether the backslash at @at quotes what follows; in a path of Windows, which
 * nobody has quoted, it parts folders. */
static bool
is_escape(const char *at)
{
	return at[1] && !g_ascii_isalnum(at[1]) && at[1] != '_' &&
	       !(at[1] & 0x80);
}

/* The quoted string behind the quote at *@at, which moves behind it. */
static char *
take_quoted(const char **at)
{
	GString *value = g_string_new(NULL);
	const char *c = *at + 1;

	for (; *c && !(*c == '"' && is_closing(c)); c++) {
		if (*c == '\r' || *c == '\n')
			continue;
		if (*c == '\\' && is_escape(c))
			c++;
		g_string_append_c(value, *c);
	}
	*at = *c ? c + 1 : c;
	return g_string_free(value, FALSE);
}

static char *
take_bare(const char **at)
{
	size_t length = strcspn(*at, ";");
	char *value = g_strndup(*at, length);

	*at += length;
	return g_strstrip(value);
}

/* Takes the next pair of *@at. Returns: false at the end. */
static bool
next_pair(const char **at, Pair *ret_pair)
{
	for (;;) {
		Pair pair = { .value = NULL };

		*at += strspn(*at, ";" BLANKS);
		if (!**at)
			return false;
		pair.name = *at;
		pair.name_bytes = strcspn(*at, "=;" BLANKS);
		*at += pair.name_bytes;
		*at += strspn(*at, BLANKS);
		if (**at != '=') {
			*at += strcspn(*at, ";");
			continue;
		}
		*at += 1;
		*at += strspn(*at, BLANKS);
		pair.value = **at == '"' ? take_quoted(at) : take_bare(at);
		*ret_pair = pair;
		return true;
	}
}

/* Keeps @value, which it takes, as the part of @name that @pair is. The first
 * of a kind counts. */
static void
keep(Found *self, const Pair *pair, const char *name)
{
	size_t length = strlen(name);
	const char *rest = pair->name + length;
	size_t left = pair->name_bytes - MIN(length, pair->name_bytes);
	char **place = NULL;

	if (pair->name_bytes >= length &&
	    g_ascii_strncasecmp(pair->name, name, length) == 0) {
		if (left == 0) {
			place = &self->plain;
		} else if (left == 1 && *rest == '*') {
			place = &self->extended;
		} else if (*rest == '*' && g_ascii_isdigit(rest[1])) {
			guint64 n = g_ascii_strtoull(rest + 1, NULL, 10);

			if (n < SECTIONS_MAX) {
				place = &self->sections[n];
				self->is_encoded[n] = rest[left - 1] == '*';
			}
		}
	}
	if (place && !*place)
		*place = pair->value;
	else
		g_free(pair->value);
}

static void
append_unescaped(GString *bytes, const char *text)
{
	for (; *text; text++) {
		if (*text == '%' && g_ascii_isxdigit(text[1]) &&
		    g_ascii_isxdigit(text[2])) {
			g_string_append_c(
			    bytes, (char)(g_ascii_xdigit_value(text[1]) * 16 +
			                  g_ascii_xdigit_value(text[2])));
			text += 2;
		} else {
			g_string_append_c(bytes, *text);
		}
	}
}

/* Takes charset'language' off *@text. Returns: (nullable) (transfer full). */
static char *
take_charset(const char **text)
{
	const char *first = strchr(*text, '\'');
	const char *second = first ? strchr(first + 1, '\'') : NULL;

	if (!second)
		return NULL;
	char *charset = g_strndup(*text, (gsize)(first - *text));
	*text = second + 1;
	if (*charset)
		return charset;
	g_free(charset);
	return NULL;
}

static char *
decode_bytes(GString *bytes, const char *charset, MailCharsetFaults *faults)
{
	/* encoded words are wrong in here, and still sent */
	g_autoptr(GString) text =
	    strstr(bytes->str, "=?")
	        ? mail_encoded_decode(bytes->str, bytes->len, faults)
	        : mail_charset_decode(bytes->str, bytes->len, charset, faults);

	/* what stands behind a NUL is the end of the name, too */
	for (gsize i = 0; i < text->len; i++)
		if (!text->str[i])
			text->str[i] = NUL_STANDS_FOR;
	return g_strndup(text->str, text->len);
}

static char *
join_sections(const Found *self, MailCharsetFaults *faults)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	g_autofree char *charset = NULL;

	/* some count from 1 */
	size_t first = self->sections[0] ? 0 : 1;
	for (size_t i = first; i < SECTIONS_MAX && self->sections[i]; i++) {
		const char *text = self->sections[i];

		if (i == first && self->is_encoded[i])
			charset = take_charset(&text);
		if (self->is_encoded[i])
			append_unescaped(bytes, text);
		else
			g_string_append(bytes, text);
	}
	return decode_bytes(bytes, charset, faults);
}

static char *
decode_extended(const char *text, MailCharsetFaults *faults)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	g_autofree char *charset = take_charset(&text);

	append_unescaped(bytes, text);
	return decode_bytes(bytes, charset, faults);
}

/* Behind the type or disposition of @value; the semicolon may be forgotten. */
static const char *
first_pair(const char *value)
{
	const char *end = value + strcspn(value, ";");

	value += strspn(value, BLANKS);
	return *end ? end : value + strcspn(value, BLANKS);
}

char *
mail_parameter_read(
    const char *value, const char *name, MailCharsetFaults *faults)
{
	g_auto(Found) found = { .plain = NULL };
	const char *at = first_pair(value);
	g_autofree char *text = NULL;
	Pair pair;

	while (next_pair(&at, &pair))
		keep(&found, &pair, name);
	if (found.extended)
		text = decode_extended(found.extended, faults);
	else if (found.sections[0] || found.sections[1])
		text = join_sections(&found, faults);
	if ((!text || !*text) && found.plain) {
		g_autoptr(GString) decoded = mail_encoded_decode(
		    found.plain, strlen(found.plain), faults);

		g_free(text);
		text = g_strndup(decoded->str, decoded->len);
	}
	return text && *text ? g_steal_pointer(&text) : NULL;
}
