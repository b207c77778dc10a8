/* The errors of store/: what a caller does when the database does not take it.
 */
#pragma once

#include <glib.h>

#define STORE_ERROR (store_error_quark())

typedef enum {
	STORE_ERROR_BUSY,      /* another process holds it: try again later */
	STORE_ERROR_FULL,      /* no space: stop taking mail, try again later */
	STORE_ERROR_READ_ONLY, /* may not be written: the operator must act */
	STORE_ERROR_CORRUPT, /* damaged: stop at once, the operator must act */
	STORE_ERROR_VERSION, /* made by a newer program: the operator must act
	                      */
	STORE_ERROR_FAILED,  /* anything else: stop, keep the row as it was */
} StoreError;

GQuark store_error_quark(void);
