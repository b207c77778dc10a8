/* The errors of digest/: what becomes of an outbox row. */
#pragma once

#include <glib.h>

#define DIGEST_ERROR (digest_error_quark())

typedef enum {
	DIGEST_ERROR_RELAY, /* server not reached or login refused: defer all */
	DIGEST_ERROR_DEFERRED,  /* a 4xx or a cut before the dot: defer this row
	                         */
	DIGEST_ERROR_REFUSED,   /* a final 5xx: this row has failed */
	DIGEST_ERROR_UNCERTAIN, /* the dot may have gone out: in doubt, see
	                           DESIGN */
	DIGEST_ERROR_NOTHING,   /* nothing to say in this period: no digest */
} DigestError;

GQuark digest_error_quark(void);
