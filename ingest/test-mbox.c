#include "ingest/mbox.h"

#include "ingest/error.h"

#include <glib/gstdio.h>
#include <string.h>

#define FROM "From ann@a.example Mon Nov 16 08:00:00 2026\n"
#define A "Subject: a\n\nHello\n"
#define B "Subject: b\n\nBye\n"

typedef struct {
	const char *name;
	const char *mbox;
	const char *mails[4]; /* ended by NULL */
} Case;

static const Case cases[] = {
	{ "nothing", "", { NULL } },
	{ "one", FROM A "\n", { A } },
	{ "two", FROM A "\n" FROM B "\n", { A, B } },
	{ "no last empty line", FROM A, { A } },
	{ "no empty line between", FROM A FROM B, { A, B } },
	{ "no last line end", FROM "Subject: a\n\nHel",
	    { "Subject: a\n\nHel" } },
	{ "empty lines at the end stay but one", FROM A "\n\n\n" FROM B "\n",
	    { A "\n\n", B } },
	{ "no From line at all", A, { A } },
	{ "and its empty line stays", A "\n", { A "\n" } },
	{ "mails without a body", FROM "Subject: a\n\n\n" FROM B "\n",
	    { "Subject: a\n\n", B } },
	{ "mails without anything", FROM FROM B "\n", { "", B } },
	{ "quoted", FROM A ">From here\n>>From me\n>from\n> From\n\n",
	    { A "From here\n>From me\n>from\n> From\n" } },
	{ "a header is not quoted", FROM "X: y\n>From z\n\n.\n\n",
	    { "X: y\n>From z\n\n.\n" } },
	{ "From in the text",
	    FROM A "\nFrom here on it broke.\nFrom 10:00 on\n\n",
	    { A "\nFrom here on it broke.\nFrom 10:00 on\n" } },
	/* mboxo writes the same of a text that begins ">From " itself. */
	{ "quoted by mboxo", FROM A ">From here\n\n" FROM B "\n",
	    { A "From here\n", B } },
	{ "quoted in the first line", FROM "X: y\n\n>From z\n\n",
	    { "X: y\n\nFrom z\n" } },
	{ "a Content-Length over another mail",
	    FROM "Content-Length: 56\n\nHi\n\n" FROM B "\n",
	    { "Content-Length: 56\n\nHi\n", B } },
	{ "a Content-Length over quoted lines",
	    FROM "Content-Length: 8\n\n>From x\n\n" FROM B "\n",
	    { "Content-Length: 8\n\nFrom x\n", B } },
	{ "a Content-Length within a line",
	    FROM "Content-Length: 2\n\nHi you\n\n" FROM B "\n",
	    { "Content-Length: 2\n\nHi you\n", B } },
	{ "other From lines",
	    "From - Sun Nov  1 08:00:00 2026\n" A
	    "\nFrom MAILER DAEMON Sun Nov 1 08:00 2026 +0100\n" B "\n",
	    { A, B } },
};

/* An mbox of the given bytes, whose file is gone already. */
static IngestMbox *
open_mbox(const char *bytes, size_t length)
{
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("tribune-mbox-XXXXXX", &path, NULL);

	g_assert_cmpint(fd, >=, 0);
	g_close(fd, NULL);
	g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
	IngestLines *lines = ingest_lines_open(path, NULL);
	g_assert_nonnull(lines);
	g_assert_cmpint(g_remove(path), ==, 0);
	return ingest_mbox_new(lines);
}

static bool
next(IngestMbox *mbox, IngestMail *mail)
{
	g_autoptr(GError) error = NULL;
	bool found = false;

	g_assert_true(ingest_mbox_next(mbox, mail, &found, &error));
	g_assert_no_error(error);
	return found;
}

static void
assert_bytes(GBytes *got, const char *bytes, size_t length)
{
	g_autoptr(GBytes) want = g_bytes_new(bytes, length);

	g_assert_true(g_bytes_equal(got, want));
}

static char *
with_line_ends(const char *text, const char *line_end)
{
	g_autoptr(GString) out = g_string_new(text);

	g_string_replace(out, "\n", line_end, 0);
	return g_strdup(out->str);
}

static void
assert_mails(const Case *expected, const char *line_end)
{
	g_autofree char *bytes = with_line_ends(expected->mbox, line_end);
	g_autoptr(IngestMbox) mbox = open_mbox(bytes, strlen(bytes));
	CoreLimits limits;

	g_test_message("%s", expected->name);
	core_limits_default(&limits);
	g_autoptr(IngestMail) mail = ingest_mail_new(&limits);
	for (const char *const *want = expected->mails; *want; want++) {
		g_autofree char *text = with_line_ends(*want, line_end);

		g_assert_true(next(mbox, mail));
		g_autoptr(GBytes) raw = ingest_mail_take(mail);
		assert_bytes(raw, text, strlen(text));
	}
	g_assert_false(next(mbox, mail));
	g_assert_false(next(mbox, mail));
}

static void
test_parts_the_mails(void)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		assert_mails(&cases[i], "\n");
		assert_mails(&cases[i], "\r\n");
	}
}

/* Lines around the size of what is read at once. */
static void
test_a_long_line_is_no_limit(void)
{
	static const size_t lengths[] = { 1000, 65490, 65535, 65536, 65537,
		131072, 300001 };

	for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++) {
		g_autofree char *line = g_strnfill(lengths[i], 'x');
		g_autofree char *mail =
		    g_strconcat("S: l\n\n", line, "\n", NULL);
		g_autofree char *mbox = g_strconcat("From ", line,
		    " Mon Nov 16 08:00:00 2026\n", mail, "\n" FROM, mail,
		    ">From ", line, "\n\n" FROM B, NULL);
		g_autofree char *second =
		    g_strconcat(mail, "From ", line, "\n", NULL);
		/* The first line is an mbox's only if its date is seen. */
		const char *start =
		    lengths[i] < 60000 ? mbox : strstr(mbox, FROM);
		Case both = { "long", start, { mail, second, B } };
		Case less = { "long", start, { second, B } };

		assert_mails(start == mbox ? &both : &less, "\n");
	}
}

static void
test_a_huge_mail_is_counted_but_not_kept(void)
{
	g_autofree char *body = g_strnfill(200000, 'x');
	g_autofree char *bytes =
	    g_strconcat(FROM "Subject: huge\n\n", body, "\n\n" FROM B, NULL);
	g_autoptr(IngestMbox) mbox = open_mbox(bytes, strlen(bytes));
	CoreLimits limits;

	core_limits_default(&limits);
	limits.message_bytes = 1000;
	g_autoptr(IngestMail) mail = ingest_mail_new(&limits);
	g_assert_true(next(mbox, mail));
	g_assert_true(ingest_mail_is_oversize(mail));
	g_assert_cmpint(ingest_mail_size(mail), >=, 200000);
	g_autoptr(GBytes) head = ingest_mail_take(mail);
	assert_bytes(head, "Subject: huge\n\n", 15);
	g_assert_true(next(mbox, mail));
	g_assert_false(ingest_mail_is_oversize(mail));
	g_autoptr(GBytes) after = ingest_mail_take(mail);
	assert_bytes(after, B, strlen(B));
}

static void
test_a_header_without_end_is_cut(void)
{
	CoreLimits limits;

	core_limits_default(&limits);
	limits.message_bytes = 100;
	limits.headers_bytes = 10;
	g_autoptr(IngestMail) mail = ingest_mail_new(&limits);
	for (int i = 0; i < 30; i++)
		ingest_mail_add(mail, "A: b\n", 5);
	g_assert_cmpint(ingest_mail_size(mail), ==, 150);
	g_autoptr(GBytes) raw = ingest_mail_take(mail);
	g_assert_cmpint(g_bytes_get_size(raw), ==, 10);
	g_assert_cmpint(ingest_mail_size(mail), ==, 0);
}

static void
test_keeps_nuls(void)
{
	static const char bytes[] = FROM "A: b\n\n\0\0x\0\n\n";
	g_autoptr(IngestMbox) mbox = open_mbox(bytes, sizeof bytes - 1);
	CoreLimits limits;

	core_limits_default(&limits);
	g_autoptr(IngestMail) mail = ingest_mail_new(&limits);
	g_assert_true(next(mbox, mail));
	g_autoptr(GBytes) raw = ingest_mail_take(mail);
	assert_bytes(raw, "A: b\n\n\0\0x\0\n", 11);
	g_assert_false(next(mbox, mail));
}

/* Whatever the bytes: no mail holds more than there is, and it ends. */
static void
test_takes_any_bytes(void)
{
	static const char *const pieces[] = { FROM, "\n", "\r\n", "From ",
		">From x\n", "Content-Length: 9\n", "x", "A: b\n" };
	CoreLimits limits;

	core_limits_default(&limits);
	for (int run = 0; run < 500; run++) {
		g_autoptr(GString) bytes = g_string_new(NULL);
		int64_t sum = 0;

		for (int i = g_test_rand_int_range(0, 20); i > 0; i--)
			g_string_append(bytes, pieces[g_test_rand_int_range(
			                           0, G_N_ELEMENTS(pieces))]);
		g_autoptr(IngestMbox) mbox = open_mbox(bytes->str, bytes->len);
		g_autoptr(IngestMail) mail = ingest_mail_new(&limits);
		while (next(mbox, mail)) {
			sum += ingest_mail_size(mail);
			g_bytes_unref(ingest_mail_take(mail));
		}
		g_assert_cmpint(sum, <=, (int64_t)bytes->len);
	}
}

static void
test_refuses_what_is_no_file(void)
{
	static const char *const paths[] = { "/nowhere/at-all", "/",
		"/dev/null" };

	for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(ingest_lines_open(paths[i], &error));
		g_assert_error(error, INGEST_ERROR, INGEST_ERROR_INPUT);
		g_assert_true(g_str_has_prefix(error->message, paths[i]));
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(void);
	} tests[] = {
		{ "/ingest/mbox/parts", test_parts_the_mails },
		{ "/ingest/mbox/long", test_a_long_line_is_no_limit },
		{ "/ingest/mbox/huge",
		    test_a_huge_mail_is_counted_but_not_kept },
		{ "/ingest/mbox/nuls", test_keeps_nuls },
		{ "/ingest/mbox/any", test_takes_any_bytes },
		{ "/ingest/mail/cut", test_a_header_without_end_is_cut },
		{ "/ingest/lines/refuses", test_refuses_what_is_no_file },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add_func(tests[i].path, tests[i].run);
	return g_test_run();
}
