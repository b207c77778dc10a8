/* Takes mail from the queue and has it read in children, one batch ahead of who
 * decides about it. */
#pragma once

#include "core/config.h"
#include "core/message.h"
#include "filters/beside.h"
#include "store/queue.h"

/* A mail that was claimed and read: exactly one of @record and @fault is set.
 */
typedef struct {
	StoreQueued row;
	CoreMessage *record;
	char *fault;         /* why it is to be quarantined */
	FilterGlance glance; /* what was found of @record */
} FilterItem;

typedef struct _FilterIntake FilterIntake;

/*
 * Begins a new epoch of role "filter" and starts the children of @program, as
 * filter_parse_pool_new() does. @store and @config are borrowed. Returns:
 * (transfer full).
 */
FilterIntake *filter_intake_new(Store *store, const CoreConfig *config,
    const char *program, GError **error);

/* What was claimed and not handed out is free for the next epoch. */
void filter_intake_free(FilterIntake *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterIntake, filter_intake_free)

/*
 * From now on each record is looked at beside by @tagger, borrowed until this
 * is called with another; NULL: by nobody, and nothing is found.
 */
void filter_intake_look_by(FilterIntake *self, FilterTagger *tagger);

int64_t filter_intake_epoch(const FilterIntake *self);

/*
 * Claims a batch and waits until all of it is read, each mail that costs its
 * child a second time and alone. The batch behind it is claimed, too, and read
 * meanwhile and until the next call. After an error another intake is needed.
 * @ret_items: (transfer full): FilterItem, in the order of ids; none when the
 * queue is empty.
 */
bool filter_intake_next(
    FilterIntake *self, int64_t now, GArray **ret_items, GError **error);

/* Lets the children go on with what is ahead, now and then between two calls of
 * filter_intake_next(); never waits. */
bool filter_intake_tend(FilterIntake *self, GError **error);
