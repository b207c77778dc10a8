/* Groups of messages about the same thing, and the words they are made of. */
#pragma once

#include "store/store.h"

/* What grouping sees of one mail. Owns its strings. */
typedef struct {
	int64_t id, contact_id, received_at;
	int64_t pattern_id; /* 0: none so far */
	char *content_key;
	char *language; /* NULL: unknown */
	char *subject;  /* "" where none */
	char *own_words;
} StorePatternMail;

void store_pattern_mail_free(StorePatternMail *self);

/* When the newest mail of a person was received, at most @now; 0: there is
 * none. */
bool store_patterns_newest(
    Store *self, int64_t now, int64_t *ret_at, GError **error);

/*
 * The mails of persons received at @since or later, at most @max of them, the
 * newest. @ret_mails: (transfer full): StorePatternMail *, sorted by the time
 * of receipt, then by content key.
 */
bool store_patterns_read(Store *self, int64_t since, int64_t max,
    GPtrArray **ret_mails, GError **error);

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
