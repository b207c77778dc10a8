#include "cli/quote.h"

#include "cli/columns.h"
#include "core/sentence.h"
#include "core/text.h"

#include <stdint.h>
#include <string.h>

#define AROUND_COLUMNS 160 /* on either side of a word */
#define ELLIPSIS "\xe2\x80\xa6"
#define BRIGHT "\033[1m"
#define PLAIN "\033[0m"

/* A place in a text, from @start up to @end. */
typedef struct {
	size_t start, end;
} Place;

/* A sentence, and whether it goes on before or behind what is shown. */
typedef struct {
	Place place;
	bool cut_start, cut_end;
} Sentence;

static bool
is_letter(const char *at)
{
	gunichar c = g_utf8_get_char(at);

	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* Whether the words of a text end at @at, or are none that blanks part. */
static bool
is_border(const char *text, const char *at)
{
	return at == text || *at == '\0' || !is_letter(at) ||
	       !is_letter(g_utf8_prev_char(at));
}

/* A word is noted with blanks for the breaks and tabs in it. */
static bool
stands_at(const char *at, const char *word)
{
	for (; *word; at++, word++)
		if (*at != *word &&
		    !(*word == ' ' && (*at == '\n' || *at == '\t')))
			return false;
	return true;
}

/* What a regex such as /./ found is everywhere. */
static bool
is_worth_showing(const char *word)
{
	for (; *word; word = core_text_next(word))
		if (is_letter(word))
			return true;
	return false;
}

static bool
find_word(const char *text, const char *word, bool whole, Place *ret_place)
{
	size_t length = strlen(word);

	for (const char *at = text; *at; at = core_text_next(at)) {
		if (!stands_at(at, word) ||
		    (whole && (!is_border(text, at) ||
		                  !is_border(text, at + length))))
			continue;
		ret_place->start = (size_t)(at - text);
		ret_place->end = ret_place->start + length;
		return true;
	}
	return false;
}

static int
compare_places(const void *a, const void *b)
{
	const Place *x = a;
	const Place *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* The first place of each of @words, in the order of the text. */
static GArray *
find_words(const char *text, char *const *words)
{
	GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));

	for (; words && *words; words++) {
		Place place;

		if (is_worth_showing(*words) &&
		    (find_word(text, *words, true, &place) ||
		        find_word(text, *words, false, &place)))
			g_array_append_val(places, place);
	}
	g_array_sort(places, compare_places);
	return places;
}

/* The sentence round @place. */
static Place
whole_sentence(const char *text, const Place *place)
{
	CoreSentence sentence = { text, 0 };
	Place found = *place;

	while (core_sentence_next(text, &sentence)) {
		size_t start = (size_t)(sentence.start - text);

		if (start > place->start)
			break;
		found.start = start;
		found.end = MAX(place->end, start + sentence.length);
	}
	return found;
}

/* Goes back from @at to @start; where that is too far, to a word that begins in
 * the last third of the way. */
static size_t
cut_start(const char *text, size_t start, size_t at)
{
	size_t word = 0;
	int left = AROUND_COLUMNS;

	while (at > start && left > 0) {
		if (left <= AROUND_COLUMNS / 3 && g_ascii_isspace(text[at - 1]))
			word = at;
		at = (size_t)(g_utf8_prev_char(text + at) - text);
		left -= cli_columns_of_char(text + at);
	}
	return at > start && word ? word : at;
}

/* The same, forwards to @end. */
static size_t
cut_end(const char *text, size_t at, size_t end)
{
	size_t word = 0;
	int left = AROUND_COLUMNS;

	while (at < end && left > 0) {
		if (left <= AROUND_COLUMNS / 3 && g_ascii_isspace(text[at]))
			word = at;
		left -= cli_columns_of_char(text + at);
		at = (size_t)(core_text_next(text + at) - text);
	}
	return at < end && word ? word : at;
}

/* The sentence round @place, cut where it is long. */
static Sentence
sentence_of(const char *text, const Place *place)
{
	Place whole = whole_sentence(text, place);
	Place shown = { cut_start(text, whole.start, place->start),
		cut_end(text, place->end, whole.end) };

	return (Sentence){ shown, shown.start > whole.start,
		shown.end < whole.end };
}

static void
append_piece(GString *out, const char *text, size_t start, size_t end)
{
	g_autofree char *piece = NULL;

	if (start >= end)
		return;
	piece = core_text_line(text + start, end - start, end - start + 1);
	if (out->len > 0 && g_ascii_isspace(text[start]))
		g_string_append_c(out, ' ');
	g_string_append(out, piece);
	if (*piece && g_ascii_isspace(text[end - 1]))
		g_string_append_c(out, ' ');
}

/* @places: of the words in it and behind it. */
static char *
quote(const char *text, const Sentence *sentence, const GArray *places,
    unsigned first, bool bright)
{
	GString *out = g_string_new(sentence->cut_start ? ELLIPSIS : NULL);
	size_t at = sentence->place.start, end = sentence->place.end;

	for (unsigned i = first; i < places->len; i++) {
		const Place *word = &g_array_index(places, Place, i);

		if (word->start >= end)
			break;
		if (word->start < at)
			continue;
		append_piece(out, text, at, word->start);
		at = MIN(word->end, end);
		g_string_append(out, bright ? BRIGHT : "");
		append_piece(out, text, word->start, at);
		g_string_append(out, bright ? PLAIN : "");
	}
	append_piece(out, text, at, end);
	if (sentence->cut_end)
		g_string_append(out, ELLIPSIS);
	return g_strchomp(g_string_free(out, FALSE));
}

GPtrArray *
cli_quote(const char *text, char *const *words, unsigned max, bool bright)
{
	GPtrArray *quotes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) places = NULL;
	size_t behind = 0;

	if (!text)
		return quotes;
	places = find_words(text, words);
	for (unsigned i = 0; i < places->len && quotes->len < max; i++) {
		const Place *place = &g_array_index(places, Place, i);
		Sentence sentence;

		if (place->start < behind)
			continue;
		sentence = sentence_of(text, place);
		g_ptr_array_add(
		    quotes, quote(text, &sentence, places, i, bright));
		behind = sentence.place.end;
	}
	return quotes;
}
