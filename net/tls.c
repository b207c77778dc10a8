#include "net/tls.h"

#include "core/text.h"
#include "net/error.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#define NAME_BYTES 255

struct _NetTls {
	gnutls_session_t session;
	gnutls_certificate_credentials_t credentials;
	char *host;
	char purpose[sizeof GNUTLS_KP_TLS_WWW_SERVER];
	/* What the certificate is held to; the session keeps the address. */
	gnutls_typed_vdata_st wanted[2];
	bool is_agreed; /* the handshake is over */
};

static bool load_trust(NetTls *self, const char *ca_file, GError **error);
static bool set_up(NetTls *self, int fd, GError **error);
static NetTlsStep step(NetTls *self, ssize_t code, GError **error);
static NetTlsStep refuse_certificate(NetTls *self, GError **error);

NetTls *
net_tls_new(int fd, const char *host, const char *ca_file, GError **error)
{
	g_autoptr(NetTls) self = g_new0(NetTls, 1);

	self->host = g_hostname_to_ascii(host);
	if (!self->host) {
		g_set_error(error, NET_ERROR, NET_ERROR_CONFIG,
		    "'%s' is no host name", host);
		return NULL;
	}
	if (!load_trust(self, ca_file, error) || !set_up(self, fd, error))
		return NULL;
	return g_steal_pointer(&self);
}

NetTlsStep
net_tls_handshake(NetTls *self, GError **error)
{
	int code = gnutls_handshake(self->session);

	if (code == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR)
		return refuse_certificate(self, error);
	self->is_agreed = code == GNUTLS_E_SUCCESS;
	return step(self, code, error);
}

NetTlsStep
net_tls_read(
    NetTls *self, void *buffer, size_t size, size_t *ret_read, GError **error)
{
	ssize_t n = gnutls_record_recv(self->session, buffer, size);

	if (n > 0)
		*ret_read = (size_t)n;
	else if (n == 0)
		n = GNUTLS_E_PREMATURE_TERMINATION; /* more was expected */
	return step(self, n, error);
}

bool
net_tls_has_input(const NetTls *self)
{
	return gnutls_record_check_pending(self->session) > 0;
}

NetTlsStep
net_tls_write(NetTls *self, const void *bytes, size_t size, size_t *ret_written,
    GError **error)
{
	ssize_t n = gnutls_record_send(self->session, bytes, size);

	if (n > 0)
		*ret_written = (size_t)n;
	return step(self, n, error);
}

void
net_tls_free(NetTls *self)
{
	if (!self)
		return;
	if (self->is_agreed)
		/* A courtesy: we close whatever becomes of it. */
		(void)gnutls_bye(self->session, GNUTLS_SHUT_WR);
	if (self->session)
		gnutls_deinit(self->session);
	if (self->credentials)
		gnutls_certificate_free_credentials(self->credentials);
	g_free(self->host);
	g_free(self);
}

static bool
load_trust(NetTls *self, const char *ca_file, GError **error)
{
	int n = gnutls_certificate_allocate_credentials(&self->credentials);

	if (n == GNUTLS_E_SUCCESS && ca_file)
		n = gnutls_certificate_set_x509_trust_file(
		    self->credentials, ca_file, GNUTLS_X509_FMT_PEM);
	else if (n == GNUTLS_E_SUCCESS)
		n = gnutls_certificate_set_x509_system_trust(self->credentials);
	if (n > 0)
		return true;
	g_set_error(error, NET_ERROR, NET_ERROR_CONFIG, "ca-file %s: %s",
	    ca_file ? ca_file : "of the system",
	    n == 0 ? "no certificate in it" : gnutls_strerror(n));
	return false;
}

static bool
set_up(NetTls *self, int fd, GError **error)
{
	int code = gnutls_init(
	    &self->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);

	if (code == GNUTLS_E_SUCCESS)
		code = gnutls_set_default_priority_append(self->session,
		    "-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", NULL, 0);
	if (code == GNUTLS_E_SUCCESS)
		code = gnutls_credentials_set(
		    self->session, GNUTLS_CRD_CERTIFICATE, self->credentials);
	/* A number has no place in SNI (RFC 6066, section 3). */
	if (code == GNUTLS_E_SUCCESS && !g_hostname_is_ip_address(self->host))
		code = gnutls_server_name_set(self->session, GNUTLS_NAME_DNS,
		    self->host, strlen(self->host));
	if (code != GNUTLS_E_SUCCESS)
		return step(self, code, error) == NET_TLS_DONE;
	self->wanted[0].type = GNUTLS_DT_DNS_HOSTNAME;
	self->wanted[0].data = (unsigned char *)self->host;
	self->wanted[1].type = GNUTLS_DT_KEY_PURPOSE_OID;
	memcpy(self->purpose, GNUTLS_KP_TLS_WWW_SERVER, sizeof self->purpose);
	self->wanted[1].data = (unsigned char *)self->purpose;
	gnutls_session_set_verify_cert2(
	    self->session, self->wanted, G_N_ELEMENTS(self->wanted), 0);
	gnutls_transport_set_int(self->session, fd);
	return true;
}

/* What GnuTLS returned, as one of ours. */
static NetTlsStep
step(NetTls *self, ssize_t code, GError **error)
{
	if (code >= 0)
		return NET_TLS_DONE;
	/* Warnings and a wish to shake hands again change nothing; a server
	 * that sends nothing else runs into the deadline. */
	if (!gnutls_error_is_fatal((int)code))
		return gnutls_record_get_direction(self->session)
		           ? NET_TLS_WANTS_WRITE
		           : NET_TLS_WANTS_READ;
	if (code == GNUTLS_E_PREMATURE_TERMINATION ||
	    code == GNUTLS_E_PULL_ERROR || code == GNUTLS_E_PUSH_ERROR)
		g_set_error_literal(error, NET_ERROR, NET_ERROR_NETWORK,
		    "the server closed the connection");
	else if (code == GNUTLS_E_FATAL_ALERT_RECEIVED)
		g_set_error(error, NET_ERROR, NET_ERROR_TLS,
		    "TLS alert by the server: %s",
		    gnutls_alert_get_name(gnutls_alert_get(self->session)));
	else
		g_set_error(error, NET_ERROR, NET_ERROR_TLS, "TLS: %s",
		    gnutls_strerror((int)code));
	return NET_TLS_FAILED;
}

/* The host that the certificate is for (transfer full), as far as it says. */
static char *
certified_name(NetTls *self)
{
	unsigned n = 0;
	const gnutls_datum_t *chain =
	    gnutls_certificate_get_peers(self->session, &n);
	gnutls_x509_crt_t certificate;
	char name[NAME_BYTES + 1];
	size_t size = sizeof name;
	int code = GNUTLS_E_NO_CERTIFICATE_FOUND;

	if (!chain || n == 0 || gnutls_x509_crt_init(&certificate) < 0)
		return g_strdup("another host");
	if (gnutls_x509_crt_import(
	        certificate, &chain[0], GNUTLS_X509_FMT_DER) == 0)
		code = gnutls_x509_crt_get_subject_alt_name(
		    certificate, 0, name, &size, NULL);
	gnutls_x509_crt_deinit(certificate);
	return code == GNUTLS_SAN_DNSNAME
	           ? core_text_line(name, size, NAME_BYTES)
	           : g_strdup("another host");
}

static NetTlsStep
refuse_certificate(NetTls *self, GError **error)
{
	static const struct {
		unsigned fault;
		const char *words;
	} faults[] = {
		{ GNUTLS_CERT_SIGNER_NOT_FOUND,
		    "by an authority that is not trusted" },
		{ GNUTLS_CERT_REVOKED, "revoked" },
		{ GNUTLS_CERT_EXPIRED, "expired" },
		{ GNUTLS_CERT_NOT_ACTIVATED, "not valid yet" },
		{ GNUTLS_CERT_PURPOSE_MISMATCH, "not one of a server" },
	};
	unsigned status = gnutls_session_get_verify_cert_status(self->session);
	g_autofree char *words = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(faults) && !words; i++)
		if (status & faults[i].fault)
			words = g_strdup(faults[i].words);
	if (!words && status & GNUTLS_CERT_UNEXPECTED_OWNER) {
		g_autofree char *name = certified_name(self);
		words = g_strconcat("for ", name, NULL);
	}
	g_set_error(error, NET_ERROR, NET_ERROR_TLS, "certificate is %s",
	    words ? words : "not valid");
	return NET_TLS_FAILED;
}
