#include "filters/people/promise.h"

#include "core/sentence.h"
#include "core/text.h"
#include "filters/people/promise-due.h"

#include <string.h>

#define MOST_PROMISES 10
#define SENTENCE_BYTES 1000
#define OWN_WORDS_BYTES 16384

struct _FilterPromises {
	const CoreOffice *office;
	GPtrArray *books; /* FilterPhraseBook * */
};

FilterPromises *
filter_promises_new(const CoreOffice *office)
{
	FilterPromises *self = g_new0(FilterPromises, 1);

	self->office = office;
	self->books = filter_phrase_books();
	return self;
}

void
filter_promises_free(FilterPromises *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->books);
	g_free(self);
}

/* A sentence being read in one language. */
typedef struct {
	const FilterPhraseBook *book;
	char **tokens;
	unsigned n_tokens;
	FilterSaid said;
} Reading;

static const char *
token_at(const Reading *self, unsigned at)
{
	return at < self->n_tokens ? self->tokens[at] : "";
}

static bool
read_number(const Reading *self, const char *token, int *ret_number)
{
	size_t digits = strspn(token, "0123456789");

	if (filter_phrase_word(
	        self->book, FILTER_PHRASE_NUMBERS, token, ret_number))
		return true;
	if (digits == 0 || digits > 3)
		return false;
	*ret_number = (int)g_ascii_strtoll(token, NULL, 10);
	/* "12th", "1er"; not "5pm" or "24h". */
	return strlen(token + digits) == 0 ||
	       (strlen(token + digits) == 2 && !strchr("ap", token[digits]));
}

/* "days", "working days", "jours ouvres". */
static unsigned
read_unit(Reading *self, unsigned at)
{
	unsigned from = at;
	int ignored;
	bool worked = false;

	if (filter_phrase_word(self->book, FILTER_PHRASE_WORKED,
	        token_at(self, at), &ignored)) {
		worked = true;
		at++;
	}
	if (!filter_phrase_word(self->book, FILTER_PHRASE_UNITS,
	        token_at(self, at++), &self->said.unit))
		return 0;
	if (filter_phrase_word(self->book, FILTER_PHRASE_WORKED,
	        token_at(self, at), &ignored)) {
		worked = true;
		at++;
	}
	if (worked && self->said.unit == 'd')
		self->said.unit = 'b';
	return at - from;
}

/* "12 November", "12. November", "12 de noviembre", "November 12". */
static unsigned
read_date(Reading *self, unsigned at)
{
	FilterSaid *said = &self->said;
	unsigned month_at = at + 1;

	if (filter_phrase_word(self->book, FILTER_PHRASE_MONTHS,
	        token_at(self, at), &said->month))
		return read_number(self, token_at(self, at + 1), &said->number)
		           ? 2
		           : 0;
	if (!read_number(self, token_at(self, at), &said->number))
		return 0;
	if (strcmp(token_at(self, month_at), "of") == 0 ||
	    strcmp(token_at(self, month_at), "de") == 0)
		month_at++;
	return filter_phrase_word(self->book, FILTER_PHRASE_MONTHS,
	           token_at(self, month_at), &said->month)
	           ? month_at - at + 1
	           : 0;
}

/* Returns: how many tokens from @at on are what @mark asks for, 0 for none. */
static unsigned
read_mark(Reading *self, const char *mark, unsigned at)
{
	const char *token = token_at(self, at);

	switch (mark[1] == '\0' ? *mark : '\0') {
	case '#':
		return read_number(self, token, &self->said.number) ? 1 : 0;
	case '@':
		return read_unit(self, at);
	case '%':
		return filter_phrase_word(self->book, FILTER_PHRASE_WEEKDAYS,
		           token, &self->said.weekday)
		           ? 1
		           : 0;
	case '^':
		return read_date(self, at);
	default:
		return strcmp(mark, token) == 0 ? 1 : 0;
	}
}

/* Whether @wanted stand from @at on. */
static bool
stands(Reading *self, char **wanted, unsigned at)
{
	for (; *wanted; wanted++) {
		if (strcmp(*wanted, "*") == 0)
			return stands(self, wanted + 1, at) ||
			       stands(self, wanted + 1, at + 1) ||
			       stands(self, wanted + 1, at + 2);
		unsigned read = read_mark(self, *wanted, at);
		if (read == 0)
			return false;
		at += read;
	}
	return true;
}

/* Finds the longest phrase that stands at @at; a promising one only sets
 * @promised. Returns: (nullable): a time. */
static const FilterPhrase *
find_phrase(Reading *self, unsigned at, bool *promised)
{
	const FilterPhrase *longest = NULL;

	for (unsigned i = 0; i < self->book->phrases->len; i++) {
		const FilterPhrase *phrase = self->book->phrases->pdata[i];

		if (longest && phrase->kind != FILTER_PHRASE_WILL &&
		    g_strv_length(phrase->tokens) <=
		        g_strv_length(longest->tokens))
			continue;
		if (!stands(self, phrase->tokens, at))
			continue;
		if (phrase->kind == FILTER_PHRASE_WILL)
			*promised = true;
		else
			longest = phrase;
	}
	return longest;
}

/* A time counts behind the promising words, else before them. */
static int64_t
find_due(Reading *self, const CoreOffice *office, int64_t said_at)
{
	bool promised = false;
	int64_t before = 0;

	for (unsigned at = 0; at < self->n_tokens; at++) {
		const FilterPhrase *phrase = find_phrase(self, at, &promised);

		/* What was tried last may have left its marks. */
		if (!phrase || !stands(self, phrase->tokens, at))
			continue;
		int64_t due =
		    filter_promise_due(&self->said, phrase, office, said_at);
		if (due > 0 && promised)
			return due;
		before = due > 0 ? due : before;
	}
	return promised ? before : 0;
}

/* All that stays the same for the sentences of one answer. */
typedef struct {
	const FilterPromises *self;
	const char *language;
	int64_t said_at;
	GPtrArray *promises;
} Answer;

static void
add_promise(const Answer *answer, const char *sentence, int64_t due)
{
	StorePromise *promise = g_new0(StorePromise, 1);

	promise->text = g_strdup(sentence);
	promise->due_at = due;
	g_ptr_array_add(answer->promises, promise);
}

static void
read_sentence(const Answer *answer, const char *start, size_t length)
{
	g_autofree char *sentence =
	    core_text_line(start, length, SENTENCE_BYTES);
	g_auto(GStrv) tokens = filter_phrase_tokens(sentence);

	if (answer->promises->len == MOST_PROMISES)
		return;
	for (unsigned i = 0; i < answer->self->books->len; i++) {
		const FilterPhraseBook *book = answer->self->books->pdata[i];
		Reading reading = { .book = book,
			.tokens = tokens,
			.n_tokens = g_strv_length(tokens) };

		if (answer->language &&
		    strcmp(answer->language, book->language) != 0)
			continue;
		int64_t due =
		    find_due(&reading, answer->self->office, answer->said_at);
		if (due > 0) {
			add_promise(answer, sentence, due);
			return;
		}
	}
}

static bool
is_known(const FilterPromises *self, const char *language)
{
	for (unsigned i = 0; language && i < self->books->len; i++) {
		const FilterPhraseBook *book = self->books->pdata[i];

		if (strcmp(book->language, language) == 0)
			return true;
	}
	return false;
}

GPtrArray *
filter_promises_find(const FilterPromises *self, const char *own_words,
    const char *language, int64_t said_at)
{
	g_autoptr(GPtrArray) promises =
	    g_ptr_array_new_with_free_func(store_promise_free);
	Answer answer = { self, is_known(self, language) ? language : NULL,
		said_at, promises };
	CoreSentence sentence = { own_words, 0 };

	while (core_sentence_next(own_words, &sentence) &&
	       sentence.start - own_words < OWN_WORDS_BYTES)
		read_sentence(&answer, sentence.start, sentence.length);
	return g_steal_pointer(&promises);
}
