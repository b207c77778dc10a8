#include "filters/rules/spans.h"

#include <string.h>

#define SPANS_MAX 8
#define SPAN_BYTES 120

struct _FilterSpans {
	unsigned count;
	size_t starts[SPANS_MAX + 1];             /* in @bytes; then the end */
	char bytes[SPANS_MAX * (SPAN_BYTES + 1)]; /* each ended by NUL */
};

FilterSpans *
filter_spans_new(void)
{
	return g_new0(FilterSpans, 1);
}

void
filter_spans_free(FilterSpans *self)
{
	g_free(self);
}

void
filter_spans_clear(FilterSpans *self)
{
	self->count = 0;
}

static bool
has(const FilterSpans *self, const char *span)
{
	for (unsigned i = 0; i < self->count; i++)
		if (strcmp(self->bytes + self->starts[i], span) == 0)
			return true;
	return false;
}

void
filter_spans_add(FilterSpans *self, const char *start, size_t length)
{
	char *span = self->bytes + self->starts[self->count];

	if (filter_spans_are_full(self))
		return;
	if (length > SPAN_BYTES)
		for (length = SPAN_BYTES; (start[length] & 0xc0) == 0x80;)
			length--;
	for (size_t i = 0; i < length; i++)
		span[i] = start[i] == '\n' || start[i] == '\t' ? ' ' : start[i];
	span[length] = '\0';
	if (has(self, span))
		return;
	self->starts[self->count + 1] = self->starts[self->count] + length + 1;
	self->count++;
}

bool
filter_spans_are_full(const FilterSpans *self)
{
	return self->count == SPANS_MAX;
}

size_t
filter_spans_bytes(const FilterSpans *self)
{
	return (self->count + 1) * sizeof(char *) + self->starts[self->count];
}

char **
filter_spans_copy(const FilterSpans *self, void *into)
{
	char **spans = into;
	char *bytes = (char *)(spans + self->count + 1);

	memcpy(bytes, self->bytes, self->starts[self->count]);
	for (unsigned i = 0; i < self->count; i++)
		spans[i] = bytes + self->starts[i];
	spans[self->count] = NULL;
	return spans;
}
