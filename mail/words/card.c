#include "mail/words/card.h"

#include "core/text.h"
#include "mail/fold.h"
#include "mail/starts.h"
#include "mail/words/quote.h"
#include "mail/words/speech.h"

#include <glib.h>
#include <string.h>

#define CARD_LINES 20
#define LINE_BYTES 90
#define TITLE_WORDS 9
#define PHONE_DIGITS 8
#define LABELLED_DIGITS 6
#define CLOSING_WORDS 6

/* How letters end, folded: these alone, */
static const char *const short_closings[] = { "best", "all best", "my best",
	"yours", "yours truly", "warmly", "kr", "rgds", "br", "ta", "lg", "vg",
	"mfg", "bg", "gruss", "grusse", "merci", "salutations", "saludos",
	"gracias", "saluti", "grazie", "ciao", "groet", "groeten", "mvg", "gr",
	"bedankt", "abraco", "abracos", "att", "pozdrawiam", "pozdrawia",
	"dziekuje", "mvh", "tack", "tack!", "hilsen", "敬具", "以上" };

/* and what begins with these */
static const char *const closings[] = { "regards", "kind regards",
	"kindest regards", "best regards", "best wishes", "warm regards",
	"warmest", "cheers", "thanks", "thank you", "many thanks", "thx",
	"sincerely", "yours sincerely", "yours faithfully", "with kind",
	"with best", "with regards", "with warm", "with thanks", "with many",
	"all the best", "cordially", "respectfully", "take care",
	"mit freundlich", "mit besten", "mit lieben", "mit vielen",
	"freundliche", "viele gru", "beste gru", "liebe gru", "herzliche",
	"schone gru", "ganz liebe", "hochachtungsvoll", "vielen dank",
	"danke im voraus", "danke und", "danke,", "danke!", "cordialement",
	"bien a vous", "bien cordialement", "sinceres", "amities",
	"amicalement", "merci d'avance", "merci beaucoup", "merci,",
	"veuillez agreer", "un saludo", "un cordial saludo", "saludos ",
	"atentamente", "cordialmente", "muchas gracias", "gracias por",
	"gracias de", "cordiali saluti", "distinti saluti", "saluti e",
	"un caro saluto", "grazie mille", "grazie e", "met vriendelijke",
	"met hartelijke", "vriendelijke", "hartelijke", "alvast bedankt",
	"atenciosamente", "cumprimentos", "com os melhores", "obrigad",
	"melhores cumprimentos", "z powazaniem", "z wyrazami", "serdecznie",
	"vanliga halsning", "vanlig halsning", "med vanlig", "med vennlig",
	"halsningar", "basta halsning", "よろしく", "今後とも", "何卒" };

static const char *const phones[] = { "t:", "t.", "t ", "t\t", "m:", "m.", "m ",
	"m\t", "f:", "f\t", "tel", "phone", "ph:", "mob", "fax", "handy",
	"tfno", "port", "cell", "office", "direct", "電話" };

/* What the law asks firms to write. */
static const char *const registers[] = { "sitz der gesellschaft", "amtsgericht",
	"handelsregister", "hrb ", "ust-id", "geschaftsfuhr", "registergericht",
	"registered office", "registered in ", "company no", "company reg",
	"vat no", "vat reg", "siege social", "siret", "rcs ", "p. iva", "p.iva",
	"partita iva", "codice fiscale", "kvk", "btw", "registro mercantil",
	"cnpj", "krs", "regon", "org.nr", "org nr" };

typedef struct {
	size_t words, capitals;
	bool has_digit;
} Count;

static Count
count(const char *line)
{
	Count found = { .words = 0 };
	bool at_word = true;

	for (const char *c = line; *c; c = core_text_next(c)) {
		gunichar letter = g_utf8_get_char(c);

		found.has_digit |= g_unichar_isdigit(letter);
		if (!g_unichar_isalpha(letter)) {
			at_word = letter == ' ' || letter == '\t';
			continue;
		}
		found.words += at_word;
		found.capitals += at_word && !g_unichar_islower(letter);
		at_word = false;
	}
	return found;
}

static size_t
count_digits(const char *line)
{
	size_t digits = 0;

	for (const char *c = line; *c; c++)
		digits += g_ascii_isdigit(*c) != 0;
	return digits;
}

static bool
is_phone(const char *line)
{
	const char *digit = line + strcspn(line, "0123456789");

	return count_digits(line) >= PHONE_DIGITS &&
	       (*digit == '0' || (digit > line && digit[-1] == '+'));
}

static bool
has_link(const char *line)
{
	return strchr(line, '@') || strstr(line, "www.") || strstr(line, "://");
}

/* "T: 0871 234 567", but not "call me at 0871 234 567" */
static bool
is_contact(const char *line)
{
	static gsize known;
	Count found = count(line);

	if ((has_link(line) || is_phone(line)) &&
	    (found.words <= 2 || found.capitals * 2 >= found.words))
		return true;
	g_autofree char *folded = mail_fold(line);
	return (count_digits(line) >= LABELLED_DIGITS &&
	           mail_fold_begins(folded, phones, G_N_ELEMENTS(phones))) ||
	       mail_starts_occur(
	           mail_starts_of(&known, registers, G_N_ELEMENTS(registers)),
	           folded);
}

static bool
is_sentence(const char *line)
{
	size_t length = strlen(line);

	while (length && g_ascii_isspace(line[length - 1]))
		length--;
	return length && strchr("?!:;", line[length - 1]);
}

/* What stands below a line drawn is no more the writer's. */
static bool
is_any_said(char *const *lines, size_t n_lines)
{
	for (size_t i = 0; i < n_lines && !mail_quote_is_rule(lines[i]); i++)
		if (mail_speech_is_said(lines[i]))
			return true;
	return false;
}

/* "Head of Accounts, Smith & Sons": names, most of them with a capital. */
static bool
is_title(const char *line)
{
	Count found = count(line);

	return !found.has_digit && found.words && found.words <= TITLE_WORDS &&
	       found.capitals * 2 >= found.words;
}

static bool
is_closing(const char *line)
{
	static gsize known;
	const char *first = mail_fold_skip(line, " \t*_");

	if (strlen(first) > 60 ||
	    mail_fold_count_words(first, CLOSING_WORDS + 1) > CLOSING_WORDS)
		return false;
	g_autofree char *folded = mail_fold(first);
	size_t length = strlen(folded);
	/* "Thanks for the update" may stand above a list of names */
	if (mail_starts_have(
	        mail_starts_of(&known, closings, G_N_ELEMENTS(closings)),
	        folded))
		return !is_contact(line) && !strchr(":?", folded[length - 1]) &&
		       (!strstr(folded, " for ") || folded[length - 1] == ',');
	while (length && strchr(" \t,.!-*_", folded[length - 1]))
		folded[--length] = '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(short_closings); i++)
		if (*folded == *short_closings[i] &&
		    strcmp(folded, short_closings[i]) == 0)
			return true;
	return false;
}

/* "* one", but not "*Sales*", which is bold. */
static bool
is_bullet(const char *line)
{
	size_t length = strlen(line);

	while (length && g_ascii_isspace(line[length - 1]))
		length--;
	return *line == '*' && (length < 3 || line[length - 1] != '*');
}

/* Whether @lines, but for blank ones, may stand on a card. */
static bool
are_of_a_card(char *const *lines, size_t n_lines, size_t *ret_contacts)
{
	size_t contacts = 0, plain = 0;

	for (size_t i = 0; i < n_lines; i++) {
		if (mail_fold_is_blank(lines[i]) ||
		    mail_quote_is_rule(lines[i]))
			continue;
		if (is_contact(lines[i]))
			contacts++;
		else if (!is_title(lines[i]))
			plain++;
		if (strlen(lines[i]) > LINE_BYTES || is_sentence(lines[i]) ||
		    g_ascii_strncasecmp(lines[i], "ps", 2) == 0 ||
		    g_ascii_strncasecmp(lines[i], "p.s", 3) == 0 ||
		    strchr("->", *lines[i]) || is_bullet(lines[i]))
			return false;
	}
	*ret_contacts = contacts;
	return contacts ? plain <= contacts + 1 : !plain;
}

static size_t
skip_blank(char *const *lines, size_t i, size_t n_lines)
{
	while (i < n_lines && mail_fold_is_blank(lines[i]))
		i++;
	return i;
}

/* Whether the last words of @lines before @end announce what follows. */
static bool
is_announced(char *const *lines, size_t end)
{
	while (end > 0 && mail_fold_is_blank(lines[end - 1]))
		end--;
	return end > 0 && mail_speech_announces(lines[end - 1]);
}

/* The card below the closing line before @start. */
static size_t
below_closing(char *const *lines, size_t start, size_t n_lines)
{
	size_t name = skip_blank(lines, start, n_lines), contacts;

	if (name >= n_lines || strlen(lines[name]) > LINE_BYTES ||
	    !is_title(lines[name]) ||
	    !are_of_a_card(lines + name + 1, n_lines - name - 1, &contacts) ||
	    is_any_said(lines + name + 1, n_lines - name - 1))
		return n_lines;
	return name + 1;
}

/* A last paragraph with an address and a telephone in it. */
static size_t
last_paragraph(char *const *lines, size_t n_lines)
{
	size_t start = n_lines, contacts;

	while (start > 0 && !mail_fold_is_blank(lines[start - 1]))
		start--;
	if (start == 0 || n_lines - start < 3 || n_lines - start > CARD_LINES)
		return n_lines;
	size_t above = start;
	while (above > 0 && mail_fold_is_blank(lines[above - 1]))
		above--;
	if (above == 0 || is_sentence(lines[above - 1]) ||
	    mail_speech_announces(lines[above - 1]) ||
	    !is_title(lines[start]) ||
	    !are_of_a_card(lines + start, n_lines - start, &contacts) ||
	    contacts < 2 || is_any_said(lines + start, n_lines - start))
		return n_lines;
	return start + 1;
}

/* Whether a letter ends in the lines right above @rule, as letters do. */
static bool
ends_letter(char *const *lines, size_t rule)
{
	size_t filled = 0;

	for (size_t i = rule; i > 0 && filled < 3; i--) {
		if (mail_fold_is_blank(lines[i - 1]))
			continue;
		/* Japanese ones end in the sentence that closes */
		if (is_closing(lines[i - 1]) ||
		    strstr(lines[i - 1], "よろしく") ||
		    strstr(lines[i - 1], "お願い"))
			return true;
		filled++;
	}
	return false;
}

static bool
have_link(char *const *lines, size_t n_lines)
{
	for (size_t i = 0; i < n_lines; i++)
		if (has_link(lines[i]))
			return true;
	return false;
}

/* A card below a line drawn: it has an address of mail or of the web, or
 * stands below a closing. What is announced ("My address:") is no card. */
static size_t
below_rule(char *const *lines, size_t n_lines)
{
	size_t rule = n_lines, filled = 0, contacts;

	while (rule > 0 && !mail_quote_is_rule(lines[rule - 1])) {
		rule--;
		filled += !mail_fold_is_blank(lines[rule]);
		if (filled > CARD_LINES)
			return n_lines;
	}
	size_t name = skip_blank(lines, rule, n_lines);
	if (rule < 3 || name >= n_lines ||
	    !mail_fold_is_blank(lines[rule - 2]) || !is_title(lines[name]) ||
	    !are_of_a_card(lines + rule, n_lines - rule, &contacts) ||
	    !contacts)
		return n_lines;
	size_t above = rule - 2;
	while (above > 0 && mail_fold_is_blank(lines[above]))
		above--;
	bool announced =
	    mail_fold_ends_with_colon(lines[above], strlen(lines[above]));
	if (announced || (!have_link(lines + rule, n_lines - rule) &&
	                     !ends_letter(lines, rule - 1)))
		return n_lines;
	return above + 1;
}

/* Behind the last closing of @lines but one that is their end. Returns: false
 * where there is none. */
static bool
find_closing(char *const *lines, size_t n_lines, size_t *ret_below)
{
	size_t filled = 0;

	for (size_t i = n_lines; i > 0 && filled <= CARD_LINES; i--) {
		if (mail_fold_is_blank(lines[i - 1]))
			continue;
		filled++;
		if (filled > 1 && is_closing(lines[i - 1])) {
			*ret_below = i;
			return true;
		}
	}
	return false;
}

/* The card below a line with the name of @writer alone. */
static size_t
below_name(char *const *lines, size_t n_lines, const char *writer)
{
	size_t filled = 0, contacts;

	for (size_t i = n_lines; i > 0 && filled <= CARD_LINES; i--) {
		const char *line = mail_fold_skip(lines[i - 1], " \t*_-");
		size_t length = strlen(line);

		filled += length > 0;
		while (length && strchr(" \t*_,.", line[length - 1]))
			length--;
		if (filled < 2 || length != strlen(writer))
			continue;
		g_autofree char *start = g_strndup(line, length);
		g_autofree char *folded = mail_fold(start);
		g_autofree char *name = mail_fold(writer);
		if (strcmp(folded, name) == 0)
			return !is_announced(lines, i - 1) &&
			               are_of_a_card(
			                   lines + i, n_lines - i, &contacts) &&
			               !is_any_said(lines + i, n_lines - i)
			           ? i
			           : n_lines;
	}
	return n_lines;
}

size_t
mail_card_find(char *const *lines, size_t n_lines, const char *writer)
{
	size_t below = 0, end = n_lines;
	bool is_closed = find_closing(lines, n_lines, &below);

	if (is_closed)
		end = below_closing(lines, below, n_lines);
	if (end == n_lines)
		end = below_rule(lines, n_lines);
	if (end == n_lines && writer && *writer)
		end = below_name(lines, n_lines, writer);
	if (end == n_lines && !is_closed)
		end = last_paragraph(lines, n_lines);
	return end;
}
