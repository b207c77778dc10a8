/* Web addresses and hosts: whether what goes there stays a secret. */
#pragma once

#include <stdbool.h>

/* Whether @host is this machine: "localhost", or a number of loopback. */
bool core_host_is_loopback(const char *host);

/* Whether @url is one to send secrets to: https, or http to this machine, with
 * a host, without user, fragment, blanks or control bytes. */
bool core_url_is_safe(const char *url);
