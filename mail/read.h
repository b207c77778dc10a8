/* Reads one mail: from raw bytes to the record of core/message.h. */
#pragma once

#include "core/limits.h"
#include "core/message.h"

#include <glib.h>

/* What reading depends on besides the bytes. Borrowed strings. */
typedef struct {
	CoreLimits limits;
	char **domains;    /* our own, ended by NULL; NULL: none known */
	char *authserv_id; /* whose Authentication-Results count; or NULL */
} MailReadOptions;

/*
 * Reads @raw, whatever it is: a fault becomes a flag of the record, never an
 * error, and what is beyond a limit is cut with a flag. Memory and time are
 * the caller's to bound (mail/sandbox.h), since GMime and GLib end the process
 * when memory does.
 *
 * Flags: no-from, no-date, no-message-id, duplicate-message-id, bad-header,
 * headers-cut, empty, text-cut, controls-removed, charset-guessed,
 * bytes-replaced,
 * html-hidden-text, structure-cut, own-words-full, names-cut.
 *
 * Returns: (transfer full): never NULL. `origin` is one of person, auto-reply,
 * bounce, list, notification, spam; the others need more than the bytes.
 * `source` is left unknown. A colleague's forward is of the one
 * forwarded (mail/forward.h).
 */
CoreMessage *mail_read(GBytes *raw, const MailReadOptions *options);
