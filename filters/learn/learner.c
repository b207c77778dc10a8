#include "filters/learn/learner.h"

struct _FilterLearner {
	char *path;
	int64_t now;
	GThread *thread;
	int ended; /* atomic: no more is to be begun */
	int done;  /* atomic: the thread touches nothing more, and what stands
	              below is there */
	FilterLessons lessons;
	GError *fault; /* NULL: all went well */
};

static bool
learn(FilterLearner *self, GError **error)
{
	FilterLearnOptions options = { FILTER_LEARN_DUE, self->now,
		&self->ended };
	g_autoptr(Store) store = store_open(self->path, STORE_CREATE, error);
	g_autoptr(GPtrArray) learnt = NULL;

	if (!store || !filter_learn(store, &options, &learnt, error))
		return false;
	for (unsigned i = 0; i < learnt->len; i++)
		self->lessons.trained +=
		    ((const FilterLearnt *)learnt->pdata[i])->trained;
	if (self->lessons.trained == 0 || g_atomic_int_get(&self->ended))
		return true;
	self->lessons.guesser = filter_guesser_new(store, error);
	return self->lessons.guesser != NULL;
}

static void *
run(void *data)
{
	FilterLearner *self = data;

	(void)learn(self, &self->fault);
	g_atomic_int_set(&self->done, 1);
	return NULL;
}

FilterLearner *
filter_learner_new(const char *path, int64_t now)
{
	FilterLearner *self = g_new0(FilterLearner, 1);

	self->path = g_strdup(path);
	self->now = now;
	self->thread = g_thread_new("learner", run, self);
	return self;
}

void
filter_learner_free(FilterLearner *self)
{
	if (!self)
		return;
	g_atomic_int_set(&self->ended, 1);
	g_thread_join(self->thread);
	filter_guesser_free(self->lessons.guesser);
	g_clear_error(&self->fault);
	g_free(self->path);
	g_free(self);
}

bool
filter_learner_is_done(FilterLearner *self)
{
	return g_atomic_int_get(&self->done) != 0;
}

bool
filter_learner_take(
    FilterLearner *self, FilterLessons *ret_lessons, GError **error)
{
	g_assert(filter_learner_is_done(self));
	if (self->fault) {
		g_propagate_error(error, g_steal_pointer(&self->fault));
		return false;
	}
	*ret_lessons = self->lessons;
	self->lessons.guesser = NULL;
	return true;
}
