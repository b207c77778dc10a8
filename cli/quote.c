#include "cli/quote.h"

#include "core/sentence.h"
#include "core/text.h"

#include <stdint.h>
#include <string.h>

#define AROUND_BYTES 160 /* on either side of a word */
#define BRIGHT "\033[1m"
#define PLAIN "\033[0m"

/* A place in a text, from @start up to @end. */
typedef struct {
	size_t start, end;
} Place;

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

/* The sentence round @place, cut where it is long. */
static Place
sentence_of(const char *text, const Place *place)
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
	if (place->start - found.start > AROUND_BYTES)
		found.start = place->start - AROUND_BYTES;
	found.end = MIN(found.end, place->end + AROUND_BYTES);
	while ((text[found.start] & 0xc0) == 0x80)
		found.start++;
	while ((text[found.end] & 0xc0) == 0x80)
		found.end--;
	return found;
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
quote(const char *text, const Place *sentence, const GArray *places,
    unsigned first, bool bright)
{
	GString *out = g_string_new(NULL);
	size_t at = sentence->start;

	for (unsigned i = first; i < places->len; i++) {
		const Place *word = &g_array_index(places, Place, i);

		if (word->start >= sentence->end)
			break;
		if (word->start < at)
			continue;
		append_piece(out, text, at, word->start);
		at = MIN(word->end, sentence->end);
		g_string_append(out, bright ? BRIGHT : "");
		append_piece(out, text, word->start, at);
		g_string_append(out, bright ? PLAIN : "");
	}
	append_piece(out, text, at, sentence->end);
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
		Place sentence;

		if (place->start < behind)
			continue;
		sentence = sentence_of(text, place);
		g_ptr_array_add(
		    quotes, quote(text, &sentence, places, i, bright));
		behind = sentence.end;
	}
	return quotes;
}
