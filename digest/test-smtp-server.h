/* For tests: an SMTP server that says what a script tells it, true or not. */
#pragma once

#include "core/config.h"

#include <glib.h>

/* In place or at the end of an answer: the server hangs up. */
#define TEST_HANG_UP "\b"

/* What the server says to each part of a talk; NULL: what a good one says. */
typedef struct {
	const char *greeting, *ehlo, *auth, *mail, *rcpt, *data, *dot;
	const char *secret; /* a login that shows it is welcome all the same */
} TestScript;

typedef struct _TestSmtpServer TestSmtpServer;

/* Listens on loopback; each connection is one talk by @script (borrowed). */
TestSmtpServer *test_smtp_server_start(const TestScript *script);

/* Its port, for a config; the settings for it (borrowed), without a login. */
int test_smtp_server_port(const TestSmtpServer *self);
CoreSend *test_smtp_server_send(TestSmtpServer *self);

/* Ends it: call it once nobody is connected any more. */
void test_smtp_server_stop(TestSmtpServer *self);

/* After it was stopped: all that it was told, line by line, and how many came
 * to tell it. */
const char *test_smtp_server_heard(const TestSmtpServer *self);
int test_smtp_server_connections(const TestSmtpServer *self);

void test_smtp_server_free(TestSmtpServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestSmtpServer, test_smtp_server_free)
