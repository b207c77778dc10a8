#include "mail/origin/auth.h"

#include "mail/test-mail.h"

#define HEAD                                                                   \
	"From: Ann <ann@example.com>\nTo: support@tideway.example\n"           \
	"Date: Mon, 16 Nov 2026 08:00:00 +0000\nMessage-ID: <1@example.com>\n"

#define OURS "Authentication-Results: mx.tideway.example; "

/* What a stranger may put into our server's own header must not become a result
 * of it. */
static void
test_no_stranger_writes_a_result(void)
{
	static const struct {
		const char *header;
		CoreTruth verified;
	} rows[] = {
		{ OURS
		    "spf=fail smtp.mailfrom=\"x; dmarc=pass ;\"@evil.example",
		    CORE_UNKNOWN },
		{ OURS "spf=none smtp.mailfrom=\"x\\\"; dmarc=pass ; "
		       "y\"@e.example",
		    CORE_UNKNOWN },
		{ OURS "spf=none smtp.mailfrom==?utf-8?q?x=3B_dmarc=3Dpass?=",
		    CORE_UNKNOWN },
		{ OURS "dkim=pass header.i=header.d=example.com@e.example",
		    CORE_UNKNOWN },
		{ OURS "dkim=pass reason=\" header.d=example.com \""
		       " header.d=evil.example",
		    CORE_UNKNOWN },
		{ OURS "dkim=pass reason=\"good\" header.d=example.com",
		    CORE_YES },
		{ OURS "spf=none (a \\) ; dmarc=pass)", CORE_UNKNOWN },
		{ OURS "spf=none (of \"a) ; dmarc=pass (\"@e.example x)",
		    CORE_UNKNOWN },
		{ OURS "dkim=none (a; dmarc=pass", CORE_UNKNOWN },
		{ OURS "dkim=pass (header.d=example.com) header.d=e.example",
		    CORE_UNKNOWN },
		{ OURS "dmarc=pass header.from=evil.example", CORE_UNKNOWN },
		{ OURS "dmarc=fail\n" OURS "dmarc=pass", CORE_NO },
		{ "X-Copy: 1\nARC-" OURS "dmarc=pass", CORE_UNKNOWN },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail =
		    g_strconcat("From: Ann <ann@example.com>\n", rows[i].header,
		        "\n\nwords\n", NULL);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(record->verified, ==, rows[i].verified);
	}
}

static void
test_results_as_servers_write_them(void)
{
	static const struct {
		const char *from, *header;
		CoreTruth verified;
	} rows[] = {
		{ "a@example.com", OURS "dkim/1=pass header.d=example.com",
		    CORE_YES },
		{ "a@example.com", OURS "dkim = pass(ok)header.d=example.com.",
		    CORE_YES },
		{ "a@example.com", OURS "dkim=pass header.i=\"@example.com\"",
		    CORE_YES },
		{ "a@example.com",
		    OURS "spf=pass smtp.mailfrom=<b@example.com>", CORE_YES },
		{ "a@example.com",
		    "Authentication-Results: (a) \"MX.tideway.example\" 1;"
		    "\n\tDKIM=Pass Header.D=Example.com",
		    CORE_YES },
		{ "a@example.com",
		    "Authentication-Results: mx.tideway.example.e.example;"
		    " dmarc=pass",
		    CORE_UNKNOWN },
		/* relaxed alignment (RFC 7489 3.1) */
		{ "a@eu.example.com", OURS "dkim=pass header.d=example.com",
		    CORE_YES },
		{ "a@example.com", OURS "dkim=pass header.d=mx.example.com",
		    CORE_YES },
		{ "a@example.com", OURS "dkim=pass header.d=notexample.com",
		    CORE_UNKNOWN },
		{ "a@acme.co.uk", OURS "dkim=pass header.d=co.uk",
		    CORE_UNKNOWN },
		{ "a@example.com", OURS "dkim=pass header.d=com",
		    CORE_UNKNOWN },
		{ "a@m\xc3\xbcller.example",
		    OURS "dkim=pass header.d=xn--mller-kva.example", CORE_YES },
		/* lists break signatures, forwarders senders' addresses */
		{ "a@example.com", OURS "dkim=fail header.d=example.com",
		    CORE_NO },
		{ "a@example.com", OURS "dkim=fail header.d=list.example",
		    CORE_UNKNOWN },
		{ "a@example.com", OURS "spf=fail smtp.mailfrom=list.example",
		    CORE_UNKNOWN },
		{ "a@example.com",
		    OURS "spf=fail smtp.mailfrom=example.com;"
		         " dkim=pass header.d=example.com",
		    CORE_YES },
		/* of whom? */
		{ "a@example.com, b@evil.example", OURS "dmarc=pass", CORE_NO },
		{ "a@evil.example\nFrom: b@example.com", OURS "dmarc=pass",
		    CORE_NO },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail = g_strdup_printf(
		    "%s\nFrom: %s\n\nwords\n", rows[i].header, rows[i].from);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(record->verified, ==, rows[i].verified);
	}
}

static void
test_authentication_is_judged_by_our_server_alone(void)
{
	static const struct {
		const char *headers;
		CoreTruth verified;
	} rows[] = {
		{ "", CORE_UNKNOWN },
		{ "Authentication-Results: mx.tideway.example; dmarc=pass\n",
		    CORE_YES },
		{ "Authentication-Results: mx.tideway.example 1;\n"
		  " spf=fail smtp.mailfrom=x.example; dmarc=pass (p=none)\n",
		    CORE_YES },
		{ "Authentication-Results: mx.tideway.example; dmarc=fail;"
		  " dkim=pass header.d=example.com\n",
		    CORE_NO },
		{ "Authentication-Results: other.example; dmarc=pass\n",
		    CORE_UNKNOWN },
		{ "Authentication-Results: mx.tideway.example; dmarc=fail\n"
		  "Authentication-Results: mx.tideway.example; dmarc=pass\n",
		    CORE_NO },
		{ "Authentication-Results: mx.tideway.example; none\n",
		    CORE_UNKNOWN },
		{ "Authentication-Results: mx.tideway.example;"
		  " dkim=pass header.d=mail.example.com\n",
		    CORE_YES },
		{ "Authentication-Results: mx.tideway.example;"
		  " dkim=pass header.d=evil.example\n",
		    CORE_UNKNOWN },
		{ "Authentication-Results: mx.tideway.example;"
		  " dkim=pass header.d=com\n",
		    CORE_UNKNOWN },
		{ "Authentication-Results: mx.tideway.example;"
		  " spf=pass smtp.mailfrom=bounce@example.com\n",
		    CORE_YES },
		{ "Authentication-Results: mx.tideway.example; spf=softfail\n",
		    CORE_UNKNOWN },
		{ "Authentication-Results: (mx.tideway.example) x.example"
		  " (; dmarc=pass)\n",
		    CORE_UNKNOWN },
		{ "Authentication-Results: mx.tideway.example;"
		  " (dmarc=pass) dmarc=fail\n",
		    CORE_NO },
		{ "From: ceo@tideway.example\n"
		  "Authentication-Results: mx.tideway.example; dmarc=pass\n",
		    CORE_NO },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail =
		    g_strconcat(HEAD, rows[i].headers, "\nwords\n", NULL);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(record->verified, ==, rows[i].verified);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/auth/strangers", test_no_stranger_writes_a_result);
	g_test_add_func(
	    "/mail/auth/results", test_results_as_servers_write_them);
	g_test_add_func("/mail/auth/judge",
	    test_authentication_is_judged_by_our_server_alone);
	return g_test_run();
}
