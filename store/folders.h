/* The folders mail comes from, and how far each is read. */
#pragma once

#include "store/arrivals.h"
#include "store/store.h"

/* Borrowed strings. Of an import: "import", the canonical path, 0. */
typedef struct {
	const char *mailbox, *name;
	int64_t uidvalidity;
} StoreFolderKey;

typedef struct {
	int64_t id;
	int64_t cursor_uid; /* every UID up to here has its outcome */
} StoreFolder;

/*
 * Finds the folder of @key, or makes it with cursor 0 as opened at @now_at: a
 * new UIDVALIDITY is a new folder.
 */
bool store_folder_open(Store *self, const StoreFolderKey *key, int64_t now_at,
    StoreFolder *ret_folder, GError **error);

/*
 * Begins @folder anew with cursor 0, under the same key: its server went back
 * behind what was read, so that its UIDs may stand for other mails. From now on
 * @folder, and whoever opens it, is about the new one.
 */
bool store_folder_restart(
    Store *self, StoreFolder *folder, int64_t now_at, GError **error);

/* As store_folder_open(), but makes nothing: id 0 where there is none. */
bool store_folder_find(Store *self, const StoreFolderKey *key,
    StoreFolder *ret_folder, GError **error);

/* The mail that @folder_id brought last, and its date as its server told it.
 * @ret_uid: 0 where that mail was here before, or is none. */
bool store_folder_last(Store *self, int64_t folder_id, int64_t *ret_uid,
    int64_t *ret_received_at, GError **error);

/* Moves the cursor of @folder_id to @uid, never back. Call it inside the
 * store_transact() that takes in the mails up to there. */
bool store_folder_advance(
    Store *self, int64_t folder_id, int64_t uid, GError **error);

/* Over all UIDVALIDITYs of a folder; what it listed is the sum of outcomes. */
typedef struct {
	char *mailbox, *folder;
	int64_t outcomes[STORE_OUTCOMES];
	int64_t quarantined; /* among the new */
	int64_t readings;    /* from its first mail on; above 1 its server has
	                        numbered it anew */
	int64_t opened_at;   /* the last of them */
} StoreFolderSums;

/* @ret_sums: (transfer full): StoreFolderSums *, by mailbox and folder. */
bool store_folder_sums(Store *self, GPtrArray **ret_sums, GError **error);

/* @ret_names: (transfer full): char *: the mailboxes from which something ever
 * came, "import" among them, in no order. */
bool store_folder_mailboxes(Store *self, GPtrArray **ret_names, GError **error);
