/* The query language of rules, search, VIP lists and conditions (DESIGN
 * "Rules"): its text made into a tree that others evaluate. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
	CORE_FIELD_ANY, /* none was written: subject and own words */
	CORE_FIELD_SUBJECT,
	CORE_FIELD_BODY, /* the full text, quotations too */
	CORE_FIELD_FROM,
	CORE_FIELD_TO,
	CORE_FIELD_CC,
	CORE_FIELD_HEADER,
	CORE_FIELD_ATTACHMENT, /* names and types */
	/* From here on the whole value is compared, not words of it. */
	CORE_FIELD_LANG,
	CORE_FIELD_ORIGIN,
	CORE_FIELD_SOURCE,
	CORE_FIELD_TYPE,
	CORE_FIELD_STAGE,
	CORE_FIELD_TAG,
	CORE_FIELD_MAILBOX,
	CORE_FIELD_SIZE,
	CORE_FIELD_AGE,
} CoreField;

typedef enum {
	CORE_QUERY_WORDS,  /* a word or "phrase": its words, in this order */
	CORE_QUERY_PREFIX, /* the same; the last word may go on */
	CORE_QUERY_REGEX,  /* only for fields before CORE_FIELD_LANG */
	CORE_QUERY_ABOVE,  /* size> age>: more than @number bytes or seconds */
	CORE_QUERY_BELOW,
	CORE_QUERY_AND,
	CORE_QUERY_OR,
	CORE_QUERY_NOT,
} CoreQueryKind;

/* A node; owns its strings and children. */
typedef struct {
	CoreQueryKind kind;
	CoreField field;     /* of terms */
	char *header;        /* CORE_FIELD_HEADER: its name */
	char *text;          /* as written, without quotes, '*' and slashes */
	int64_t number;      /* ABOVE, BELOW */
	GPtrArray *children; /* CoreQuery *: NOT has 1, AND and OR 2 or more */
	int line, column;    /* where it begins, from 1 */
} CoreQuery;

/*
 * Parses @text, valid UTF-8 whose first line has the number @first_line. Line
 * breaks are blanks. CORE_ERROR_DATA: all its faults, each as "LINE:COLUMN:
 * sentence", the line and a caret.
 * Returns: (transfer full).
 */
CoreQuery *core_query_parse(const char *text, int first_line, GError **error);

/* The same, adding its faults to @faults (CoreQueryFault *). Returns: (transfer
 * full): never NULL; when faults were added, of what could be made out. */
CoreQuery *core_query_parse_all(
    const char *text, int first_line, GPtrArray *faults);

void core_query_free(CoreQuery *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CoreQuery, core_query_free)

/* Returns: how many terms @self has. */
unsigned core_query_terms(const CoreQuery *self);
