/* Reads mails in locked child processes, one a core: a mail that kills or hangs
 * its child costs that child alone. */
#pragma once

#include "core/message.h"
#include "mail/read.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct _FilterParsePool FilterParsePool;

/* What came of one mail: exactly one of @record and @fault is set. */
typedef struct {
	int64_t id; /* as it was submitted */
	CoreMessage *record;
	GError *fault; /* FILTER_ERROR_CHILD: the child died, hung or lied */
} FilterParsed;

void filter_parsed_clear(FilterParsed *self); /* frees what it points to */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FilterParsed, filter_parsed_clear)

/*
 * Starts @n_children (0: as many as there are cores) of `@program parse`;
 * NULL is this program itself. @options is copied. They end with the pool, and
 * with this process however it ends. CORE_ERROR_IO when one cannot be started.
 * Returns: (transfer full).
 */
FilterParsePool *filter_parse_pool_new(const char *program,
    const MailReadOptions *options, int n_children, GError **error);

void filter_parse_pool_free(FilterParsePool *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterParsePool, filter_parse_pool_free)

/* Puts @raw (a reference is taken) in line; never waits. @id is the caller's
 * own and may be any. */
void filter_parse_pool_submit(FilterParsePool *self, int64_t id, GBytes *raw);

/* Returns: how many were submitted and not yet collected. */
size_t filter_parse_pool_pending(const FilterParsePool *self);

/* Returns: how many of them filter_parse_pool_collect() need not wait for. */
size_t filter_parse_pool_finished(const FilterParsePool *self);

/* Does what can be done without waiting, so that the children go on while the
 * caller does something else. CORE_ERROR_IO as below. */
bool filter_parse_pool_tend(FilterParsePool *self, GError **error);

/*
 * Waits for the next mail that is done, in no order; something must be pending.
 * A mail has limits.parse_ms of CPU time from when a child begins on it, and
 * four times that by the clock. Small mails go to
 * a child in numbers, so a fault may be a neighbour's doing. The child has been
 * replaced then, and the others go on: the caller submits that mail once more
 * when nothing else is pending, and quarantines it if it fails again.
 * CORE_ERROR_IO when no child can be started: stop.
 * @ret_parsed: (transfer full).
 */
bool filter_parse_pool_collect(
    FilterParsePool *self, FilterParsed *ret_parsed, GError **error);
