/* Letters to learn kinds of mail from: data/letters/README.md tells of them. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* One letter. All borrowed until the next. */
typedef struct {
	const char *kind;     /* the first of its kinds */
	const char *language; /* "en" */
	const char *subject;
	const char *body; /* lines end with "\n" */
} FilterLetter;

typedef void (*FilterLetterFound)(const FilterLetter *letter, void *data);

/*
 * Calls @found for each letter of the file @path. It stops at the first line
 * that is no letter: CORE_ERROR_DATA, "PATH:LINE: ...", and the same for a
 * file without letters; CORE_ERROR_IO.
 */
bool filter_letters_read(
    const char *path, FilterLetterFound found, void *data, GError **error);
