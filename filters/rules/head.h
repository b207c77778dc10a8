/* The head of a rule: TAG[?] -> DEPARTMENT[, DEPARTMENT] [high|now]. */
#pragma once

#include "filters/rules/rule.h"

/* What heads may name, and who hears of their faults. All is borrowed. */
typedef struct {
	const char *const *departments; /* ended by NULL; NULL takes any */
	/* Hears a sentence about byte @at of the line. */
	void (*fault)(size_t at, const char *sentence, void *data);
	void *data;
} FilterHead;

/* Returns: (transfer full): what stands where @line has its tag, "" for
 * nothing of the kind; also of a head with faults. */
char *filter_head_tag(const char *line);

/* Whether @word is a tag as a head may begin with. */
bool filter_head_is_tag(const char *word);

/* Parses @line, which begins with no blank. Each fault is told; then it is
 * NULL. Returns: (transfer full): a rule that lacks only `when`. */
FilterRule *filter_head_parse(const FilterHead *self, const char *line);
