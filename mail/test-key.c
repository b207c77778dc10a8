#include "mail/key.h"

#include "mail/header/fields.h"
#include "mail/received.h"

#include <glib.h>
#include <string.h>

#define ID "Message-ID: <1@a.example>\n"
#define DATE "Date: Mon, 16 Nov 2026 08:00:00 +0000\n"
#define PLAIN                                                                  \
	"From: ann@a.example\nTo: us@b.example\n" DATE "Subject: it "          \
	"broke\n" ID
#define MAIL PLAIN "\nHello\n\nIt broke.\n"

static char *
key(const char *mail)
{
	return mail_key(mail, strlen(mail));
}

static char *
with_crlf(const char *mail)
{
	g_autoptr(GString) text = g_string_new(mail);

	g_string_replace(text, "\n", "\r\n", 0);
	return g_strdup(text->str);
}

static void
test_is_a_sha256(void)
{
	/* Pinned: a key that changes would make every old mail new again. */
	g_autofree char *whole = key(MAIL);
	g_autofree char *empty = mail_key(NULL, 0);

	g_assert_cmpstr(whole, ==,
	    "00dc00146b578e4c733f3e6b078953fd"
	    "6d371d025fc10bdc51bada962c2c7c1b");
	g_assert_cmpstr(empty, ==,
	    "af5570f5a1810b7af78caf4bc70a660f"
	    "0df51e42baf91d4de5b2328de0e83dfc");
}

static void
test_the_same_mail_has_the_same_key(void)
{
	static const char *const same[] = {
		"Received: from x by y; Mon, 16 Nov 2026 08:00:09 +0000\n" MAIL,
		"Delivered-To: us@b.example\nReturn-Path: <a>\n" MAIL,
		"X-Spam: no\n" MAIL,
		"From ann@a.example Mon Nov 16 08:00:00 2026\n" MAIL,
		/* other order */
		ID "Subject: it broke\n" DATE
		   "To: us@b.example\nFrom: ann@a.example\n"
		   "\nHello\n\nIt broke.\n",
		/* names in any case */
		"FROM: ann@a.example\nto: us@b.example\n" DATE
		"SUBJECT: it broke\nmessage-id: <1@a.example>\n"
		"\nHello\n\nIt broke.\n",
		PLAIN "Status: RO\nX-Keywords:\n\nHello\n\nIt broke.\n",
	};
	g_autofree char *want = key(MAIL);

	for (unsigned i = 0; i < G_N_ELEMENTS(same); i++) {
		g_autofree char *crlf = with_crlf(same[i]);
		g_autofree char *got = key(same[i]);
		g_autofree char *got_crlf = key(crlf);

		g_assert_cmpstr(got, ==, want);
		g_assert_cmpstr(got_crlf, ==, want);
	}
}

static void
test_other_mails_have_other_keys(void)
{
	static const char *const others[] = {
		MAIL,
		MAIL "\n",
		PLAIN,
		PLAIN "\nHello\n\nIt broke!\n",
		PLAIN "\n\nHello\n\nIt broke.\n",
		PLAIN "Cc: x@c.example\n\nHello\n\nIt broke.\n",
		PLAIN "Reply-To: x@c.example\n\nHello\n\nIt broke.\n",
		PLAIN "In-Reply-To: <2@c.example>\n\nHello\n\nIt broke.\n",
		PLAIN "References: <2@c.example>\n\nHello\n\nIt broke.\n",
		PLAIN "Auto-Submitted: no\n\nHello\n\nIt broke.\n",
		PLAIN "Content-Type: text/html\n\nHello\n\nIt broke.\n",
		PLAIN "Content-X: text/html\n\nHello\n\nIt broke.\n",
		/* repeated fields, in either order */
		PLAIN "Subject: b\nSubject: c\n\nHello\n\nIt broke.\n",
		PLAIN "Subject: c\nSubject: b\n\nHello\n\nIt broke.\n",
		/* a value cannot be shifted into the next field or line */
		PLAIN "Cc: x\n To: y\n\nHello\n\nIt broke.\n",
		PLAIN "Cc: x\nTo: y\n\nHello\n\nIt broke.\n",
		PLAIN "Cc: x To: y\n\nHello\n\nIt broke.\n",
		/* no empty line between: the rest is a body all the same */
		PLAIN "Hello\nIt broke.\n",
		PLAIN "Hello\nIt did not break.\n",
		/* without Message-ID or Date: everything counts */
		"\n",
		"\n\n",
		"Subject: form\n\nCall me\n",
		"Received: a\nSubject: form\n\nCall me\n",
		"Received: b\nSubject: form\n\nCall me\n",
		DATE "Received: a\n\nCall me\n",
		DATE "Received: b\n\nCall me\n",
		ID "Received: a\n\nCall me\n",
		ID "Received: b\n\nCall me\n",
		DATE "Message-ID: \n\nCall me\n",
		DATE "Message-ID:\t\nX: y\n\nCall me\n",
		ID "Date:\n\nCall me\n",
		ID "Date:\nX: y\n\nCall me\n",
	};
	g_autoptr(GHashTable) keys =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(others); i++)
		if (!g_hash_table_add(keys, key(others[i])))
			g_error("case %u has the key of another", i);
}

static void
test_a_folded_field_counts_whole(void)
{
	static const char folded[] = ID DATE "Subject: it\n broke\n\n.\n";
	static const char other[] = ID DATE "Subject: it\n works\n\n.\n";
	g_autofree char *crlf = with_crlf(folded);
	g_autofree char *a = key(folded);
	g_autofree char *b = key(other);
	g_autofree char *c = key(crlf);

	g_assert_cmpstr(a, !=, b);
	g_assert_cmpstr(a, ==, c);
}

static void
test_content_fields_may_stand_in_any_order(void)
{
	static const char one[] = ID DATE
	    "Content-Type: a\nContent-Transfer-Encoding: b\nContent-ID: c\n\n.";
	static const char two[] =
	    ID "Content-ID: c\nContent-Transfer-Encoding: b\n" DATE
	       "content-type: a\n\n.";
	g_autofree char *a = key(one);
	g_autofree char *b = key(two);

	g_assert_cmpstr(a, ==, b);
}

static void
test_takes_any_bytes(void)
{
	g_autofree char *zeros = g_malloc0(5000);
	g_autofree char *first = mail_key(zeros, 5000);
	g_autofree char *second = mail_key(zeros, 4999);
	g_autofree char *again = mail_key(zeros, 5000);

	g_assert_cmpstr(first, !=, second);
	g_assert_cmpstr(first, ==, again);
	for (int run = 0; run < 2000; run++) {
		static const char bytes[] = "\r\n\r\n: \taD\0Date:Message-ID:";
		char noise[64];
		size_t length = (size_t)g_test_rand_int_range(0, 64);

		for (size_t i = 0; i < length; i++)
			noise[i] =
			    bytes[g_test_rand_int_range(0, (int)sizeof bytes)];
		g_autofree char *got = mail_key(noise, length);
		g_assert_cmpint(strlen(got), ==, 64);
		g_assert_cmpint(mail_header_length(noise, length), <=, length);
	}
}

static void
test_a_flood_of_fields_is_the_whole_mail(void)
{
	g_autoptr(GString) mail = g_string_new(ID DATE);

	for (int i = 0; i < 10000; i++)
		g_string_append(mail, "To: x\n");
	g_autofree char *plain = mail_key(mail->str, mail->len);
	g_string_append(mail, "Received: y\n");
	g_autofree char *traced = mail_key(mail->str, mail->len);
	g_assert_cmpstr(plain, !=, traced);
}

/* The key of @mail when it comes in pieces of random lengths. */
static char *
key_in_pieces(const char *mail, size_t length, int longest)
{
	g_autoptr(MailKey) key = mail_key_new();

	while (length > 0) {
		size_t n = (size_t)g_test_rand_int_range(1, longest + 1);

		n = MIN(n, length);
		mail_key_add(key, mail, n);
		mail += n;
		length -= n;
	}
	return mail_key_finish(key);
}

static void
test_pieces_count_as_one(void)
{
	static const char *const parts[] = { ID, DATE, PLAIN, "\n", "\r\n",
		"\r", "body", "From x\n", " folded\n", "Subject: y",
		"no field here\n", ":", "Content-Type: a/b\r\n\tc\r\n" };

	for (int run = 0; run < 3000; run++) {
		g_autoptr(GString) mail = g_string_new(run % 2 ? PLAIN : NULL);
		int n = g_test_rand_int_range(0, 9);

		while (n-- > 0)
			g_string_append(mail, parts[g_test_rand_int_range(
			                          0, G_N_ELEMENTS(parts))]);
		g_autofree char *want = mail_key(mail->str, mail->len);
		g_autofree char *got =
		    key_in_pieces(mail->str, mail->len, 1 + run % 40);
		g_assert_cmpstr(got, ==, want);
	}
}

static void
test_a_header_without_end_is_the_whole_mail(void)
{
	g_autofree char *filling = g_strnfill(1 << 20, 'x');
	g_autofree char *one =
	    g_strdup_printf(ID DATE "Received: a\nX: %s\n\nbody", filling);
	g_autofree char *other =
	    g_strdup_printf(ID DATE "Received: b\nX: %s\n\nbody", filling);
	g_autofree char *first = key(one);
	g_autofree char *second = key(other);
	g_autofree char *pieces = key_in_pieces(one, strlen(one), 300000);

	g_assert_cmpstr(first, !=, second);
	g_assert_cmpstr(pieces, ==, first);
}

static void
test_finds_the_end_of_the_headers(void)
{
	static const struct {
		const char *mail;
		size_t length;
	} cases[] = {
		{ "", 0 },
		{ "A: b", 4 },
		{ "A: b\n", 5 },
		{ "A: b\n\nbody", 6 },
		{ "A: b\r\n\r\nbody\r\n\r\n", 8 },
		{ "A: b\n c\n\nbody", 9 },
		{ "\nbody", 1 },
		{ "body\nA: b\n", 0 },
		{ "A: b\nbody\n\n", 5 },
		{ "From x y\nA: b\n\nbody", 15 },
		{ "A : b\n\n", 7 },
		{ ": b\n\n", 0 },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(
		    mail_header_length(cases[i].mail, strlen(cases[i].mail)),
		    ==, cases[i].length);
}

static void
test_knows_when_a_mail_was_received(void)
{
#define AT 1794816000 /* 2026-11-16T08:00:00Z */
	static const struct {
		const char *mail;
		int64_t at; /* -1: it does not say */
	} cases[] = {
		{ DATE "\n", AT },
		{ "Date: 16 Nov 2026 09:00 +0100\n\n", AT },
		{ "Date: Mon, 16 Nov 26 08:00:00 GMT\n\n", AT },
		{ "Date: Mon, 16 Nov\n 2026 08:00:00\n -0000\n\n", AT },
		{ DATE "Received: from x by y;\n\tMon, 16 Nov 2026 "
		       "08:00:05 +0000\nReceived: z; Mon, 16 Nov 2026 "
		       "08:00:02 +0000\n\n",
		    AT + 5 },
		{ "Received: from x (a;b) by y; Mon, 16 Nov 2026 08:00:05 +0000"
		  "\n" DATE,
		    AT + 5 },
		/* the topmost alone is our own server's */
		{ "Received: x\nReceived: z; Mon, 16 Nov 2026 08:00:02 "
		  "+0000\n" DATE,
		    AT },
		{ "Date: soon\n" DATE, AT },
		{ "From x Mon Nov 16 2026\n" DATE, AT },
		{ "", -1 },
		{ "\n" DATE, -1 },
		{ "Date:\n\n", -1 },
		{ "Date: yesterday, at noon\n\n", -1 },
		{ "Date: Mon, 16 Nov 1026 08:00:00 +0000\n\n", -1 },
		{ "Received: by y; soon\n\n", -1 },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		int64_t at = -1;
		bool found =
		    mail_received_at(cases[i].mail, strlen(cases[i].mail), &at);

		g_test_message("case %u", i);
		g_assert_cmpint(at, ==, cases[i].at);
		g_assert_cmpint(found, ==, cases[i].at >= 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/key/pinned", test_is_a_sha256);
	g_test_add_func("/mail/key/same", test_the_same_mail_has_the_same_key);
	g_test_add_func("/mail/key/other", test_other_mails_have_other_keys);
	g_test_add_func("/mail/key/folded", test_a_folded_field_counts_whole);
	g_test_add_func(
	    "/mail/key/content", test_content_fields_may_stand_in_any_order);
	g_test_add_func("/mail/key/any", test_takes_any_bytes);
	g_test_add_func(
	    "/mail/key/flood", test_a_flood_of_fields_is_the_whole_mail);
	g_test_add_func("/mail/key/pieces", test_pieces_count_as_one);
	g_test_add_func(
	    "/mail/key/endless", test_a_header_without_end_is_the_whole_mail);
	g_test_add_func("/mail/fields/end", test_finds_the_end_of_the_headers);
	g_test_add_func("/mail/received", test_knows_when_a_mail_was_received);
	return g_test_run();
}
