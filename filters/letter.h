/* A mail without what belongs to letters and not to the matter. */
#pragma once

/* Who wrote it; either may be NULL. */
typedef struct {
	const char *name;
	const char *address;
} FilterWriter;

/* Returns: (transfer full): @own_words (clean UTF-8) without the line that
 * greets, without the lines from a closing formula or the writer's name on
 * where they end the mail, and without the writer's and her firm's names
 * wherever they stand: they would make a matter of what one person writes. */
char *filter_letter_matter(const char *own_words, const FilterWriter *writer);
