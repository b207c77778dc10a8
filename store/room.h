/* How much room there is where the database lies. */
#pragma once

#include "store/store.h"

typedef struct {
	int64_t free_bytes, all_bytes;   /* free: for who is not root */
	int64_t free_inodes, all_inodes; /* all: 0 where none are counted */
} StoreRoom;

/*
 * Looks at the file system of @path, a file that need not be there, nor its
 * folder. STORE_ERROR_READ_ONLY when it cannot be looked at.
 */
bool store_room_read(const char *path, StoreRoom *ret_room, GError **error);

/* Returns: what is free of bytes or of inodes, whichever is less: 0..100. */
int store_room_percent(const StoreRoom *self);

/*
 * Whether at least @least_percent (limits.free_space_percent) is free. Whoever
 * takes mail asks before each batch. STORE_ERROR_FULL, in words for the
 * operator, when it is not: stop, and try again later.
 */
bool store_has_room(Store *self, int64_t least_percent, GError **error);
