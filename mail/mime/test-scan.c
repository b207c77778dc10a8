#include "mail/mime/scan.h"

#include <string.h>

static CoreLimits
small_limits(void)
{
	CoreLimits limits;

	core_limits_default(&limits);
	limits.headers = 4;
	limits.headers_bytes = 400;
	limits.mime_depth = 2;
	limits.mime_parts = 3;
	return limits;
}

static void
scan(const char *mail, size_t length, MailScan *ret_scan)
{
	CoreLimits limits = small_limits();
	g_autoptr(GBytes) raw = g_bytes_new(mail, length);

	mail_scan(raw, &limits, ret_scan);
}

/* The scan gives @mail as @wanted; which flags are up is told by letters:
 * h(eaders cut), s(tructure cut), c(ontrols). */
static void
assert_scan(const char *mail, const char *wanted, const char *flags)
{
	g_auto(MailScan) result = { .bytes = NULL };
	size_t length;

	scan(mail, strlen(mail), &result);
	const char *bytes = g_bytes_get_data(result.bytes, &length);
	g_assert_cmpmem(bytes, (int)length, wanted, (int)strlen(wanted));
	g_assert_cmpint(result.headers_cut, ==, strchr(flags, 'h') != NULL);
	g_assert_cmpint(result.structure_cut, ==, strchr(flags, 's') != NULL);
	g_assert_cmpint(result.controls, ==, strchr(flags, 'c') != NULL);
}

static void
test_within_limits_nothing_changes(void)
{
	static const char *const mails[] = {
		"",
		"\n",
		"\nbody",
		"A: b\n\nbody",
		"A: b\r\nC: d\r\n e\r\n\r\nbody\r\n",
		"A: 1\nB: 2\nC: 3\nD: 4\n\nbody",
		"Content-Type: multipart/mixed; "
		"boundary=b\n\n--b\n\n1\n--b\n\n2"
		"\n--b\n\n3\n--b--\n",
		"Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\n"
		"Content-Type: multipart/mixed;\n boundary=c\n\n--c\n\n1\n--c--"
		"\n--b--\n",
		"A: b\n\n--no\n--boundary\n--is\n--open\n--here\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(mails); i++)
		assert_scan(mails[i], mails[i], "");
}

static void
test_lines_and_beginnings_are_mended(void)
{
	assert_scan("From a@b Mon\nA: b\n\nx", "A: b\n\nx", "");
	assert_scan(">From a@b Mon\nA: b\n\nx", "A: b\n\nx", "");
	assert_scan("A: b\r\rx\ry", "A: b\n\nx\ny", "");
	assert_scan("A: b\r\r\n\r\r\nx\r\r\n\ry", "A: b\r\n\r\nx\r\n\ry", "");
	assert_scan(" a\n\tb\nFrom: c\n\nx", "From: c\n\nx", "");
	assert_scan(" a\nNote: c\n\nx", "\n a\nNote: c\n\nx", "");
	assert_scan("just words", "\njust words", "");
	assert_scan("no header: here\n", "\nno header: here\n", "");
}

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"

static void
test_a_body_begins_where_its_blank_line_was_forgotten(void)
{
	static const char *const rows[][2] = {
		{ "A: b\nDear all,\nNote: this\n\nx",
		    "A: b\n\nDear all,\nNote: this\n\nx" },
		{ "A: b\nno field", "A: b\n\nno field" },
		/* a line amid the fields is none of the body */
		{ "A: b\nno field\nSubject: c\n\nx",
		    "A: b\nno field\nSubject: c\n\nx" },
		{ "A: b\nno field\nX-C: d\ne\n\nx",
		    "A: b\nno field\nX-C: d\n\ne\n\nx" },
		/* a name may have signs that none may have */
		{ "A: b\nX-C d!: e\n\nx", "A: b\nX-C d!: e\n\nx" },
		/* the blank before what goes on was lost */
		{ "A: b;\nc=d\n\nx", "A: b;\n c=d\n\nx" },
		{ "A:\nAw9/0=\n\nx", "A:\n Aw9/0=\n\nx" },
		{ "A:\nDear all\n\nx", "A:\n\nDear all\n\nx" },
		{ MIXED "--b\nC: d;\ne=f\n\nx\n--b--\n",
		    MIXED "--b\nC: d;\n e=f\n\nx\n--b--\n" },
		{ MIXED "--b\nContent-Type: multipart/mixed;\nboundary=c\n\n"
		        "--c\nwords\n--c--\n--b--\n",
		    MIXED "--b\nContent-Type: multipart/mixed;\n boundary=c\n\n"
		          "--c\n\nwords\n--c--\n--b--\n" },
		{ MIXED "--b\nwords\n--b\nA: b\nmore\n--b--\n",
		    MIXED "--b\n\nwords\n--b\nA: b\n\nmore\n--b--\n" },
		{ MIXED "--b\nodd\nContent-Type: text/html\n\nx\n--b--\n",
		    MIXED "--b\nodd\nContent-Type: text/html\n\nx\n--b--\n" },
		{ MIXED "--b\n\nwords\nmore\n--b--\n",
		    MIXED "--b\n\nwords\nmore\n--b--\n" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_scan(rows[i][0], rows[i][1], "");
}

static void
test_headers_beyond_a_limit_are_cut(void)
{
	g_autofree char *huge = g_strnfill(500, 'x');
	g_autofree char *mail =
	    g_strconcat("A: ", huge, "\nB: 2\n\nbody", NULL);
	g_auto(MailScan) result = { .bytes = NULL };

	assert_scan("A: 1\nB: 2\nC: 3\nD: 4\nE: 5\n\nbody",
	    "A: 1\nB: 2\nC: 3\nD: 4\n\nbody", "h");
	scan(mail, strlen(mail), &result);
	size_t length;
	const char *data = g_bytes_get_data(result.bytes, &length);
	g_autofree char *bytes = g_strndup(data, length);
	g_assert_true(result.headers_cut);
	g_assert_true(g_str_has_prefix(bytes, "A: xxx"));
	/* the huge one left the other its room */
	g_assert_nonnull(strstr(bytes, "\nB: 2\n\nbody"));
	g_assert_cmpstr(bytes + result.body_offset, ==, "body");
}

static void
test_nuls_in_headers_become_blanks(void)
{
	g_auto(MailScan) result = { .bytes = NULL };

	scan("A: b\0c\n\nx\0y", 11, &result);
	g_assert_true(result.controls);
	g_assert_cmpmem(
	    g_bytes_get_data(result.bytes, NULL), 11, "A: b c\n\nx\0y", 11);
}

static void
test_the_part_limit(void)
{
	static const char head[] =
	    "Content-Type: multipart/mixed; boundary=b\n\n";
	g_autoptr(GString) mail = g_string_new(head);
	g_auto(MailScan) at = { .bytes = NULL }, beyond = { .bytes = NULL };

	for (int i = 0; i < 3; i++)
		g_string_append(mail, "--b\n\nx\n");
	size_t kept = mail->len;
	scan(mail->str, mail->len, &at);
	g_assert_false(at.structure_cut);
	g_string_append(mail, "--b\n\nx\n");
	scan(mail->str, mail->len, &beyond);
	g_assert_true(beyond.structure_cut);
	g_assert_cmpint(g_bytes_get_size(beyond.bytes), >=, kept);
	g_assert_cmpint(g_bytes_get_size(beyond.bytes), <, mail->len);
}

static void
test_the_depth_limit(void)
{
	g_autoptr(GString) mail = g_string_new(NULL);
	g_auto(MailScan) at = { .bytes = NULL }, beyond = { .bytes = NULL };
	g_auto(MailScan) inner = { .bytes = NULL };
	static const char rfc822[] = "Content-Type: message/rfc822\n\n"
	                             "Content-Type: message/rfc822\n\n"
	                             "Content-Type: message/rfc822\n\nx";

	for (int i = 0; i < 2; i++)
		g_string_append_printf(mail,
		    "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i,
		    i);
	scan(mail->str, mail->len, &at);
	g_assert_false(at.structure_cut);
	g_string_append(
	    mail, "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n");
	scan(mail->str, mail->len, &beyond);
	g_assert_true(beyond.structure_cut);
	scan(rfc822, strlen(rfc822), &inner);
	g_assert_true(inner.structure_cut);
}

static void
test_headers_of_a_part_have_the_limit_too(void)
{
	g_auto(MailScan) result = { .bytes = NULL };
	static const char mail[] =
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "A: 1\nB: 2\nC: 3\nD: 4\nE: 5\n\nx\n";

	scan(mail, strlen(mail), &result);
	g_assert_true(result.structure_cut);
}

/* The common limits: those of the other tests leave no room for so many. */
static void
test_colons_have_a_limit(void)
{
	g_autofree char *colons = g_strnfill(1200, ':');
	g_autofree char *mail =
	    g_strdup_printf("A: b\nTo: %s\nC: d:\n\n::\n", colons);
	g_autofree char *inside = g_strdup_printf(
	    "Content-Type: message/rfc822\n\nTo: %s\n\nx", colons);
	g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));
	g_autoptr(GBytes) deep = g_bytes_new(inside, strlen(inside));
	g_auto(MailScan) one = { .bytes = NULL }, two = { .bytes = NULL };
	CoreLimits limits;

	core_limits_default(&limits);
	mail_scan(raw, &limits, &one);
	memset(strstr(mail, "::") + 999, ' ', 201);
	g_assert_cmpmem(g_bytes_get_data(one.bytes, NULL),
	    (int)g_bytes_get_size(one.bytes), mail, (int)strlen(mail));
	g_assert_true(one.headers_cut);
	mail_scan(deep, &limits, &two);
	g_assert_true(two.structure_cut);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/scan/same", test_within_limits_nothing_changes);
	g_test_add_func(
	    "/mail/scan/mended", test_lines_and_beginnings_are_mended);
	g_test_add_func("/mail/scan/forgotten-blank-line",
	    test_a_body_begins_where_its_blank_line_was_forgotten);
	g_test_add_func(
	    "/mail/scan/headers", test_headers_beyond_a_limit_are_cut);
	g_test_add_func("/mail/scan/nuls", test_nuls_in_headers_become_blanks);
	g_test_add_func("/mail/scan/colons", test_colons_have_a_limit);
	g_test_add_func("/mail/scan/parts", test_the_part_limit);
	g_test_add_func("/mail/scan/depth", test_the_depth_limit);
	g_test_add_func("/mail/scan/part-headers",
	    test_headers_of_a_part_have_the_limit_too);
	return g_test_run();
}
