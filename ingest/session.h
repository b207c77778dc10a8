/* What the files of a session share: imap.c, list.c, fetch.c and more. */
#pragma once

#include "ingest/imap.h"
#include "ingest/stream.h"

#include <libetpan/mailimap.h>

struct _IngestImap {
	const CoreMailbox *mailbox;
	const CoreLimits *limits;
	const volatile sig_atomic_t *stop; /* NULL: never */
	mailimap *session;                 /* never NULL; it owns its stream */
	bool is_in_step;     /* false: answers and commands do not match now */
	IngestFolder folder; /* the open one */
	bool is_idle;        /* until DONE no command may be sent */
	bool is_idle_ahead;  /* IDLE was sent, its turn has not come */
	bool has_told;       /* of mail, while libetpan did not listen */
	GQueue ahead;        /* what fetch.c was asked to fetch next */
	int64_t slice_uids;  /* how many UIDs the next listing spans */
};

/* Allows time and bytes for the next command; a fetch gets more of both. */
void ingest_session_begin(IngestImap *self, int64_t answer_bytes);

/*
 * Judges what libetpan returned for a command about @what ("INBOX", "login").
 * Returns: whether it is success; else @error says why.
 */
bool ingest_session_check(
    IngestImap *self, int code, const char *what, GError **error);

/* Learns the UID of the last message of the open folder, which has some, from a
 * server that does not tell UIDNEXT. */
bool ingest_session_find_last(
    IngestImap *self, int64_t *ret_uid, GError **error);

/* Lists @first_uid..@last_uid, as ingest_imap_list(). */
bool ingest_session_list_range(IngestImap *self, int64_t first_uid,
    int64_t last_uid, GArray **ret_listed, GError **error);

/* What was asked for ahead will not be fetched. */
void ingest_session_forget_ahead(IngestImap *self);
