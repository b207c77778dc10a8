/* What cannot wait: messages with a tag whose urgency is `now`. */
#pragma once

#include "store/feedback.h"

typedef struct {
	StoreFeedback *message;
	char *tag, *rule;   /* the first tag with urgency `now` */
	double probability; /* of the tag, which a model guessed; else 0 */
	char *spans;        /* JSON array: the words that matched */
	char *departments;  /* ids, sorted, parted by blanks */
	int64_t arrived_at;
} StoreUrgent;

void store_urgent_free(StoreUrgent *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreUrgent, store_urgent_free)

/*
 * Lists what persons wrote at or after @since_at, was not imported and is in no
 * escalation yet, in the order of time and content key.
 * @ret_rows: (transfer full): StoreUrgent *.
 */
bool store_urgent_list(
    Store *self, int64_t since_at, GPtrArray **ret_rows, GError **error);

/* What else there is about an urgent message. */
typedef struct {
	int64_t same_tag; /* others with the tag since a time */
	int64_t earlier;  /* mails that its customer wrote before */
	int64_t same_pattern;
} StoreUrgentContext;

/* Counts messages of persons received at or after @since_at, up to @urgent. */
bool store_urgent_context(Store *self, const StoreUrgent *urgent,
    int64_t since_at, StoreUrgentContext *ret_context, GError **error);
