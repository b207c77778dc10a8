#include "core/sha256.h"

#include <nettle/sha2.h>

struct _CoreSha256 {
	struct sha256_ctx state;
};

static char *
finish(struct sha256_ctx *state)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_SIZE];
	char *hex = g_malloc(CORE_SHA256_HEX + 1);

	sha256_digest(state, sizeof digest, digest);
	for (unsigned i = 0; i < sizeof digest; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[CORE_SHA256_HEX] = '\0';
	return hex;
}

CoreSha256 *
core_sha256_new(void)
{
	CoreSha256 *self = g_new(CoreSha256, 1);

	sha256_init(&self->state);
	return self;
}

void
core_sha256_free(CoreSha256 *self)
{
	g_free(self);
}

void
core_sha256_add(CoreSha256 *self, const void *bytes, size_t length)
{
	sha256_update(&self->state, length, bytes);
}

char *
core_sha256_finish(CoreSha256 *self)
{
	return finish(&self->state);
}

char *
core_sha256(const void *bytes, size_t length)
{
	struct sha256_ctx state;

	sha256_init(&state);
	sha256_update(&state, length, bytes);
	return finish(&state);
}
