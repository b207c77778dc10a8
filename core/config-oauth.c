#include "core/config-oauth.h"

#include <string.h>

/* A section that may log in by OAuth2. */
typedef struct {
	CoreServer *server;
	char *section;
} Login;

static void
clear_login(void *data)
{
	Login *login = data;

	g_free(login->section);
}

/* In the order of the file, [send] last. */
static GArray *
list_logins(const CoreConfig *config)
{
	GArray *logins = g_array_new(FALSE, FALSE, sizeof(Login));
	Login login;

	g_array_set_clear_func(logins, clear_login);
	for (unsigned i = 0; i < config->mailboxes->len; i++) {
		CoreMailbox *mailbox = g_ptr_array_index(config->mailboxes, i);
		login.server = &mailbox->server;
		login.section =
		    g_strconcat("mailbox ", mailbox->server.name, NULL);
		g_array_append_val(logins, login);
	}
	if (config->send) {
		login.server = &config->send->server;
		login.section = g_strdup("send");
		g_array_append_val(logins, login);
	}
	return logins;
}

static void
refuse_keys_of_oauth(const Login *login, CoreConfigLines *lines)
{
	const CoreOAuth *oauth = &login->server->oauth;
	const struct {
		const char *key, *value;
	} only[] = { { "client-id", oauth->client_id },
		{ "client-secret-file", oauth->client_secret_file },
		{ "tenant", oauth->tenant },
		{ "authorize-url", oauth->authorize_url },
		{ "token-url", oauth->token_url },
		{ "device-url", oauth->device_url } };

	for (unsigned i = 0; i < G_N_ELEMENTS(only); i++)
		if (only[i].value)
			core_config_lines_fault(lines, login->section,
			    only[i].key,
			    "is only for auth = google or microsoft");
}

/* A tenant becomes part of a web address. */
static bool
is_tenant(const char *tenant)
{
	return tenant[strspn(tenant, "abcdefghijklmnopqrstuvwxyz"
	                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                             "0123456789-.")] == '\0';
}

static void
check_microsoft(const Login *login, CoreConfigLines *lines)
{
	const CoreOAuth *oauth = &login->server->oauth;

	if (oauth->tenant && !is_tenant(oauth->tenant))
		core_config_lines_fault(lines, login->section, "tenant",
		    "is neither a domain nor an id of a directory");
	if (oauth->client_secret_file && !oauth->tenant)
		core_config_lines_fault(lines, login->section, "tenant",
		    "is missing: a client secret is of one directory");
}

static void
check_google(const Login *login, CoreConfigLines *lines)
{
	const CoreOAuth *oauth = &login->server->oauth;

	if (!oauth->client_secret_file)
		core_config_lines_fault(lines, login->section,
		    "client-secret-file",
		    "is missing: Google gives one with each client id");
	if (oauth->tenant)
		core_config_lines_fault(lines, login->section, "tenant",
		    "is only for auth = microsoft");
}

static void
check_login(const Login *login, CoreConfigLines *lines)
{
	const CoreServer *server = login->server;

	if (!server->oauth.client_id)
		core_config_lines_fault(lines, login->section, "client-id",
		    "is missing beside auth");
	if (!server->user)
		core_config_lines_fault(
		    lines, login->section, "user", "is missing beside auth");
	if (server->password_file || server->password_command)
		core_config_lines_fault(lines, login->section, "auth",
		    "stands beside a password: keep one of them");
	if (server->auth == CORE_AUTH_GOOGLE)
		check_google(login, lines);
	else
		check_microsoft(login, lines);
}

static bool
is_same_account(const CoreServer *a, const CoreServer *b)
{
	return a->auth == b->auth && g_strcmp0(a->user, b->user) == 0 &&
	       g_strcmp0(a->oauth.client_id, b->oauth.client_id) == 0 &&
	       g_strcmp0(a->oauth.tenant, b->oauth.tenant) == 0 &&
	       g_strcmp0(a->oauth.token_url, b->oauth.token_url) == 0 &&
	       !a->oauth.client_secret_file == !b->oauth.client_secret_file;
}

/* Two refreshing one account's login apart would void each other's. */
static char *
choose_token_file(const char *database, const GArray *logins, unsigned at)
{
	const CoreServer *server = g_array_index(logins, Login, at).server;
	g_autofree char *folder = g_path_get_dirname(database);
	g_autofree char *name = g_strconcat(server->name, ".json", NULL);

	for (unsigned i = 0; i < at; i++) {
		const CoreServer *other =
		    g_array_index(logins, Login, i).server;
		if (is_same_account(other, server))
			return g_strdup(other->oauth.token_file);
	}
	return g_build_filename(folder, "tokens", name, NULL);
}

void
core_config_oauth(CoreConfig *config, CoreConfigLines *lines)
{
	g_autoptr(GArray) logins = list_logins(config);

	for (unsigned i = 0; i < logins->len; i++) {
		const Login *login = &g_array_index(logins, Login, i);
		CoreServer *server = login->server;

		if (server->auth == CORE_AUTH_PASSWORD) {
			refuse_keys_of_oauth(login, lines);
			continue;
		}
		check_login(login, lines);
		if (config->database)
			server->oauth.token_file =
			    choose_token_file(config->database, logins, i);
		if (strcmp(login->section, "mailbox send") == 0)
			core_config_lines_fault(lines, login->section, NULL,
			    "with auth this name is taken: it is what the "
			    "login of [send] is kept by");
	}
}
