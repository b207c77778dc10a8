/* Plain text that is the source of HTML. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whether @text begins with a tag of HTML, or writes letters as HTML does
 * ("f&uuml;r", "f&#252;r"): what shows it has better words. */
bool mail_source_is(const GString *text);

/* Whether @text is a document, from its first tag to its last: HTML that was
 * sent as plain text. */
bool mail_source_is_document(const GString *text);
