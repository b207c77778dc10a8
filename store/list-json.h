/* Lists of texts in one column: a JSON array of strings. */
#pragma once

/* Returns: (transfer full): @list (NULL is empty) as JSON. */
char *store_list_to_json(char *const *list);

/* Returns: (transfer full): ended by NULL; empty for what is no array. */
char **store_list_from_json(const char *text);
