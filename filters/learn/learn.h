/* Tags learnt from what people said of messages. A model speaks only where no
 * rule and no person does. */
#pragma once

#include "store/models.h"

/* Labels of a tag, and examples for and against it, before a model is made. */
#define FILTER_LEARN_LABELS 30
#define FILTER_LEARN_EXAMPLES 10

/* What became of one tag. Owns what it points to. */
typedef struct {
	char *tag;
	int64_t labels, examples_for, examples_against;
	StoreModel *model; /* NULL: there are too few */
	bool trained;      /* now */
} FilterLearnt;
void filter_learnt_free(void *self); /* NULL is allowed */

/* Whether a model may speak: seven in ten of what it said of labels that it had
 * not seen were right. */
bool filter_model_is_good(const StoreModel *model);

typedef enum {
	FILTER_LEARN_NONE, /* only tell */
	FILTER_LEARN_DUE,  /* with a tenth more labels than last time */
	FILTER_LEARN_ALL,
} FilterLearnMode;

typedef struct {
	FilterLearnMode mode;
	int64_t now;
	int *ended; /* atomic: not 0: nothing more is begun; NULL: never */
} FilterLearnOptions;

/*
 * Looks at all labels, and trains a model for each tag that has enough of them;
 * each is saved in a transaction of its own. Takes seconds with thousands of
 * labels, nothing where none is due.
 * @ret_learnt: (transfer full): FilterLearnt *, by tag; none when
 * FILTER_LEARN_DUE finds none due, and those before the end when it was ended.
 */
bool filter_learn(Store *store, const FilterLearnOptions *options,
    GPtrArray **ret_learnt, GError **error);

/* The models that may speak, ready to. */
typedef struct _FilterGuesser FilterGuesser;

/* Returns: (transfer full). */
FilterGuesser *filter_guesser_new(Store *store, GError **error);
void filter_guesser_free(FilterGuesser *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterGuesser, filter_guesser_free)

/* Calls @guess for each tag that is more likely than not. */
typedef void (*FilterGuess)(const char *tag, double probability, void *data);
void filter_guesser_run(const FilterGuesser *self, const char *subject,
    const char *own_words, FilterGuess guess, void *data);
