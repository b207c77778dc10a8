/* A place for tests of digest/: a config, a store and weeks of rows in it. */
#pragma once

#include "core/config.h"
#include "digest/render.h"
#include "store/test-rows.h"

typedef struct {
	char *folder, *path;
	Store *store;
	CoreConfig *config;
} TestPlace;

/* Monday 16 November 2026, 09:00 in Dublin: the week before is 2026-W46. */
#define TEST_NOW 1794819600
#define TEST_DAY_S 86400

/* Makes a config with department qa, [send] and [manager], and @extra after
 * [send]; and an empty store. */
void test_place_set_up(TestPlace *self, const char *extra);
void test_place_tear_down(TestPlace *self);

/* A threat to sue, an hour old, that cannot wait. */
extern const TestRow test_place_urgent;

/* Adds a test that has a place of its own, made with @extra. */
typedef void (*TestPlaceRun)(TestPlace *place);
void test_place_add(const char *path, const char *extra, TestPlaceRun run);

/* Nine weeks of what customers wrote for qa, up to week 46. */
void test_place_fill(TestPlace *self);

/* Compares the mail with digest/golden/@name.html and .txt, which
 * TRIBUNE_GOLDEN=write in the environment renews, and holds it to the lengths
 * that a subject and a line of text may have. */
void test_place_golden(const DigestMail *mail, const char *name);
