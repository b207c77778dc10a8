/* Reads a regex of PCRE2 piece by piece, as far as needles.c and starts.c
 * need to know it. What it does not know makes it lost rather than wrong. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	const char *at; /* borrowed */
	bool lost;      /* met something beyond this reader */
} FilterRegexReader;

typedef enum {
	FILTER_ATOM_LETTER, /* a letter or digit */
	FILTER_ATOM_DIGIT,  /* any digit of any script */
	FILTER_ATOM_PARTER, /* a character that is in no word */
	FILTER_ATOM_BORDER, /* takes no room; a letter is on one side at most */
	FILTER_ATOM_EMPTY,  /* takes no room */
	FILTER_ATOM_GROUP,  /* the reader is behind its "(" or "(?:" */
	FILTER_ATOM_LOOK,   /* the same, of a group that takes no room */
	FILTER_ATOM_OTHER,  /* takes room */
} FilterAtomKind;

typedef struct {
	FilterAtomKind kind;
	char folded[8]; /* of a letter, whatever stands around it */
} FilterAtom;

/* Reads what a quantifier may follow; not at the end, '|' or ')'. */
FilterAtom filter_regex_reader_atom(FilterRegexReader *self);

/* Reads a quantifier where there is one. Returns: how often at least;
 * *ret_many: it may be more than once. */
guint64 filter_regex_reader_least(FilterRegexReader *self, bool *ret_many);
