/* What the tests of quoting styles share. */
#pragma once

/* Asserts that nothing of @below is taken for the words of the customer who
 * wrote two lines above it. */
void test_own_is_cut(const char *below);

/* The same where no blank line is between. */
void test_own_is_cut_close(const char *below);
