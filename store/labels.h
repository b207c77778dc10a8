/* Labels: what people said of messages, by whom and when. A label holds over
 * every rule and model; nothing that runs by itself ever changes one. */
#pragma once

#include "store/store.h"

/* One thing that somebody said. Owns its strings. */
typedef struct {
	int64_t message_id;
	char *tag;  /* NULL: it is about the departments */
	bool holds; /* of a tag: it has it, or has not; of departments: these
	               and no others, or those of its tags again */
	char **departments; /* where it sends the message; may be empty */
	char *author;       /* an address, or the name of a user */
	int64_t labelled_at;
} StoreLabel;

void store_label_free(StoreLabel *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreLabel, store_label_free)

/*
 * Notes @label, and lets the message have its tags and departments by it. Call
 * it inside store_transact().
 * @ret_known: whether there is such a message and it is read; else nothing is
 * noted.
 */
bool store_label_add(
    Store *self, const StoreLabel *label, bool *ret_known, GError **error);

/* All labels of a message, the first first.
 * @ret_labels: (transfer full): StoreLabel *. */
bool store_labels_list(
    Store *self, int64_t message_id, GPtrArray **ret_labels, GError **error);

/* Looks at a message whose last label of a tag says whether it @holds.
 * Returns: false to stop, with @error set. */
typedef bool (*StoreLabelVisit)(
    int64_t message_id, bool holds, void *data, GError **error);

/* All labels of @tag that are in force, in the order of messages: the examples
 * for and against it. */
bool store_labels_foreach(Store *self, const char *tag, StoreLabelVisit visit,
    void *data, GError **error);
