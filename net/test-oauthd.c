#include "net/test-oauthd.h"

#include "core/autoptr.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _TestOAuthd {
	const TestAnswer *answers; /* the next one */
	int listener;
	GThread *thread;
	char *folder, *token_file, *secret_file, *url;
	char *wrong; /* the form not expected */
};

/* Reads a request to its end. Returns: its form (transfer full), or NULL. */
static char *
hear(FILE *link)
{
	char line[2000];
	size_t length = 0;

	while (fgets(line, sizeof line, link) && *g_strchomp(line))
		if (g_ascii_strncasecmp(line, "Content-Length:", 15) == 0)
			length = strtoul(line + 15, NULL, 10);
	g_autofree char *form = g_malloc0(length + 1);
	return length && fread(form, length, 1, link) == 1
	           ? g_steal_pointer(&form)
	           : NULL;
}

static void
say(FILE *link, const TestAnswer *answer)
{
	if (!answer->body)
		(void)fgetc(link);
	else if (answer->status == 0)
		fputs(answer->body, link);
	else
		fprintf(link,
		    "HTTP/1.1 %d x\r\nContent-Length: %zu\r\n"
		    "Connection: close\r\n\r\n%s",
		    answer->status, strlen(answer->body), answer->body);
	fflush(link);
}

static void *
serve(void *data)
{
	TestOAuthd *self = data;
	int fd;

	while ((fd = accept(self->listener, NULL, NULL)) >= 0) {
		FILE *link = fdopen(fd, "r+");
		g_autofree char *form = hear(link);

		if (form && self->answers->form &&
		    g_pattern_match_simple(self->answers->form, form)) {
			say(link, self->answers++);
		} else if (form) {
			g_free(self->wrong);
			self->wrong = g_steal_pointer(&form);
		}
		fclose(link);
	}
	return NULL;
}

TestOAuthd *
test_oauthd_start(const TestAnswer *answers)
{
	TestOAuthd *self = g_new0(TestOAuthd, 1);
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;

	self->answers = answers;
	self->folder = g_dir_make_tmp("tribune-oauthd-XXXXXX", NULL);
	self->token_file =
	    g_build_filename(self->folder, "tokens", "box.json", NULL);
	self->secret_file = g_build_filename(self->folder, "secret", NULL);
	g_assert_true(
	    g_file_set_contents(self->secret_file, "hush\n", -1, NULL));
	g_assert_cmpint(g_chmod(self->secret_file, 0600), ==, 0);
	self->listener = socket(AF_INET, SOCK_STREAM, 0);
	g_assert_cmpint(
	    bind(self->listener, (const void *)&address, size), ==, 0);
	g_assert_cmpint(listen(self->listener, 5), ==, 0);
	g_assert_cmpint(
	    getsockname(self->listener, (void *)&address, &size), ==, 0);
	self->url =
	    g_strdup_printf("http://127.0.0.1:%d/", ntohs(address.sin_port));
	self->thread = g_thread_new("oauthd", serve, self);
	return self;
}

void
test_oauthd_account(TestOAuthd *self, CoreAuth auth, CoreServer *server)
{
	static char name[] = "box", user[] = "ann", client[] = "app";

	server->name = name;
	server->user = user;
	server->auth = auth;
	server->oauth = (CoreOAuth){ .client_id = client,
		.client_secret_file =
		    auth == CORE_AUTH_GOOGLE ? self->secret_file : NULL,
		.authorize_url = self->url,
		.token_url = self->url,
		.device_url = self->url,
		.token_file = self->token_file };
}

void
test_oauthd_write(const CoreServer *server, const char *account,
    const char *access, const char *refresh, int left_s)
{
	const char *path = server->oauth.token_file;
	g_autofree char *folder = g_path_get_dirname(path);
	g_autoptr(json_t) object =
	    json_pack("{s:s, s:s*, s:s*, s:I}", "account", account,
	        "access_token", access, "refresh_token", refresh, "expires_at",
	        (json_int_t)(g_get_real_time() / G_USEC_PER_SEC + left_s));

	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_cmpint(json_dump_file(object, path, 0), ==, 0);
}

char *
test_oauthd_kept(const CoreServer *server, const char *key)
{
	g_autoptr(json_t) object =
	    json_load_file(server->oauth.token_file, 0, NULL);

	return g_strdup(json_string_value(json_object_get(object, key)));
}

static void
remove_files(TestOAuthd *self)
{
	g_autofree char *tokens = g_path_get_dirname(self->token_file);
	g_autofree char *lock = g_strconcat(self->token_file, ".lock", NULL);

	(void)g_unlink(self->token_file);
	(void)g_unlink(lock);
	(void)g_rmdir(tokens);
	g_assert_cmpint(g_unlink(self->secret_file), ==, 0);
	g_assert_cmpint(g_rmdir(self->folder), ==, 0);
}

void
test_oauthd_stop(TestOAuthd *self)
{
	shutdown(self->listener, SHUT_RDWR); /* wakes accept() */
	g_thread_join(self->thread);
	close(self->listener);
	g_assert_cmpstr(self->wrong, ==, NULL);
	g_assert_cmpstr(self->answers->form, ==, NULL);
	remove_files(self);
	g_free(self->folder);
	g_free(self->token_file);
	g_free(self->secret_file);
	g_free(self->url);
	g_free(self);
}
