/* Memory that is given back at once: for trees of many small pieces. */
#pragma once

#include <stddef.h>

typedef struct _MailArena MailArena;

MailArena *mail_arena_new(void); /* transfer full */

/* Gives back all that came from it. */
void mail_arena_free(MailArena *self);

/* Returns: (borrowed from @arena): @size bytes, aligned for pointers, not
 * zeroed. Its form is that of gumbo's allocators. */
void *mail_arena_take(void *arena, size_t size);

/* Gives @piece (NULL is allowed) back early: for the next of its size, or where
 * it is large for anybody. */
void mail_arena_drop(void *arena, void *piece);
