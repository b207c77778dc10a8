/* Taking somebody's words out of texts that quote them. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Knows all runs of four words of the texts it was given, whatever their case,
 * accents and marks; of a text of two or three words, all of it. A single word
 * is everybody's.
 */
typedef struct _CoreRedactor CoreRedactor;

CoreRedactor *core_redactor_new(void);
void core_redactor_free(CoreRedactor *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CoreRedactor, core_redactor_free)

/* @text: clean UTF-8; NULL adds nothing. */
void core_redactor_add(CoreRedactor *self, const char *text);

/*
 * Returns: (transfer full): @text, clean UTF-8, with "[erased]" for each
 * stretch of known runs; with @html words alone, never tags or entities, and
 * words that tags part count as one stretch. @ret_found (may be NULL): whether
 * there was any.
 */
char *core_redactor_run(
    const CoreRedactor *self, const char *text, bool html, bool *ret_found);
