/* A database for tests, and rows in it: messages as ingest and filters would
 * leave them. */
#pragma once

#include "store/store.h"

/* What a test wants to say; the rest is made up. NULL and 0 are fine. */
typedef struct {
	const char *key; /* the content key; by default made from the number */
	const char *from_address, *from_name;
	const char *subject, *words;
	int64_t received_at;
	int64_t filtered_at;     /* and arrived_at; 0: as received_at */
	const char *departments; /* parted by blanks */
	const char *tag;
	int urgency;
	double probability;  /* with which a model guessed the tag; 0: a rule */
	const char *pattern; /* its label; made with its first message */
	int origin;
	bool imported;
} TestRow;

/* Adds the message; its id is returned. */
int64_t test_rows_add(Store *store, const TestRow *row);

/* Runs any SQL, which must succeed; @format is of sqlite3_mprintf(), so that %Q
 * quotes a text. */
void test_rows_run(Store *store, const char *format, ...);

/* The one number that @sql finds. */
int64_t test_rows_int(Store *store, const char *sql);

/* A new database in a folder of its own. */
typedef struct {
	char *folder, *path; /* @path: of the database */
	Store *store;
} TestStore;

/* As g_test_add() wants them; @data is not looked at. A test may close and open
 * the store between. The folder goes with all that stands in it. */
void test_rows_set_up(TestStore *self, const void *data);
void test_rows_tear_down(TestStore *self, const void *data);

/* Makes a folder for a database. @ret_path: (transfer full): of the database.
 * Returns: (transfer full): the folder. */
char *test_rows_folder(char **ret_path);

/* Removes @folder with all that stands in it. Frees both. */
void test_rows_remove(char *folder, char *path);
