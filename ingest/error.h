/* The errors of ingest/: how much a caller gives up. */
#pragma once

#include <glib.h>

#define INGEST_ERROR (ingest_error_quark())

typedef enum {
	INGEST_ERROR_AUTH,     /* login refused: wait long, tell the operator */
	INGEST_ERROR_PROTOCOL, /* the connection is out of step: drop it, retry
	                        */
	INGEST_ERROR_INPUT,    /* a path given to import cannot be read: tell */
} IngestError;

GQuark ingest_error_quark(void);
