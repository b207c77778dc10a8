#include "store/held.h"

#include <string.h>

static StoreTag *
copy_tag(const StoreTag *tag, StoreBy by)
{
	StoreTag *copy = g_new0(StoreTag, 1);

	copy->tag = g_strdup(tag->tag);
	copy->by = by;
	copy->rule = g_strdup(tag->rule);
	copy->urgency = tag->urgency;
	copy->spans = g_strdupv(tag->spans);
	copy->departments = g_strdupv(tag->departments);
	copy->probability = tag->probability;
	return copy;
}

static bool
has_tag(const GPtrArray *tags, const char *name)
{
	for (unsigned i = 0; i < tags->len; i++)
		if (strcmp(((const StoreTag *)tags->pdata[i])->tag, name) == 0)
			return true;
	return false;
}

/* Whether @tag is one of @kind: "bug/crash" of "bug". */
static bool
is_part(const char *tag, const char *kind)
{
	size_t length = strlen(kind);

	return strncmp(tag, kind, length) == 0 && tag[length] == '/';
}

/* Who says that a mail is no "bug" says that it is no "bug/crash"; who says
 * that it is one does not say which. */
static bool
speaks_of(const StoreLabel *label, const char *tag)
{
	if (g_strcmp0(label->tag, tag) == 0)
		return true;
	return tag && label->tag && !label->holds && is_part(tag, label->tag);
}

/* The last word on @tag, or with NULL on the departments; NULL: none. */
static const StoreLabel *
last_word(const GPtrArray *labels, const char *tag)
{
	for (unsigned i = labels->len; i-- > 0;) {
		const StoreLabel *label = labels->pdata[i];

		if (speaks_of(label, tag))
			return label;
	}
	return NULL;
}

static void
hold_found(StoreHeld *self, const GPtrArray *found, const GPtrArray *labels)
{
	for (unsigned i = 0; i < found->len; i++) {
		const StoreTag *tag = found->pdata[i];
		const StoreLabel *label = last_word(labels, tag->tag);

		g_ptr_array_add(
		    label && !label->holds ? self->denied : self->tags,
		    copy_tag(tag, label ? STORE_BY_PERSON : tag->by));
	}
}

static void
hold_given(StoreHeld *self, const GPtrArray *labels)
{
	for (unsigned i = 0; i < labels->len; i++) {
		const StoreLabel *label = labels->pdata[i];
		const StoreTag tag = { .tag = label->tag,
			.departments = label->departments };

		if (label->tag && label->holds &&
		    last_word(labels, label->tag) == label &&
		    !has_tag(self->tags, label->tag))
			g_ptr_array_add(
			    self->tags, copy_tag(&tag, STORE_BY_PERSON));
	}
}

static void
send_to(StoreHeld *self, char **departments)
{
	for (; departments && *departments; departments++)
		if (!g_ptr_array_find_with_equal_func(
		        self->departments, *departments, g_str_equal, NULL))
			g_ptr_array_add(
			    self->departments, g_strdup(*departments));
}

static int
compare_tags(const void *a, const void *b)
{
	const StoreTag *const *x = a;
	const StoreTag *const *y = b;

	return strcmp((*x)->tag, (*y)->tag);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

StoreHeld *
store_held_new(const GPtrArray *found, const GPtrArray *labels)
{
	StoreHeld *self = g_new0(StoreHeld, 1);
	const StoreLabel *route = last_word(labels, NULL);

	self->tags = store_tags_new();
	self->denied = store_tags_new();
	self->departments = g_ptr_array_new_with_free_func(g_free);
	hold_found(self, found, labels);
	hold_given(self, labels);
	if (route && route->holds)
		send_to(self, route->departments);
	else
		for (unsigned i = 0; i < self->tags->len; i++)
			send_to(self,
			    ((StoreTag *)self->tags->pdata[i])->departments);
	g_ptr_array_sort(self->tags, compare_tags);
	g_ptr_array_sort(self->departments, compare_names);
	return self;
}

void
store_held_free(StoreHeld *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->tags);
	g_ptr_array_unref(self->denied);
	g_ptr_array_unref(self->departments);
	g_free(self);
}
