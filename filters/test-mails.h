/* For tests: a database, a config and rules, and mails that go through them. */
#pragma once

#include "core/config.h"
#include "filters/run.h"
#include "store/records.h"
#include "store/test-rows.h"

#define NOW INT64_C(1794816000) /* 2026-11-16T08:00:00Z */

typedef struct {
	TestStore base;
	CoreConfig *config;
	CoreClock clock;
	int64_t uid;
} TestPlace;

/* A mail as a test tells it. */
typedef struct {
	const char *id, *from, *to, *more; /* @more: header lines */
	const char *subject, *body;
	bool answer, oversize;
} TestMail;

/* As g_test_add() wants them; @data is not looked at. */
void test_mails_set_up(TestPlace *self, const void *data);
void test_mails_tear_down(TestPlace *self, const void *data);

/* Writes @text into the file @name beside the database: "t.rules". */
void test_mails_write(
    const TestPlace *place, const char *name, const char *text);

/* Puts a mail into the queue, from INBOX, or as an answer from Sent, a second
 * after the one before. Returns: the id of its message. */
int64_t test_mails_put(TestPlace *place, const TestMail *mail);

/* The same with @raw for the bytes. */
int64_t test_mails_put_raw(TestPlace *place, GBytes *raw, const TestMail *mail);

/* What filters are run with, but for the program. */
FilterOptions test_mails_options(const TestPlace *place);

/* Returns: (transfer full): the path of the program that reads mails. */
char *test_mails_program(void);

/*
 * What a test does when the pool starts it as a child, "parse" being its first
 * argument: it reads mails as the real program does, but dies of each that
 * holds "poison". Returns: its exit code.
 */
int test_mails_serve(void);

/* Filters all that is in the queue. */
FilterTally test_mails_run(TestPlace *place);

/* Returns: (transfer full): message @id, which is there. */
StoreRecord *test_mails_get(const TestPlace *place, int64_t id);
