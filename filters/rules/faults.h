/* What is wrong with rules files, all of it. */
#pragma once

#include <glib.h>

/* Owns its strings. */
typedef struct {
	char *file;
	int line, column; /* from 1; 0: the whole file */
	char *sentence;   /* what is wrong, and what to write instead */
	char *shown;      /* "FILE:LINE:COLUMN: sentence", the line, a caret */
} FilterFault;

/* Returns: (transfer full): an empty array that owns its FilterFault *. */
GPtrArray *filter_faults_new(void);

/* Adds one about column @column of line @line of @file, which is @text. */
void filter_faults_add(GPtrArray *faults, const char *file, int line,
    int column, const char *text, const char *sentence);

/* Adds one about all of @file, or about its line @line (0: none). */
void filter_faults_add_file(
    GPtrArray *faults, const char *file, int line, const char *sentence);

/* All shown, a line after another. Returns: (transfer full). */
char *filter_faults_show(const GPtrArray *faults);
