/* For tests: a database, and what a scripted server says at the beginning. */
#pragma once

#include "core/clock.h"
#include "core/config.h"
#include "ingest/test-server.h"
#include "store/store.h"

#define HELLO "* OK ready\r\n"
#define LOGIN                                                                  \
	{                                                                      \
		"LOGIN *", "$ OK x\r\n"                                        \
	}
#define EXAMINE(exists, next)                                                  \
	{                                                                      \
		"EXAMINE *INBOX*",                                             \
		    "* " #exists " EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n"       \
		    "* OK [UIDNEXT " #next "] x\r\n$ OK x\r\n"                 \
	}
#define END                                                                    \
	{                                                                      \
		NULL, NULL                                                     \
	}

/* What a poll needs besides a server; it goes with the test. */
typedef struct {
	char *folder, *path;
	Store *store;
	CoreLimits limits;
	CoreClock clock;
} TestBox;

/* As g_test_add() wants them; @data is not looked at. The clock says 1000. */
void test_box_set_up(TestBox *self, const void *data);
void test_box_tear_down(TestBox *self, const void *data);

/* Where INBOX of the mailbox "box" with UIDVALIDITY 7 is read to. */
int64_t test_box_cursor(TestBox *self);

/* What `tribune status` would say of the mailbox; @error: some of it, or NULL
 * for none. */
void test_box_assert_status(
    TestBox *self, int64_t complete_until, const char *error);
