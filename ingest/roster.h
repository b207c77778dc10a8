/* The folders that a server has. */
#pragma once

#include "ingest/imap.h"

typedef struct {
	char *name;     /* UTF-8; NULL: it is not modified UTF-7 */
	char separator; /* of levels in @name; 0: there are none */
	char **uses;    /* "\Sent" and other attributes (RFC 6154), if any */
} IngestEntry;

/*
 * Asks for all folders, by plain LIST: servers that know special uses say them
 * there too.
 * @ret_entries: (transfer full): IngestEntry * of those that can be opened, by
 * name, at most 50,000: beyond that INGEST_ERROR_PROTOCOL.
 */
bool ingest_roster(IngestImap *imap, GPtrArray **ret_entries, GError **error);
