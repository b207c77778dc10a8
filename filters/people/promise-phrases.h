/* The words in which answers promise something by a time, from
 * data/promises.txt, which says what its kinds are. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
	FILTER_PHRASE_WILL,
	FILTER_PHRASE_COUNT,    /* so many units */
	FILTER_PHRASE_DAY,      /* a weekday */
	FILTER_PHRASE_NEXT_DAY, /* one of next week */
	FILTER_PHRASE_DATE,
	FILTER_PHRASE_IN, /* a fixed number of days */
	FILTER_PHRASE_THIS_WEEK,
	FILTER_PHRASE_NEXT_WEEK,
	FILTER_PHRASE_THIS_MONTH,
} FilterPhraseKind;

typedef struct {
	FilterPhraseKind kind;
	int days;      /* of FILTER_PHRASE_IN */
	char **tokens; /* folded words, or "#", "@", "%", "^", "*" */
} FilterPhrase;

typedef enum {
	FILTER_PHRASE_NUMBERS,
	FILTER_PHRASE_UNITS, /* 'h', 'd', 'b', 'w', 'f', 'm' */
	FILTER_PHRASE_WORKED,
	FILTER_PHRASE_WEEKDAYS,
	FILTER_PHRASE_MONTHS,
	FILTER_PHRASE_SETS
} FilterPhraseSet;

/* Those of one language. */
typedef struct {
	char *language;                        /* "en" */
	GPtrArray *phrases;                    /* FilterPhrase * */
	GHashTable *words[FILTER_PHRASE_SETS]; /* folded word to its number */
} FilterPhraseBook;

/* Returns: (transfer full): FilterPhraseBook *, one a language. */
GPtrArray *filter_phrase_books(void);

/* Returns: (transfer full): the words of @text, folded, and with straight
 * apostrophes, ended by NULL. */
char **filter_phrase_tokens(const char *text);

/* Whether @word is in @set; what it stands for. */
bool filter_phrase_word(const FilterPhraseBook *self, FilterPhraseSet set,
    const char *word, int *ret_number);
