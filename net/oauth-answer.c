#include "net/oauth-answer.h"

#include "core/text.h"
#include "core/url.h"
#include "net/error.h"

#include <string.h>

#define DAY_S 86400
#define WORD_BYTES 40
#define SHOWN_BYTES 300

static const char *
string_of(const json_t *answer, const char *key)
{
	return json_string_value(json_object_get(answer, key));
}

/* A number, which some servers write as a string; @fallback for anything
 * else. */
static int64_t
seconds_of(const json_t *answer, const char *key, int64_t fallback)
{
	const json_t *value = json_object_get(answer, key);
	double number = json_number_value(value);

	if (json_is_string(value))
		number = g_ascii_strtod(json_string_value(value), NULL);
	else if (!json_is_number(value))
		return fallback;
	if (!(number > 0)) /* NaN, too */
		return 0;
	return number < DAY_S ? (int64_t)number : DAY_S;
}

/* The "AADSTS70008" at the head of what Microsoft says, or "". */
static char *
number_of(const json_t *answer)
{
	const char *text = string_of(answer, "error_description");
	size_t digits;

	if (!text || !g_str_has_prefix(text, "AADSTS"))
		return g_strdup("");
	digits = strspn(text + 6, "0123456789");
	return g_strdup_printf(" (AADSTS%.*s)", (int)MIN(digits, 12), text + 6);
}

static bool
is_one_of(const char *word, const char *const *words)
{
	return word && g_strv_contains(words, word);
}

NetOAuthVerdict
net_oauth_judge(int status, const json_t *answer, GError **error)
{
	static const char *const passing[] = { "temporarily_unavailable",
		"server_error", NULL };
	const char *word = string_of(answer, "error");
	g_autofree char *number = number_of(answer);
	g_autofree char *shown =
	    word ? core_text_line(word, strlen(word), WORD_BYTES)
	         : g_strdup_printf("HTTP status %d", status);

	if (status == 200 && !word)
		return NET_OAUTH_DONE;
	if (g_strcmp0(word, "authorization_pending") == 0)
		return NET_OAUTH_PENDING;
	if (g_strcmp0(word, "slow_down") == 0)
		return NET_OAUTH_TOO_FAST;
	bool is_passing =
	    status >= 500 || status == 429 || !word || is_one_of(word, passing);
	g_set_error(error, NET_ERROR,
	    is_passing ? NET_ERROR_NETWORK : NET_ERROR_AUTH, "%s%s", shown,
	    number);
	return NET_OAUTH_REFUSED;
}

/* RFC 6750 2.1, and whatever else can stand in a header. */
static bool
is_token(const char *text)
{
	size_t n = text ? strlen(text) : 0;

	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isgraph(text[i]))
			return false;
	return n > 0 && n <= NET_OAUTH_TOKEN_BYTES;
}

static bool
fail(const char *what, GError **error)
{
	g_set_error(error, NET_ERROR, NET_ERROR_NETWORK,
	    "the token server's answer has no good %s", what);
	return false;
}

bool
net_oauth_read_tokens(
    const json_t *answer, NetOAuthTokens **ret_tokens, GError **error)
{
	const char *access = string_of(answer, "access_token");
	const char *refresh = string_of(answer, "refresh_token");
	const char *type = string_of(answer, "token_type");

	if (!is_token(access))
		return fail("access_token", error);
	if (refresh && !is_token(refresh))
		return fail("refresh_token", error);
	if (type && g_ascii_strcasecmp(type, "Bearer") != 0)
		return fail("token_type", error);
	*ret_tokens = g_new0(NetOAuthTokens, 1);
	(*ret_tokens)->access_token = g_strdup(access);
	(*ret_tokens)->refresh_token = g_strdup(refresh);
	(*ret_tokens)->scope = g_strdup(string_of(answer, "scope"));
	(*ret_tokens)->expires_in_s = seconds_of(answer, "expires_in", 0);
	return true;
}

bool
net_oauth_read_device(
    const json_t *answer, NetOAuthDevice **ret_device, GError **error)
{
	const char *code = string_of(answer, "device_code");
	const char *shown = string_of(answer, "user_code");
	const char *address = string_of(answer, "verification_uri");

	if (!is_token(code))
		return fail("device_code", error);
	g_autofree char *clean = core_text_line(
	    shown ? shown : "", shown ? strlen(shown) : 0, SHOWN_BYTES);
	if (!*clean)
		return fail("user_code", error);
	if (!address || strlen(address) > SHOWN_BYTES ||
	    !core_url_is_safe(address))
		return fail("verification_uri", error);
	*ret_device = g_new0(NetOAuthDevice, 1);
	(*ret_device)->device_code = g_strdup(code);
	(*ret_device)->user_code = g_steal_pointer(&clean);
	(*ret_device)->address = g_strdup(address);
	(*ret_device)->expires_in_s =
	    CLAMP(seconds_of(answer, "expires_in", 900), 60, 3600);
	(*ret_device)->interval_s =
	    CLAMP(seconds_of(answer, "interval", 5), 1, 60);
	return true;
}

void
net_oauth_wipe(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

void
net_oauth_tokens_free(NetOAuthTokens *self)
{
	if (!self)
		return;
	net_oauth_wipe(self->access_token);
	net_oauth_wipe(self->refresh_token);
	g_free(self->scope);
	g_free(self);
}

void
net_oauth_device_free(NetOAuthDevice *self)
{
	if (!self)
		return;
	net_oauth_wipe(self->device_code);
	g_free(self->user_code);
	g_free(self->address);
	g_free(self);
}
