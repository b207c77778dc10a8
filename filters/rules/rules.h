/* The rules files: TAG -> DEPARTMENT[, DEPARTMENT] [high|now], and indented
 * below it when. */
#pragma once

#include "core/config.h"
#include "filters/rules/rule.h"

/* Whom rules may send a message to: the departments of @config and
 * "executives".
 * Returns: (transfer container): const char *, ended by NULL. */
GPtrArray *filter_rules_targets(const CoreConfig *config);

/*
 * Reads the files of @config's rules glob in the order of their names; a
 * department is one of @config's (any, when it has none) or "executives", and
 * the tag of a tag: term one that a rule above it sets.
 * FILTER_ERROR_RULES with all faults of all files, each as "FILE:LINE:COLUMN:
 * sentence", the line and a caret; a rule with a fault never hides another's.
 * Returns: (transfer full): FilterRule *, in the order of the files; none when
 * the config names no rules.
 */
GPtrArray *filter_rules_load(const CoreConfig *config, GError **error);

/*
 * The same, as if each of @files (ended by NULL; NULL: none) were among the
 * configured ones: in the place of the one of the same name, or else where its
 * name belongs. Without a rules glob there is nothing but @files.
 * @faults: FilterFault *: what is wrong is added.
 * Returns: (transfer full) (nullable): NULL when a fault was added.
 */
GPtrArray *filter_rules_read(
    const CoreConfig *config, char *const *files, GPtrArray *faults);
