#include "mail/origin/auth.h"

#include "mail/test-mail.h"

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
		    CORE_NO },
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

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/auth/strangers", test_no_stranger_writes_a_result);
	return g_test_run();
}
