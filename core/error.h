/* The errors of core/: what a caller can do about a bad setting or bad data. */
#pragma once

#include <glib.h>

#define CORE_ERROR (core_error_quark())

typedef enum {
	CORE_ERROR_CONFIG, /* a setting is wrong: tell the user, do not retry */
	CORE_ERROR_DATA,   /* bytes from outside break their format: refuse them
	                    */
	CORE_ERROR_IO,     /* a file or pipe failed: tell the user, stop */
} CoreError;

GQuark core_error_quark(void);
