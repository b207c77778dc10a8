/* A mail without what belongs to letters and not to the matter. */
#pragma once

/* Who wrote it to whom; any may be NULL. */
typedef struct {
	const char *name;
	const char *address;
	const char *company; /* ours */
} FilterWriter;

/* Returns: (transfer full): @own_words (clean UTF-8) without the line that
 * greets, without the lines from a closing formula or the writer's name on
 * where they end the mail, and without the writer's, her firm's and our names
 * wherever they stand: they would make a matter of what one person writes, or
 * of what all write. */
char *filter_letter_matter(const char *own_words, const FilterWriter *writer);

/* Returns: (transfer full): @subject (clean UTF-8) without these names. */
char *filter_letter_subject(const char *subject, const FilterWriter *writer);
