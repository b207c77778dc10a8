/* The lines of a config file: what GKeyFile does not tell, and what is wrong
 * with them. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct _CoreConfigLines CoreConfigLines;

/* Reads @text, which may be any bytes; a line that is neither section, setting
 * nor comment becomes a fault, as does one that comes twice. */
CoreConfigLines *core_config_lines_new(const char *text, size_t length);
void core_config_lines_free(CoreConfigLines *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CoreConfigLines, core_config_lines_free)

/* The good lines, which GKeyFile accepts. Borrowed from @self. */
const char *core_config_lines_text(const CoreConfigLines *self);

/* Notes a fault of @key (NULL: of the whole section; @section NULL: of the
 * file) where it stands, or where its section begins. */
void core_config_lines_fault(CoreConfigLines *self, const char *section,
    const char *key, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* CORE_ERROR_CONFIG with all faults by line, each "PATH:LINE: [SECTION] KEY:
 * ..."; true when there are none. */
bool core_config_lines_finish(
    CoreConfigLines *self, const char *path, GError **error);
