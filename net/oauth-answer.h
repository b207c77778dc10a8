/* What a token server's answer means: tokens, a code for a person, a refusal.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* Longer tokens are refused. */
#define NET_OAUTH_TOKEN_BYTES 16384

/* Wiped on free. Tokens are printable ASCII without blanks. */
typedef struct {
	char *access_token;
	char *refresh_token;  /* NULL: keep the one there is */
	char *scope;          /* NULL: as was asked */
	int64_t expires_in_s; /* 0..86400 */
} NetOAuthTokens;

/* A login that a person finishes elsewhere. */
typedef struct {
	char *device_code;         /* a secret */
	char *user_code, *address; /* to show: clean, one line */
	int64_t expires_in_s;      /* 60..3600 */
	int64_t interval_s;        /* 1..60: time between two questions */
} NetOAuthDevice;

typedef enum {
	NET_OAUTH_DONE,
	NET_OAUTH_PENDING,  /* the person has not finished */
	NET_OAUTH_TOO_FAST, /* nor that, and ask less often */
	NET_OAUTH_REFUSED,  /* the error is set */
} NetOAuthVerdict;

/*
 * Judges the HTTP @status and the error in @answer. REFUSED sets
 * NET_ERROR_NETWORK where the server has trouble of its own, else
 * NET_ERROR_AUTH; its message is "SERVER'S WORD (AADSTS number)" and never
 * what a server says at length, which names people.
 */
NetOAuthVerdict net_oauth_judge(
    int status, const json_t *answer, GError **error);

/* Reads the tokens of an answer that is DONE. NET_ERROR_NETWORK where it has no
 * bearer token of a good form. @ret_tokens: (transfer full). */
bool net_oauth_read_tokens(
    const json_t *answer, NetOAuthTokens **ret_tokens, GError **error);

/* The same for a device code. @ret_device: (transfer full). */
bool net_oauth_read_device(
    const json_t *answer, NetOAuthDevice **ret_device, GError **error);

void net_oauth_tokens_free(NetOAuthTokens *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetOAuthTokens, net_oauth_tokens_free)
void net_oauth_device_free(NetOAuthDevice *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetOAuthDevice, net_oauth_device_free)

/* Wipes and frees @secret (nullable). */
void net_oauth_wipe(char *secret);
