/* SQLite under store/: statements bound by name. For the files of store/ only.
 */
#pragma once

#include "store/store.h"

#include <sqlite3.h>

/* How long one connection waits for another. */
#define STORE_BUSY_MS 10000

/* A statement on loan from the connection's cache; given back by autoptr. */
typedef struct _StoreStmt StoreStmt;

/*
 * @sql is a constant of the file's statement table; it is prepared once a
 * connection and found again by its address.
 * Returns: (transfer full): with nothing bound, or NULL on error.
 */
StoreStmt *store_stmt(Store *self, const char *sql, GError **error);
void store_stmt_free(StoreStmt *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreStmt, store_stmt_free)

/* Binding a name that @self does not have is a bug. NULL text or blob binds
 * NULL. Text and blob are borrowed until @self is freed. */
void store_bind_int(StoreStmt *self, const char *name, int64_t value);
void store_bind_real(StoreStmt *self, const char *name, double value);
void store_bind_text(StoreStmt *self, const char *name, const char *value);
void store_bind_blob(StoreStmt *self, const char *name, GBytes *value);
void store_bind_null(StoreStmt *self, const char *name);

/* Goes to the next row. @ret_row: false at the end. */
bool store_step(StoreStmt *self, bool *ret_row, GError **error);

/* Runs @self to its end, for statements without rows. */
bool store_exec(StoreStmt *self, GError **error);

/* Steps @self to its end and appends its first column to @ids (int64_t). */
bool store_collect_ids(StoreStmt *self, GArray *ids, GError **error);

/* Makes something of the current row. Returns: (transfer full). */
typedef void *(*StoreReadRow)(StoreStmt *self);

/* Steps @self to its end. @ret_rows: (transfer full): what @read made of each
 * row, freed by @free_row. */
bool store_collect_rows(StoreStmt *self, StoreReadRow read,
    GDestroyNotify free_row, GPtrArray **ret_rows, GError **error);

/* Makes @self ready for the next round of binding and stepping. */
void store_rewind(StoreStmt *self);

/* Columns of the current row, from 0. Text is borrowed until the next step, ""
 * never stands for NULL. */
int64_t store_int(StoreStmt *self, int column);
double store_real(StoreStmt *self, int column);
bool store_is_null(StoreStmt *self, int column);
const char *store_text(StoreStmt *self, int column);
char *store_dup_text(StoreStmt *self, int column);   /* (transfer full) */
GBytes *store_dup_blob(StoreStmt *self, int column); /* (transfer full) */

int64_t store_last_id(Store *self);
int store_changes(Store *self);

/* One value by a statement that binds nothing; 0 where there is no row. */
bool store_query_int(
    Store *self, const char *sql, int64_t *ret_value, GError **error);

/* For the test that prepares and explains all statements. */
sqlite3 *store_sqlite(Store *self);

/* Sets @error from SQLite's @code and @db's message (@db may be NULL). Returns:
 * false, so that it can be returned. */
bool store_fail(sqlite3 *db, int code, GError **error);

/* The cache behind store_stmt(), between store.c and db.c. */
GHashTable *store_statements(Store *self);
GHashTable *store_statements_new(void);
