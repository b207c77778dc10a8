#include "mail/words/words.h"

#include "mail/fold.h"
#include "mail/words/armor.h"
#include "mail/words/attribution.h"
#include "mail/words/banner.h"
#include "mail/words/block.h"
#include "mail/words/card.h"
#include "mail/words/device.h"
#include "mail/words/footer.h"
#include "mail/words/labels.h"
#include "mail/words/notes.h"
#include "mail/words/quote.h"
#include "mail/words/speech.h"
#include "mail/words/wrapped.h"

#include <glib.h>
#include <string.h>

/* A signature longer than this is no signature but the mail; the mark with its
 * blank, which only programs write, may set off more. */
#define SIGNATURE_LINES 12
#define MARKED_LINES 40
#define FOOTER_RULE 20 /* underscores, at least */
#define LOOK_AHEAD_LINES 200
#define HEADER_LINES 12

typedef struct {
	const char *writer; /* or NULL */
	char *const *first; /* of all lines */
	bool has_source;    /* an attribution or a header was seen */
	bool has_odd_marks; /* "|" or initials were seen below an attribution */
	bool has_words;     /* a line that is kept was seen */
	size_t n_quoted;    /* lines that begin with '>' in all */
	bool is_borrowed;   /* and what is kept may be another's */
} Cutter;

typedef enum {
	OWN,
	QUOTED, /* another's, or the line that says so */
	END,    /* this and all that follows is another's */
} Kind;

static char *const *
next_filled(char *const *lines)
{
	while (*lines && mail_fold_is_blank(*lines))
		lines++;
	return lines;
}

static size_t
header_length(char *const *lines)
{
	size_t rule = mail_quote_is_rule(lines[0]), n = 1;
	size_t block = mail_block_length(lines + rule);

	if (mail_block_in_line(lines[0]))
		return 1;
	if (block)
		return rule + block;
	while (n < HEADER_LINES && lines[n] && !mail_fold_is_blank(lines[n]) &&
	       !mail_quote_is_quoted(lines[n]) &&
	       (n < 2 || !mail_labels_are_header(lines + n)))
		n++;
	return n;
}

/* Outlook's header or a line before one. Words of the writer may follow where
 * what it quotes is marked; where none are above it, what follows is all there
 * is. */
static Kind
below_header(Cutter *self, char *const *lines, size_t *ret_n)
{
	char *const *next = next_filled(lines + header_length(lines));
	bool is_marked = *next && mail_quote_is_quoted(*next);

	if (!is_marked && self->has_words)
		return END;
	self->is_borrowed |= !is_marked;
	/* the header below a line before one comes next */
	*ret_n = is_marked || mail_labels_are_header(lines)
	             ? (size_t)(next - lines)
	             : 1;
	return QUOTED;
}

/* Whether lines below an attribution are marked as quoted, though the first is
 * not: then the first is an answer. Marks below another attribution or a header
 * are those of a mail that was quoted without. */
static bool
has_marks_below(char *const *lines)
{
	bool sure;

	for (size_t i = 0; i < LOOK_AHEAD_LINES && lines[i]; i++) {
		if (mail_quote_is_quoted(lines[i]))
			return true;
		if (mail_attribution(lines + i, &sure) ||
		    mail_quote_is_separator(lines[i]) ||
		    mail_labels_are_header(lines + i))
			return false;
	}
	return false;
}

/* Whether the one line of the mail that begins with '>' compares ("> 5 and <
 * 10"), or the first of a few is Python's prompt: nobody is quoted. */
static bool
is_sign(const Cutter *self, char *const *lines)
{
	const char *rest = *lines + 1 + strspn(*lines + 1, " ");

	if (self->has_source || **lines != '>')
		return false;
	if (g_str_has_prefix(*lines, ">>> ") && g_ascii_islower((*lines)[4]))
		return true;
	size_t digits = strspn(rest, "0123456789");
	return self->n_quoted == 1 && digits && rest[digits] == ' ';
}

/* "Ann Doe wrote:" below "Sent from my phone" and a blank line, as old
 * telephones quote without a date or a mark. */
static bool
is_of_device(const Cutter *self, char *const *lines)
{
	char *const *above = lines;
	char marked[] = ">";
	char *const quotation[] = { *lines, marked, NULL };
	bool sure;

	while (above > self->first && mail_fold_is_blank(above[-1]))
		above--;
	return above < lines && above > self->first && self->has_words &&
	       mail_fold_ends_with_colon(*lines, strlen(*lines)) &&
	       mail_device_is(above[-1]) && mail_attribution(quotation, &sure);
}

/* What @lines begin with, and how many of them it is. @before: the line above,
 * or NULL. */
static Kind
kind_of(Cutter *self, char *const *lines, const char *before, size_t *ret_n)
{
	bool sure;
	size_t attribution, armor = mail_armor_find(lines);

	*ret_n = MAX(armor, 1);
	if (armor)
		return QUOTED;
	if (mail_fold_is_blank(*lines))
		return OWN;
	if (mail_quote_is_quoted(*lines) && !mail_quote_is_separator(*lines))
		return is_sign(self, lines) ? OWN : QUOTED;
	if (mail_wrapped_is_rest(lines, before) ||
	    (self->has_odd_marks && mail_quote_is_odd(*lines)))
		return QUOTED;
	if (mail_quote_is_separator(*lines) || mail_labels_are_header(lines) ||
	    mail_notes_is_header(lines) || mail_block_in_line(*lines)) {
		self->has_source = true;
		return below_header(self, lines, ret_n);
	}
	attribution = mail_attribution(lines, &sure);
	if (!attribution)
		return is_of_device(self, lines) ? END : OWN;
	self->has_source = true;
	char *const *next = next_filled(lines + attribution);
	bool odd = *next && mail_quote_is_odd(*next);
	if (!*next || odd || has_marks_below(next)) {
		self->has_odd_marks |= odd;
		*ret_n = attribution;
		return QUOTED;
	}
	/* what is quoted without a mark goes on to the end; above all words it
	 * cannot be told from the answer below it */
	if (!sure)
		return OWN;
	*ret_n = attribution;
	self->is_borrowed |= !self->has_words;
	return self->has_words ? END : QUOTED;
}

static void
trim_rules(char *const *lines, size_t *n_lines)
{
	while (*n_lines && (mail_fold_is_blank(lines[*n_lines - 1]) ||
	                       mail_quote_is_rule(lines[*n_lines - 1])))
		(*n_lines)--;
}

/* Whether the rule of underscores at @i, if it is one, is the writer's: a short
 * one right below words, as in a form. */
static bool
is_drawn(char *const *lines, size_t i)
{
	size_t length = strspn(lines[i], "_");

	return length && length < FOOTER_RULE && i > 0 &&
	       !mail_fold_is_blank(lines[i - 1]);
}

/* Cuts at the first "--" that no more than a signature's lines follow, in none
 * of which the writer says "I": he draws lines between his matters. */
static void
trim_signature(char *const *lines, size_t *n_lines, bool words_before)
{
	size_t filled = 0, cut = *n_lines;
	bool said = false;

	for (size_t i = *n_lines; i-- > 0 && filled <= MARKED_LINES;) {
		if (strcmp(lines[i], "-- ") == 0 ||
		    (filled <= SIGNATURE_LINES && !said &&
		        !is_drawn(lines, i) && mail_footer_is_mark(lines[i])))
			cut = i;
		said |= mail_speech_is_of_self(lines[i]);
		filled += !mail_fold_is_blank(lines[i]);
	}
	for (size_t i = 0; !words_before && i < cut; i++)
		words_before = !mail_fold_is_blank(lines[i]);
	if (words_before)
		*n_lines = cut;
}

/* Takes off all that stands below the words of one stretch. @is_inline: it is
 * an answer inside a quotation, with no letter's end. */
static size_t
trim_end(const Cutter *self, char *const *lines, size_t n_lines,
    bool words_before, bool is_inline)
{
	size_t before;

	trim_signature(lines, &n_lines, words_before);
	do {
		before = n_lines;
		trim_rules(lines, &n_lines);
		n_lines -= mail_device_find(lines, n_lines);
		if (!is_inline)
			n_lines = mail_footer_find_disclaimer(lines, n_lines);
	} while (n_lines < before);
	return is_inline ? n_lines
	                 : mail_card_find(lines, n_lines, self->writer);
}

/* Without strlen(), which would make the whole quadratic. */
static bool
ends_with_blank_line(const GString *words)
{
	return words->len < 2 ||
	       memcmp(words->str + words->len - 2, "\n\n", 2) == 0;
}

/* "Sent from my phone" with blank lines around it is nobody's words, though
 * what is below may be. */
static bool
is_device_alone(char *const *lines, size_t n_lines, size_t i)
{
	return (i == 0 || mail_fold_is_blank(lines[i - 1])) &&
	       (i + 1 == n_lines || mail_fold_is_blank(lines[i + 1])) &&
	       mail_device_is(lines[i]);
}

/* The blank lines go with it, not those below the writer's own. */
static void
trim_title(char *const *lines, size_t *n_lines)
{
	size_t filled = *n_lines;

	while (filled && mail_fold_is_blank(lines[filled - 1]))
		filled--;
	if (filled && mail_quote_is_title(lines + filled - 1))
		*n_lines = filled - 1;
}

/* Appends what is the writer's of @lines, which no other's words part. One
 * blank line stays of many, and none at the start. */
static void
keep(const Cutter *self, GString *words, char *const *lines, size_t n_lines)
{
	const char *next = lines[n_lines];

	trim_title(lines, &n_lines);
	if (!n_lines)
		return;
	n_lines = trim_end(self, lines, n_lines, words->len > 0,
	    words->len && next && mail_quote_is_quoted(next));
	for (size_t i = 0; i < n_lines; i++) {
		bool blank = mail_fold_is_blank(lines[i]);

		if (blank ? ends_with_blank_line(words)
		          : is_device_alone(lines, n_lines, i))
			continue;
		size_t length = blank ? 0 : strlen(lines[i]);
		/* the NUL that ends the line has room for its end */
		g_string_append_len(words, lines[i], (gssize)length + 1);
		words->str[words->len - 1] = '\n';
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

static size_t
count_quoted(char *const *lines)
{
	size_t n = 0;

	for (; *lines; lines++)
		n += **lines == '>';
	return n;
}

/* Returns: (nullable) (transfer full): the writer's words of @text, NULL for
 * none. */
static char *
cut(const char *text, const char *writer, bool *ret_borrowed)
{
	g_autofree char *copy = g_strdup(text);
	g_autoptr(GPtrArray) lines = split(copy);
	mail_wrapped_part(lines);
	g_autoptr(GString) words = g_string_sized_new(strlen(text) + 1);
	char *const *first = (char **)lines->pdata;
	Cutter cutter = { .writer = writer,
		.first = first,
		.n_quoted = count_quoted(first) };
	char *const *start = first + mail_banner_find(first);
	char *const *line = start;
	Kind kind = OWN;

	while (*line && kind != END) {
		size_t n;

		kind =
		    kind_of(&cutter, line, line > first ? line[-1] : NULL, &n);
		if (kind == OWN && !cutter.has_words)
			cutter.has_words = !mail_fold_is_blank(*line) &&
			                   !mail_quote_is_rule(*line);
		if (kind != OWN) {
			keep(&cutter, words, start, (size_t)(line - start));
			start = line + n;
		}
		line += n;
	}
	if (kind != END)
		keep(&cutter, words, start, (size_t)(line - start));
	while (words->len && g_ascii_isspace(words->str[words->len - 1]))
		g_string_truncate(words, words->len - 1);
	*ret_borrowed = cutter.is_borrowed;
	return words->len ? g_string_free(g_steal_pointer(&words), FALSE)
	                  : NULL;
}

char *
mail_words(const char *text, const char *writer, bool *ret_full)
{
	char *words = cut(text, writer, ret_full);

	if (words)
		return words;
	*ret_full = true;
	g_autofree char *forward = mail_quote_unmark_forward(text);
	bool is_borrowed;

	words = forward ? cut(forward, writer, &is_borrowed) : NULL;
	return words ? words : g_strdup(text);
}
