#include "mail/test-mail.h"

#define HEAD "From: a@b.example\nSubject: s\n"
#define PARTS                                                                  \
	"\nThis is MIME.\n--x=_1\nContent-Type: text/plain\n\nwords\n"         \
	"--x=_1\nContent-Type: text/csv; name=a.csv\n\n1\n--x=_1--\n"

static void
test_a_wrong_boundary_is_found(void)
{
	static const char *const types[] = { "multipart/mixed; boundary=y",
		"multipart/mixed", "Multipart/Mixed; boundary=\"x=_1a\"",
		"multipart/mixed;\n\tboundary=", "multipart/mixed; boundary",
		"\n multipart/mixed;\n boundary=x=_1" };

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		g_autofree char *mail = g_strconcat(
		    HEAD "Content-Type: ", types[i], "\nX: y\n" PARTS, NULL);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpstr(record->text, ==, "words");
		g_assert_cmpint(record->attachments->len, ==, 1);
		g_assert_cmpstr(record->subject, ==, "s");
	}
}

static void
test_what_shows_no_boundary_stays(void)
{
	static const struct {
		const char *mail, *text;
	} rows[] = {
		{ HEAD "Content-Type: multipart/mixed\n\n--\nContent with it\n",
		    "--\nContent with it\n" },
		{ HEAD "Content-Type: multipart/mixed; boundary=y\n\n-- \n"
		       "Content-Type: x\n",
		    "-- \nContent-Type: x\n" },
		{ HEAD "Content-Type: text/plain; x=multipart/mixed\n\n--x\n"
		       "Content-Type: x\n",
		    "--x\nContent-Type: x\n" },
		{ HEAD "Content-Type: multipart/mixed; boundary=y\n\n--y\n\n"
		       "--x\nContent-Type: x\n\n--y--\n",
		    "--x\nContent-Type: x\n" },
		{ HEAD "Content-Type: multipart/mixed; boundary=\"y\r\n z\""
		       "\n\n--y z\n\nfirst\n--y z\nContent-Type: "
		       "message/rfc822\n\nContent-Type: multipart/mixed; "
		       "boundary=x\n\n--x\nContent-Type: x/y\n\n--x--\n"
		       "--y z--\n",
		    "first" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CoreMessage) record = test_mail_read(rows[i].mail);

		g_assert_cmpstr(record->text, ==, rows[i].text);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/boundary/found", test_a_wrong_boundary_is_found);
	g_test_add_func(
	    "/mail/boundary/stays", test_what_shows_no_boundary_stays);
	return g_test_run();
}
