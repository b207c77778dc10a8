#include "core/nearest.h"

#include <glib.h>
#include <string.h>

#define LONGEST 64
#define FURTHEST 3

/* Levenshtein's distance, one row at a time. */
static unsigned
distance(const char *a, const char *b)
{
	unsigned row[LONGEST + 1];
	unsigned width = (unsigned)strlen(b);

	for (unsigned j = 0; j <= width; j++)
		row[j] = j;
	for (unsigned i = 0; a[i]; i++) {
		unsigned corner = row[0];

		row[0] = i + 1;
		for (unsigned j = 0; j < width; j++) {
			unsigned replaced = corner + (a[i] != b[j]);

			corner = row[j + 1];
			row[j + 1] = MIN(replaced, MIN(corner, row[j]) + 1);
		}
	}
	return row[width];
}

const char *
core_nearest(const char *word, const char *const *known)
{
	size_t length = strlen(word);
	const char *nearest = NULL;
	unsigned least;

	if (length > LONGEST)
		return NULL;
	least = (unsigned)MIN(FURTHEST, MAX(1, length / 3)) + 1;
	for (; *known; known++) {
		unsigned edits;

		if (strlen(*known) > LONGEST)
			continue;
		edits = distance(word, *known);
		if (edits < least) {
			least = edits;
			nearest = *known;
		}
	}
	return nearest;
}
