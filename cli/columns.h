/* Text by the columns that it takes on a terminal: Han takes two, a mark that
 * stands over a letter none. */
#pragma once

/* Of standard output, at least 40; 80 where it is no terminal. */
int cli_columns_there(void);

int cli_columns_of(const char *text);
int cli_columns_of_char(const char *at); /* of the character there */

/* Returns: (transfer full): @text, or where it takes more than @columns what
 * fits, cut behind a word where one ends in the last third, and an ellipsis. */
char *cli_columns_cut(const char *text, int columns);

/* Returns: (transfer full): @text and blanks up to @columns; longer text as it
 * is. */
char *cli_columns_fill(const char *text, int columns);

/* Returns: (transfer full): as cli_columns_fill(), but behind longer text the
 * line is broken and goes on at @columns. */
char *cli_columns_lead(const char *text, int columns);
