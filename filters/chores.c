#include "filters/chores.h"

#include "filters/learn/learn.h"
#include "filters/people/retain.h"

#define LOG_DOMAIN "filters"
#define LEARN_US (INT64_C(3600) * G_USEC_PER_SEC)

static bool
retain(Store *store, const CoreConfig *config, int64_t now, GError **error)
{
	FilterRetained retained;
	bool done;

	if (!filter_retain_daily(store, config, now, &retained, &done, error))
		return false;
	if (done && retained.raw + retained.texts + retained.people > 0)
		g_log_structured(LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "MESSAGE",
		    "retention ended the raw bytes of %" G_GINT64_FORMAT
		    " mails, the text of %" G_GINT64_FORMAT
		    " and all of %" G_GINT64_FORMAT " people",
		    retained.raw, retained.texts, retained.people);
	return true;
}

static bool
learn(Store *store, int64_t now, bool *ret_learnt, GError **error)
{
	g_autoptr(GPtrArray) learnt = NULL;
	unsigned trained = 0;

	if (!filter_learn(store, false, now, &learnt, error))
		return false;
	for (unsigned i = 0; i < learnt->len; i++)
		trained += ((const FilterLearnt *)learnt->pdata[i])->trained;
	if (trained > 0)
		g_log_structured(LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "MESSAGE",
		    "%u tags were learnt from labels", trained);
	*ret_learnt = trained > 0;
	return true;
}

bool
filter_chores_do(FilterChores *self, Store *store, const CoreConfig *config,
    int64_t now, bool *ret_learnt, GError **error)
{
	int64_t us = g_get_monotonic_time();

	*ret_learnt = false;
	if (!retain(store, config, now, error))
		return false;
	if (self->learnt_us && us - self->learnt_us < LEARN_US)
		return true;
	self->learnt_us = us;
	return learn(store, now, ret_learnt, error);
}
