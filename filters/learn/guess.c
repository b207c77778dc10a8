#include "filters/learn/learn.h"

#include "filters/learn/calibrate.h"
#include "filters/learn/features.h"
#include "filters/learn/model.h"

typedef struct {
	char *tag;
	FilterModel *model;
	FilterCalibration calibration;
} Guess;

struct _FilterGuesser {
	GPtrArray *guesses; /* Guess * */
};

static void
guess_free(void *data)
{
	Guess *self = data;

	g_free(self->tag);
	filter_model_free(self->model);
	g_free(self);
}

FilterGuesser *
filter_guesser_new(Store *store, GError **error)
{
	g_autoptr(GPtrArray) models = NULL;
	FilterGuesser *self;

	if (!store_models_list(store, &models, error))
		return NULL;
	self = g_new0(FilterGuesser, 1);
	self->guesses = g_ptr_array_new_with_free_func(guess_free);
	for (unsigned i = 0; i < models->len; i++) {
		const StoreModel *row = models->pdata[i];
		FilterModel *model = filter_model_is_good(row)
		                         ? filter_model_unpack(row->bytes)
		                         : NULL;

		if (!model)
			continue;
		Guess *guess = g_new0(Guess, 1);
		guess->tag = g_strdup(row->tag);
		guess->model = model;
		guess->calibration = (FilterCalibration){ row->slope,
			row->offset, filter_surest((double)row->examples_for) };
		g_ptr_array_add(self->guesses, guess);
	}
	return self;
}

void
filter_guesser_free(FilterGuesser *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->guesses);
	g_free(self);
}

void
filter_guesser_run(const FilterGuesser *self, const char *subject,
    const char *own_words, FilterGuess guess, void *data)
{
	g_autofree char *text = NULL;
	g_autoptr(GArray) features = NULL;

	if (self->guesses->len == 0)
		return;
	text = g_strconcat(
	    subject ? subject : "", "\n", own_words ? own_words : "", NULL);
	features = filter_features(text, NULL);
	for (unsigned i = 0; i < self->guesses->len; i++) {
		const Guess *one = self->guesses->pdata[i];
		double score, probability;

		filter_model_score(one->model, features, &score);
		probability = filter_probability(&one->calibration, score);
		if (probability > 0.5)
			guess(one->tag, probability, data);
	}
}
