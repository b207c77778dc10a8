/* Makes raw mail ready to be kept, on any thread: the database is not needed.
 */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* A mail as the database keeps it. */
typedef struct {
	char *sha256;      /* lower-case hex, of the bytes as they came */
	int64_t raw_bytes; /* how many those are */
	GPtrArray *frames; /* GBytes *: zstd frames, one a chunk row */
	char *parts_name;  /* NULL, or the frames are kept under it already */
} StorePacked;

void store_packed_free(StorePacked *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StorePacked, store_packed_free)

/* Returns: the bytes that its frames hold. */
size_t store_packed_size(const StorePacked *self);

/* Keeps the memory that packing needs. For one thread at a time. */
typedef struct _StorePacker StorePacker;

/* @chunk_bytes: limits.fetch_bytes, of which a frame holds at most so many. */
StorePacker *store_packer_new(int64_t chunk_bytes);
void store_packer_free(StorePacker *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StorePacker, store_packer_free)

/* Returns: (transfer full): a part of a mail as one frame. */
GBytes *store_packer_frame(StorePacker *self, const void *bytes, size_t length);

/* Returns: (transfer full): the @length bytes of a whole mail, packed. */
StorePacked *store_packer_pack(
    StorePacker *self, const void *bytes, size_t length);
