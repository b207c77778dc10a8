/* The errors of filters/. */
#pragma once

#include <glib.h>

#define FILTER_ERROR (filter_error_quark())

typedef enum {
	FILTER_ERROR_RULES, /* a rules file does not parse: tell the user, stop
	                     */
	FILTER_ERROR_CHILD, /* the parse child died, hung or lied: retry alone,
	                       then quarantine */
} FilterError;

GQuark filter_error_quark(void);
