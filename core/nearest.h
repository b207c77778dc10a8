/* "Did you mean ...": the known word nearest to a misspelt one. */
#pragma once

/* Returns: (nullable): borrowed from @known (ended by NULL): the word fewest
 * single-character edits away from @word, at most a third of its length and 3;
 * of equals the first. */
const char *core_nearest(const char *word, const char *const *known);
