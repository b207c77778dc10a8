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
	NET_ERROR_AUTH, /* no token is to be had until a person logs in again
	                   or mends the app: wait long, tell the operator */
} NetError;

GQuark net_error_quark(void);
