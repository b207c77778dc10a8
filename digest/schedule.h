/* Which digests are due, and building them. */
#pragma once

#include "digest/department.h"

/* The week that the digest of @department covers which was due last at or
 * before @now: the one before the week of its day. Pure. */
CorePeriod digest_schedule_period(
    const CoreConfig *config, const CoreDepartment *department, int64_t now);

/* Told of what was frozen; @department is NULL for an escalation. */
typedef void (*DigestFrozen)(
    const CoreDepartment *department, const char *period, void *data);

/*
 * Freezes every department's digest that is due and not frozen yet. A week in
 * which nobody wrote has none. Without [send] nothing is due.
 */
bool digest_schedule_departments(Store *store, const CoreConfig *config,
    int64_t now, DigestFrozen frozen, void *data, GError **error);

/* The same for what waits to be escalated. Without [send] or [executive]
 * nothing is. */
bool digest_schedule_escalation(Store *store, const CoreConfig *config,
    int64_t now, DigestFrozen frozen, void *data, GError **error);

/* Whether one of the two above would freeze something. */
bool digest_schedule_is_due(Store *store, const CoreConfig *config, int64_t now,
    bool *ret_due, GError **error);
