#include "mail/words.h"

#include "mail/quote.h"

#include <glib.h>
#include <string.h>

/* A signature longer than this is no signature but the mail. */
#define SIGNATURE_LINES 12
/* "______" before Outlook's header block. */
#define RULE_BYTES 10

static bool
is_blank(const char *line)
{
	return line[strspn(line, " \t")] == '\0';
}

static char *const *
next_filled(char *const *lines)
{
	while (*lines && is_blank(*lines))
		lines++;
	return lines;
}

static bool
is_rule(const char *line)
{
	size_t length = strspn(line, "_-=");

	return length >= RULE_BYTES && is_blank(line + length);
}

/* Whether all that follows is another's, whatever it looks like. */
static bool
is_end_of_words(char *const *lines)
{
	if (mail_quote_is_separator(*lines) ||
	    mail_quote_is_header_block(lines))
		return true;
	if (is_rule(*lines)) {
		char *const *next = next_filled(lines + 1);

		return *next && mail_quote_is_header_block(next);
	}
	return false;
}

/* Whether nothing of the writer's own follows at once. */
static bool
is_border(char *const *lines)
{
	return !*lines || mail_quote_is_quoted(*lines) ||
	       mail_quote_is_signature(*lines) ||
	       mail_quote_attribution(lines) || is_end_of_words(lines);
}

/* "--" begins a signature only if little comes before the mail ends. */
static bool
begins_signature(char *const *lines)
{
	size_t filled = 0;

	if (!mail_quote_is_signature(*lines))
		return false;
	for (lines++; *lines && !mail_quote_is_quoted(*lines) &&
	              !mail_quote_attribution(lines) && !is_end_of_words(lines);
	     lines++)
		if (++filled > SIGNATURE_LINES)
			return false;
	return true;
}

/* How many of @lines are to be skipped as not the writer's; 0 for none. */
static size_t
skipped(char *const *lines)
{
	size_t attribution;

	if (mail_quote_is_quoted(*lines))
		return 1;
	if (mail_quote_is_footer(*lines) && is_border(next_filled(lines + 1)))
		return 1;
	attribution = mail_quote_attribution(lines);
	if (!attribution)
		return 0;
	char *const *next = next_filled(lines + attribution);
	/* what is quoted without a mark goes on to the end */
	return !*next || mail_quote_is_quoted(*next)
	           ? attribution
	           : g_strv_length((char **)(guintptr)lines);
}

/* One blank line stays of many, and none at the start. */
static void
keep_line(GString *words, const char *line)
{
	size_t length = words->len;

	if (is_blank(line) &&
	    (length < 2 || memcmp(words->str + length - 2, "\n\n", 2) == 0))
		return;
	g_string_append(words, is_blank(line) ? "" : line);
	g_string_append_c(words, '\n');
}

/* Takes off blank lines and the rules that parted off what is gone. */
static void
trim_end(GString *words)
{
	for (;;) {
		while (
		    words->len && g_ascii_isspace(words->str[words->len - 1]))
			g_string_truncate(words, words->len - 1);
		const char *last = strrchr(words->str, '\n');
		if (!last || !is_rule(last + 1))
			return;
		g_string_truncate(words, (size_t)(last - words->str));
	}
}

/* Ends each line of @text in place. Returns: (transfer container): pointers to
 * them, and NULL. */
static GPtrArray *
split(char *text)
{
	GPtrArray *lines = g_ptr_array_new();
	char *end = text + strlen(text), *stop;

	while ((stop = memchr(text, '\n', (size_t)(end - text)))) {
		*stop = '\0';
		g_ptr_array_add(lines, text);
		text = stop + 1;
	}
	g_ptr_array_add(lines, text);
	g_ptr_array_add(lines, NULL);
	return lines;
}

char *
mail_words(const char *text, bool *ret_full)
{
	g_autofree char *copy = g_strdup(text);
	g_autoptr(GPtrArray) lines = split(copy);
	g_autoptr(GString) words = g_string_new(NULL);

	for (char *const *line = (char **)lines->pdata; *line;) {
		size_t skip = skipped(line);

		if (skip) {
			line += skip;
			continue;
		}
		if (is_end_of_words(line) ||
		    (words->len && begins_signature(line)))
			break;
		keep_line(words, *line);
		line++;
	}
	trim_end(words);
	*ret_full = words->len == 0;
	return *ret_full ? g_strdup(text)
	                 : g_string_free(g_steal_pointer(&words), FALSE);
}
