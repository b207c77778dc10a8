/* Cleanups for types whose own headers have none. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdio.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_decref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FILE, fclose)
