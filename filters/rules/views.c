#include "filters/rules/views.h"

#include "filters/rules/fields.h"

typedef struct {
	CoreField field;
	const char *header;
	bool sees; /* the text gone to */
} Field;

typedef struct {
	const char *text;
	unsigned field;
} View;

struct _FilterViews {
	GArray *fields; /* Field */
	GArray *views;  /* View */
	unsigned at;    /* the view behind that of the text gone to */
};

FilterViews *
filter_views_new(void)
{
	FilterViews *self = g_new0(FilterViews, 1);

	self->fields = g_array_new(FALSE, FALSE, sizeof(Field));
	self->views = g_array_new(FALSE, FALSE, sizeof(View));
	return self;
}

void
filter_views_free(FilterViews *self)
{
	if (!self)
		return;
	g_array_unref(self->fields);
	g_array_unref(self->views);
	g_free(self);
}

static Field *
field_at(const FilterViews *self, unsigned field)
{
	return &g_array_index(self->fields, Field, field);
}

static const View *
view_at(const FilterViews *self, unsigned view)
{
	return &g_array_index(self->views, View, view);
}

unsigned
filter_views_add(FilterViews *self, const CoreQuery *term)
{
	Field field = { term->field, term->header, false };

	for (unsigned i = 0; i < self->fields->len; i++) {
		const Field *known = field_at(self, i);

		if (known->field == term->field &&
		    (!known->header ||
		        g_ascii_strcasecmp(known->header, term->header) == 0))
			return i;
	}
	g_array_append_val(self->fields, field);
	return self->fields->len - 1;
}

typedef struct {
	FilterViews *views;
	unsigned field;
} Viewer;

static void
add_view(const char *text, void *data)
{
	const Viewer *viewer = data;
	View view = { text, viewer->field };

	g_array_append_val(viewer->views->views, view);
}

void
filter_views_take(FilterViews *self, const CoreMessage *message)
{
	self->at = 0;
	g_array_set_size(self->views, 0);
	for (unsigned i = 0; i < self->fields->len; i++) {
		const Field *field = field_at(self, i);
		Viewer viewer = { self, i };

		filter_field_foreach_text(
		    message, field->field, field->header, add_view, &viewer);
	}
}

static bool
is_first(const FilterViews *self, unsigned view)
{
	for (unsigned i = 0; i < view; i++)
		if (view_at(self, i)->text == view_at(self, view)->text)
			return false;
	return true;
}

static void
look_at(FilterViews *self, const char *text)
{
	for (unsigned i = 0; i < self->fields->len; i++)
		field_at(self, i)->sees = false;
	for (unsigned i = 0; i < self->views->len; i++)
		if (view_at(self, i)->text == text)
			field_at(self, view_at(self, i)->field)->sees = true;
}

const char *
filter_views_next(FilterViews *self)
{
	while (self->at < self->views->len) {
		unsigned view = self->at++;

		if (!is_first(self, view))
			continue;
		look_at(self, view_at(self, view)->text);
		return view_at(self, view)->text;
	}
	return NULL;
}

bool
filter_views_sees(const FilterViews *self, unsigned field)
{
	return field_at(self, field)->sees;
}

void
filter_views_foreach(
    const FilterViews *self, unsigned field, FilterViewsText text, void *data)
{
	for (unsigned i = 0; i < self->views->len; i++)
		if (view_at(self, i)->field == field)
			text(view_at(self, i)->text, data);
}
