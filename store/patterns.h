/* Groups of messages about the same thing, and the words they are made of. */
#pragma once

#include "store/store.h"

/* What grouping sees of one mail. Borrowed strings. */
typedef struct {
	int64_t id, received_at;
	int64_t contact_id;   /* below 0 where nobody is known: nobody else's */
	int64_t pattern_id;   /* 0: none so far */
	const char *language; /* NULL: unknown */
	const char *subject;  /* "" where none, or a machine's */
	const char *own_words;
	const char *name, *address; /* of who wrote it; "" where unknown */
} StorePatternMail;

typedef struct {
	int64_t since;
	int64_t max;
} StorePatternRange;

/* When the newest mail of a person was received, at most @now; 0: there is
 * none. */
bool store_patterns_newest(
    Store *self, int64_t now, int64_t *ret_at, GError **error);

/* Looks at one mail. */
typedef void (*StorePatternVisit)(const StorePatternMail *mail, void *data);

/* Calls @visit for each mail of a person received at @since or later, at most
 * @max of them, the newest first; of one time by content key. */
bool store_patterns_foreach(Store *self, const StorePatternRange *range,
    StorePatternVisit visit, void *data, GError **error);

/* One pattern as it is to be. */
typedef struct {
	int64_t id; /* 0: a new one; filled in by store_patterns_save() */
	char *label;
	int64_t typical_id, first_at, last_at;
} StorePattern;

/* One mail whose pattern changes. @pattern: NULL for none. */
typedef struct {
	int64_t message_id;
	const StorePattern *pattern;
} StorePatternMove;

/* Writes all of @patterns (StorePattern *) and @moves (StorePatternMove) in
 * one transaction. A pattern that lost its last mail keeps its row and id. */
bool store_patterns_save(
    Store *self, GPtrArray *patterns, const GArray *moves, GError **error);

/* Counts the patterns that have mails. */
bool store_patterns_count(Store *self, int64_t *ret_count, GError **error);
