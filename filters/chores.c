#include "filters/chores.h"

#include "core/units.h"
#include "filters/people/retain.h"
#include "store/erase.h"
#include "store/search-index.h"

#define LOG_DOMAIN "filters"
#define SETTLE_US G_USEC_PER_SEC
#define LEARN_US (INT64_C(3600) * G_USEC_PER_SEC)

static void
log_retained(const FilterRetained *retained)
{
	g_autofree char *raw =
	    core_count_format(retained->raw, "mail", "mails");
	g_autofree char *people =
	    core_count_format(retained->people, "person", "people");

	if (retained->raw + retained->texts + retained->people > 0)
		g_log_structured(LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "MESSAGE",
		    "retention ended the raw bytes of %s, the text of "
		    "%" G_GINT64_FORMAT " and all of %s",
		    raw, retained->texts, people);
}

static bool
purge(FilterChores *self, Store *store, GError **error)
{
	int64_t end_us = g_get_monotonic_time() + SETTLE_US;
	bool more = true;

	while (more && g_get_monotonic_time() < end_us) {
		if (!store_search_purge_some(
		        store, !self->purging, &more, error))
			return false;
		self->purging = more;
	}
	self->purged = !more;
	return true;
}

/* Nothing of what was ended is to stay in the file; also where a process was
 * killed over it. */
static bool
settle(FilterChores *self, Store *store, GError **error)
{
	int64_t begun;
	bool settled;

	if (!store_erase_begun(store, &begun, error))
		return false;
	if (begun != self->erasing) {
		self->erasing = begun;
		self->purging = self->purged = false;
	}
	if (!begun)
		return true;
	if (!self->purged && !purge(self, store, error))
		return false;
	if (!self->purged)
		return true;
	if (!store_erase_settle(store, begun, &settled, error))
		return false;
	self->purged = !settled;
	return true;
}

bool
filter_chores_retain(FilterChores *self, Store *store, const CoreConfig *config,
    int64_t now, GError **error)
{
	FilterRetained retained;
	bool done;

	if (!filter_retain_daily(store, config, now, &retained, &done, error))
		return false;
	if (done)
		log_retained(&retained);
	return settle(self, store, error);
}

void
filter_chores_clear(FilterChores *self)
{
	g_clear_pointer(&self->learner, filter_learner_free);
}

static void
log_lessons(unsigned trained, const GError *fault)
{
	g_autofree char *tags = core_count_format(trained, "tag", "tags");

	if (fault)
		g_log_structured(LOG_DOMAIN, G_LOG_LEVEL_WARNING, "MESSAGE",
		    "learning from labels: %s; it is tried again in an hour",
		    fault->message);
	else if (trained > 0)
		g_log_structured(LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "MESSAGE",
		    "learnt from labels: %s", tags);
}

static bool
is_due(const FilterChores *self, int64_t us)
{
	return !self->learner &&
	       (self->looked_us == 0 || us - self->looked_us >= LEARN_US);
}

FilterGuesser *
filter_chores_learn(FilterChores *self, const CoreConfig *config, int64_t now)
{
	int64_t us = g_get_monotonic_time();
	g_autoptr(GError) fault = NULL;
	FilterLessons lessons = { 0 };

	if (is_due(self, us)) {
		self->looked_us = us;
		self->learner = filter_learner_new(config->database, now);
	}
	if (!self->learner || !filter_learner_is_done(self->learner))
		return NULL;
	(void)filter_learner_take(self->learner, &lessons, &fault);
	log_lessons(lessons.trained, fault);
	g_clear_pointer(&self->learner, filter_learner_free);
	return lessons.guesser;
}
