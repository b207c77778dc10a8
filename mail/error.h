/* The errors of mail/. */
#pragma once

#include <glib.h>

#define MAIL_ERROR (mail_error_quark())

typedef enum {
	MAIL_ERROR_SANDBOX, /* the process cannot lock itself: stop, parse
	                       nothing */
	MAIL_ERROR_COMPOSE, /* a mail would break its own format: our data, stop
	                     */
} MailError;

GQuark mail_error_quark(void);
