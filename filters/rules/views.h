/* Which fields see which texts of a message: a text that several see is there
 * once. */
#pragma once

#include "core/message.h"
#include "core/query.h"

#include <stdbool.h>

typedef struct _FilterViews FilterViews;

FilterViews *filter_views_new(void);
void filter_views_free(FilterViews *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterViews, filter_views_free)

/* Returns: the number of the field, or header, that the text term @term looks
 * at; it is borrowed as long as @self lives. */
unsigned filter_views_add(FilterViews *self, const CoreQuery *term);

/* Looks at @message, borrowed until the next one. */
void filter_views_take(FilterViews *self, const CoreMessage *message);

/* Goes to the next text, from the first on. Returns: (nullable): it, borrowed
 * from the message. */
const char *filter_views_next(FilterViews *self);

/* Whether @field sees the text gone to. */
bool filter_views_sees(const FilterViews *self, unsigned field);

/* Calls @text for each text that @field sees. */
typedef void (*FilterViewsText)(const char *text, void *data);
void filter_views_foreach(
    const FilterViews *self, unsigned field, FilterViewsText text, void *data);
