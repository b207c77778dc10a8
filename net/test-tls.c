#include "net/test-tls.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DAY_S 86400

struct _TestTls {
	char *ca_file;
	gnutls_certificate_credentials_t credentials;
	const char *versions; /* of TLS, as GnuTLS words it */
};

typedef struct {
	gnutls_x509_crt_t certificate;
	gnutls_x509_privkey_t key;
} Identity;

static Identity
begin_identity(const char *name, const TestCertificate *wanted)
{
	Identity self;
	time_t now = time(NULL);
	bool is_expired = wanted && wanted->is_expired;
	unsigned char serial = wanted ? 2 : 1;

	g_assert_cmpint(gnutls_x509_privkey_init(&self.key), ==, 0);
	g_assert_cmpint(
	    gnutls_x509_privkey_generate(self.key, GNUTLS_PK_ECDSA,
	        GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
	    ==, 0);
	g_assert_cmpint(gnutls_x509_crt_init(&self.certificate), ==, 0);
	gnutls_x509_crt_t c = self.certificate;
	g_assert_cmpint(gnutls_x509_crt_set_version(c, 3), ==, 0);
	g_assert_cmpint(gnutls_x509_crt_set_serial(c, &serial, 1), ==, 0);
	g_assert_cmpint(
	    gnutls_x509_crt_set_activation_time(c, now - 2 * DAY_S), ==, 0);
	g_assert_cmpint(gnutls_x509_crt_set_expiration_time(
	                    c, is_expired ? now - DAY_S : now + DAY_S),
	    ==, 0);
	g_assert_cmpint(
	    gnutls_x509_crt_set_dn_by_oid(c, GNUTLS_OID_X520_COMMON_NAME, 0,
	        name, (unsigned)strlen(name)),
	    ==, 0);
	g_assert_cmpint(gnutls_x509_crt_set_key(c, self.key), ==, 0);
	return self;
}

static void
sign(const Identity *self, const Identity *authority)
{
	g_assert_cmpint(
	    gnutls_x509_crt_sign2(self->certificate, authority->certificate,
	        authority->key, GNUTLS_DIG_SHA256, 0),
	    ==, 0);
}

static Identity
make_authority(const char *name)
{
	Identity self = begin_identity(name, NULL);

	g_assert_cmpint(
	    gnutls_x509_crt_set_ca_status(self.certificate, 1), ==, 0);
	g_assert_cmpint(gnutls_x509_crt_set_key_usage(
	                    self.certificate, GNUTLS_KEY_KEY_CERT_SIGN),
	    ==, 0);
	sign(&self, &self);
	return self;
}

static Identity
make_server(const TestCertificate *wanted, const Identity *authority)
{
	Identity self = begin_identity(wanted->name, wanted);
	struct in_addr number;
	bool is_number = inet_pton(AF_INET, wanted->name, &number) == 1;

	g_assert_cmpint(gnutls_x509_crt_set_key_purpose_oid(self.certificate,
	                    wanted->is_for_client ? GNUTLS_KP_TLS_WWW_CLIENT
	                                          : GNUTLS_KP_TLS_WWW_SERVER,
	                    0),
	    ==, 0);
	g_assert_cmpint(
	    gnutls_x509_crt_set_subject_alt_name(self.certificate,
	        is_number ? GNUTLS_SAN_IPADDRESS : GNUTLS_SAN_DNSNAME,
	        is_number ? (const void *)&number : wanted->name,
	        (unsigned)(is_number ? sizeof number : strlen(wanted->name)),
	        GNUTLS_FSAN_SET),
	    ==, 0);
	sign(&self, authority);
	return self;
}

static void
identity_clear(Identity *self)
{
	gnutls_x509_crt_deinit(self->certificate);
	gnutls_x509_privkey_deinit(self->key);
}

static char *
write_certificate(const Identity *self)
{
	gnutls_datum_t pem;
	char *path;
	int fd = g_file_open_tmp("tribune-ca-XXXXXX", &path, NULL);

	g_assert_cmpint(fd, >=, 0);
	close(fd);
	g_assert_cmpint(gnutls_x509_crt_export2(
	                    self->certificate, GNUTLS_X509_FMT_PEM, &pem),
	    ==, 0);
	g_assert_true(
	    g_file_set_contents(path, (char *)pem.data, pem.size, NULL));
	gnutls_free(pem.data);
	return path;
}

TestTls *
test_tls_new(const TestCertificate *wanted)
{
	TestTls *self = g_new0(TestTls, 1);
	Identity trusted = make_authority("Trusted");
	Identity foreign = make_authority("Foreign");
	Identity server =
	    make_server(wanted, wanted->is_foreign ? &foreign : &trusted);

	self->ca_file = write_certificate(&trusted);
	self->versions = wanted->is_old ? "-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0"
	                                : "-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
	g_assert_cmpint(
	    gnutls_certificate_allocate_credentials(&self->credentials), ==, 0);
	g_assert_cmpint(gnutls_certificate_set_x509_key(self->credentials,
	                    &server.certificate, 1, server.key),
	    ==, 0);
	identity_clear(&trusted);
	identity_clear(&foreign);
	identity_clear(&server);
	return self;
}

const char *
test_tls_ca_file(const TestTls *self)
{
	return self->ca_file;
}

void
test_tls_echo(int fd, const void *tls)
{
	const TestTls *self = tls;
	gnutls_session_t session;
	char bytes[4096];
	ssize_t n;

	g_assert_cmpint(
	    gnutls_init(&session, GNUTLS_SERVER | GNUTLS_NO_SIGNAL), ==, 0);
	g_assert_cmpint(gnutls_set_default_priority_append(
	                    session, self->versions, NULL, 0),
	    ==, 0);
	g_assert_cmpint(gnutls_credentials_set(
	                    session, GNUTLS_CRD_CERTIFICATE, self->credentials),
	    ==, 0);
	gnutls_transport_set_int(session, fd);
	if (gnutls_handshake(session) == 0)
		while (
		    (n = gnutls_record_recv(session, bytes, sizeof bytes)) > 0)
			g_assert_cmpint(
			    gnutls_record_send(session, bytes, (size_t)n), ==,
			    n);
	gnutls_deinit(session);
}

void
test_tls_free(TestTls *self)
{
	g_assert_cmpint(g_unlink(self->ca_file), ==, 0);
	gnutls_certificate_free_credentials(self->credentials);
	g_free(self->ca_file);
	g_free(self);
}
