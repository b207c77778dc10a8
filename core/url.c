#include "core/url.h"

#include <gio/gio.h>
#include <string.h>

bool
core_host_is_loopback(const char *host)
{
	g_autoptr(GInetAddress) address = NULL;

	if (g_ascii_strcasecmp(host, "localhost") == 0)
		return true;
	address = g_inet_address_new_from_string(host);
	return address && g_inet_address_get_is_loopback(address);
}

bool
core_url_is_safe(const char *url)
{
	g_autoptr(GUri) uri = NULL;

	for (const char *p = url; *p; p++)
		if (!g_ascii_isgraph(*p))
			return false;
	uri = g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL);
	if (!uri || !g_uri_get_host(uri) || !*g_uri_get_host(uri) ||
	    g_uri_get_userinfo(uri) || g_uri_get_fragment(uri))
		return false;
	return strcmp(g_uri_get_scheme(uri), "https") == 0 ||
	       (strcmp(g_uri_get_scheme(uri), "http") == 0 &&
	           core_host_is_loopback(g_uri_get_host(uri)));
}
