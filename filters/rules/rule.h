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

/* Whether its tag is @tag or a part of it: "bug/crash" is one of "bug". */
bool filter_rule_is_of(const FilterRule *self, const char *tag);

/* Returns: (transfer full): every tag that rules (FilterRule *) can give, and
 * the kind it is a part of ("bug" of "bug/crash"), each once, in the order of
 * the rules: char *, ended by NULL. */
char **filter_rules_tags(const GPtrArray *rules);

/* Returns: (transfer full): where the rules (FilterRule *) of @tag send a
 * message, each once, ended by NULL. A kind without rules of its own goes where
 * the first of its parts does. */
char **filter_rules_departments(const GPtrArray *rules, const char *tag);
