/* What holds of a message: decided from what was found and what people said,
 * without touching the database. */
#pragma once

#include "store/labels.h"
#include "store/tags.h"

/* Owns what it points to. */
typedef struct {
	GPtrArray *tags;        /* StoreTag *: those that it has, by name */
	GPtrArray *denied;      /* StoreTag *: found, and taken away */
	GPtrArray *departments; /* char *: each once, by name */
} StoreHeld;

/* @found: StoreTag *, none by a person; @labels: StoreLabel *, the first first.
 * Returns: (transfer full). */
StoreHeld *store_held_new(const GPtrArray *found, const GPtrArray *labels);
void store_held_free(StoreHeld *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreHeld, store_held_free)
