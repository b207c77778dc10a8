/* Hands finished mails to the SMTP server, one recipient a transaction. */
#pragma once

#include "core/config.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* One connection, kept open over several mails. */
typedef struct _DigestSmtp DigestSmtp;

/*
 * Reads the password of @send (borrowed for as long as the connection lives),
 * or gets its token; connects with the first mail. NET_ERROR_CONFIG when the
 * password cannot be had, CORE_ERROR_CONFIG when curl does not take a setting;
 * for the token the errors of net_token_get(), and DIGEST_ERROR_RELAY in place
 * of NET_ERROR_NETWORK. A token that the server refuses is renewed once.
 * Returns: (transfer full).
 */
DigestSmtp *digest_smtp_new(const CoreSend *send, GError **error);

/* Says goodbye to the server. NULL is allowed. */
void digest_smtp_free(DigestSmtp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigestSmtp, digest_smtp_free)

/* Called once, when all of the mail is out but its final dot: to note durably
 * that the dot may go out. False stops the mail before it. */
typedef bool (*DigestDot)(void *data, GError **error);

/* What the server said last. */
typedef struct {
	int code;     /* 0: nothing */
	char *answer; /* clean, on one line; "" where nothing (transfer full) */
} DigestAnswer;

/*
 * Sends @bytes (CRLF line ends) to the plain address @recipient. False with
 * DIGEST_ERROR_RELAY (nothing can be sent now), _DEFERRED (this one later),
 * _REFUSED (never), _UNCERTAIN (the dot went out, no answer came), or the error
 * of @dot. @ret_answer is written in every case; its message names no address.
 */
bool digest_smtp_send(DigestSmtp *self, const char *recipient, GBytes *bytes,
    DigestDot dot, void *data, DigestAnswer *ret_answer, GError **error);

/* Connects, logs in and says NOOP: for `tribune check`. Errors as
 * digest_smtp_new() and DIGEST_ERROR_RELAY. */
bool digest_smtp_check(const CoreSend *send, GError **error);
