#include "mail/words/attribution.h"

#include "mail/fold.h"
#include "mail/starts.h"
#include "mail/words/moment.h"
#include "mail/words/quote.h"

#include <glib.h>
#include <string.h>

#define FRAME "----"
#define LINES_MAX 6
#define BYTES_MAX 400
#define VERB_BYTES 48
#define SHORT_BYTES 80 /* "Ann wrote:" */
#define WEEKDAY_BYTES 12
#define DATE_STARTS_AT 32 /* "On Wednesday, September 14, ..." */

/* Folded: lower case, without accents. */
static const char *const verbs[] = { "wrote", "writes", "quoting ", "schrieb",
	"schreibt", "zitat von", "a ecrit", "ecrivait", "escribio", "escribe",
	"citando", "va escriure", "missatge de", "ha scritto", "scrive",
	"schreef", "geschreven", "escreveu", "skrev", "napisa", "napsal",
	"pisze", "kirjoitti", "kirjutas", "irta", "a scris", "yazd", "menulis",
	"a viet", "rakstija", "написа", "пишет", "пише", "εγραψε", "כתב", "كتب",
	"写道", "寫道", "书写", "書きました", "のメール", "작성" };

typedef struct {
	bool address, bracketed; /* the address in <>, () or [] */
	bool time, date;
	bool early; /* the first digit comes soon */
	bool verb, colon, dashes;
	bool framed; /* "---- ... ----" */
} Features;

/* Whether the number at @at in @text is of an address: "ann_1998@b.example". */
static bool
is_of_address(const char *text, const char *at)
{
	return at[mail_moment_digits(at)] == '@' ||
	       (at > text && (g_ascii_isalpha(at[-1]) || at[-1] == '_'));
}

static void
find_numbers(const char *text, Features *features)
{
	const char *first = text + strcspn(text, "0123456789");

	features->early = *first && first - text <= DATE_STARTS_AT;
	for (const char *at = first;
	     *at && !(features->time && features->date);) {
		features->time |= mail_moment_is_time(at);
		features->date |=
		    mail_moment_is_date(at) && !is_of_address(text, at);
		at += mail_moment_digits(at);
		at += strcspn(at, "0123456789");
	}
}

/* Whether the address at @at in @text stands in brackets. */
static bool
is_bracketed(const char *text, const char *at)
{
	return at[strcspn(at, ">)]")] &&
	       strcspn(text, "<([") < (size_t)(at - text);
}

static void
find_address(const char *text, Features *features)
{
	const char *at = strchr(text, '@');

	features->address = at && at > text && at[1] && !g_ascii_isspace(at[1]);
	/* the address may be the name as well: "a@b.example <a@b.example>" */
	features->bracketed =
	    features->address &&
	    (is_bracketed(text, at) || is_bracketed(text, strrchr(text, '@')));
}

/* Takes the dashes, stars and blanks around it off @joined. */
static void
trim_marks(GString *joined, Features *features)
{
	size_t start = strspn(joined->str, "-*_ \t");

	features->dashes = start && *joined->str == '-';
	features->framed = features->dashes &&
	                   g_str_has_prefix(joined->str, FRAME) &&
	                   g_str_has_suffix(joined->str, FRAME);
	g_string_erase(joined, 0, (gssize)start);
	while (joined->len && strchr("-*_ \t", joined->str[joined->len - 1]))
		g_string_truncate(joined, joined->len - 1);
	features->colon = mail_fold_ends_with_colon(joined->str, joined->len);
}

/* Where there is no colon the verb must be the last word. Not folded, as many
 * lines come here that are none. */
static bool
ends_with_verb(const GString *joined)
{
	static const char *const last[] = { "wrote", "writes", "schrieb",
		"écrit", "escribió", "scritto", "schreef", "escreveu", "skrev",
		"napisał(a)", "napisał", "napsal", "kirjoitti", "yazdı",
		"написал", "написав", "пишет", "写道", "寫道" };
	const char *tail =
	    joined->str + joined->len - MIN(joined->len, VERB_BYTES);
	g_autofree char *lower = g_ascii_strdown(tail, -1);

	return mail_fold_ends(lower, last, G_N_ELEMENTS(last));
}

static bool
ends_with_bracket_and_colon(const char *text)
{
	const char *close = strrchr(text, '>');

	close = close ? close : strrchr(text, ')');
	return close && strlen(close) <= 1 + strlen("：") + 1;
}

/* "On 3 May I wrote to support@..." tells of a mail, it does not quote one. */
static bool
is_telling(const char *text)
{
	static const char *const selves[] = { " I ", " ich ", " j'ai ", " ik ",
		" jag ", " we ", " wir ", " nous ", " yo ", " eu " };

	return g_str_has_prefix(text, "I ") ||
	       mail_fold_has(text, selves, G_N_ELEMENTS(selves));
}

/* @next: the line that follows, or NULL. */
static bool
judge(GString *joined, const char *next, bool *ret_sure)
{
	static gsize known;
	Features is = { .address = false };
	bool quoted = next && !mail_quote_is_separator(next) &&
	              (mail_quote_is_quoted(next) || mail_quote_is_odd(next));

	trim_marks(joined, &is);
	find_numbers(joined->str, &is);
	find_address(joined->str, &is);
	if (!is.address && !is.time && !is.date && !quoted)
		return false;
	if (!is.colon && !is.early && !is.framed)
		return false;
	if (!is.colon) {
		*ret_sure = (is.address || (is.time && is.date)) &&
		            ends_with_verb(joined);
		/* "2013/7/20 Ann <ann@b.example>" is one above marks alone */
		return (*ret_sure ||
		        ((is.dashes || quoted) && ends_with_verb(joined)) ||
		        (quoted && is.bracketed && (is.date || is.time) &&
		            strchr(">)]", joined->str[joined->len - 1])));
	}
	if (is_telling(joined->str))
		return false;
	g_autofree char *folded = mail_fold(joined->str);
	is.verb = mail_starts_occur(
	    mail_starts_of(&known, verbs, G_N_ELEMENTS(verbs)), folded);
	*ret_sure = (is.address && (is.date || is.time || is.verb)) ||
	            (is.time && is.date);
	if (is.verb)
		return is.address || is.time || is.date ||
		       joined->len <= SHORT_BYTES;
	if (is.bracketed && (is.date || is.time) &&
	    ends_with_bracket_and_colon(joined->str))
		return true;
	return quoted && (is.early || is.bracketed) && is.time && is.date;
}

/* Whether an attribution may begin with @line: most lines say no at once. */
static bool
may_start(const char *line)
{
	Features is = { .address = false };
	const char *digit = line + strcspn(line, "0123456789@");

	if (!*digit)
		return (*line == '-' && g_str_has_prefix(line, FRAME)) ||
		       mail_fold_ends_with_colon(line, strlen(line));
	if (*digit == '@' || digit - line <= DATE_STARTS_AT)
		find_numbers(line, &is);
	return is.date || is.time || strchr(line, '@') ||
	       (is.early && strlen(line) <= SHORT_BYTES / 2) ||
	       mail_fold_ends_with_colon(line, strlen(line));
}

/* Mail programs break the line inside "<mailto:...>", where what looks like a
 * mark of quotation closes the bracket. */
static bool
is_open(const GString *joined)
{
	int open = 0;

	for (const char *c = joined->str; *c; c++)
		open += (*c == '<') - (*c == '>');
	return open > 0;
}

/* Whether an attribution may end with @joined, before it is looked at closely.
 */
static bool
may_end(const GString *joined, const char *line)
{
	size_t length = strlen(line);

	if (mail_fold_ends_with_colon(line, length))
		return true;
	if (!strchr(joined->str, '@') && *joined->str != '-')
		return false;
	while (length && strchr(" -\t", line[length - 1]))
		length--;
	return length && line[length - 1] != ',' &&
	       (line[length - 1] != '>' || !is_open(joined));
}

static bool
ends_with(const char *line, const char *ends)
{
	size_t length = strlen(line);

	while (length && g_ascii_isspace(line[length - 1]))
		length--;
	return length && strchr(ends, line[length - 1]);
}

/* Returns: false where @line ends what could be an attribution. */
static bool
append_line(GString *joined, const char *line)
{
	if (mail_quote_is_quoted(line) && !is_open(joined))
		return false;
	if (joined->len)
		g_string_append_c(joined, ' ');
	g_string_append(joined, line);
	return joined->len <= BYTES_MAX;
}

/* What French leaves on a line of its own: " :" */
static bool
is_colon(const char *line)
{
	line = mail_fold_skip(line, " \t");
	return *line == ':' && mail_fold_is_blank(line + 1);
}

static size_t
find(char *const *lines, bool *ret_sure)
{
	g_autoptr(GString) joined = g_string_new(NULL);

	for (size_t n = 0; n < LINES_MAX && lines[n]; n++) {
		if (mail_fold_is_blank(lines[n])) {
			/* the address alone may be parted off */
			if (is_open(joined) ||
			    (lines[n + 1] && lines[n + 1][0] == '<'))
				continue;
			return 0;
		}
		if (!append_line(joined, lines[n]))
			return 0;
		if (!may_end(joined, lines[n]))
			continue;
		g_autoptr(GString) whole = g_string_new(joined->str);
		char *const *next = lines + n + 1;

		while (*next && mail_fold_is_blank(*next))
			next++;
		if (judge(whole, *next, ret_sure))
			return n + 1 + (lines[n + 1] && is_colon(lines[n + 1]));
		if (mail_fold_ends_with_colon(lines[n], strlen(lines[n])))
			return 0;
	}
	return 0;
}

/* "2026 at 08:00", "08:00 wrote": the second half of a date. */
static bool
is_rest_of_date(const char *line)
{
	line = mail_fold_skip(line, " \t");
	size_t digits = strspn(line, "0123456789");

	return mail_moment_is_time(line) ||
	       (digits == 4 && strchr(" ,:", line[digits]));
}

/* Whether the first word of @line is one before a date, or a shortened day. */
static bool
begins_with_intro(const char *line)
{
	static const char *const intros[] = { "on", "am", "le", "el", "il",
		"op", "em", "en", "den", "w", "dnia", "no", "as", "in", "dne",
		"v", "ma", "ti", "ke", "to", "pe", "la", "su", "po", "ut", "st",
		"ct", "pa", "so", "ne", "στις", "в", "pada", "vao", "dia",
		"data", "na" };

	line = mail_fold_skip(line, " \t*_-<>");
	size_t length = strcspn(line, " \t");
	g_autofree char *word = g_strndup(line, length);
	g_autofree char *folded = mail_fold(word);
	if (g_ascii_isdigit(*line) ||
	    (length > 1 && length < WEEKDAY_BYTES &&
	        strchr(".,", line[length - 1]) &&
	        strcspn(line, "0123456789()[]{}<>=\"'/@") >= length))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(intros); i++)
		if (strcmp(folded, intros[i]) == 0)
			return true;
	return false;
}

/* Whether @lines, more than one, begin as an attribution that opens with the
 * date does. */
static bool
opens_with_date(char *const *lines)
{
	Features is = { .address = false };
	g_autofree char *both = g_strconcat(lines[0], " ", lines[1], NULL);

	find_numbers(both, &is);
	return is.date && is.early && begins_with_intro(lines[0]) &&
	       !ends_with(lines[0], "!?");
}

/* The same of one that opens with the name, or is long in its date. */
static bool
opens_with_name(char *const *lines)
{
	Features is = { .address = false };
	const char *first = lines[0] + strspn(lines[0], " \t*_");

	find_numbers(first, &is);
	find_address(first, &is);
	return is.bracketed || strchr("\"'<-", *first) ||
	       lines[1][strspn(lines[1], " \t")] == '<' ||
	       (is.early && is.date && is.time);
}

/* Whether the @n lines that have the build of an attribution are all of it, and
 * none of them is the writer's last, with nothing between. */
static bool
begins_here(char *const *lines, size_t n)
{
	for (size_t k = n - 1; k > 0; k--) {
		Features is = { .address = false };
		bool sure;

		if (is_rest_of_date(lines[k]) || !may_start(lines[k]) ||
		    !find(lines + k, &sure))
			continue;
		g_autoptr(GString) rest = g_string_new(NULL);
		for (size_t i = k; i < n; i++)
			g_string_append_printf(rest, "%s ", lines[i]);
		find_numbers(rest->str, &is);
		find_address(rest->str, &is);
		/* one without a date has it in the lines above */
		if (is.date)
			return !is.address && opens_with_name(lines);
		return opens_with_date(lines);
	}
	return n == 1 || opens_with_date(lines) || opens_with_name(lines);
}

/* "On Mon, Nov 16, 2026 at 8:00, Ann<ann@b.example> wrote:   Hello": Yahoo's
 * telephones go on in the same line. */
static bool
is_with_words(const char *line, bool *ret_sure)
{
	const char *at = strchr(line, '@');
	const char *colon =
	    at && at - line < BYTES_MAX ? strstr(at, ":  ") : NULL;

	if (!colon || mail_fold_is_blank(colon + 1) || colon - line > BYTES_MAX)
		return false;
	g_autofree char *first = g_strndup(line, (size_t)(colon + 1 - line));
	char *const only[] = { first, NULL };
	return find(only, ret_sure) && *ret_sure && begins_with_intro(first) &&
	       strchr(first, '<');
}

size_t
mail_attribution(char *const *lines, bool *ret_sure)
{
	bool sure = false;
	size_t n;

	if (!may_start(*lines))
		return 0;
	n = find(lines, &sure);
	if (!n && is_with_words(*lines, &sure))
		n = 1;
	if (!n || !begins_here(lines, n))
		return 0;
	*ret_sure = sure;
	return n;
}
