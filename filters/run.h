/* The filter stage: takes the queue, reads each mail in a child, decides what
 * it is, saves it, and groups what came. */
#pragma once

#include "core/clock.h"
#include "core/config.h"
#include "store/store.h"

#include <signal.h>

/* Told after each batch. */
typedef void (*FilterProgress)(int64_t done, int64_t total, void *data);

/* All borrowed. */
typedef struct {
	const CoreConfig *config;
	const CoreClock *clock;
	const char *program;               /* NULL: this one; for tests */
	const volatile sig_atomic_t *stop; /* NULL: never; not 0: end soon */
	FilterProgress progress;           /* NULL: nobody is told */
	FilterProgress indexing;       /* the same, of messages read before */
	void *data;                    /* for both */
	volatile sig_atomic_t *reload; /* NULL: never; see filter_follow() */
	bool alone; /* no thread beside this one looks at mails; for tests */
} FilterOptions;

typedef struct {
	int64_t filtered;    /* read and saved, in this run */
	int64_t quarantined; /* could not be read, in this run */
	int64_t patterns;    /* that have mails now */
} FilterTally;

/*
 * Filters until the queue is empty, then groups, then puts what is missing
 * there into the search index. Call it with the lock of role "filter" held. A
 * mail that kills or hangs its child is read once more alone, then quarantined.
 * FILTER_ERROR_RULES before anything is touched; errors of store/ leave the
 * rest in the queue.
 */
bool filter_run_once(Store *store, const FilterOptions *options,
    FilterTally *ret_tally, GError **error);

/*
 * Does the same for ever, looking once a second, until options->stop; logs a
 * line for each time it found something. A store that is busy or full is tried
 * again; any other error ends it.
 *
 * Where options->reload is not 0 it is made so and the rules are read again
 * before the next batch; with faults in them, the ones before stay in force.
 */
bool filter_follow(Store *store, const FilterOptions *options, GError **error);
