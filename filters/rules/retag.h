/* Tags stored mail again by other rules, or says what that would change. What
 * people said (store/labels.h) holds, and what was sent stays as it is. */
#pragma once

#include "core/config.h"
#include "filters/run.h"
#include "store/held.h"
#include "store/records.h"

/* One message whose tags or departments change. Borrowed. */
typedef struct {
	const StoreRecord *before;
	const StoreHeld *after;
} FilterChange;

typedef void (*FilterChangeVisit)(const FilterChange *change, void *data);

/* All borrowed. */
typedef struct {
	const CoreConfig *config;
	const GPtrArray *rules; /* FilterRule * */
	int64_t since_at;       /* only what was received from then on */
	bool dry_run;           /* write nothing */
	const char *program;    /* NULL: this one; for tests */
	const volatile sig_atomic_t *stop; /* NULL: never; not 0: end soon */
	FilterProgress progress;           /* NULL: nobody is told */
	FilterChangeVisit changed;         /* NULL: nobody is told */
	void *data;                        /* for both */
} FilterRetagOptions;

typedef struct {
	int64_t looked_at; /* mails of persons, tagged by other rules before */
	int64_t changed;
	int64_t guesses_lost; /* of them: a rule is sure of another kind now */
	int64_t unreadable; /* left as they are: their headers cannot be had */
} FilterRetagTally;

/*
 * Goes through the mails that rules other than @options->rules have tagged, a
 * bounded transaction at a time. It may be killed at any point: done anew, it
 * goes on with what is left. `age` is as of when the mail was first read;
 * `type` and `stage` are as now. FILTER_ERROR_RULES for a regex that does not
 * compile.
 */
bool filter_retag(Store *store, const FilterRetagOptions *options,
    FilterRetagTally *ret_tally, GError **error);
