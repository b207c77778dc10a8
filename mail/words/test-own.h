/* What the tests of quoting styles share. */
#pragma once

#include <stddef.h>

/* Asserts that nothing of @below is taken for the words of the customer who
 * wrote two lines above it. */
void test_own_is_cut(const char *below);

/* The same where no blank line is between. */
void test_own_is_cut_close(const char *below);

typedef struct {
	const char *text, *words;
} TestOwn;

/* Asserts that the own words of each row's text are those of the row. */
void test_own_words_are(const TestOwn *rows, size_t n_rows);
