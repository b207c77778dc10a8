#include "filters/run.h"

#include "core/stop.h"
#include "filters/batch.h"
#include "filters/chores.h"
#include "filters/index.h"
#include "filters/patterns/group.h"
#include "filters/people/conversation.h"
#include "store/error.h"
#include "store/patterns.h"
#include "store/queue.h"
#include "store/settled.h"

#include <string.h>

#define LOG_DOMAIN "filters"
#define IDLE_MS 1000
#define NAP_MS 50
#define RETRY_MS 10000

/* Grouping takes at most a fifth of the time while mail keeps coming. */
#define GROUP_REST 5

typedef struct {
	const FilterOptions *options;
	FilterBatch batch;
	int64_t total;        /* in the queue when this round began */
	int64_t group_not_us; /* monotonic: not before this */
	bool indexed;         /* the search index wants nothing more */
	bool learns;          /* from labels, beside its work */
	FilterChores chores;
	FilterTally tally;
} Stage;

static void
stage_clear(Stage *self)
{
	filter_chores_clear(&self->chores);
	filter_intake_free(self->batch.intake);
	filter_decider_free(self->batch.decider);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Stage, stage_clear)

static void
look_beside(Stage *self, const FilterDecider *decider)
{
	if (self->batch.intake && decider && !self->options->alone)
		filter_intake_look_by(
		    self->batch.intake, filter_decider_tagger(decider));
}

static bool
renew_intake(Stage *self, GError **error)
{
	g_clear_pointer(&self->batch.intake, filter_intake_free);
	self->batch.intake = filter_intake_new(self->batch.store,
	    self->options->config, self->options->program, error);
	if (!self->batch.intake)
		return false;
	look_beside(self, self->batch.decider);
	return true;
}

static bool
renew_decider(Stage *self, GError **error)
{
	FilterDecider *decider =
	    filter_decider_new(self->batch.store, self->options->config, error);

	if (!decider)
		return false;
	look_beside(self, decider);
	filter_decider_free(self->batch.decider);
	self->batch.decider = decider;
	return true;
}

static bool
stage_open(
    Stage *self, Store *store, const FilterOptions *options, GError **error)
{
	self->options = options;
	self->batch.store = store;
	/* First, since its children start while the rules are read. */
	return renew_intake(self, error) && renew_decider(self, error);
}

static bool
is_stopped(const Stage *self)
{
	return core_stop_is_asked(self->options->stop);
}

static bool
is_asked(const Stage *self)
{
	return self->options->reload && *self->options->reload;
}

static void
tell_progress(const Stage *self)
{
	if (self->options->progress)
		self->options->progress(
		    self->tally.filtered + self->tally.quarantined, self->total,
		    self->options->data);
}

static void
log_rules(const GError *fault)
{
	size_t line = fault ? strcspn(fault->message, "\n") : 0;

	if (fault)
		g_log_structured(LOG_DOMAIN, G_LOG_LEVEL_WARNING, "MESSAGE",
		    "the rules stay as they were: %.*s; `tribune check` tells"
		    " more",
		    (int)line, fault->message);
	else
		g_log_structured(LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "MESSAGE",
		    "the rules were read again");
}

static void
reload_if_asked(Stage *self)
{
	g_autoptr(GError) fault = NULL;

	if (!is_asked(self))
		return;
	/* First, so that a signal that comes from here on counts. */
	*self->options->reload = 0;
	(void)renew_decider(self, &fault);
	log_rules(fault);
}

static void
learn_if_due(Stage *self)
{
	FilterGuesser *guesser;

	if (!self->learns)
		return;
	guesser = filter_chores_learn(&self->chores, self->options->config,
	    core_clock_now(self->options->clock));
	if (guesser)
		filter_tagger_learn(
		    filter_decider_tagger(self->batch.decider), guesser);
}

static bool
empty_queue(Stage *self, GError **error)
{
	int64_t filtered, quarantined;

	if (!store_queue_length(self->batch.store, &self->total, error))
		return false;
	do {
		reload_if_asked(self);
		learn_if_due(self);
		self->batch.now = core_clock_now(self->options->clock);
		if (!filter_batch_run(
		        &self->batch, &filtered, &quarantined, error))
			return false;
		self->tally.filtered += filtered;
		self->tally.quarantined += quarantined;
		tell_progress(self);
	} while (filtered + quarantined > 0 && !is_stopped(self));
	return filter_conversation_rejoin(
	    self->batch.store, self->options->config, error);
}

/* Groups unless nothing came since it was last done. */
static bool
group_if_due(Stage *self, GError **error)
{
	static const char *const any[] = { NULL };
	FilterGroupOptions options = { core_clock_now(self->options->clock),
		self->options->config->company };
	int64_t start = g_get_monotonic_time();
	bool settled;

	if (is_stopped(self) || start < self->group_not_us)
		return true;
	if (!store_is_settled(self->batch.store, any, 0, &settled, error))
		return false;
	if (settled)
		return true;
	if (!filter_group(
	        self->batch.store, &options, &self->tally.patterns, error))
		return false;
	self->group_not_us = g_get_monotonic_time() +
	                     GROUP_REST * (g_get_monotonic_time() - start);
	return true;
}

bool
filter_run_once(Store *store, const FilterOptions *options,
    FilterTally *ret_tally, GError **error)
{
	g_auto(Stage) stage = { 0 };

	if (!stage_open(&stage, store, options, error) ||
	    !empty_queue(&stage, error) || !group_if_due(&stage, error) ||
	    !filter_index_all(store, options, error) ||
	    !store_patterns_count(store, &stage.tally.patterns, error))
		return false;
	*ret_tally = stage.tally;
	return true;
}

static void
rest(const Stage *self, int ms)
{
	for (; ms > 0 && !is_stopped(self) && !is_asked(self); ms -= NAP_MS)
		g_usleep(NAP_MS * 1000);
}

/* Does what was left for an idle moment, or waits. */
static bool
be_idle(Stage *self, GError **error)
{
	if (!filter_chores_retain(&self->chores, self->batch.store,
	        self->options->config, core_clock_now(self->options->clock),
	        error))
		return false;
	if (self->tally.filtered > 0)
		self->indexed = false;
	if (!self->indexed)
		return filter_index_idle(
		    self->batch.store, self->options, &self->indexed, error);
	rest(self, IDLE_MS);
	return true;
}

static bool
is_passing(const GError *error)
{
	return g_error_matches(error, STORE_ERROR, STORE_ERROR_BUSY) ||
	       g_error_matches(error, STORE_ERROR, STORE_ERROR_FULL);
}

static void
log_round(const FilterTally *tally)
{
	g_autofree char *text = NULL;

	if (tally->filtered + tally->quarantined == 0)
		return;
	text = g_strdup_printf("%" G_GINT64_FORMAT
	                       " filtered, %" G_GINT64_FORMAT " quarantined",
	    tally->filtered, tally->quarantined);
	g_log_structured(LOG_DOMAIN,
	    tally->quarantined ? G_LOG_LEVEL_WARNING : G_LOG_LEVEL_MESSAGE,
	    "MESSAGE", "%s", text);
}

static bool
work(Stage *self, GError **error)
{
	self->tally = (FilterTally){ 0 };
	if (!self->batch.intake && !renew_intake(self, error))
		return false;
	if (!empty_queue(self, error) || !group_if_due(self, error))
		return false;
	log_round(&self->tally);
	return be_idle(self, error);
}

bool
filter_follow(Store *store, const FilterOptions *options, GError **error)
{
	g_auto(Stage) stage = { .learns = true };

	if (!stage_open(&stage, store, options, error))
		return false;
	while (!is_stopped(&stage)) {
		g_autoptr(GError) cause = NULL;

		if (work(&stage, &cause))
			continue;
		if (!is_passing(cause)) {
			g_propagate_error(error, g_steal_pointer(&cause));
			return false;
		}
		/* What it claimed is free for the next one's epoch. */
		g_clear_pointer(&stage.batch.intake, filter_intake_free);
		g_log_structured(LOG_DOMAIN, G_LOG_LEVEL_WARNING, "MESSAGE",
		    "%s; it is tried again in %d s", cause->message,
		    RETRY_MS / 1000);
		rest(&stage, RETRY_MS);
	}
	return true;
}
