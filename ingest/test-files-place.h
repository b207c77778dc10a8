/* Files in a folder, and a database that they are imported into. */
#pragma once

#include "ingest/import.h"
#include "store/store.h"

typedef struct {
	char *folder;   /* with the files */
	char *database; /* in a folder of its own beside it */
	Store *store;
	CoreLimits limits;
	bool answers;
	IngestImportSums sums;
} TestFiles;

void test_files_set_up(TestFiles *self, const void *data);

void test_files_tear_down(TestFiles *self, const void *data);

/* Writes a file below the place's folder; the path is the caller's. */
char *test_files_put(TestFiles *place, const char *name, const char *text);

void test_files_write_file(
    TestFiles *place, const char *name, const char *text);

bool test_files_import(
    TestFiles *place, const char *name, bool texts, GError **error);

/* What an import of @name comes to. */
void test_files_assert_import(TestFiles *place, const char *name, int64_t new,
    int64_t duplicate, int64_t known);

void test_files_assert_raw(
    TestFiles *place, int64_t message_id, const char *want);

int64_t test_files_message_int(
    TestFiles *place, const char *column, int64_t message_id);

/* Sums of the folder called @name below the place's. */
int64_t test_files_listed(TestFiles *place, const char *name);
