/* The file of one account's tokens: private, whole or not there, one writer. */
#pragma once

#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/* What stands in it; wiped on free. */
typedef struct {
	char *account;       /* whose login this is */
	char *refresh_token; /* NULL for an app, which needs none */
	char *access_token;
	int64_t expires_at; /* of the access token */
} NetTokenRecord;

void net_token_record_free(NetTokenRecord *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetTokenRecord, net_token_record_free)

/*
 * Reads @path. NET_ERROR_CONFIG when it cannot be read or holds something else.
 * @ret_record: (transfer full) (nullable): NULL: there is no such file.
 */
bool net_token_file_read(
    const char *path, NetTokenRecord **ret_record, GError **error);

/* The right to write it, which one process and thread has at a time. */
typedef struct _NetTokenFile NetTokenFile;

/*
 * Makes the folder of @path if need be and waits up to a minute for whoever has
 * the right. NET_ERROR_NETWORK: it was not to be had, or *@stop (nullable) is
 * set. NET_ERROR_CONFIG: the folder cannot be written.
 * Returns: (transfer full).
 */
NetTokenFile *net_token_file_lock(
    const char *path, const volatile sig_atomic_t *stop, GError **error);

/* Sees to it that a write will not fail for want of room: call it before a
 * refresh token is spent. NET_ERROR_CONFIG. */
bool net_token_file_reserve(NetTokenFile *self, GError **error);

/* Replaces what the file holds, durably, readable by its owner only; after
 * net_token_file_reserve(). NET_ERROR_CONFIG. */
bool net_token_file_write(
    NetTokenFile *self, const NetTokenRecord *record, GError **error);

void net_token_file_unlock(NetTokenFile *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetTokenFile, net_token_file_unlock)
