/* What each field of the query language sees of a message. */
#pragma once

#include "core/query.h"
#include "filters/rules/match.h"

/* Whether terms of @field are looked for in words of text, by terms and
 * regexes; of the others the whole value is compared. */
bool filter_field_is_text(CoreField field);

/* Calls @text for each text of @message that a text field looks at; @header is
 * the name for CORE_FIELD_HEADER. */
typedef void (*FilterFieldText)(const char *text, void *data);
void filter_field_foreach_text(const CoreMessage *message, CoreField field,
    const char *header, FilterFieldText text, void *data);

/* Whether an address term, "@domain" or "name@domain", is true. */
bool filter_field_has_address(
    const CoreMessage *message, const CoreQuery *term);

/* Whether one of @tags (char *) makes a tag: term true: "bug" holds for
 * "bug/crash" too. */
bool filter_field_has_tag(const GPtrArray *tags, const CoreQuery *term);

/* Whether a term of a field that is no text is true; @tags (const char *) are
 * those of the rules above. */
bool filter_field_is(
    const FilterSubject *subject, const CoreQuery *term, const GPtrArray *tags);
