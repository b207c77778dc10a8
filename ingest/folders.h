/* Which folders of a mailbox are read: by name, by pattern, by special use. */
#pragma once

#include "ingest/imap.h"

typedef struct {
	char *name;        /* UTF-8, as the server has it */
	const char *meant; /* what the config says: "\Sent", "Support/" + "*" */
	bool answer;       /* what is in it is ours */
	int64_t messages;  /* where it was asked for, else 0 */
} IngestChosen;

typedef struct {
	GPtrArray *folders; /* IngestChosen *: each once, answers last */
	GError *missing;    /* (nullable): the first for which none was found */
} IngestChoice;

/*
 * Finds out which folders @mailbox (borrowed until the choice is freed) means
 * by its `folders`, `sent` and `answers`:
 *   NAME      that folder, there or not; a '/' in it may stand for the server's
 *             own separator of levels
 *   PATTERN   all that match; '*' is anything, '%' anything within a level
 *   \Sent     all that the server marks so (RFC 6154), whatever their names
 * A folder of answers is none of the others, whatever matches it. What matches
 * nothing is no error here: the rest can be read. The server is asked only
 * where a name alone does not say it; errors are those of ingest_imap.
 * Returns: whether *@ret_choice (transfer full) is set.
 */
bool ingest_folders_choose(IngestImap *imap, const CoreMailbox *mailbox,
    IngestChoice **ret_choice, GError **error);
void ingest_choice_free(IngestChoice *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestChoice, ingest_choice_free)

/* Whether @name matches @pattern, levels parted by @separator (0: none). */
bool ingest_folders_match(
    const char *pattern, const char *name, char separator);
