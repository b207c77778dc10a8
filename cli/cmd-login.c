#include "cli/command.h"

#include "core/error.h"
#include "net/error.h"
#include "net/oauth-code.h"
#include "net/oauth-redirect.h"
#include "net/oauth.h"
#include "net/token.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOGIN_US (15 * 60 * G_USEC_PER_SEC)

/* @name: of a mailbox, or "send". */
static const CoreServer *
find_server(const CliContext *self, const char *name, GError **error)
{
	const CoreConfig *config = self->config;
	const CoreMailbox *mailbox = core_config_mailbox(config, name);
	const CoreServer *server = mailbox ? &mailbox->server : NULL;

	if (config->send && strcmp(name, "send") == 0)
		server = &config->send->server;
	if (!server)
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "%s: no [mailbox %s] in it", config->path, name);
	else if (server->auth != CORE_AUTH_PASSWORD)
		return server;
	else
		g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG,
		    "%s: %s logs in by password, for it has no auth = google "
		    "or microsoft",
		    config->path, name);
	return NULL;
}

static bool
has_no_time(int64_t deadline_us, GError **error)
{
	if (g_get_monotonic_time() < deadline_us)
		return false;
	g_set_error_literal(error, NET_ERROR, NET_ERROR_AUTH,
	    "nobody logged in in time: begin anew");
	return true;
}

/* Waits for the code of this login among all that comes. */
static char *
wait_for_code(
    const NetOAuthCode *login, NetOAuthRedirect *redirect, GError **error)
{
	int64_t deadline_us = g_get_monotonic_time() + LOGIN_US;
	g_autofree char *code = NULL;

	while (!code) {
		g_autofree char *address = NULL;

		if (!net_oauth_redirect_next(
		        redirect, deadline_us, &address, error) ||
		    !net_oauth_code_find(login, address, &code, error))
			return NULL;
		if (!code)
			printf("This is not an answer to this login; still "
			       "waiting.\n");
		fflush(stdout);
	}
	return g_steal_pointer(&code);
}

static bool
by_browser(
    const CoreServer *server, NetOAuthTokens **ret_tokens, GError **error)
{
	g_autoptr(NetOAuthRedirect) redirect =
	    net_oauth_redirect_new(STDIN_FILENO, error);
	g_autoptr(NetOAuthCode) login = NULL;
	g_autofree char *address = NULL, *code = NULL;

	if (!redirect)
		return false;
	login = net_oauth_code_new(net_oauth_redirect_port(redirect));
	address = net_oauth_code_address(login, server);
	printf("Open this address in a browser and log in as %s:\n\n%s\n\n"
	       "If the browser runs on another machine it ends at a page that "
	       "it cannot open:\nthen paste that page's address here.\n",
	    server->user, address);
	fflush(stdout);
	code = wait_for_code(login, redirect, error);
	if (!code)
		return false;
	const NetOAuthGrant grant = { code, login->verifier,
		login->redirect_url };
	return net_oauth_redeem(server, &grant, ret_tokens, error);
}

/* What is lost on the way is asked for again. */
static bool
ask_again(const CoreServer *server, NetOAuthDevice *device,
    NetOAuthTokens **ret_tokens, GError **error)
{
	g_autoptr(GError) why = NULL;

	if (net_oauth_device_ask(server, device, ret_tokens, &why))
		return true;
	if (g_error_matches(why, NET_ERROR, NET_ERROR_NETWORK)) {
		*ret_tokens = NULL;
		return true;
	}
	g_propagate_error(error, g_steal_pointer(&why));
	return false;
}

static bool
by_device(const CoreServer *server, NetOAuthTokens **ret_tokens, GError **error)
{
	g_autoptr(NetOAuthDevice) device = NULL;
	g_autoptr(NetOAuthTokens) tokens = NULL;

	if (!net_oauth_device_begin(server, &device, error))
		return false;
	int64_t deadline_us =
	    g_get_monotonic_time() + device->expires_in_s * G_USEC_PER_SEC;
	printf("Open %s in a browser, log in as %s and enter the code\n\n"
	       "    %s\n\n",
	    device->address, server->user, device->user_code);
	fflush(stdout);
	while (!tokens) {
		if (has_no_time(deadline_us, error))
			return false;
		g_usleep((gulong)device->interval_s * G_USEC_PER_SEC);
		if (!ask_again(server, device, &tokens, error))
			return false;
	}
	*ret_tokens = g_steal_pointer(&tokens);
	return true;
}

/* An app needs nobody: only see whether it gets its token. */
static bool
try_app(const CoreServer *server, GError **error)
{
	g_autoptr(NetToken) token = net_token_get(server, NULL, NULL, error);

	if (token)
		printf("%s: logs in as an app, which works; nobody needs to "
		       "log in\n",
		    server->name);
	return token != NULL;
}

bool
cli_cmd_login(CliContext *self, int argc, char **argv, GError **error)
{
	g_autoptr(NetOAuthTokens) tokens = NULL;
	const CoreServer *server;

	if (!cli_begin(self, NULL, 1, 1, &argc, &argv, error) ||
	    !cli_open_config(self, error))
		return false;
	server = find_server(self, argv[1], error);
	if (!server)
		return false;
	if (net_oauth_is_app(server))
		return try_app(server, error);
	if (!(server->auth == CORE_AUTH_GOOGLE
	            ? by_browser(server, &tokens, error)
	            : by_device(server, &tokens, error)) ||
	    !net_token_keep(server, tokens, error))
		return false;
	printf("%s: logged in; the tokens are kept in %s\n", server->name,
	    server->oauth.token_file);
	return true;
}
