#include "mail/header/parameter.h"

#include <string.h>

#define A "attachment; "

static void
test_reads_names(void)
{
	static const char *const rows[][2] = {
		{ "attachment", NULL },
		{ A "filename=", NULL },
		{ A "filename=\"\"", NULL },
		{ A "size=1; FileName=a.pdf", "a.pdf" },
		{ A "filename=\"a; b=c.pdf\"; size=1", "a; b=c.pdf" },
		{ A "filename=\"a\\\"b\\\\c\"", "a\"b\\c" },
		{ A "\r\n\tfilename=\r\n \"a\r\n b.pdf\"", "a b.pdf" },
		{ A "filename*=utf-8'en'%C3%A4.pdf", "\xc3\xa4.pdf" },
		{ A "filename*=iso-8859-1''%E4.pdf; filename=a.pdf",
		    "\xc3\xa4.pdf" },
		{ A "filename*0=\"long\"; filename*1=\" name.pdf\"",
		    "long name.pdf" },
		{ A "filename*1*=b%C3; filename*2*=%A4.pdf;"
		    " filename*0*=utf-8''a",
		    "ab\xc3\xa4.pdf" },
		{ A "filename*0*=utf-8''%41%20; filename*1=\"50%25.pdf\"",
		    "A 50%25.pdf" },
		{ "text/plain; xname=x; name*9=y; name=a", "a" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		MailCharsetFaults faults = { .guessed = false };
		const char *name = *rows[i][0] == 't' ? "name" : "filename";
		g_autofree char *text =
		    mail_parameter_read(rows[i][0], name, &faults);

		g_assert_cmpstr(text, ==, rows[i][1]);
		g_assert_false(faults.guessed || faults.replaced);
	}
}

static void
test_reads_wrong_ones(void)
{
	static const char *const rows[][2] = {
		{ A "filename==?utf-8?B?w6Q=?=.pdf", "\xc3\xa4.pdf" },
		{ A "filename=\"=?utf-8?Q?=C3=A4?= =?utf-8?Q?.pdf?=\"",
		    "\xc3\xa4.pdf" },
		{ A "filename*=\"utf-8''%C3%A4.pdf\"", "\xc3\xa4.pdf" },
		{ A "filename*=%41.pdf", "A.pdf" },
		{ A "filename*=''a.pdf", "a.pdf" },
		{ A "filename*0=\"=?utf-8?Q?=C3\"; filename*1=\"=A4?=\"",
		    "\xc3\xa4" },
		{ A "filename*=; filename=a.pdf", "a.pdf" },
		{ A "filename=a b.pdf ; size=1", "a b.pdf" },
		{ A "filename=\"a \"b\" c.pdf\"; size=1", "a \"b\" c.pdf" },
		{ A "filename=\"a.pdf\" size=1", "a.pdf" },
		{ A "filename=\"never ends", "never ends" },
		{ A "filename=\"C:\\\\dir\\\\a\\,.pdf\"", "C:\\dir\\a,.pdf" },
		{ A "filename=\"\xe4.pdf\"", "\xc3\xa4.pdf" },
		{ A "filename*999999999999999999999=x; filename=a", "a" },
		{ A "=;=;;filename", NULL },
		{ A "filename=\"C:\\Users\\ann\\a.pdf\"",
		    "C:\\Users\\ann\\a.pdf" },
		{ A "filename=\"Ann\\'s.pdf\"", "Ann's.pdf" },
		{ A "filename*1=\"a\"; filename*2=\".pdf\"", "a.pdf" },
		{ A "filename*=utf-8''=?utf-8?Q?=C3=A4?=", "\xc3\xa4" },
		{ A "filename*=utf-8''a%00.pdf", "a\001.pdf" },
		{ "attachment filename=a.pdf", "a.pdf" },
		{ "attachment\r\n\tfilename=\"a b.pdf\"", "a b.pdf" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		MailCharsetFaults faults = { .guessed = false };
		g_autofree char *text =
		    mail_parameter_read(rows[i][0], "filename", &faults);

		g_assert_cmpstr(text, ==, rows[i][1]);
	}
}

static void
test_unknown_bytes_are_told(void)
{
	MailCharsetFaults faults = { .guessed = false };
	g_autofree char *text = mail_parameter_read(A
	    "filename*=gb2312''one%20two%20three%20four%FF%20five",
	    "filename", &faults);

	g_assert_cmpstr(text, ==, "one two three four\xef\xbf\xbd five");
	g_assert_true(faults.replaced);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/parameter/reads", test_reads_names);
	g_test_add_func("/mail/parameter/wrong", test_reads_wrong_ones);
	g_test_add_func("/mail/parameter/bytes", test_unknown_bytes_are_told);
	return g_test_run();
}
