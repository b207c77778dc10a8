/* A text file compiled in by scripts/embed. */
#pragma once

#include <stddef.h>

/* A table of them ends with a row of NULLs. */
typedef struct {
	const char *name; /* its path in the source tree */
	const char *text;
} EmbeddedFile;
