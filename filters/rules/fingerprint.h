/* Whether stored mail was tagged by what would tag it now. */
#pragma once

#include "filters/rules/rule.h"

/*
 * A number, never 0, for what @rules (FilterRule *), the matcher and, where
 * signs are weighed (@guess), the model do: the same as long as they find the
 * same tags and send them to the same departments, wherever the rules stand and
 * whatever comments stand between them.
 */
int64_t filter_rules_fingerprint(const GPtrArray *rules, bool guess);

/* The same with the model of that digest; NULL: signs count as rules. */
int64_t filter_rules_fingerprint_with(
    const GPtrArray *rules, const char *model);
