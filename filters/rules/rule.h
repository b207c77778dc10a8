/* One rule: when a message gets a tag, and where that sends it. */
#pragma once

#include "core/query.h"
#include "store/tags.h"

/* Owns what it points to. */
typedef struct {
	char *tag;
	char *name;         /* the tag; "tag#2" for its second rule */
	char *file;         /* where it stands, or NULL */
	int line;           /* of its head there, from 1 */
	char **departments; /* ids, each once, ended by NULL */
	StoreUrgency urgency;
	bool is_sign; /* TAG?: weighed with others, sets no tag alone */
	CoreQuery *when;
} FilterRule;

FilterRule *filter_rule_new(const char *tag, CoreQuery *when); /* takes @when */
void filter_rule_free(void *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterRule, filter_rule_free)

/* Returns: (transfer full): where the rules (FilterRule *) of @tag send a
 * message, each once, ended by NULL. */
char **filter_rules_departments(const GPtrArray *rules, const char *tag);
