/* Models of tags, learnt from labels. */
#pragma once

#include "store/store.h"

/* Owns what it points to. */
typedef struct {
	char *tag;
	int64_t labels; /* when it was trained */
	int64_t examples_for, examples_against;
	double precision, recall; /* on labels that it had not seen, 0..1 */
	double slope, offset;     /* from a score to a probability */
	int64_t trained_at;
	GBytes *bytes;
} StoreModel;
void store_model_free(void *self); /* NULL is allowed */

/* Puts @model in the place of the one of its tag. */
bool store_model_put(Store *self, const StoreModel *model, GError **error);

/* All of them by tag. @ret_models: (transfer full): StoreModel *. */
bool store_models_list(Store *self, GPtrArray **ret_models, GError **error);

/* A tag that somebody said yes or no to. Owns its string. */
typedef struct {
	char *tag;
	int64_t labels; /* messages with a label of it */
} StoreLabelled;
void store_labelled_free(void *self); /* NULL is allowed */

/* @ret_tags: (transfer full): StoreLabelled *, by tag. */
bool store_models_labelled(Store *self, GPtrArray **ret_tags, GError **error);
