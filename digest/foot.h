/* What stands at the foot of a digest: what was counted, and why it came. Pure.
 */
#pragma once

#include "digest/report.h"

/*
 * @name is the department's; @reply_to: where replies go, or NULL; @zone_name
 * as in the config. Returns: (transfer full): paragraphs, ended by NULL.
 */
char **digest_foot(const DigestReport *report, const char *name,
    const char *reply_to, GTimeZone *zone, const char *zone_name);
