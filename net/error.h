/* The errors of net/: whether reaching a server may be tried again. */
#pragma once

#include <glib.h>

#define NET_ERROR (net_error_quark())

typedef enum {
	NET_ERROR_CONFIG,  /* a secret or CA file is missing or wrong: tell the
	                      user */
	NET_ERROR_NETWORK, /* refused, unknown host, timed out, cut: back off,
	                      retry */
	NET_ERROR_TLS, /* the certificate does not hold: back off, tell the user
	                */
} NetError;

GQuark net_error_quark(void);
