/* The tags of messages and where they send them: what was found, and over it
 * what people said (store/labels.h). */
#pragma once

#include "store/store.h"

typedef enum {
	STORE_URGENCY_NONE,
	STORE_URGENCY_HIGH,
	STORE_URGENCY_NOW,
} StoreUrgency;

typedef enum { STORE_BY_RULE, STORE_BY_PERSON, STORE_BY_MODEL } StoreBy;

/* Returns: "rule", "person" or "model": the word in exports (static). */
const char *store_by_name(StoreBy by);

/* One tag and why it is there. Owns its strings. */
typedef struct {
	char *tag;
	StoreBy by;
	char *rule; /* that found it, by a person's tag too; or NULL */
	StoreUrgency urgency;
	char **spans; /* the words that matched, as they stand in the mail */
	char **departments; /* to which the tag sends the message */
	double probability; /* that a model gave it; 0: no model did */
} StoreTag;

void store_tag_free(StoreTag *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreTag, store_tag_free)

/* Returns: (transfer full): an empty array that owns its StoreTag *. */
GPtrArray *store_tags_new(void);

/*
 * Puts @found (StoreTag *, each tag once, none by a person) in the place of
 * what was found in message @id before. The last labels hold over it: a tag
 * that a person took away is kept apart, one that a person gave stays, and the
 * departments are those that a person set, or else those of its tags. Call it
 * inside store_transact().
 */
bool store_tags_save(
    Store *self, int64_t id, const GPtrArray *found, GError **error);

/* The same for a message in which nothing was found before. */
bool store_tags_add(
    Store *self, int64_t id, const GPtrArray *found, GError **error);

/* Adds to @tags those that message @id has, by name. */
bool store_tags_read(Store *self, int64_t id, GPtrArray *tags, GError **error);

/* Adds to @tags what was found in message @id: what a person took away too,
 * what only a person gave not. */
bool store_tags_found(Store *self, int64_t id, GPtrArray *tags, GError **error);

/* Adds to @tags those that were found and a person took away. */
bool store_tags_denied(
    Store *self, int64_t id, GPtrArray *tags, GError **error);

/* @ret_names: (transfer full): char *: each tag that some message has, in
 * order. */
bool store_tags_used(Store *self, GPtrArray **ret_names, GError **error);
