/* The words of messages and of terms as the search index knows them: folded,
 * each with a mark that says in which field it stands. */
#pragma once

#include "core/message.h"
#include "core/query.h"

/* A word that every message has and no query asks for, between texts that no
 * phrase may span; and one that none has. */
#define STORE_SEARCH_GAP "."
#define STORE_SEARCH_NONE "#"

/* What the index holds of @message: words parted by blanks. Whoever changes it
 * empties the index by a migration, for rows go by the same words again.
 * Returns: (transfer full). */
char *store_search_text(const CoreMessage *message);

/* Whether the index says exactly where @term, of words, holds. */
bool store_search_knows(const CoreQuery *term);

/* Appends to @match, in FTS5's language, what finds all messages for which
 * @term holds, and no others when it is exact. */
void store_search_phrase(GString *match, const CoreQuery *term);
