/* All that `tribune status` looks at, and what of it somebody should see to. */
#pragma once

#include "cli/disk.h"
#include "store/mailboxes.h"
#include "store/status.h"

typedef struct {
	GPtrArray *mailboxes; /* StoreMailbox *, of those ever polled */
	GPtrArray *folders;   /* StoreFolderSums * */
	StoreStatus counts;
	CliDisk disk;
	char *rules_fault; /* the first in the rules files, or NULL */
	int64_t now;
} CliPicture;

/* Reads it, on one snapshot of context->store. */
bool cli_picture_read(
    const CliContext *context, CliPicture *ret_picture, GError **error);
void cli_picture_clear(CliPicture *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CliPicture, cli_picture_clear)

/* Returns: (nullable): borrowed; NULL while it was never polled. */
const StoreMailbox *cli_picture_mailbox(
    const CliPicture *self, const char *name);

/* How long the oldest mail has waited to be read; 0 with an empty queue. */
int64_t cli_picture_queue_age_s(const CliPicture *self);

/*
 * Returns: (transfer full): char *, a line for each thing that somebody should
 * look at, as the manual lists them; empty when all is well. Pure.
 */
GPtrArray *cli_picture_faults(const CliPicture *self, const CoreConfig *config);
