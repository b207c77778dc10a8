/* Every error has the exit code that the manual names for it. The switches have
 * no default: a new code does not compile before it is decided here, too. */
#include "cli/command.h"

#include "core/error.h"
#include "digest/error.h"
#include "filters/error.h"
#include "ingest/error.h"
#include "mail/error.h"
#include "net/error.h"
#include "store/error.h"

#include <string.h>
#include <sysexits.h>

#define END (-1) /* the domain has no such code */

static int
of_cli(int code)
{
	switch ((CliError)code) {
	case CLI_ERROR_USAGE:
		return EX_USAGE;
	case CLI_ERROR_EXISTS:
		return EX_CANTCREAT;
	case CLI_ERROR_NO_INPUT:
		return EX_NOINPUT;
	}
	return END;
}

static int
of_core(int code)
{
	switch ((CoreError)code) {
	case CORE_ERROR_CONFIG:
		return EX_CONFIG;
	case CORE_ERROR_DATA:
		return EX_DATAERR;
	case CORE_ERROR_IO:
		return EX_IOERR;
	}
	return END;
}

static int
of_store(int code)
{
	switch ((StoreError)code) {
	case STORE_ERROR_BUSY:
		return EX_TEMPFAIL;
	case STORE_ERROR_FULL:
	case STORE_ERROR_FAILED:
		return EX_IOERR;
	case STORE_ERROR_READ_ONLY:
		return EX_NOPERM;
	case STORE_ERROR_CORRUPT:
		return EX_DATAERR;
	case STORE_ERROR_VERSION:
		return EX_CONFIG;
	}
	return END;
}

static int
of_ingest(int code)
{
	switch ((IngestError)code) {
	case INGEST_ERROR_AUTH:
		return EX_NOPERM;
	case INGEST_ERROR_PROTOCOL:
		return EX_PROTOCOL;
	case INGEST_ERROR_INPUT:
		return EX_NOINPUT;
	}
	return END;
}

static int
of_net(int code)
{
	switch ((NetError)code) {
	case NET_ERROR_CONFIG:
		return EX_CONFIG;
	case NET_ERROR_NETWORK:
		return EX_TEMPFAIL;
	case NET_ERROR_TLS:
		return EX_PROTOCOL;
	case NET_ERROR_AUTH:
		return EX_NOPERM;
	}
	return END;
}

static int
of_digest(int code)
{
	switch ((DigestError)code) {
	case DIGEST_ERROR_RELAY:
	case DIGEST_ERROR_DEFERRED:
	case DIGEST_ERROR_UNCERTAIN:
		return EX_TEMPFAIL;
	case DIGEST_ERROR_REFUSED:
		return EX_UNAVAILABLE;
	case DIGEST_ERROR_NOTHING:
		return EX_OK;
	}
	return END;
}

static int
of_filter(int code)
{
	switch ((FilterError)code) {
	case FILTER_ERROR_RULES:
		return EX_CONFIG;
	case FILTER_ERROR_CHILD:
		return EX_SOFTWARE;
	}
	return END;
}

static int
of_mail(int code)
{
	switch ((MailError)code) {
	case MAIL_ERROR_SANDBOX:
	case MAIL_ERROR_COMPOSE:
		return EX_SOFTWARE;
	}
	return END;
}

static const struct {
	GQuark (*domain)(void);
	int (*wanted)(int code);
} domains[] = {
	{ cli_error_quark, of_cli },
	{ core_error_quark, of_core },
	{ digest_error_quark, of_digest },
	{ filter_error_quark, of_filter },
	{ ingest_error_quark, of_ingest },
	{ mail_error_quark, of_mail },
	{ net_error_quark, of_net },
	{ store_error_quark, of_store },
};

static int
exit_code_of(GQuark domain, int code)
{
	g_autoptr(GError) error = g_error_new_literal(domain, code, "test");

	return cli_exit_code(error);
}

static void
test_each_error_has_its_exit_code(void)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(domains); i++) {
		GQuark domain = domains[i].domain();
		int code = 0;

		for (; domains[i].wanted(code) != END; code++) {
			int exit_code = exit_code_of(domain, code);

			if (exit_code != domains[i].wanted(code))
				g_error("%s %d exits with %d, not %d",
				    g_quark_to_string(domain), code, exit_code,
				    domains[i].wanted(code));
		}
		g_assert_cmpint(code, >, 1);
	}
}

static void
test_an_unknown_error_is_our_fault(void)
{
	g_assert_cmpint(exit_code_of(G_FILE_ERROR, 0), ==, EX_SOFTWARE);
	g_assert_cmpint(exit_code_of(STORE_ERROR, 999), ==, EX_SOFTWARE);
	g_assert_cmpint(exit_code_of(FILTER_ERROR, 999), ==, EX_SOFTWARE);
}

static void
test_the_manual_names_each_exit_code(void)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *path =
	    g_build_filename(top ? top : ".", "man", "tribune.1", NULL);
	g_autofree char *manual = NULL;
	const char *section;

	g_assert_true(g_file_get_contents(path, &manual, NULL, NULL));
	section = strstr(manual, "\n.Sh EXIT STATUS");
	g_assert_nonnull(section);
	for (unsigned i = 0; i < G_N_ELEMENTS(domains); i++)
		for (int code = 0; domains[i].wanted(code) != END; code++) {
			g_autofree char *item = g_strdup_printf(
			    "\n.It %d\n", domains[i].wanted(code));

			if (!strstr(section, item))
				g_error("tribune.1 lacks exit code %d",
				    domains[i].wanted(code));
		}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cli/exit/codes", test_each_error_has_its_exit_code);
	g_test_add_func(
	    "/cli/exit/unknown", test_an_unknown_error_is_our_fault);
	g_test_add_func(
	    "/cli/exit/manual", test_the_manual_names_each_exit_code);
	return g_test_run();
}
