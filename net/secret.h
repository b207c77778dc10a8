/* The password of a server: where it is found, kept apart, wiped. */
#pragma once

#include "core/config.h"

#include <glib.h>

/* Held in one place, which is wiped on free. Never log or format it. */
typedef struct _NetSecret NetSecret;

/*
 * Reads the password of @server: the first line of its password-file, the first
 * line that its password-command prints (run without a shell, for at most 30
 * s), or else the first line of $CREDENTIALS_DIRECTORY/NAME.password.
 * NET_ERROR_CONFIG, naming the file or command, when it cannot be read, is
 * empty, longer than 4,096 bytes or holds a control byte.
 * Returns: (transfer full).
 */
NetSecret *net_secret_read(const CoreServer *server, GError **error);

/* Reads the secret on the first line of @path; errors likewise. Returns:
 * (transfer full). */
NetSecret *net_secret_read_file(const char *path, GError **error);

/* Returns: the password, 1..4,096 bytes without control bytes (borrowed until
 * @self is freed). It may be more than ASCII. */
const char *net_secret_text(const NetSecret *self);

void net_secret_free(NetSecret *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetSecret, net_secret_free)

/*
 * What an operator should know of how the secrets of @server are kept: a file
 * of them may be read by others. For `tribune check`. Returns: (transfer full)
 * (nullable): one line, or NULL where all is well or there is no file.
 */
char *net_secret_warning(const CoreServer *server);
