/* What is wrong with the text of a query, and where. */
#pragma once

#include <glib.h>

typedef struct {
	int line, column; /* from 1 */
	char *sentence;   /* what is wrong, and what to write instead */
} CoreQueryFault;

/* Returns: (transfer full): an empty array that owns its CoreQueryFault *. */
GPtrArray *core_query_faults_new(void);

/* Adds a fault; beyond a thousand there is none any more. */
void core_query_faults_add(
    GPtrArray *faults, int line, int column, const char *sentence);

/* Puts @faults into the order of their places. */
void core_query_faults_sort(GPtrArray *faults);

/* "LINE:COLUMN: @sentence", line @line of @text, whose first one has the number
 * @first_line, and a caret under @column, a line each: how faults are shown.
 * Returns: (transfer full). */
char *core_query_point(const char *text, int first_line, int line, int column,
    const char *sentence);

/* All @faults of @text shown, a line after another. Returns: (transfer full).
 */
char *core_query_faults_show(
    const GPtrArray *faults, const char *text, int first_line);
