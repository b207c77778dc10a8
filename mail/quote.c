#include "mail/quote.h"

#include "core/text.h"

#include <glib.h>
#include <string.h>

#define ATTRIBUTION_LINES 4
#define ATTRIBUTION_BYTES 400
#define BLOCK_LINES 8
#define LABEL_BYTES 40
#define FOOTER_BYTES 120
#define SEPARATOR_BYTES 15
#define LIST_RULE_BYTES 20

/* All words below are folded: lower case, without accents. */

static const char *const verbs[] = { "wrote", "writes", "said:", "schrieb",
	"a ecrit", "ecrivait", "escribio", "ha scritto", "scrive", "schreef",
	"escreveu", "skrev", "napisal", "pisze", "kirjoitti",
	"\xd0\xbd\xd0\xb0\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb0\xd0\xbb", /* napisal
	                                                             */
	"\xd0\xbf\xd0\xb8\xd1\x88\xd0\xb5\xd1\x82",                 /* pishet */
	"\xe5\x86\x99\xe9\x81\x93" };                               /* xiedao */

/* The labels of a header block by what they name; the first row must be
 * there. */
static const char *const labels[][16] = {
	{ "from", "von", "de", "da", "van", "fran", "fra", "od",
	    "\xd0\xbe\xd1\x82", "\xe5\x8f\x91\xe4\xbb\xb6\xe4\xba\xba" },
	{ "sent", "date", "gesendet", "datum", "envoye", "enviado",
	    "enviado el", "fecha", "data", "inviato", "verzonden", "skickat",
	    "sendt", "\xd0\xb4\xd0\xb0\xd1\x82\xd0\xb0" },
	{ "to", "an", "a", "para", "aan", "till", "til", "do",
	    "\xd0\xba\xd0\xbe\xd0\xbc\xd1\x83" },
	{ "subject", "betreff", "objet", "asunto", "assunto", "oggetto",
	    "onderwerp", "amne", "emne", "temat",
	    "\xd1\x82\xd0\xb5\xd0\xbc\xd0\xb0" },
};

static const char *const separators[] = { "original message",
	"original appointment", "ursprungliche nachricht", "originalnachricht",
	"message d'origine", "message original", "mensaje original",
	"messaggio originale", "oorspronkelijk bericht", "mensagem original",
	"ursprungligt meddelande", "forwarded message", "forwarded by",
	"weitergeleitete nachricht", "message transfere", "mensaje reenviado",
	"messaggio inoltrato", "doorgestuurd bericht", "reply above this line",
	"reply above the line" };

static const char *const whole_separators[] = { "begin forwarded message:",
	"anfang der weitergeleiteten nachricht:",
	"debut du message reexpedie :", "debut du message transfere :",
	"inicio del mensaje reenviado:" };

/* The first letters of those below. */
#define FOOTER_STARTS "sgveiw"

static const char *const footers[] = { "sent from my ", "sent from mail ",
	"sent from yahoo", "sent from outlook", "sent from proton",
	"sent from the ", "sent from gmail", "sent via ", "sent using ",
	"sent with ", "get outlook for ", "von meinem ", "gesendet von ",
	"gesendet mit ", "von meinem/meiner ", "envoye de mon ",
	"envoye depuis ", "enviado desde mi ", "enviado desde ",
	"enviado do meu ", "enviado de mi ", "inviato da ", "verzonden vanaf ",
	"verstuurd vanaf ", "skickat fran ", "sendt fra ", "wyslane z " };

static bool
is_blank(const char *line)
{
	return line[strspn(line, " \t")] == '\0';
}

static bool
has_one_of(const char *text, const char *const *words, size_t n_words)
{
	for (size_t i = 0; i < n_words; i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}

/* As core_text_fold(), which is slow for the many lines that are plain ASCII.
 */
static char *
fold(const char *text)
{
	return g_str_is_ascii(text) ? g_ascii_strdown(text, -1)
	                            : core_text_fold(text);
}

bool
mail_quote_is_quoted(const char *line)
{
	return line[strspn(line, " \t")] == '>';
}

static bool
ends_with_colon(const char *line)
{
	size_t length = strlen(line);

	while (length && g_ascii_isspace(line[length - 1]))
		length--;
	return length && (line[length - 1] == ':' ||
	                     (length >= 3 && memcmp(line + length - 3,
	                                         "\xef\xbc\x9a", 3) == 0));
}

static bool
has_date_or_address(const char *text)
{
	return text[strcspn(text, "0123456789@")] != '\0';
}

/* How many lines there are up to one that ends with a colon, as attributions
 * do; 0 where none comes soon. */
static size_t
colon_line(char *const *lines)
{
	size_t n = 0, bytes = 0;

	for (; n < ATTRIBUTION_LINES && lines[n] && !is_blank(lines[n]); n++) {
		bytes += strlen(lines[n]);
		if (mail_quote_is_quoted(lines[n]) || bytes > ATTRIBUTION_BYTES)
			return 0;
		if (ends_with_colon(lines[n]))
			return n + 1;
	}
	return 0;
}

size_t
mail_quote_attribution(char *const *lines)
{
	size_t n = colon_line(lines);
	g_autoptr(GString) joined = NULL;

	if (!n)
		return 0;
	joined = g_string_new(lines[0]);
	for (size_t i = 1; i < n; i++)
		g_string_append_printf(joined, " %s", lines[i]);
	if (!has_date_or_address(joined->str))
		return 0;
	/* "2016-11-24 16:32 Ann <ann@b.example>:" has no verb to know it by */
	if (g_str_has_suffix(g_strchomp(joined->str), ">:") &&
	    strchr(joined->str, '@') &&
	    joined->str[strcspn(joined->str, "0123456789")])
		return n;
	g_autofree char *folded = fold(joined->str);
	return has_one_of(folded, verbs, G_N_ELEMENTS(verbs)) ? n : 0;
}

/* Which row of the labels @line begins with, -1 for none. */
static int
label_of(const char *line)
{
	const char *start = line + strspn(line, " \t*_|");
	size_t length = strcspn(start, ":");

	if (start[length] != ':' || !length || length > LABEL_BYTES)
		return -1;
	g_autofree char *label = g_strndup(start, length);
	g_autofree char *folded = fold(g_strstrip(label));
	for (size_t row = 0; row < G_N_ELEMENTS(labels); row++)
		for (size_t i = 0; i < G_N_ELEMENTS(labels[row]); i++)
			if (g_strcmp0(labels[row][i], folded) == 0)
				return (int)row;
	return -1;
}

bool
mail_quote_is_header_block(char *const *lines)
{
	bool seen[G_N_ELEMENTS(labels)] = { false };
	int rows = 0;

	if (label_of(lines[0]) != 0)
		return false;
	for (size_t i = 0; i < BLOCK_LINES && lines[i]; i++) {
		int row = label_of(lines[i]);

		if (row < 0 || seen[row])
			continue;
		seen[row] = true;
		rows++;
	}
	return rows >= 3;
}

bool
mail_quote_is_separator(const char *line)
{
	size_t length = strlen(line);
	const char *first = line + strspn(line, " \t");

	/* most lines are told apart without folding them */
	if (length > FOOTER_BYTES || length < SEPARATOR_BYTES ||
	    (!strchr("-#_", *first) && !ends_with_colon(line)))
		return false;
	g_autofree char *folded = fold(line);
	const char *start = g_strstrip(folded);
	if (has_one_of(start, whole_separators, G_N_ELEMENTS(whole_separators)))
		return true;
	return (g_str_has_prefix(start, "--") ||
	           g_str_has_prefix(start, "##") ||
	           g_str_has_prefix(start, "__")) &&
	       has_one_of(start, separators, G_N_ELEMENTS(separators));
}

bool
mail_quote_is_signature(const char *line)
{
	size_t rule = strspn(line, "_");

	return strcmp(line, "-- ") == 0 || strcmp(line, "--") == 0 ||
	       (rule >= LIST_RULE_BYTES && !line[rule]);
}

bool
mail_quote_is_footer(const char *line)
{
	const char *first = line + strspn(line, " \t*_(");

	if (!*first || !strchr(FOOTER_STARTS, g_ascii_tolower(*first)) ||
	    strlen(line) > FOOTER_BYTES)
		return false;
	g_autofree char *start = fold(first);
	for (size_t i = 0; i < G_N_ELEMENTS(footers); i++)
		if (g_str_has_prefix(start, footers[i]))
			return true;
	return false;
}
