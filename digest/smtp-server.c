#include "digest/smtp-server.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static char *
make_url(const CoreServer *server)
{
	bool literal = strchr(server->server, ':') != NULL;

	/* The path is our name for EHLO. */
	return g_strdup_printf("%s://%s%s%s:%d/localhost",
	    server->tls == CORE_TLS_IMPLICIT ? "smtps" : "smtp",
	    literal ? "[" : "", server->server, literal ? "]" : "",
	    server->port);
}

CURLcode
digest_smtp_set_server(CURL *curl, const CoreServer *server)
{
	g_autofree char *url = make_url(server);
	CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, url);
	long use_ssl = server->tls == CORE_TLS_NONE ? (long)CURLUSESSL_NONE
	                                            : (long)CURLUSESSL_ALL;

	if (code == CURLE_OK)
		code =
		    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	if (code == CURLE_OK)
		code = curl_easy_setopt(curl, CURLOPT_USE_SSL, use_ssl);
	if (code == CURLE_OK && server->ca_file)
		code = curl_easy_setopt(curl, CURLOPT_CAINFO, server->ca_file);
	if (code == CURLE_OK)
		code = curl_easy_setopt(curl, CURLOPT_PROXY, "");
	if (code == CURLE_OK && server->user)
		code = curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
	if (code == CURLE_OK && server->auth != CORE_AUTH_PASSWORD)
		code = curl_easy_setopt(
		    curl, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
	return code;
}
