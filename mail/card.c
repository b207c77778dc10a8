#include "mail/card.h"

#include "core/text.h"
#include "mail/fold.h"

#include <glib.h>
#include <string.h>

#define CARD_LINES 10
#define LINE_BYTES 90
#define TITLE_WORDS 9
#define PHONE_DIGITS 8

/* How letters end, folded. */
static const char *const closings[] = { "regards", "kind regards", "best",
	"cheers", "thanks", "thank you", "many thanks", "thx", "sincerely",
	"yours", "warm", "with ", "all the best", "cordially", "respectfully",
	"kr", "rgds", "mit ", "freundliche", "viele gru", "beste gru",
	"liebe gru", "herzliche", "schone gru", "ganz liebe", "gruss", "grusse",
	"mfg", "vg", "lg", "hochachtungsvoll", "vielen dank", "danke",
	"cordialement", "bien a vous", "bien cordialement", "sinceres",
	"salutations", "amities", "amicalement", "merci", "veuillez agreer",
	"saludos", "un saludo", "un cordial saludo", "atentamente",
	"cordialmente", "gracias", "muchas gracias", "cordiali saluti",
	"distinti saluti", "saluti", "grazie", "un caro saluto", "met ",
	"vriendelijke", "groeten", "groet", "mvg", "hartelijke", "bedankt",
	"alvast", "atenciosamente", "cumprimentos", "com os melhores", "abraco",
	"obrigad", "pozdrawiam", "z powazaniem", "z wyrazami", "dziekuje",
	"vanliga", "vanlig", "mvh", "hilsen", "halsningar", "hälsning", "tack",
	"よろしく", "敬具", "以上" };

static const char *const phones[] = { "t:", "t.", "t ", "t\t", "m:", "m.", "m ",
	"m\t", "f:", "f\t", "tel", "phone", "ph:", "mob", "fax", "handy",
	"tfno", "port", "cell", "office", "direct", "電話" };

static bool
is_contact(const char *line)
{
	const char *digit = line + strcspn(line, "0123456789");
	size_t digits = 0;

	if (strstr(line, "www.") || strstr(line, "://") || strchr(line, '@'))
		return true;
	for (const char *c = line; *c; c++)
		digits += g_ascii_isdigit(*c) != 0;
	if (digits < PHONE_DIGITS)
		return false;
	if (*digit == '0' || (digit > line && digit[-1] == '+'))
		return true;
	g_autofree char *folded = mail_fold(line);
	return mail_fold_begins(folded, phones, G_N_ELEMENTS(phones));
}

static bool
is_sentence(const char *line)
{
	size_t length = strlen(line);

	while (length && g_ascii_isspace(line[length - 1]))
		length--;
	return length && strchr("?!:;", line[length - 1]);
}

/* "Head of Accounts, Smith & Sons": names, most of them with a capital. */
static bool
is_title(const char *line)
{
	size_t words = 0, capitals = 0;
	bool at_word = true;

	for (const char *c = line; *c; c = core_text_next(c)) {
		gunichar letter = g_utf8_get_char(c);

		if (g_unichar_isdigit(letter))
			return false;
		if (!g_unichar_isalpha(letter)) {
			at_word = letter == ' ' || letter == '\t';
			continue;
		}
		words += at_word;
		capitals += at_word && !g_unichar_islower(letter);
		at_word = false;
	}
	return words && words <= TITLE_WORDS && capitals * 2 >= words;
}

static bool
is_closing(const char *line)
{
	const char *first = line + strspn(line, " \t*_");

	if (strlen(first) > 60)
		return false;
	g_autofree char *folded = mail_fold(first);
	return mail_fold_begins(folded, closings, G_N_ELEMENTS(closings)) &&
	       !is_contact(line);
}

/* Whether @lines, but for blank ones, may stand on a card. */
static bool
are_of_a_card(char *const *lines, size_t n_lines, size_t *ret_contacts)
{
	size_t contacts = 0, plain = 0;

	for (size_t i = 0; i < n_lines; i++) {
		if (mail_fold_is_blank(lines[i]))
			continue;
		if (is_contact(lines[i]))
			contacts++;
		else if (!is_title(lines[i]))
			plain++;
		if (strlen(lines[i]) > LINE_BYTES || is_sentence(lines[i]) ||
		    g_ascii_strncasecmp(lines[i], "ps", 2) == 0 ||
		    g_ascii_strncasecmp(lines[i], "p.s", 3) == 0 ||
		    strchr("-*>", *lines[i]))
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

/* The card below the closing line before @start. */
static size_t
below_closing(char *const *lines, size_t start, size_t n_lines)
{
	size_t name = skip_blank(lines, start, n_lines), contacts;

	if (name >= n_lines || strlen(lines[name]) > LINE_BYTES ||
	    !is_title(lines[name]) ||
	    !are_of_a_card(lines + name + 1, n_lines - name - 1, &contacts))
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
	    !is_title(lines[start]) ||
	    !are_of_a_card(lines + start, n_lines - start, &contacts) ||
	    contacts < 2)
		return n_lines;
	return start + 1;
}

size_t
mail_card_find(char *const *lines, size_t n_lines)
{
	size_t filled = 0;

	for (size_t i = n_lines; i > 0 && filled <= CARD_LINES; i--) {
		if (mail_fold_is_blank(lines[i - 1]))
			continue;
		filled++;
		if (filled > 1 && is_closing(lines[i - 1]))
			return filled > 2 ? below_closing(lines, i, n_lines)
			                  : n_lines;
	}
	return last_paragraph(lines, n_lines);
}
