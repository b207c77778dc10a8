/* Keeps the write-ahead log small. For store.c, and for those who watch it. */
#pragma once

#include "store/store.h"

#include <sqlite3.h>

#define STORE_WAL_MOST_BYTES (64 << 20)

/*
 * From now on each commit on @db looks at the length of the log: beyond 16 MB
 * its pages go into the database as far as no reader needs them, and beyond
 * half of STORE_WAL_MOST_BYTES the file is cut too. A reader that holds a
 * snapshot lets it grow; the first commit after that makes it small again.
 */
void store_wal_keep_small(sqlite3 *db);

/* Returns: the length of the log's file, 0 where there is none. */
int64_t store_wal_bytes(Store *self);
