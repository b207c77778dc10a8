#include "net/oauth.h"

#include "core/autoptr.h"
#include "net/error.h"
#include "net/oauth-post.h"
#include "net/secret.h"

#define TIMEOUT_MS 30000
#define SLOWER_S 5 /* RFC 8628 3.5 */

#define GOOGLE_AUTHORIZE "https://accounts.google.com/o/oauth2/v2/auth"
#define GOOGLE_TOKEN "https://oauth2.googleapis.com/token"
#define GOOGLE_SCOPE "https://mail.google.com/" /* IMAP and SMTP both */
#define MICROSOFT "https://login.microsoftonline.com/%s/oauth2/v2.0/%s"
#define MICROSOFT_SCOPE                                                        \
	"https://outlook.office.com/IMAP.AccessAsUser.All "                    \
	"https://outlook.office.com/SMTP.Send offline_access"
/* Whatever the administrator has granted the app. */
#define MICROSOFT_APP_SCOPE "https://outlook.office365.com/.default"

/* A question and what is needed to ask it. */
typedef struct {
	const CoreServer *server;
	const volatile sig_atomic_t *stop;
	NetForm *form;
	char *url;
} Question;

static void
question_clear(Question *self)
{
	net_form_free(self->form);
	g_free(self->url);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Question, question_clear)

/* @own: of the config, or NULL. */
static char *
make_url(const CoreServer *server, const char *own, const char *endpoint)
{
	const char *tenant = server->oauth.tenant;

	if (own)
		return g_strdup(own);
	if (server->auth == CORE_AUTH_GOOGLE)
		return g_strdup(GOOGLE_TOKEN);
	return g_strdup_printf(MICROSOFT, tenant ? tenant : "common", endpoint);
}

bool
net_oauth_is_app(const CoreServer *server)
{
	return server->auth == CORE_AUTH_MICROSOFT &&
	       server->oauth.client_secret_file;
}

const char *
net_oauth_authorize_url(const CoreServer *server)
{
	return server->oauth.authorize_url ? server->oauth.authorize_url
	                                   : GOOGLE_AUTHORIZE;
}

const char *
net_oauth_scope(const CoreServer *server)
{
	if (server->auth == CORE_AUTH_GOOGLE)
		return GOOGLE_SCOPE;
	return net_oauth_is_app(server) ? MICROSOFT_APP_SCOPE : MICROSOFT_SCOPE;
}

/* Begins a question to the token endpoint: who we are and what we show. */
static bool
begin(Question *self, const char *grant_type, GError **error)
{
	const CoreOAuth *oauth = &self->server->oauth;

	self->form = net_form_new();
	self->url = make_url(self->server, oauth->token_url, "token");
	net_form_add(self->form, "grant_type", grant_type);
	net_form_add(self->form, "client_id", oauth->client_id);
	if (!oauth->client_secret_file)
		return true;
	g_autoptr(NetSecret) secret =
	    net_secret_read_file(oauth->client_secret_file, error);
	if (secret)
		net_form_add(
		    self->form, "client_secret", net_secret_text(secret));
	return secret != NULL;
}

static bool
post(const Question *self, NetOAuthVerdict *ret_verdict, json_t **ret_answer,
    GError **error)
{
	const NetOAuthPost how = { .url = self->url,
		.ca_file = self->server->ca_file,
		.timeout_ms = TIMEOUT_MS,
		.stop = self->stop };
	g_autoptr(json_t) answer = NULL;
	int status;

	if (!net_oauth_post(&how, self->form, &status, &answer, error))
		return false;
	*ret_verdict = net_oauth_judge(status, answer, error);
	if (*ret_verdict == NET_OAUTH_REFUSED)
		return false;
	*ret_answer = g_steal_pointer(&answer);
	return true;
}

/* Asks what has an answer at once. */
static bool
ask(const Question *self, json_t **ret_answer, GError **error)
{
	g_autoptr(json_t) answer = NULL;
	NetOAuthVerdict verdict;

	if (!post(self, &verdict, &answer, error))
		return false;
	if (verdict != NET_OAUTH_DONE) {
		g_set_error_literal(error, NET_ERROR, NET_ERROR_NETWORK,
		    "the token server says to wait where nothing is to come");
		return false;
	}
	*ret_answer = g_steal_pointer(&answer);
	return true;
}

static bool
ask_tokens(const Question *self, NetOAuthTokens **ret_tokens, GError **error)
{
	g_autoptr(json_t) answer = NULL;

	return ask(self, &answer, error) &&
	       net_oauth_read_tokens(answer, ret_tokens, error);
}

bool
net_oauth_as_app(const CoreServer *server, const volatile sig_atomic_t *stop,
    NetOAuthTokens **ret_tokens, GError **error)
{
	g_auto(Question) question = { server, stop, NULL, NULL };

	if (!begin(&question, "client_credentials", error))
		return false;
	net_form_add(question.form, "scope", net_oauth_scope(server));
	return ask_tokens(&question, ret_tokens, error);
}

bool
net_oauth_refresh(const CoreServer *server, const char *refresh_token,
    const volatile sig_atomic_t *stop, NetOAuthTokens **ret_tokens,
    GError **error)
{
	g_auto(Question) question = { server, stop, NULL, NULL };

	if (!begin(&question, "refresh_token", error))
		return false;
	net_form_add(question.form, "refresh_token", refresh_token);
	if (server->auth == CORE_AUTH_MICROSOFT)
		net_form_add(question.form, "scope", net_oauth_scope(server));
	return ask_tokens(&question, ret_tokens, error);
}

bool
net_oauth_redeem(const CoreServer *server, const NetOAuthGrant *grant,
    NetOAuthTokens **ret_tokens, GError **error)
{
	g_auto(Question) question = { server, NULL, NULL, NULL };

	if (!begin(&question, "authorization_code", error))
		return false;
	net_form_add(question.form, "code", grant->code);
	net_form_add(question.form, "code_verifier", grant->verifier);
	net_form_add(question.form, "redirect_uri", grant->redirect_url);
	return ask_tokens(&question, ret_tokens, error);
}

bool
net_oauth_device_begin(
    const CoreServer *server, NetOAuthDevice **ret_device, GError **error)
{
	g_auto(Question) question = { server, NULL, net_form_new(),
		make_url(server, server->oauth.device_url, "devicecode") };
	g_autoptr(json_t) answer = NULL;

	net_form_add(question.form, "client_id", server->oauth.client_id);
	net_form_add(question.form, "scope", net_oauth_scope(server));
	return ask(&question, &answer, error) &&
	       net_oauth_read_device(answer, ret_device, error);
}

bool
net_oauth_device_ask(const CoreServer *server, NetOAuthDevice *device,
    NetOAuthTokens **ret_tokens, GError **error)
{
	g_auto(Question) question = { server, NULL, NULL, NULL };
	g_autoptr(json_t) answer = NULL;
	NetOAuthVerdict verdict;

	if (!begin(&question, "urn:ietf:params:oauth:grant-type:device_code",
	        error))
		return false;
	net_form_add(question.form, "device_code", device->device_code);
	if (!post(&question, &verdict, &answer, error))
		return false;
	if (verdict == NET_OAUTH_DONE)
		return net_oauth_read_tokens(answer, ret_tokens, error);
	if (verdict == NET_OAUTH_TOO_FAST)
		device->interval_s += SLOWER_S;
	*ret_tokens = NULL;
	return true;
}
