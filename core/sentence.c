#include "core/sentence.h"

#include "core/text.h"

#include <glib.h>
#include <string.h>

/* A line of so many columns may have been broken for its length; no mail
 * program breaks later than that. */
#define FOLDED_FROM 45
#define FOLDED_TO 100
#define WIDE_MARKS "\u3002\uff01\uff1f\uff61"
#define MARKS ".!?\u2026\u061f\u0964\u0965" WIDE_MARKS
#define CLOSERS "\"')]*_\u201c\u201d\u2019\u00bb\u00ab\u203a\u300d\u300f\uff09"
#define WORD_BYTES 12

typedef struct {
	const char *text;
	const char *start; /* of the sentence */
	const char *p;     /* what is read next */
} Reading;

static bool
is_one_of(const char *p, const char *characters)
{
	return *p && g_utf8_strchr(characters, -1, g_utf8_get_char(p));
}

static bool
is_mark(const char *p)
{
	/* Nearly all of a text, and quick. */
	if ((unsigned char)*p < 0x80)
		return *p == '.' || *p == '!' || *p == '?';
	return is_one_of(p, MARKS);
}

static const char *
skip(const char *p, const char *characters)
{
	while (is_one_of(p, characters))
		p = core_text_next(p);
	return p;
}

static bool
is_blank(const char *p)
{
	return *p && *p != '\n' && g_unichar_isspace(g_utf8_get_char(p));
}

static const char *
skip_blanks(const char *p)
{
	while (is_blank(p))
		p = core_text_next(p);
	return p;
}

static bool
is_small(const char *p)
{
	return *p && g_unichar_islower(g_utf8_get_char(p));
}

/* Returns: what stands behind "- ", "* ", "a) ", ">" at @p, or @p; with
 * @may_be_number behind "1. " too, which a folded line may begin with as well:
 * "on the\n12. of May". */
static const char *
skip_bullet(const char *p, bool may_be_number)
{
	size_t digits = strspn(p, "0123456789");
	const char *behind = p;

	if (*p == '>')
		return skip_blanks(p + 1);
	if (is_one_of(p, "-*+#\u2022\u00b7\u2013\u2014"))
		behind = core_text_next(p);
	else if (may_be_number && digits > 0 && digits <= 2 &&
	         (p[digits] == '.' || p[digits] == ')'))
		behind = p + digits + 1;
	else if (g_ascii_isalpha(*p) && p[1] == ')')
		behind = p + 2;
	return is_blank(behind) ? skip_blanks(behind) : p;
}

/* Whether the line that ends at @end may have been broken for its length; a
 * little more than the widest is looked at. */
static bool
is_folded(const char *text, const char *end)
{
	unsigned columns = 0;

	for (const char *p = end; p > text && columns <= FOLDED_TO;) {
		p = g_utf8_prev_char(p);
		if (*p == '\n')
			break;
		columns += g_unichar_iswide(g_utf8_get_char(p)) ? 2 : 1;
	}
	return columns >= FOLDED_FROM && columns <= FOLDED_TO;
}

/* Whether a sentence ends with the line whose end is read. */
static bool
ends_with_line(const Reading *self)
{
	const char *next = skip_blanks(self->p + 1);
	const char *last = self->p;
	bool folded = is_folded(self->text, last);

	if (*next == '\n' || *next == '\0' ||
	    skip_bullet(next, !folded) != next)
		return true;
	if (folded)
		return false;
	while (is_blank(g_utf8_prev_char(last)))
		last = g_utf8_prev_char(last);
	/* "Dear Ann,", "What I did:" */
	return !is_small(next) || strchr(",:", last[-1]);
}

/* Lower case, ended by NULL. */
static bool
is_listed(const char *word, const char *const *list)
{
	while (*list && strcmp(word, *list) != 0)
		list++;
	return *list;
}

/* "u.s.a", or a letter alone, but for "so do I". */
static bool
is_of_letters(const char *word)
{
	if (strcmp(word, "i") == 0)
		return false;
	while (g_unichar_isalpha(g_utf8_get_char(word))) {
		word = core_text_next(word);
		if (*word == '\0')
			return true;
		if (*word++ != '.')
			return false;
	}
	return false;
}

/* The word that ends at @end, in lower case; "" where it is long. */
static char *
word_before(const char *start, const char *end)
{
	const char *word = end;

	while (word > start && !strchr(" \n\t(\"/", word[-1])) {
		if (end - word == WORD_BYTES)
			return g_strdup("");
		word--;
	}
	return g_utf8_strdown(word, end - word);
}

static bool
is_month(const char *next)
{
	static const char *const months[] = { "januar", "jan", "j\u00e4nner",
		"februar", "feb", "m\u00e4rz", "april", "apr", "mai", "juni",
		"jun", "juli", "jul", "august", "aug", "september", "sept",
		"sep", "oktober", "okt", "november", "nov", "dezember", "dez",
		NULL };
	const char *end = next;

	while (g_unichar_isalpha(g_utf8_get_char(end)))
		end = core_text_next(end);
	g_autofree char *word = g_utf8_strdown(next, end - next);
	return is_listed(word, months);
}

/* "12. November", "am 3. Tag", "the 2. reminder"; not "It shows 12. I ...". */
static bool
is_ordinal(const char *start, const char *point, const char *next)
{
	static const char *const articles[] = { "der", "die", "das", "den",
		"dem", "des", "am", "im", "zum", "zur", "vom", "beim", "ab",
		"ein", "eine", "einen", "einem", "einer", NULL };
	const char *number = point;

	while (number > start && g_ascii_isdigit(number[-1]))
		number--;
	if (point == number || point - number > 2 ||
	    (number > start && number[-1] != ' ' && number[-1] != '\n'))
		return false;
	if (is_small(next) || is_month(next) || number == start)
		return true;
	g_autofree char *article = word_before(start, number - 1);
	return is_listed(article, articles);
}

/* Whether a sentence goes on behind "@word." with what stands at @next. */
static bool
is_abbreviation(const char *word, const char *next)
{
	static const char *const before_anything[] = { "z.b", "e.g", "i.e",
		"d.h", "u.a", "i.d.r", "o.g", "s.o", "s.u", "p.ex", "p.ej",
		"mr", "mrs", "ms", "dr", "prof", "st", "hr", "hrn", "fr", "sr",
		"sra", "srta", "mme", "mlle", "bzw", "ca", "ggf", "inkl",
		"exkl", "zzgl", "evtl", "vgl", "bspw", "sog", "resp", "vs",
		"approx", "incl", "excl", "esp", NULL };
	static const char *const before_numbers[] = { "no", "nr", "num", "art",
		"fig", "tel", "vol", "pos", "abs", "pp", "ref", "jan", "feb",
		"apr", "jun", "jul", "aug", "sep", "sept", "oct", "okt", "nov",
		"dec", "dez", NULL };
	static const char *const before_small[] = { "etc", "usw", "uvm", "inc",
		"ltd", "co", "corp", "min", "max", NULL };

	if (is_listed(word, before_anything))
		return true;
	if (g_ascii_isdigit(*next) && is_listed(word, before_numbers))
		return true;
	if (is_of_letters(word))
		return strlen(word) < 3 || is_small(next) ||
		       g_ascii_isdigit(*next);
	return is_small(next) && is_listed(word, before_small);
}

/* Reads marks and what closes behind them. Returns: whether they end it. */
static bool
ends_with_marks(Reading *self)
{
	const char *first = self->p;
	bool is_wide = is_one_of(first, WIDE_MARKS);
	const char *dots = skip(first, ".\u2026");
	const char *marks = skip(first, MARKS);
	const char *closed = skip(marks, CLOSERS);
	const char *next = skip_blanks(closed);

	self->p = closed;
	if (*next == '\n')
		next = skip_blanks(next + 1);
	if (is_wide)
		return marks == closed || next > closed ||
		       !g_unichar_isalpha(g_utf8_get_char(next));
	if (*closed && next == closed)
		return false;
	if (dots == first + 1 && marks == dots && marks == closed) {
		g_autofree char *word = word_before(self->start, first);

		return !is_abbreviation(word, next) &&
		       !is_ordinal(self->start, first, next);
	}
	return !is_small(next) || (marks == closed && marks > dots);
}

/* Past white space and, at the start of a line, bullets. */
static const char *
skip_to_words(const char *text, const char *p)
{
	bool at_line = p == text;
	const char *from;

	do {
		from = p;
		for (p = skip_blanks(p); *p == '\n'; p = skip_blanks(p + 1))
			at_line = true;
		p = at_line ? skip_bullet(p, true) : p;
	} while (p != from);
	return p;
}

bool
core_sentence_next(const char *text, CoreSentence *sentence)
{
	const char *start =
	    skip_to_words(text, sentence->start + sentence->length);
	Reading self = { text, start, start };

	if (*start == '\0')
		return false;
	while (*self.p) {
		if (*self.p == '\n' && ends_with_line(&self))
			break;
		if (!is_mark(self.p))
			self.p = core_text_next(self.p);
		else if (ends_with_marks(&self))
			break;
	}
	sentence->start = self.start;
	sentence->length = (size_t)(self.p - self.start);
	while (g_unichar_isspace(
	    g_utf8_get_char(g_utf8_prev_char(self.start + sentence->length))))
		sentence->length--;
	return true;
}
