/* A mail too large to be held whole: its chunks are kept as they come, under a
 * name of their own, until the last is here. No message is made of them before
 * that, so a run that ends between leaves nothing but rows to clear away. */
#pragma once

#include "store/pack.h"
#include "store/store.h"

typedef struct {
	const char *name;
	int64_t number; /* from 0 on; 0 drops what was kept of the name */
	GBytes *frame;  /* of store_packer_frame() */
} StorePart;

/* Returns: (transfer full): the name for a mail's parts. */
char *store_parts_name(int64_t folder_id, int64_t uid);

/* Keeps @part. Call it inside store_transact(). */
bool store_parts_add(Store *self, const StorePart *part, GError **error);

/* Drops the parts of all mails that are not whole: call it when ingest starts,
 * with its lock held. */
bool store_parts_drop(Store *self, GError **error);

/*
 * Makes the parts of @packed->parts_name the bytes of @packed->sha256, for
 * store_raw_put(); where those are kept already, the parts are dropped.
 * @ret_raw_id: of the bytes that are kept.
 */
bool store_parts_settle(Store *self, const StorePacked *packed,
    int64_t *ret_raw_id, GError **error);
