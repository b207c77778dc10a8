#include "core/query.h"

void
core_query_free(CoreQuery *self)
{
	if (!self)
		return;
	g_free(self->header);
	g_free(self->text);
	g_clear_pointer(&self->children, g_ptr_array_unref);
	g_free(self);
}

unsigned
core_query_terms(const CoreQuery *self)
{
	unsigned count = 0;

	if (!self->children)
		return 1;
	for (unsigned i = 0; i < self->children->len; i++)
		count += core_query_terms(self->children->pdata[i]);
	return count;
}
