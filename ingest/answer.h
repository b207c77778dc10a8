/* What a server answers to FETCH, message by message. For this folder only. */
#pragma once

#include "ingest/session.h"

#include <libetpan/mailimap.h>
#include <stddef.h>

typedef struct mailimap_set IngestUids;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestUids, mailimap_set_free)
typedef struct mailimap_fetch_type IngestWanted;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestWanted, mailimap_fetch_type_free)

/* All that one answer told of one message. */
typedef struct {
	IngestListed listed; /* uid 0: it did not say whose */
	const char *body;    /* NULL: not there, or NIL; borrowed */
	size_t length;
} IngestAnswer;

typedef struct {
	void (*on_answer)(const IngestAnswer *answer, void *data);
	void *data;
} IngestListener;

/* mailimap_fetch(), by place in the folder, or mailimap_uid_fetch(). */
typedef int (*IngestFetch)(mailimap *, IngestUids *, IngestWanted *, clist **);

/* Asks @fetch for @wanted of @set; @listener hears each answer, those to other
 * questions too. Returns: libetpan's code, for ingest_session_check(). */
int ingest_answer_fetch(IngestImap *self, IngestFetch fetch, IngestUids *set,
    IngestWanted *wanted, IngestListener *listener);

/* Adds @att (transfer full) to what is asked for. */
void ingest_answer_want(IngestWanted *wanted, struct mailimap_fetch_att *att);
