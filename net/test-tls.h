/* For tests: a TLS server's end, with a certificate of any fault. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	const char *name; /* a host, or 127.0.0.1 */
	bool is_foreign;  /* signed by an authority not in the ca-file */
	bool is_expired;
	bool is_for_client; /* its purpose is not to be a server */
	bool is_old;        /* the server speaks nothing newer than TLS 1.1 */
} TestCertificate;

typedef struct _TestTls TestTls;

/* Returns: (transfer full): keys, certificate and ca-file for it. */
TestTls *test_tls_new(const TestCertificate *wanted);

/* Returns: the file of the authority a client shall trust (borrowed). */
const char *test_tls_ca_file(const TestTls *self);

/* Shakes hands on @fd and sends back what comes until the end. @tls is a
 * TestTls. */
void test_tls_echo(int fd, const void *tls);

void test_tls_free(TestTls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestTls, test_tls_free)
