#include "net/token.h"

#include "net/error.h"
#include "net/oauth.h"
#include "net/token-file.h"

#include <string.h>

#define EARLY_S 60

struct _NetToken {
	char *text;
};

/* What names an account: tokens of another one are of no use. */
static char *
account_of(const CoreServer *server)
{
	const CoreOAuth *oauth = &server->oauth;

	return g_strdup_printf("%s %s %s %s %s",
	    server->auth == CORE_AUTH_GOOGLE ? "google" : "microsoft",
	    net_oauth_is_app(server) ? "app" : "person",
	    oauth->tenant ? oauth->tenant : "common", oauth->client_id,
	    server->user);
}

static int64_t
now(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

static NetToken *
token_new(const char *text)
{
	NetToken *self = g_new0(NetToken, 1);

	self->text = g_strdup(text);
	return self;
}

const char *
net_token_text(const NetToken *self)
{
	return self->text;
}

void
net_token_free(NetToken *self)
{
	if (!self)
		return;
	net_oauth_wipe(self->text);
	g_free(self);
}

/* Reads what is kept for @server. @ret_record: (transfer full) (nullable). */
static bool
read_own(const CoreServer *server, NetTokenRecord **ret_record, GError **error)
{
	g_autofree char *account = account_of(server);
	g_autoptr(NetTokenRecord) record = NULL;

	if (!net_token_file_read(server->oauth.token_file, &record, error))
		return false;
	*ret_record = record && strcmp(record->account, account) == 0
	                  ? g_steal_pointer(&record)
	                  : NULL;
	return true;
}

static bool
is_good(const NetTokenRecord *record, const NetToken *refused)
{
	return record && record->access_token &&
	       record->expires_at - EARLY_S > now() &&
	       !(refused && strcmp(record->access_token, refused->text) == 0);
}

/* Says at whose login @why happened and, where a person can mend it, how. */
static bool
explain(const CoreServer *server, GError *why, GError **error)
{
	if (!g_error_matches(why, NET_ERROR, NET_ERROR_AUTH))
		g_propagate_prefixed_error(
		    error, why, "token for %s: ", server->name);
	else if (net_oauth_is_app(server) || strstr(why->message, "_client"))
		g_propagate_prefixed_error(error, why,
		    "client-id and client-secret-file of %s are refused: ",
		    server->name);
	else
		g_propagate_prefixed_error(error, why,
		    "the login of %s is over, run `tribune login %s`: ",
		    server->name, server->name);
	return false;
}

/* Whether there is anything to ask for a token with. */
static bool
is_known(const CoreServer *server, const NetTokenRecord *record, GError **error)
{
	if (net_oauth_is_app(server) || (record && record->refresh_token))
		return true;
	g_set_error(error, NET_ERROR, NET_ERROR_AUTH,
	    "nobody has logged in for %s yet, run `tribune login %s`",
	    server->name, server->name);
	return false;
}

static bool
ask(const CoreServer *server, const NetTokenRecord *record,
    const volatile sig_atomic_t *stop, NetOAuthTokens **ret_tokens,
    GError **error)
{
	GError *why = NULL;
	bool got;

	if (!is_known(server, record, error))
		return false;
	if (net_oauth_is_app(server))
		got = net_oauth_as_app(server, stop, ret_tokens, &why);
	else
		got = net_oauth_refresh(
		    server, record->refresh_token, stop, ret_tokens, &why);
	return got || explain(server, why, error);
}

/* Writes @tokens; where they bring no new refresh token, @old stays. */
static bool
keep(NetTokenFile *file, const CoreServer *server, const NetOAuthTokens *tokens,
    const NetTokenRecord *old, GError **error)
{
	g_autoptr(NetTokenRecord) record = g_new0(NetTokenRecord, 1);

	record->account = account_of(server);
	record->access_token = g_strdup(tokens->access_token);
	record->expires_at = now() + tokens->expires_in_s;
	record->refresh_token =
	    g_strdup(tokens->refresh_token ? tokens->refresh_token
	             : old                 ? old->refresh_token
	                                   : NULL);
	return net_token_file_write(file, record, error);
}

static NetToken *
renew(const CoreServer *server, const NetToken *refused,
    const volatile sig_atomic_t *stop, GError **error)
{
	g_autoptr(NetTokenFile) file =
	    net_token_file_lock(server->oauth.token_file, stop, error);
	g_autoptr(NetTokenRecord) record = NULL;
	g_autoptr(NetOAuthTokens) tokens = NULL;

	if (!file || !read_own(server, &record, error))
		return NULL;
	/* Whoever had the lock before may have asked for us. */
	if (is_good(record, refused))
		return token_new(record->access_token);
	if (!net_token_file_reserve(file, error) ||
	    !ask(server, record, stop, &tokens, error) ||
	    !keep(file, server, tokens, record, error))
		return NULL;
	return token_new(tokens->access_token);
}

NetToken *
net_token_get(const CoreServer *server, const NetToken *refused,
    const volatile sig_atomic_t *stop, GError **error)
{
	g_autoptr(NetTokenRecord) record = NULL;

	g_assert(server->oauth.token_file);
	if (!read_own(server, &record, error))
		return NULL;
	if (is_good(record, refused))
		return token_new(record->access_token);
	if (!is_known(server, record, error))
		return NULL;
	return renew(server, refused, stop, error);
}

/* Google lets people untick what they do not want to give. */
static bool
is_enough(
    const CoreServer *server, const NetOAuthTokens *tokens, GError **error)
{
	g_auto(GStrv) scopes =
	    g_strsplit(tokens->scope ? tokens->scope : "", " ", -1);
	const char *lack = NULL;

	if (!tokens->refresh_token)
		lack = "a refresh token";
	else if (server->auth == CORE_AUTH_GOOGLE && tokens->scope &&
	         !g_strv_contains(
	             (const char *const *)scopes, net_oauth_scope(server)))
		lack = "the right to read and send mail";
	if (lack)
		g_set_error(error, NET_ERROR, NET_ERROR_AUTH,
		    "the login did not bring %s", lack);
	return !lack;
}

bool
net_token_keep(
    const CoreServer *server, const NetOAuthTokens *tokens, GError **error)
{
	g_autoptr(NetTokenFile) file = NULL;

	if (!is_enough(server, tokens, error))
		return false;
	file = net_token_file_lock(server->oauth.token_file, NULL, error);
	return file && net_token_file_reserve(file, error) &&
	       keep(file, server, tokens, NULL, error);
}
