/* For tests: an IMAP server that says what a script tells it, true or not. */
#pragma once

#include "core/config.h"

#include <glib.h>

/* The last of an answer after which the server hangs up. */
#define TEST_HANG_UP "\b"

/* One command that must come and what is said to it. */
typedef struct {
	const char *command; /* glob over it, without its tag; NULL: the end;
	                      * "": the empty line after a challenge */
	const char *answer;  /* '$' stands for the tag */
} TestStep;

typedef struct _TestServer TestServer;

/*
 * Listens on loopback for connections, one after the other: each gets
 * @greeting, then @steps from the first one. A command that is not the next
 * one's is a failure of the test; LOGOUT may come at any time, and DONE at the
 * end.
 */
TestServer *test_server_start(const char *greeting, const TestStep *steps);

/* The same, but each connection has steps of its own, in the order of @talks
 * (ended by NULL; borrowed); those after the last have its. */
TestServer *test_server_start_talks(
    const char *greeting, const TestStep *const *talks);

/* Whether the last talk has come to its end. */
bool test_server_is_over(TestServer *self);

/* A mailbox "box" there, user "ann", in plain text, with folder INBOX
 * (borrowed; a test may change it). */
CoreMailbox *test_server_mailbox(TestServer *self);

/* Ends it, with the test when some command came that should not. */
void test_server_stop(TestServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestServer, test_server_stop)
