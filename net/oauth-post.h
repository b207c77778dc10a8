/* One question to a token server: a form by HTTPS, a small JSON object back. */
#pragma once

#include "net/form.h"

#include <glib.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#define NET_OAUTH_ANSWER_BYTES 65536

typedef struct {
	const char *url;     /* core_url_is_safe() */
	const char *ca_file; /* NULL: the system's */
	int64_t timeout_ms;  /* from the look-up to the last byte */
	const volatile sig_atomic_t *stop; /* NULL: never */
} NetOAuthPost;

/*
 * Posts @form. No redirection is followed and no proxy asked.
 * NET_ERROR_NETWORK: not reached, too slow, stopped, or the answer is no JSON
 * object or longer than NET_OAUTH_ANSWER_BYTES. NET_ERROR_TLS: the certificate
 * does not hold. NET_ERROR_CONFIG: the ca-file cannot be used, or @form is too
 * long. No message holds anything of the form or the answer.
 *
 * @ret_status: the HTTP status; a refusal is an answer too.
 * @ret_answer: (transfer full).
 */
bool net_oauth_post(const NetOAuthPost *self, const NetForm *form,
    int *ret_status, json_t **ret_answer, GError **error);
