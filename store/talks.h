/* Conversations as people see them: who asked what, when we answered, and who
 * waits. */
#pragma once

#include "store/store.h"

/*
 * One conversation, from all its mails of persons and answers of ours (not a
 * machine's) that are read by now, whatever order they came in. Times are
 * received_at, 0 where there is none. Owns its strings.
 */
typedef struct {
	int64_t id;
	char *customer; /* who asked first: name or address; NULL: nobody */
	char *address;  /* of that contact; NULL: none */
	char *type;     /* of that contact; NULL: unknown */
	char *subject;  /* of that mail; NULL where unknown */
	int64_t first_asked_at;  /* the first mail of a person */
	int64_t first_answer_at; /* our first after that */
	char *answered_by;       /* of that: name or address */
	int64_t waiting_since;   /* the first of a person after our last */
	int reopened;            /* how often a person wrote after our answer */
	int mails;
} StoreTalk;
void store_talk_clear(StoreTalk *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StoreTalk, store_talk_clear)

/* @ret_talk: of conversation @id; all 0 but the id where there is none. */
bool store_talk_get(
    Store *self, int64_t id, StoreTalk *ret_talk, GError **error);

void store_talk_free(void *self); /* NULL is allowed */

typedef struct {
	int64_t since; /* only with a mail at or after it */
	bool waiting;  /* only those that wait */
	unsigned most; /* so many at most; 0: all */
} StoreTalkQuery;

/* Lists conversations in which a person wrote: the newest first, or those that
 * wait, the longest waiting first. @ret_talks: (transfer full): StoreTalk *. */
bool store_talk_list(Store *self, const StoreTalkQuery *query,
    GPtrArray **ret_talks, GError **error);
