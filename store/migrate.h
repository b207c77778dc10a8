/* Brings a database to the schema this program writes. For store.c only. */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>

/*
 * Runs the migrations that @db lacks, each in one transaction with its
 * PRAGMA user_version. STORE_ERROR_VERSION when @db is newer than the program.
 */
bool store_migrate(sqlite3 *db, GError **error);

/* STORE_ERROR_VERSION unless @db has exactly this program's schema. */
bool store_check_version(sqlite3 *db, GError **error);
