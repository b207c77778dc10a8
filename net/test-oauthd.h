/* For tests: a token server that answers by a script, and an account of it. */
#pragma once

#include "core/server.h"

#include <glib.h>

/* One question that must come and its answer. */
typedef struct {
	const char *form; /* glob over the form; NULL: the end */
	int status;       /* 0: @body is all that is sent, head and all */
	const char *body; /* NULL: no answer until the asker goes away */
} TestAnswer;

typedef struct _TestOAuthd TestOAuthd;

/*
 * Listens on loopback. A question that is not the next one's is a failure of
 * the test, and so is one that did not come; @answers is borrowed.
 */
TestOAuthd *test_oauthd_start(const TestAnswer *answers);

/* Puts an account of it into @server (borrowed from @self): client "app" with
 * secret "hush", a token_file that is not there yet, and all addresses. */
void test_oauthd_account(TestOAuthd *self, CoreAuth auth, CoreServer *server);

/* Writes the token_file: the access token is good until @left_s from now. */
void test_oauthd_write(const CoreServer *server, const char *account,
    const char *access, const char *refresh, int left_s);

/* What the token_file holds under @key (transfer full) (nullable). */
char *test_oauthd_kept(const CoreServer *server, const char *key);

void test_oauthd_stop(TestOAuthd *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestOAuthd, test_oauthd_stop)
