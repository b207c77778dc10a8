#include "net/oauth-code.h"

#include "core/text.h"
#include "net/error.h"
#include "net/form.h"
#include "net/oauth.h"

#include <string.h>
#include <sys/random.h>

#define RANDOM_BYTES 32
#define WORD_BYTES 40

typedef GHashTable Values;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Values, g_hash_table_unref)

/* Base64 for addresses, without padding (RFC 4648 5). */
static char *
encode(const unsigned char *bytes, size_t n)
{
	char *text = g_base64_encode(bytes, n);

	g_strdelimit(text, "+", '-');
	g_strdelimit(text, "/", '_');
	text[strcspn(text, "=")] = '\0';
	return text;
}

static char *
make_random(void)
{
	unsigned char bytes[RANDOM_BYTES];
	int failed = getentropy(bytes, sizeof bytes);

	g_assert(failed == 0); /* only for bad arguments, since Linux 3.17 */
	return encode(bytes, sizeof bytes);
}

char *
net_oauth_code_challenge(const char *verifier)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	unsigned char digest[32];
	size_t n = sizeof digest;

	g_checksum_update(sum, (const unsigned char *)verifier, -1);
	g_checksum_get_digest(sum, digest, &n);
	return encode(digest, n);
}

NetOAuthCode *
net_oauth_code_new(int port)
{
	NetOAuthCode *self = g_new0(NetOAuthCode, 1);

	self->verifier = make_random();
	self->state = make_random();
	self->redirect_url = g_strdup_printf("http://127.0.0.1:%d", port);
	return self;
}

void
net_oauth_code_free(NetOAuthCode *self)
{
	if (!self)
		return;
	net_oauth_wipe(self->verifier);
	net_oauth_wipe(self->state);
	g_free(self->redirect_url);
	g_free(self);
}

char *
net_oauth_code_address(const NetOAuthCode *self, const CoreServer *server)
{
	const char *url = net_oauth_authorize_url(server);
	g_autofree char *challenge = net_oauth_code_challenge(self->verifier);
	const struct {
		const char *name, *value;
	} fields[] = {
		{ "response_type", "code" },
		{ "client_id", server->oauth.client_id },
		{ "redirect_uri", self->redirect_url },
		{ "scope", net_oauth_scope(server) },
		{ "state", self->state },
		{ "code_challenge", challenge },
		{ "code_challenge_method", "S256" },
		{ "login_hint", server->user },
		/* Without these a second login brings no refresh token. */
		{ "access_type", "offline" },
		{ "prompt", "consent" },
	};
	g_autoptr(NetForm) form = net_form_new();

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		net_form_add(form, fields[i].name, fields[i].value);
	const char *query = net_form_text(form);
	return g_strconcat(
	    url, strchr(url, '?') ? "&" : "?", query ? query : "", NULL);
}

static bool
refuse(const char *word, GError **error)
{
	g_autofree char *shown = core_text_line(word, strlen(word), WORD_BYTES);

	g_set_error(error, NET_ERROR, NET_ERROR_AUTH,
	    "the login was refused: %s", shown);
	return false;
}

bool
net_oauth_code_find(const NetOAuthCode *self, const char *address,
    char **ret_code, GError **error)
{
	const char *query = strchr(address, '?');
	g_autoptr(Values) values = query ? g_uri_parse_params(query + 1,
	                                       (gssize)strcspn(query + 1, "# "),
	                                       "&", G_URI_PARAMS_WWW_FORM, NULL)
	                                 : NULL;
	const char *state =
	    values ? g_hash_table_lookup(values, "state") : NULL;

	*ret_code = NULL;
	/* Anybody on this machine may send us codes: only ours counts. */
	if (!state || strcmp(state, self->state) != 0)
		return true;
	const char *word = g_hash_table_lookup(values, "error");
	if (word)
		return refuse(word, error);
	*ret_code = g_strdup(g_hash_table_lookup(values, "code"));
	return true;
}
