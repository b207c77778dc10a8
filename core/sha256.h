/* SHA-256, with the processor's own instructions where it has them. */
#pragma once

#include <glib.h>
#include <stddef.h>

#define CORE_SHA256_HEX 64 /* digits of a digest, without the NUL */

typedef struct _CoreSha256 CoreSha256;

CoreSha256 *core_sha256_new(void);
void core_sha256_free(CoreSha256 *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CoreSha256, core_sha256_free)

void core_sha256_add(CoreSha256 *self, const void *bytes, size_t length);

/* Returns: (transfer full): lower-case hex over all that was added. @self is as
 * new then. */
char *core_sha256_finish(CoreSha256 *self);

/* The same over @bytes alone. */
char *core_sha256(const void *bytes, size_t length);
