#include "mail/mime/plain.h"

#include "mail/header/head.h"
#include "mail/mime/test-tree.h"
#include "mail/mime/tree.h"

#include <string.h>

/* Borrows from @mail. */
static GArray *
split(const char *mail, MailSpan *ret_body)
{
	const char *body = strstr(mail, "\n\n");
	size_t head = body ? (size_t)(body + 2 - mail) : strlen(mail);

	*ret_body = (MailSpan){ mail + head, strlen(mail) - head };
	return mail_head_split(mail, head);
}

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"

static const char *const plain[] = {
	"From: a\n\nwords\n",
	"From: a\n\n",
	"Content-Type: TEXT/Html; Charset=\"utf-8\"\n"
	"Content-Transfer-Encoding: Base64\n\nPA==",
	/* what GMime makes of parameters is asked of texts alone */
	"Content-Type: image/png; name*=utf-8''%20 (or so)\n"
	"Content-Disposition: Attachment; filename=\"=?x?=\"\n\n.",
	"Content-Type: text/plain; name=\"a; charset=b\";\n"
	" format=flowed ; delsp=yes\n\n",
	"Content-ID: without a sign\nContent-Description: =?a?=\n\n",
	MIXED "--b\n\none\n--b\nContent-ID: <a@b.example>\r\n\r\n"
	      "two\n--b--\nafter",
	MIXED "--b\r\n\r\none\r\n\r\n--b--\r\n",
	MIXED "before\n--b\nSubject: a\n b\n\n\n--b--",
	/* a line that only looks like a boundary */
	MIXED "--b\n\n--c\n -- b\n-b\n--b--",
	MIXED "--b\nContent-Type: multipart/related; boundary=\"c=d\"\n\n--c\n"
	      "--c=d\n\n\n--c=d--\n--b\n\n\n--b--",
	MIXED "--b\nContent-Type: multipart/related; boundary=c\n\n"
	      "--c\n\none\n--c--\n--c\n\n--b\n\ntwo\n--b--\n--b\n",
};

static void
test_divides_as_gmime_does(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++) {
		MailSpan body;
		g_autoptr(GArray) fields = split(plain[i], &body);
		g_autoptr(MailPart) part = mail_plain_read(fields, body);
		g_autoptr(MailTree) tree = mail_tree_parse(fields, body);
		g_autofree char *got = test_tree_told(part);
		g_autofree char *theirs = test_tree_told(mail_tree_root(tree));

		g_assert_cmpstr(got, !=, "nothing");
		g_assert_cmpstr(got, ==, theirs);
	}
}

static void
test_leaves_what_takes_judgement(void)
{
	static const char *const mails[] = {
		"Content-Type: text/plain; charset=utf-8 (so they say)\n\n",
		"Content-Type: text/plain; charset=\"ut\\f-8\"\n\n",
		"Content-Type: text/plain; charset*=us-ascii''utf-8\n\n",
		"Content-Type: text/plain; charset*0=utf; charset*1=-8\n\n",
		"Content-Type: text/plain; charset=utf-8; charset=koi8-r\n\n",
		"Content-Type: text/plain; charset=\"\"\n\n",
		"Content-Type: text/plain; charset\n\n",
		"Content-Type: text/plain;\n\n",
		"Content-Type: text/plain; "
		"a=\"=?utf-8?Q?=22;charset=3Db?=\"\n\n",
		"Content-Type: text\n\n",
		"Content-Type: text/plain or so\n\n",
		"Content-Type: image/png or so\n\n",
		"Content-Type : text/plain\n\n",
		"Content-Type: text/plain\nContent-Type: text/html\n\n",
		"Content-Type: message/rfc822\n\nFrom: a\n\n",
		"Content-Transfer-Encoding: x-uuencode\n\n",
		"Content-Transfer-Encoding: base64 (yes)\n\n",
		"Content-Transfer-Encoding:\n\n",
		"Content-Disposition: ; filename=a\n\n",
		"Content-Disposition: at tachment\n\n",
		"Content-ID: <a b@c.example>\n\n",
		"Content-ID: <a..b@c.example>\n\n",
		"Content-Type: multipart/digest; boundary=b\n\n"
		"--b\n\nFrom: a\n\n--b--",
		"Content-Type: multipart/mixed\n\n--b\n\na\n--b--",
		"Content-Type: multipart/mixed; boundary=\"b c\"\n\n"
		"--b c\n\na\n--b c--",
		MIXED,
		MIXED "--b--\n",
		MIXED "--b\n\nno end\n",
		MIXED "--b\n\na\n--b \n\nb\n--b--",
		MIXED "--b\n\na\n--bc\n--b--",
		MIXED "--b\nno blank line\n--b--",
		MIXED "--b\nContent-Type: text/plain\n--b--",
		MIXED "--b\nno header\n\na\n--b--",
		/* of other lines than its boundaries */
		MIXED "--b\n\na\r\n--b--\n",
		MIXED "--b\n\na\n--b--\r\n",
		MIXED "--b\r\n\r\na\r\n--b--",
		/* boundaries that contain each other */
		MIXED "--b\nContent-Type: multipart/mixed; boundary=bc\n\n"
		      "--bc\n\n\n--bc--\n--b--",
		MIXED "--b\nContent-Type: multipart/mixed; boundary=c\n\n"
		      "--c\nContent-Type: multipart/mixed; boundary=b\n\n"
		      "--b\n\n\n--b--\n--c--\n--b--",
		/* an end that is missing inside */
		MIXED "--b\nContent-Type: multipart/mixed; boundary=c\n\n"
		      "--c\n\na\n--b--",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
		MailSpan body;
		g_autoptr(GArray) fields = split(mails[i], &body);
		g_autoptr(MailPart) part = mail_plain_read(fields, body);
		g_autofree char *got = test_tree_told(part);

		g_assert_cmpstr(got, ==, "nothing");
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_mime_init();
	g_test_add_func("/mail/plain/as-gmime", test_divides_as_gmime_does);
	g_test_add_func("/mail/plain/leaves", test_leaves_what_takes_judgement);
	return g_test_run();
}
