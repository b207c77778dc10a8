#include "digest/smtp.h"

#include "core/error.h"
#include "core/text.h"
#include "digest/error.h"
#include "digest/smtp-server.h"
#include "net/error.h"
#include "net/secret.h"
#include "net/token.h"

#include <curl/curl.h>
#include <string.h>

#define CONNECT_S 30
#define ANSWER_S 600 /* to the final dot, RFC 5321 4.5.3.2.6 */
#define WHOLE_S 900
#define ANSWER_BYTES 300

/* What is known of the mail on the wire. */
typedef struct {
	GBytes *bytes;
	size_t at;
	DigestDot dot;
	void *data;
	GError *error;   /* of dot() */
	bool mail_begun; /* MAIL FROM went out: the session stands */
	bool leaving;    /* QUIT went out: the rest is no answer to the mail */
	bool dot_sent;   /* curl was told that this is the end */
	GString *answer;
} Transfer;

struct _DigestSmtp {
	const CoreSend *send;
	CURL *curl;
	NetSecret *secret; /* NULL: no login by password */
	NetToken *token;   /* NULL: no login by token */
	char error[CURL_ERROR_SIZE];
};

static size_t
read_mail(char *buffer, size_t size, size_t n, void *data)
{
	Transfer *transfer = data;
	size_t length;
	const char *bytes = g_bytes_get_data(transfer->bytes, &length);
	size_t take = MIN(size * n, length - transfer->at);

	if (take > 0) {
		memcpy(buffer, bytes + transfer->at, take);
		transfer->at += take;
		return take;
	}
	/* Returning 0 makes curl send the dot: from here on it is in doubt. */
	if (!transfer->dot_sent &&
	    !transfer->dot(transfer->data, &transfer->error))
		return CURL_READFUNC_ABORT;
	transfer->dot_sent = true;
	return 0;
}

/* The server's lines come as headers; the last one is kept. */
static size_t
note_answer(char *line, size_t size, size_t n, void *data)
{
	Transfer *transfer = data;
	g_autofree char *clean = core_text_line(line, size * n, ANSWER_BYTES);

	if (*clean && !transfer->leaving)
		g_string_assign(transfer->answer, clean);
	return size * n;
}

static bool
begins_with(const char *text, size_t length, const char *word)
{
	return length >= strlen(word) && memcmp(text, word, strlen(word)) == 0;
}

/* Sees what curl says, never keeps it: it may be a password. */
static int
note_command(
    CURL *curl, curl_infotype type, char *text, size_t length, void *data)
{
	Transfer *transfer = data;

	(void)curl;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	transfer->mail_begun |= begins_with(text, length, "MAIL FROM:");
	transfer->leaving |= begins_with(text, length, "QUIT");
	return 0;
}

static CURLcode
set_limits(DigestSmtp *self)
{
	static const struct {
		CURLoption option;
		long value;
	} options[] = {
		{ CURLOPT_UPLOAD, 1 },
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_VERBOSE, 1 }, /* to note_command() only */
		{ CURLOPT_CONNECTTIMEOUT, CONNECT_S },
		{ CURLOPT_SERVER_RESPONSE_TIMEOUT, ANSWER_S },
		{ CURLOPT_TIMEOUT, WHOLE_S },
	};
	CURLcode code =
	    curl_easy_setopt(self->curl, CURLOPT_ERRORBUFFER, self->error);

	for (unsigned i = 0; i < G_N_ELEMENTS(options) && code == CURLE_OK; i++)
		code = curl_easy_setopt(
		    self->curl, options[i].option, options[i].value);
	if (code == CURLE_OK)
		code = curl_easy_setopt(
		    self->curl, CURLOPT_READFUNCTION, read_mail);
	if (code == CURLE_OK)
		code = curl_easy_setopt(
		    self->curl, CURLOPT_HEADERFUNCTION, note_answer);
	if (code == CURLE_OK)
		code = curl_easy_setopt(
		    self->curl, CURLOPT_DEBUGFUNCTION, note_command);
	return code;
}

static bool
fail_config(CURLcode code, GError **error)
{
	g_set_error(error, CORE_ERROR, CORE_ERROR_CONFIG, "[send]: %s",
	    curl_easy_strerror(code));
	return false;
}

static bool
has_token(const DigestSmtp *self)
{
	return self->send->server.user &&
	       self->send->server.auth != CORE_AUTH_PASSWORD;
}

/* Has curl show a good token at the next login: not the one that was refused,
 * if @refused. Where that takes no more than time, it is the relay's fault. */
static bool
use_token(DigestSmtp *self, bool refused, GError **error)
{
	g_autoptr(GError) why = NULL;
	NetToken *token = net_token_get(
	    &self->send->server, refused ? self->token : NULL, NULL, &why);
	CURLcode code;

	if (!token) {
		bool passing =
		    g_error_matches(why, NET_ERROR, NET_ERROR_NETWORK);
		g_set_error_literal(error, passing ? DIGEST_ERROR : why->domain,
		    passing ? (int)DIGEST_ERROR_RELAY : why->code,
		    why->message);
		return false;
	}
	net_token_free(self->token);
	self->token = token;
	code = curl_easy_setopt(
	    self->curl, CURLOPT_XOAUTH2_BEARER, net_token_text(token));
	return code == CURLE_OK || fail_config(code, error);
}

static bool
read_secret(DigestSmtp *self, GError **error)
{
	if (has_token(self))
		return use_token(self, false, error);
	if (self->send->server.user)
		self->secret = net_secret_read(&self->send->server, error);
	return !self->send->server.user || self->secret;
}

DigestSmtp *
digest_smtp_new(const CoreSend *send, GError **error)
{
	g_autoptr(DigestSmtp) self = g_new0(DigestSmtp, 1);
	CURLcode code;

	self->send = send;
	self->curl = curl_easy_init();
	g_assert(self->curl); /* only for want of memory */
	if (!read_secret(self, error))
		return NULL;
	code = digest_smtp_set_server(self->curl, &send->server);
	if (code == CURLE_OK && self->secret)
		code = curl_easy_setopt(self->curl, CURLOPT_PASSWORD,
		    net_secret_text(self->secret));
	if (code == CURLE_OK)
		code = set_limits(self);
	if (code != CURLE_OK) {
		(void)fail_config(code, error);
		return NULL;
	}
	return g_steal_pointer(&self);
}

void
digest_smtp_free(DigestSmtp *self)
{
	if (!self)
		return;
	curl_easy_cleanup(self->curl);
	net_secret_free(self->secret);
	net_token_free(self->token);
	g_free(self);
}

static CURLcode
perform(DigestSmtp *self, const char *recipient, Transfer *transfer)
{
	g_autofree char *from =
	    g_strdup_printf("<%s>", self->send->from_address);
	g_autofree char *to = g_strdup_printf("<%s>", recipient);
	struct curl_slist *list = curl_slist_append(NULL, to);
	CURLcode code = CURLE_OUT_OF_MEMORY;

	self->error[0] = '\0';
	if (list)
		code = curl_easy_setopt(self->curl, CURLOPT_MAIL_FROM, from);
	if (code == CURLE_OK)
		code = curl_easy_setopt(self->curl, CURLOPT_MAIL_RCPT, list);
	if (code == CURLE_OK)
		code = curl_easy_setopt(self->curl, CURLOPT_READDATA, transfer);
	if (code == CURLE_OK)
		code =
		    curl_easy_setopt(self->curl, CURLOPT_HEADERDATA, transfer);
	if (code == CURLE_OK)
		code =
		    curl_easy_setopt(self->curl, CURLOPT_DEBUGDATA, transfer);
	if (code == CURLE_OK)
		code = curl_easy_perform(self->curl);
	/* The list must not outlive this; curl keeps pointing to it. */
	(void)curl_easy_setopt(self->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(list);
	return code;
}

/* Codes that say something about us, not about this mail. */
static bool
blames_the_session(const Transfer *transfer, int code)
{
	return !transfer->mail_begun || code == 421 || code == 530 ||
	       code == 535 || code == 538;
}

static DigestError
judge(const Transfer *transfer, CURLcode result, int code)
{
	bool final = code >= 400 && code <= 599;

	if (final &&
	    (transfer->dot_sent || !blames_the_session(transfer, code)))
		return code < 500 ? DIGEST_ERROR_DEFERRED
		                  : DIGEST_ERROR_REFUSED;
	if (transfer->dot_sent)
		return DIGEST_ERROR_UNCERTAIN;
	if (final || !transfer->mail_begun || result == CURLE_LOGIN_DENIED)
		return DIGEST_ERROR_RELAY;
	return DIGEST_ERROR_DEFERRED;
}

/* Whether another try is worth it: the token was refused, and there is another
 * one now. Where there is none, @transfer's error says why. */
static bool
renew_token(DigestSmtp *self, Transfer *transfer, CURLcode result)
{
	long code = 0;

	if (!has_token(self) || result != CURLE_LOGIN_DENIED ||
	    transfer->mail_begun)
		return false;
	(void)curl_easy_getinfo(self->curl, CURLINFO_RESPONSE_CODE, &code);
	if (code >= 400 && code <= 499) /* not now, for whatever reason */
		return false;
	transfer->leaving = false;
	return use_token(self, true, &transfer->error);
}

/* Names what went wrong and never the recipient, whom the answer may name. */
static bool
fail(const DigestSmtp *self, const Transfer *transfer, CURLcode result,
    int code, GError **error)
{
	const CoreServer *server = &self->send->server;
	DigestError verdict = judge(transfer, result, code);

	if (code >= 400)
		g_set_error(error, DIGEST_ERROR, verdict, "%s:%d: answered %d",
		    server->server, server->port, code);
	else
		g_set_error(error, DIGEST_ERROR, verdict, "%s:%d: %s",
		    server->server, server->port,
		    !transfer->mail_begun && self->error[0]
		        ? self->error
		        : curl_easy_strerror(result));
	return false;
}

/* A token that is not to be had stops this mail as all others; what dot() says
 * is for whoever gave it. */
static bool
fail_by_own_fault(Transfer *transfer, GError **error)
{
	if (transfer->error->domain == NET_ERROR) {
		g_set_error_literal(error, DIGEST_ERROR, DIGEST_ERROR_RELAY,
		    transfer->error->message);
		g_error_free(transfer->error);
	} else {
		g_propagate_error(error, transfer->error);
	}
	return false;
}

bool
digest_smtp_send(DigestSmtp *self, const char *recipient, GBytes *bytes,
    DigestDot dot, void *data, DigestAnswer *ret_answer, GError **error)
{
	Transfer transfer = { .bytes = bytes,
		.dot = dot,
		.data = data,
		.answer = g_string_new(NULL) };
	long code = 0;
	CURLcode result;

	ret_answer->code = 0;
	if (!core_address_is_plain(recipient) ||
	    !core_address_is_plain(self->send->from_address)) {
		ret_answer->answer = g_string_free(transfer.answer, FALSE);
		g_set_error_literal(error, DIGEST_ERROR, DIGEST_ERROR_REFUSED,
		    "not a plain mail address");
		return false;
	}
	result = perform(self, recipient, &transfer);
	if (renew_token(self, &transfer, result))
		result = perform(self, recipient, &transfer);
	if (curl_easy_getinfo(self->curl, CURLINFO_RESPONSE_CODE, &code) !=
	    CURLE_OK)
		code = 0;
	ret_answer->code = (int)code;
	ret_answer->answer = g_string_free(transfer.answer, FALSE);
	if (transfer.error)
		return fail_by_own_fault(&transfer, error);
	return result == CURLE_OK ||
	       fail(self, &transfer, result, (int)code, error);
}

bool
digest_smtp_check(const CoreSend *send, GError **error)
{
	g_autoptr(DigestSmtp) self = digest_smtp_new(send, error);
	g_autoptr(GString) answer = g_string_new(NULL);
	Transfer transfer = { .answer = answer };
	CURLcode code;

	if (!self)
		return false;
	code = curl_easy_setopt(self->curl, CURLOPT_NOBODY, 1L);
	if (code == CURLE_OK)
		code =
		    curl_easy_setopt(self->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
	if (code == CURLE_OK)
		code =
		    curl_easy_setopt(self->curl, CURLOPT_HEADERDATA, &transfer);
	if (code == CURLE_OK)
		code =
		    curl_easy_setopt(self->curl, CURLOPT_DEBUGDATA, &transfer);
	if (code != CURLE_OK)
		return fail_config(code, error);
	code = curl_easy_perform(self->curl);
	if (renew_token(self, &transfer, code))
		code = curl_easy_perform(self->curl);
	if (transfer.error) {
		g_propagate_error(error, transfer.error);
		return false;
	}
	return code == CURLE_OK || fail(self, &transfer, code, 0, error);
}
