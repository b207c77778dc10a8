/* A read-only session with an IMAP server: it opens folders by EXAMINE alone
 * and fetches by BODY.PEEK, so that nothing there ever changes. */
#pragma once

#include "core/config.h"

#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * All functions that ask the server fail with INGEST_ERROR_PROTOCOL when it
 * refuses or its answer makes no sense, NET_ERROR_NETWORK when it is lost or
 * too slow. Unless ingest_imap_is_usable(), only close the session then.
 */
typedef struct _IngestImap IngestImap;

/*
 * Connects to @mailbox (borrowed until the session is closed) and logs in.
 * INGEST_ERROR_AUTH when the server refuses user, password or token; errors of
 * net_secret_read(), net_token_get() and net_transport_open() besides.
 * @limits: borrowed likewise. @stop: (nullable): ends all waiting when set.
 * Returns: (transfer full).
 */
IngestImap *ingest_imap_open(const CoreMailbox *mailbox,
    const CoreLimits *limits, const volatile sig_atomic_t *stop,
    GError **error);

/* Logs out and closes. NULL is allowed. */
void ingest_imap_close(IngestImap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestImap, ingest_imap_close)

/* Connects anew and logs in again; no folder is open then. Errors as on
 * opening: then only close it. */
bool ingest_imap_reopen(IngestImap *self, GError **error);

/* Whether @self can still be asked, after a refusal say. */
bool ingest_imap_is_usable(const IngestImap *self);

typedef struct {
	int64_t uidvalidity;
	int64_t uid_next; /* 0: the server did not say */
	int64_t last_uid; /* no message has a higher one */
	int64_t messages;
} IngestFolder;

/* What was found of the folder opened last (borrowed). */
const IngestFolder *ingest_imap_folder(const IngestImap *self);

/* Opens @name (UTF-8) read-only; what follows is about it. */
bool ingest_imap_examine(IngestImap *self, const char *name,
    IngestFolder *ret_folder, GError **error);

typedef struct {
	int64_t uid;
	int64_t size_bytes;  /* as the server says; 0 where it does not */
	int64_t received_at; /* INTERNALDATE; 0 where there is none */
} IngestListed;

/*
 * Lists a slice of the open folder: UIDs from @first_uid, which is 1..last_uid,
 * to @ret_last_uid, which the session chooses.
 * @ret_listed: (transfer full): IngestListed, UIDs ascending, each once.
 */
bool ingest_imap_list(IngestImap *self, int64_t first_uid, GArray **ret_listed,
    int64_t *ret_last_uid, GError **error);

/* What a fetch brought of one message. */
typedef struct {
	GBytes *raw;   /* NULL: gone meanwhile, or it came in parts */
	bool is_whole; /* the parts that were heard of are all of it */
	bool oversize; /* beyond limits.message_bytes: @raw is its header */
	/* The server does not hand it over: @raw is its header, or empty where
	 * that is not to be had either. */
	bool unfetched;
} IngestFetched;

typedef struct {
	size_t index;
	bool is_first;
	GBytes *bytes; /* limits.fetch_bytes or less; borrowed */
} IngestPart;

typedef struct {
	/* Hears what came of the message at @index, from 0 on, each once and
	 * in order; while others are still to come, so let it not take long.
	 * It takes the bytes of @fetched. */
	void (*on_fetched)(size_t index, IngestFetched *fetched, void *data);
	/* Hears a part of the message at @index, of which on_fetched() comes
	 * later; @is_first: what it heard of it before, if any, is void.
	 * Returns: false to end the fetch with this error. */
	bool (*on_part)(const IngestPart *part, void *data, GError **error);
	void *data;
} IngestSink;

/*
 * Asks for the @n messages at @listed before their turn: behind the next fetch,
 * which is still to come, and those asked for so before. Each must be one that
 * a single command fetches, and be handed to ingest_imap_fetch() in its turn.
 */
void ingest_imap_fetch_ahead(
    IngestImap *self, const IngestListed *listed, size_t n);

/*
 * Fetches the @n messages at @listed (UIDs ascending): several of them in one
 * command, so let their sizes add up to limits.fetch_bytes, or one, which comes
 * in parts of that size where it is larger. One
 * missing in the server's answer is asked for again alone; gone is only what
 * the folder does not list any more. INGEST_ERROR_PROTOCOL, too, where one is
 * listed and not handed over. When it fails, @sink has heard
 * of those before.
 */
bool ingest_imap_fetch(IngestImap *self, const IngestListed *listed, size_t n,
    const IngestSink *sink, GError **error);
