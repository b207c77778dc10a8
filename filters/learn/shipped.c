#include "filters/learn/kinds.h"

#include "core/sha256.h"

#include <stdint.h>

/* Made while building, by filters/rules/teach.c of data/letters. */
extern const uint64_t filter_kinds_data[];
extern const uint64_t filter_kinds_data_bytes;

FilterKinds *
filter_kinds_shipped(void)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(
	    filter_kinds_data, (size_t)filter_kinds_data_bytes);
	FilterKinds *self = filter_kinds_unpack(bytes);

	g_assert(self);
	return self;
}

char *
filter_kinds_shipped_digest(void)
{
	return core_sha256(filter_kinds_data, (size_t)filter_kinds_data_bytes);
}
