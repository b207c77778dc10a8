/* One query held against messages in the database, as the rules are against
 * new ones. */
#pragma once

#include "core/config.h"
#include "core/query.h"
#include "store/records.h"

typedef struct _FilterSeek FilterSeek;

/* What to look with. Borrowed but for @query. */
typedef struct {
	Store *store;
	const CoreConfig *config;
	CoreQuery *query;    /* taken; from filter_query_parse() */
	const char *program; /* for header.NAME; NULL: this one; for tests */
	int64_t now;         /* for age: */
} FilterSeekOptions;

/* Returns: (transfer full). */
FilterSeek *filter_seek_new(const FilterSeekOptions *options, GError **error);
void filter_seek_free(FilterSeek *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterSeek, filter_seek_free)

/* What is looked for; borrowed. */
const CoreQuery *filter_seek_query(const FilterSeek *self);

/* A message that was looked at. Owns what it points to. */
typedef struct {
	StoreRecord *record; /* NULL: there is no such message */
	bool holds;          /* the query is true of it */
	bool limited;        /* a regex gave up: taken for not found */
	char **spans;        /* the words that matched, as they stand there */
} FilterSought;

void filter_sought_clear(FilterSought *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FilterSought, filter_sought_clear)

/* Reads message @id and holds the query against it. header.NAME has its mail
 * read again, in a locked child. */
bool filter_seek_look(
    FilterSeek *self, int64_t id, FilterSought *ret_sought, GError **error);
