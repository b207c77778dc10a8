/* The parse child's work: mails in, records out, on one socket. */
#pragma once

#include "mail/read.h"

#include <glib.h>
#include <stdbool.h>

/* What the child is told first, as it goes over the socket: JSON.
 * Returns: (transfer full). */
GBytes *mail_serve_options(const MailReadOptions *options);

/*
 * Reads the options from @fd, loads what mail may need, locks the process
 * (mail/sandbox.h) and says so by an empty frame; then answers each frame of
 * raw bytes by one of core_message_pack() until the other end closes @fd.
 * Answers may be kept back as long as there are frames to read.
 *
 * MAIL_ERROR_SANDBOX, or CORE_ERROR_DATA and CORE_ERROR_IO for a parent that
 * breaks off or lies: stop.
 */
bool mail_serve(int fd, GError **error);
