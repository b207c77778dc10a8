#include "net/oauth-post.h"

#include "core/autoptr.h"
#include "core/stop.h"
#include "net/error.h"

#include <curl/curl.h>
#include <string.h>

#define CONNECT_MS 15000
#define JSON_FLAGS (JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL)

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CURL, curl_easy_cleanup)

typedef struct curl_slist Headers;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Headers, curl_slist_free_all)

/* What came back so far. It holds tokens: of one size and wiped. */
typedef struct {
	bool is_too_long;
	size_t length;
	char bytes[NET_OAUTH_ANSWER_BYTES];
} Answer;

static void
answer_free(Answer *self)
{
	explicit_bzero(self, sizeof *self);
	g_free(self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answer, answer_free)

static size_t
take(char *bytes, size_t size, size_t n, void *data)
{
	Answer *answer = data;

	answer->is_too_long |= n * size > sizeof answer->bytes - answer->length;
	if (answer->is_too_long)
		return 0; /* ends the transfer */
	memcpy(answer->bytes + answer->length, bytes, n * size);
	answer->length += n * size;
	return n * size;
}

static int
look_at_stop(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const NetOAuthPost *self = data;

	(void)a, (void)b, (void)c, (void)d;
	return core_stop_is_asked(self->stop);
}

static CURLcode
set_numbers(CURL *curl, int64_t timeout_ms)
{
	const struct {
		CURLoption option;
		long value;
	} options[] = {
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_NOPROGRESS, 0 }, /* to look at the stop flag */
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS },
		{ CURLOPT_TIMEOUT_MS, (long)timeout_ms },
	};
	CURLcode code = CURLE_OK;

	for (size_t i = 0; i < G_N_ELEMENTS(options) && code == CURLE_OK; i++)
		code =
		    curl_easy_setopt(curl, options[i].option, options[i].value);
	return code;
}

static CURLcode
set_texts(CURL *curl, const NetOAuthPost *self, const NetForm *form)
{
	const struct {
		CURLoption option;
		const char *value;
	} options[] = {
		{ CURLOPT_URL, self->url },
		{ CURLOPT_PROTOCOLS_STR, "https,http" },
		{ CURLOPT_PROXY, "" },
		{ CURLOPT_USERAGENT, "tribune" },
		{ CURLOPT_POSTFIELDS, net_form_text(form) },
	};
	CURLcode code = CURLE_OK;

	for (size_t i = 0; i < G_N_ELEMENTS(options) && code == CURLE_OK; i++)
		code =
		    curl_easy_setopt(curl, options[i].option, options[i].value);
	/* In place of the system's authorities, not beside them. */
	if (code == CURLE_OK && self->ca_file)
		code = curl_easy_setopt(curl, CURLOPT_CAINFO, self->ca_file);
	if (code == CURLE_OK && self->ca_file)
		code = curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	return code;
}

static CURLcode
set_listeners(CURL *curl, const NetOAuthPost *self, Answer *answer)
{
	CURLcode code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);

	if (code == CURLE_OK)
		code = curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
	if (code == CURLE_OK)
		code = curl_easy_setopt(
		    curl, CURLOPT_XFERINFOFUNCTION, look_at_stop);
	if (code == CURLE_OK)
		code = curl_easy_setopt(curl, CURLOPT_XFERINFODATA, self);
	return code;
}

static CURLcode
perform(
    CURL *curl, const NetOAuthPost *self, const NetForm *form, Answer *answer)
{
	g_autoptr(Headers) headers =
	    curl_slist_append(NULL, "Accept: application/json");
	CURLcode code = set_numbers(curl, self->timeout_ms);

	if (code == CURLE_OK)
		code = set_texts(curl, self, form);
	if (code == CURLE_OK)
		code = set_listeners(curl, self, answer);
	if (code == CURLE_OK)
		code = curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	return code == CURLE_OK ? curl_easy_perform(curl) : code;
}

/* Who was asked, for messages (transfer full). */
static char *
host_of(const char *url)
{
	g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL);

	return g_strdup(uri ? g_uri_get_host(uri) : url);
}

static bool
fail(const NetOAuthPost *self, NetError error_code, const char *why,
    GError **error)
{
	g_autofree char *host = host_of(self->url);

	g_set_error(error, NET_ERROR, (int)error_code, "%s: %s", host, why);
	return false;
}

static bool
fail_transfer(const NetOAuthPost *self, const Answer *answer, CURLcode code,
    GError **error)
{
	NetError kind = NET_ERROR_NETWORK;

	if (answer->is_too_long)
		return fail(self, kind, "the answer is beyond 64 KB", error);
	if (code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CONNECT_ERROR)
		kind = NET_ERROR_TLS;
	else if (code == CURLE_SSL_CACERT_BADFILE)
		kind = NET_ERROR_CONFIG;
	return fail(self, kind, curl_easy_strerror(code), error);
}

static json_t *
parse(
    const NetOAuthPost *self, const Answer *answer, long status, GError **error)
{
	json_t *object =
	    json_loadb(answer->bytes, answer->length, JSON_FLAGS, NULL);

	if (json_is_object(object))
		return object;
	json_decref(object);
	g_autofree char *why = g_strdup_printf(
	    "the answer, with status %ld, is no JSON object", status);
	(void)fail(self, NET_ERROR_NETWORK, why, error);
	return NULL;
}

/* libcurl wants this once, whichever thread comes first. */
static void
initialise(void)
{
	static gsize once;

	if (g_once_init_enter(&once)) {
		CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
		g_assert(code == CURLE_OK);
		g_once_init_leave(&once, 1);
	}
}

bool
net_oauth_post(const NetOAuthPost *self, const NetForm *form, int *ret_status,
    json_t **ret_answer, GError **error)
{
	g_autoptr(Answer) answer = g_new0(Answer, 1);
	long status = 0;

	if (!net_form_text(form))
		return fail(self, NET_ERROR_CONFIG,
		    "a setting or token is too long to be sent", error);
	initialise();
	g_autoptr(CURL) curl = curl_easy_init();
	g_assert(curl); /* only for want of memory */
	CURLcode code = perform(curl, self, form, answer);
	if (code != CURLE_OK)
		return fail_transfer(self, answer, code, error);
	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	json_t *object = parse(self, answer, status, error);
	if (!object)
		return false;
	*ret_status = (int)status;
	*ret_answer = object;
	return true;
}
