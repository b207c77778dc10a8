#include "filters/learn/learn.h"

#include "filters/learn/calibrate.h"
#include "filters/learn/features.h"
#include "filters/learn/model.h"
#include "store/labels.h"
#include "store/records.h"

#include <string.h>

#define FOLDS 5
#define GOOD_PRECISION 0.7

void
filter_learnt_free(void *data)
{
	FilterLearnt *self = data;

	if (!self)
		return;
	g_free(self->tag);
	store_model_free(self->model);
	g_free(self);
}

bool
filter_model_is_good(const StoreModel *model)
{
	return model->precision >= GOOD_PRECISION;
}

/* A message that somebody has labelled. */
typedef struct {
	int64_t id;
	GHashTable *tags; /* tag to whether it holds, + 1 */
	GArray *features;
	GArray *bare; /* the same without the rules that matched */
} Labelled;

static void
labelled_free(void *data)
{
	Labelled *self = data;

	g_hash_table_unref(self->tags);
	g_clear_pointer(&self->features, g_array_unref);
	g_clear_pointer(&self->bare, g_array_unref);
	g_free(self);
}

typedef struct {
	Store *store;
	GHashTable *messages; /* id to Labelled */
	GPtrArray *in_order;  /* the same, by id; borrowed */
	const char *tag;      /* whose labels are being read */
	const FilterLearnOptions *options;
} Learning;

static bool
is_ended(const Learning *self)
{
	return self->options->ended && g_atomic_int_get(self->options->ended);
}

static void
learning_clear(Learning *self)
{
	g_clear_pointer(&self->messages, g_hash_table_unref);
	g_clear_pointer(&self->in_order, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Learning, learning_clear)

static bool
add_label(int64_t message_id, bool holds, void *data, GError **error)
{
	Learning *self = data;
	Labelled *message = g_hash_table_lookup(self->messages, &message_id);

	(void)error;
	if (!message) {
		message = g_new0(Labelled, 1);
		message->id = message_id;
		message->tags = g_hash_table_new_full(
		    g_str_hash, g_str_equal, g_free, NULL);
		g_hash_table_insert(self->messages, &message->id, message);
		g_ptr_array_add(self->in_order, message);
	}
	g_hash_table_insert(
	    message->tags, g_strdup(self->tag), GINT_TO_POINTER(holds ? 2 : 1));
	return true;
}

static int
by_id(const void *left, const void *right)
{
	const Labelled *const *a = left, *const *b = right;

	return ((*a)->id > (*b)->id) - ((*a)->id < (*b)->id);
}

static GArray *
features_of(const char *subject, const char *own_words, char *const *rules)
{
	g_autofree char *text = g_strconcat(
	    subject ? subject : "", "\n", own_words ? own_words : "", NULL);

	return filter_features(text, rules);
}

/* What a message is learnt from: its words, and the rules that spoke. */
static bool
read_message(Learning *self, Labelled *message, GError **error)
{
	g_autoptr(StoreRecord) record = NULL;
	g_autoptr(GStrvBuilder) rules = g_strv_builder_new();
	g_auto(GStrv) names = NULL;

	if (!store_record_get(self->store, message->id, &record, error))
		return false;
	for (unsigned i = 0; record && i < record->tags->len; i++) {
		const StoreTag *tag = record->tags->pdata[i];

		if (tag->rule)
			g_strv_builder_add(rules, tag->rule);
		/* What it has without a label is no example against it. */
		if (!g_hash_table_contains(message->tags, tag->tag))
			g_hash_table_insert(message->tags, g_strdup(tag->tag),
			    GINT_TO_POINTER(0));
	}
	names = g_strv_builder_end(rules);
	const char *subject = record ? record->record->subject : NULL;
	const char *own_words = record ? record->record->own_words : NULL;
	message->features = features_of(subject, own_words, names);
	message->bare = features_of(subject, own_words, NULL);
	return true;
}

static bool
read_labels(Learning *self, const GPtrArray *tags, GError **error)
{
	self->messages = g_hash_table_new_full(
	    g_int64_hash, g_int64_equal, NULL, labelled_free);
	self->in_order = g_ptr_array_new();
	for (unsigned i = 0; i < tags->len; i++) {
		self->tag = ((const StoreLabelled *)tags->pdata[i])->tag;
		if (!store_labels_foreach(
		        self->store, self->tag, add_label, self, error))
			return false;
	}
	g_ptr_array_sort(self->in_order, by_id);
	for (unsigned i = 0; i < self->in_order->len && !is_ended(self); i++)
		if (!read_message(self, self->in_order->pdata[i], error))
			return false;
	return true;
}

/* The examples of one tag. */
typedef struct {
	GPtrArray *texts, *bare; /* GArray *, borrowed */
	GArray *classes;         /* int: 1 for it */
	unsigned n_for, n_against;
} Examples;

static void
examples_clear(Examples *self)
{
	g_ptr_array_unref(self->texts);
	g_ptr_array_unref(self->bare);
	g_array_unref(self->classes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Examples, examples_clear)

/* Against a tag speak a label that says so, and labels of other tags alone. */
static Examples
examples_of(const Learning *self, const char *tag)
{
	Examples examples = { g_ptr_array_new(), g_ptr_array_new(),
		g_array_new(FALSE, FALSE, sizeof(int)), 0, 0 };

	for (unsigned i = 0; i < self->in_order->len; i++) {
		const Labelled *message = self->in_order->pdata[i];
		void *says;
		bool known = g_hash_table_lookup_extended(
		    message->tags, tag, NULL, &says);
		int class = known && GPOINTER_TO_INT(says) == 2;

		if (known && GPOINTER_TO_INT(says) == 0)
			continue;
		g_ptr_array_add(examples.texts, message->features);
		g_ptr_array_add(examples.bare, message->bare);
		g_array_append_val(examples.classes, class);
		*(class ? &examples.n_for : &examples.n_against) += 1;
	}
	return examples;
}

/* Scores each example by a model that has not seen it, as if no rule had
 * matched: that is when it will speak. */
static void
cross_validate(const Learning *self, const FilterExamples *examples,
    const GPtrArray *bare, double *ret_scores)
{
	for (unsigned fold = 0; fold < FOLDS && !is_ended(self); fold++) {
		g_autoptr(FilterModel) model =
		    filter_model_train(examples, fold, FOLDS);

		for (unsigned i = fold; i < examples->texts->len; i += FOLDS)
			filter_model_score(
			    model, bare->pdata[i], &ret_scores[i]);
	}
}

static void
judge(const Learning *self, StoreModel *model, const FilterExamples *examples,
    const GPtrArray *bare)
{
	unsigned n = examples->texts->len;
	unsigned said = 0, right = 0, real = 0;
	g_autofree double *scores = g_new0(double, n);
	g_autofree bool *positive = g_new0(bool, n);
	FilterCalibration calibration;

	cross_validate(self, examples, bare, scores);
	for (unsigned i = 0; i < n; i++)
		positive[i] = examples->classes[i] == 1;
	calibration = filter_calibrate(scores, positive, n);
	for (unsigned i = 0; i < n; i++) {
		bool says = filter_probability(&calibration, scores[i]) > 0.5;

		said += says;
		real += positive[i];
		right += says && positive[i];
	}
	model->slope = calibration.slope;
	model->offset = calibration.offset;
	model->precision = said ? (double)right / said : 0;
	model->recall = real ? (double)right / real : 0;
}

static StoreModel *
train(const Learning *self, const StoreLabelled *tag, const Examples *examples)
{
	StoreModel *model = g_new0(StoreModel, 1);
	FilterExamples all = { examples->texts,
		(const int *)(void *)examples->classes->data, 2, false };
	g_autoptr(FilterModel) whole = filter_model_train(&all, 0, 0);

	model->tag = g_strdup(tag->tag);
	model->labels = tag->labels;
	model->examples_for = examples->n_for;
	model->examples_against = examples->n_against;
	model->trained_at = self->options->now;
	model->bytes = filter_model_pack(whole);
	judge(self, model, &all, examples->bare);
	return model;
}

static const StoreModel *
find_model(const GPtrArray *models, const char *tag)
{
	for (unsigned i = 0; i < models->len; i++) {
		const StoreModel *model = models->pdata[i];

		if (strcmp(model->tag, tag) == 0)
			return model;
	}
	return NULL;
}

static StoreModel *
copy_model(const StoreModel *model)
{
	StoreModel *copy = g_memdup2(model, sizeof(*model));

	copy->tag = g_strdup(model->tag);
	copy->bytes = g_bytes_ref(model->bytes);
	return copy;
}

static bool
is_due(const StoreLabelled *tag, const StoreModel *known, FilterLearnMode mode)
{
	if (mode != FILTER_LEARN_DUE)
		return mode == FILTER_LEARN_ALL;
	return tag->labels >= FILTER_LEARN_LABELS &&
	       (!known || tag->labels * 10 >= known->labels * 11);
}

static bool
is_any_due(const GPtrArray *tags, const GPtrArray *models)
{
	for (unsigned i = 0; i < tags->len; i++) {
		const StoreLabelled *tag = tags->pdata[i];

		if (is_due(tag, find_model(models, tag->tag), FILTER_LEARN_DUE))
			return true;
	}
	return false;
}

static bool
learn_tag(const Learning *self, const StoreLabelled *tag,
    const GPtrArray *models, FilterLearnt *learnt, GError **error)
{
	g_auto(Examples) examples = examples_of(self, tag->tag);
	const StoreModel *known = find_model(models, tag->tag);

	learnt->tag = g_strdup(tag->tag);
	learnt->labels = tag->labels;
	learnt->examples_for = examples.n_for;
	learnt->examples_against = examples.n_against;
	if (tag->labels < FILTER_LEARN_LABELS ||
	    examples.n_for < FILTER_LEARN_EXAMPLES ||
	    examples.n_against < FILTER_LEARN_EXAMPLES)
		return true;
	if (!is_due(tag, known, self->options->mode)) {
		learnt->model = known ? copy_model(known) : NULL;
		return true;
	}
	learnt->model = train(self, tag, &examples);
	/* Then it has not been judged on all that it should be. */
	if (is_ended(self))
		return true;
	learnt->trained = true;
	return store_model_put(self->store, learnt->model, error);
}

bool
filter_learn(Store *store, const FilterLearnOptions *options,
    GPtrArray **ret_learnt, GError **error)
{
	g_autoptr(GPtrArray) tags = NULL, models = NULL;
	g_autoptr(GPtrArray) learnt =
	    g_ptr_array_new_with_free_func(filter_learnt_free);
	g_auto(Learning) self = { .store = store, .options = options };

	if (!store_models_labelled(store, &tags, error) ||
	    !store_models_list(store, &models, error))
		return false;
	if (options->mode == FILTER_LEARN_DUE && !is_any_due(tags, models))
		g_ptr_array_set_size(tags, 0);
	if (!read_labels(&self, tags, error))
		return false;
	for (unsigned i = 0; i < tags->len && !is_ended(&self); i++) {
		FilterLearnt *one = g_new0(FilterLearnt, 1);

		g_ptr_array_add(learnt, one);
		if (!learn_tag(&self, tags->pdata[i], models, one, error))
			return false;
	}
	*ret_learnt = g_steal_pointer(&learnt);
	return true;
}
