/* What customers wrote for a department, as a digest counts it. */
#pragma once

#include "store/store.h"

/* One message of a person; all texts are "" where there is nothing. */
typedef struct {
	int64_t id;
	int64_t pattern_id; /* 0: it stands alone */
	int64_t contact_id; /* 0: nobody knows who wrote it */
	int64_t received_at;
	bool late; /* of an earlier week, but no digest has counted it */
	bool imported;
	int urgency; /* the highest of its tags: 0 none, 1 high, 2 now */
	char *content_key;
	char *subject;
	char *sender; /* the contact's name, only to keep it out of mails */
	char *tags;   /* sorted, parted by blanks */
} StoreFeedback;

void store_feedback_free(StoreFeedback *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreFeedback, store_feedback_free)

typedef struct {
	const char *department;
	int64_t from_at;  /* where the weeks to compare with begin */
	int64_t start_at; /* of the period itself */
	int64_t end_at;
	int64_t last_built_at; /* of the digest before; 0: there is none */
} StoreFeedbackQuery;

/*
 * Lists what was received within [from_at, end_at), in the order of time and
 * content key, and whatever is late, however old. Late is what a person sent
 * before start_at to a folder that was read already, filters read since
 * last_built_at, and no digest of the department holds; an import never is.
 * @ret_rows: (transfer full): StoreFeedback *.
 */
bool store_feedback_list(Store *self, const StoreFeedbackQuery *query,
    GPtrArray **ret_rows, GError **error);

/* The customer's own words, their first 4,000 characters. @ret_words: (transfer
 * full): "" where there are none. */
bool store_feedback_words(
    Store *self, int64_t message_id, char **ret_words, GError **error);

typedef struct {
	char *label;      /* what it says, in a customer's words */
	char *sender;     /* who wrote the label, to keep the name out of it */
	int64_t first_at; /* of its first message, for any department */
	int64_t last_at;  /* of its last one before a time; 0: none */
	int64_t typical_id; /* the message that the label is of; 0: gone */
} StoreFeedbackPattern;

void store_feedback_pattern_free(StoreFeedbackPattern *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreFeedbackPattern, store_feedback_pattern_free)

/* Reads the pattern @id, its last_at before @before_at. @ret_pattern: (transfer
 * full). */
bool store_feedback_pattern(Store *self, int64_t id, int64_t before_at,
    StoreFeedbackPattern **ret_pattern, GError **error);

/* What stands behind the counts of a period. */
typedef struct {
	int64_t first_at; /* of the oldest message; 0 where there is none */
	int64_t persons;  /* messages of persons, for any department */
	int64_t unrouted; /* of those, for none */
	int64_t guessed;  /* of those, with a tag that a model gave */
} StoreFeedbackBase;

bool store_feedback_base(Store *self, int64_t start_at, int64_t end_at,
    StoreFeedbackBase *ret_base, GError **error);

/* How well a mailbox was read. listed is the sum of the four outcomes. */
typedef struct {
	char *mailbox;
	int64_t listed, fresh, duplicate, vanished, skipped;
	int64_t complete_until; /* 0: not known */
} StoreFeedbackSource;

/* What was listed at or after @since_at. @ret_sources: (transfer full):
 * StoreFeedbackSource *, by name. */
bool store_feedback_sources(
    Store *self, int64_t since_at, GPtrArray **ret_sources, GError **error);
