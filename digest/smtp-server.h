/* What curl must know of an SMTP server before it connects. */
#pragma once

#include "core/server.h"

#include <curl/curl.h>

/* Tells @curl address, TLS and user of @server (borrowed) and the way to log
 * in, but no password or token. */
CURLcode digest_smtp_set_server(CURL *curl, const CoreServer *server);
