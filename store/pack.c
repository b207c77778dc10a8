#include "store/pack.h"

#include "core/sha256.h"

#include <zstd.h>

#define LEVEL 3

struct _StorePacker {
	ZSTD_CCtx *zstd;
	size_t chunk_bytes;
};

void
store_packed_free(StorePacked *self)
{
	if (!self)
		return;
	g_free(self->sha256);
	g_ptr_array_unref(self->frames);
	g_free(self->parts_name);
	g_free(self);
}

size_t
store_packed_size(const StorePacked *self)
{
	size_t bytes = 0;

	for (unsigned i = 0; i < self->frames->len; i++)
		bytes += g_bytes_get_size(self->frames->pdata[i]);
	return bytes;
}

StorePacker *
store_packer_new(int64_t chunk_bytes)
{
	StorePacker *self = g_new0(StorePacker, 1);

	g_assert(chunk_bytes > 0);
	self->chunk_bytes = (size_t)chunk_bytes;
	self->zstd = ZSTD_createCCtx();
	if (!self->zstd)
		g_error("out of memory"); /* as GLib's own allocations */
	return self;
}

void
store_packer_free(StorePacker *self)
{
	if (!self)
		return;
	ZSTD_freeCCtx(self->zstd);
	g_free(self);
}

GBytes *
store_packer_frame(StorePacker *self, const void *bytes, size_t length)
{
	size_t room = ZSTD_compressBound(length);
	g_autofree char *frame = g_malloc(room);
	size_t size =
	    ZSTD_compressCCtx(self->zstd, frame, room, bytes, length, LEVEL);

	/* With room for the worst case only memory can be short. */
	g_assert(!ZSTD_isError(size));
	frame = g_realloc(frame, size);
	return g_bytes_new_take(g_steal_pointer(&frame), size);
}

StorePacked *
store_packer_pack(StorePacker *self, const void *bytes, size_t length)
{
	StorePacked *packed = g_new0(StorePacked, 1);
	const char *at = bytes;

	packed->sha256 = core_sha256(bytes, length);
	packed->raw_bytes = (int64_t)length;
	packed->frames =
	    g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	while (length > 0) {
		size_t n = MIN(length, self->chunk_bytes);

		g_ptr_array_add(
		    packed->frames, store_packer_frame(self, at, n));
		at += n;
		length -= n;
	}
	return packed;
}
