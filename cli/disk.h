/* The disk under the database, as `check` and `status` tell of it. */
#pragma once

#include "cli/command.h"
#include "store/growth.h"
#include "store/room.h"

#define CLI_DISK_FEW_DAYS 30 /* below that somebody should make room */

typedef struct {
	StoreRoom room;
	StoreGrowth growth; /* .days 0 without a database */
	int64_t wal_bytes;
	int64_t days_left; /* until ingest stops; -1: it does not grow so far */
	int least_percent; /* below which ingest stops */
} CliDisk;

/* @store: NULL while there is none. */
bool cli_disk_read(
    const CliContext *context, Store *store, CliDisk *ret_disk, GError **error);

/* Whether ingest has stopped for want of room. Pure, as are the others. */
bool cli_disk_is_full(const CliDisk *self);

/* Whether room should be made: what is left lasts for few days only. */
bool cli_disk_is_tight(const CliDisk *self);

/* "41 GB of 100 GB free; the mail of the last 28 days took 12 MB a day: room
 * for 9 years". Returns: (transfer full). */
char *cli_disk_describe(const CliDisk *self);
