#include "digest/report.h"

void
digest_item_free(DigestItem *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->messages);
	g_strfreev(self->tags);
	g_free(self->title);
	g_free(self->quote);
	g_free(self);
}

void
digest_report_free(DigestReport *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->items);
	g_ptr_array_unref(self->tags);
	g_ptr_array_unref(self->rows);
	g_clear_pointer(&self->sources, g_ptr_array_unref);
	g_free(self);
}
