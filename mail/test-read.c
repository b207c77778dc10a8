#include "core/message-wire.h"
#include "mail/test-mail.h"

#include <string.h>

#define HEAD                                                                   \
	"From: Ann <ann@example.com>\nDate: Mon, 16 Nov 2026 08:59:58 +0100\n" \
	"Message-ID: <1@example.com>\n"

/* What crosses the pipe must be what the parent takes. */
static void
assert_passes_the_wire(const CoreMessage *record)
{
	MailReadOptions options = test_mail_options();
	g_autoptr(GError) error = NULL;
	g_autoptr(GByteArray) packed = g_byte_array_new();

	core_message_pack(record, packed);
	g_autoptr(CoreMessage) back = core_message_unpack(
	    packed->data, packed->len, &options.limits, &error);
	g_assert_no_error(error);
	g_assert_nonnull(back);
}

static const CoreAddress *
address(const GPtrArray *list, guint i)
{
	g_assert_cmpint(i, <, list->len);
	return g_ptr_array_index(list, i);
}

static void
test_reads_the_headers(void)
{
	g_autoptr(CoreMessage) record = test_mail_read(
	    "From: =?utf-8?Q?Bj=C3=B6rn?= <b@example.com>\n"
	    "To: support@tideway.example, \"A, B\" <a@example.com>\n"
	    "Cc: team: x@example.com, y@example.com;\n"
	    "Reply-To: <r@example.com>\n"
	    "Subject: =?iso-8859-1?Q?Gr=FC=DFe?=\n =?utf-8?B?IQ==?=\n"
	    "Date: Mon, 16 Nov 2026 08:59:58 +0100\n"
	    "Message-ID: <a@b>\nIn-Reply-To: <x@y> (comment)\n"
	    "References: <r1@y>\n <r2@\n y>\n"
	    "X-Tribune-Loop: abc\n\nwords\n");

	g_assert_cmpstr(record->from->name, ==, "Bj\xc3\xb6rn");
	g_assert_cmpstr(record->from->address, ==, "b@example.com");
	g_assert_cmpint(record->to->len, ==, 2);
	g_assert_cmpstr(address(record->to, 1)->name, ==, "A, B");
	g_assert_cmpint(record->cc->len, ==, 2);
	g_assert_cmpstr(address(record->cc, 0)->address, ==, "x@example.com");
	g_assert_cmpstr(
	    address(record->reply_to, 0)->address, ==, "r@example.com");
	g_assert_cmpstr(record->subject, ==,
	    "Gr\xc3\xbc\xc3\x9f"
	    "e!");
	g_assert_cmpint(record->date_at, ==, 1794815998);
	g_assert_cmpstr(record->message_id, ==, "a@b");
	g_assert_cmpstr(g_ptr_array_index(record->in_reply_to, 0), ==, "x@y");
	g_assert_cmpint(record->references->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(record->references, 1), ==, "r2@y");
	g_assert_cmpstr(record->loop, ==, "abc");
	g_assert_cmpint(record->headers->len, ==, 10);
	g_assert_cmpint(record->flags->len, ==, 0);
	assert_passes_the_wire(record);
}

static void
test_an_id_answered_may_be_bare(void)
{
	static const char *const rows[][2] = {
		{ "<x@y>", "x@y" },
		{ "x@y", "x@y" },
		{ "x@y>", "x@y" },
		{ ">x@y", NULL },
		{ "Ann's mail of x@y", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail =
		    g_strconcat("From: a@b.example\nIn-Reply-To: ", rows[i][0],
		        "\n\nwords\n", NULL);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(
		    record->in_reply_to->len, ==, rows[i][1] ? 1 : 0);
		if (rows[i][1])
			g_assert_cmpstr(
			    record->in_reply_to->pdata[0], ==, rows[i][1]);
		assert_passes_the_wire(record);
	}
}

static void
test_wrong_headers_are_read(void)
{
	static const struct {
		const char *header, *name, *address;
	} rows[] = {
		{ "From: =?utf-8?Q?A=2C_B?= a@b.example", "A, B",
		    "a@b.example" },
		{ "From: =?koi8_r?Q?=F0?= <a@b.example>", "\xd0\x9f",
		    "a@b.example" },
		{ "From: \xe4 <a@b.example>", "\xc3\xa4", "a@b.example" },
		{ "From: \"=?utf-8?Q?x=22y?=\" <a@b.example>", "x\"y",
		    "a@b.example" },
		{ "From: root", "", "root" },
		{ "From: Lee, Ann <a@b.example>", "Lee, Ann", "a@b.example" },
		{ "From: Lee, <a@b.example>", "Lee", "a@b.example" },
		{ "From: Ann <a@b.example>, C <c@d.example>", "Ann",
		    "a@b.example" },
		{ "From: Ann <mailto:a@b.example>", "Ann", "a@b.example" },
		{ "From:\nSender: s@b.example", "", "s@b.example" },
		{ "Reply-To: R <r@b.example>", "R", "r@b.example" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail =
		    g_strconcat(rows[i].header, "\n\nx", NULL);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpstr(record->from->name, ==, rows[i].name);
		g_assert_cmpstr(record->from->address, ==, rows[i].address);
		assert_passes_the_wire(record);
	}
}

static void
test_faults_become_flags(void)
{
	static const struct {
		const char *mail, *flags, *text;
	} rows[] = {
		{ "", "no-from no-message-id no-date empty", "" },
		{ "\n", "no-from no-message-id no-date empty", "" },
		{ HEAD "\n", "empty", "" },
		{ HEAD "\nwords", "", "words" },
		{ "just words", "no-from no-message-id no-date", "just words" },
		{ "From: a@b.example\n\nx", "no-message-id no-date", "x" },
		{ HEAD "Message-ID: <2@example.com>\n\nx",
		    "duplicate-message-id", "x" },
		{ "From: a@b.example\nMessage-ID: 1@b\nDate: soon\n\nx",
		    "bad-header no-date", "x" },
		{ "From: <>\nDate: Mon, 16 Nov 2026 08:00:00 +0000\n"
		  "Message-ID: <1@b>\n\nx",
		    "bad-header", "x" },
		{ "From: a@b.example, c@d.example\nMessage-ID: <1@b>\n"
		  "Date: Mon, 16 Nov 2026 08:00:00 +0000\n\nx",
		    "several-from", "x" },
		{ HEAD "\na\x01"
		       "b\xe2\x80\xae"
		       "c",
		    "charset-guessed "
		    "controls-removed",
		    "abc" },
		{ HEAD "X-A: =?utf-8?Q?a=E2=80=AEb?=\n\nx", "controls-removed",
		    "x" },
		{ HEAD "X-A: a\x1b[1m\n\nx", "controls-removed", "x" },
		{ HEAD "X-A: =?utf-8?Q?=C3=A9?=\n more\r\n\nx", "", "x" },
		{ HEAD "Content-Type: image/png; name*=utf-8''a%E2%80%AEb\n\n",
		    "controls-removed", "" },
		{ HEAD "Content-Type: text/plain; charset=wrong\n\n\xe4",
		    "charset-guessed", "\xc3\xa4" },
		{ HEAD "Content-Type: text/html\n\n<p hidden>no</p><p>yes",
		    "html-hidden-text", "yes" },
		{ HEAD "Content-Type: text/html\n\n<img src=a>", "empty", "" },
		{ HEAD "Content-Type: text/html\n\n<p hidden>no</p>",
		    "html-hidden-text empty", "" },
		{ HEAD "\n> all quoted\n", "own-words-full", "> all quoted\n" },
		{ HEAD "Content-Type: multipart/mixed; boundary=b\n\n"
		       "the boundary never comes",
		    "structure-cut", "the boundary never comes" },
		{ HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
		       "--b\n\n\n--b\nContent-Type: text/html\n\n<br>\n"
		       "--b--\n",
		    "empty", "" },
		{ HEAD "Content-Type: text/html\nContent-Transfer-Encoding: "
		       "quoted-printable\n\n<img src=3Dx>\n",
		    "empty", "" },
		{ HEAD "Content-Transfer-Encoding: base64\n\n?! \xc3\xa4\n",
		    "charset-guessed structure-cut", "?! \xc3\xa4\n" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CoreMessage) record = test_mail_read(rows[i].mail);
		g_autofree char *flags = test_mail_flags(record);

		g_assert_cmpstr(flags, ==, rows[i].flags);
		g_assert_cmpstr(record->text, ==, rows[i].text);
		g_assert_nonnull(record->own_words);
		assert_passes_the_wire(record);
	}
}

static void
test_a_mail_of_nuls_is_empty(void)
{
	static const char nuls[1000];
	g_autoptr(CoreMessage) record = test_mail_read_bytes(nuls, sizeof nuls);

	g_assert_true(test_mail_has_flag(record, "empty"));
	g_assert_true(test_mail_has_flag(record, "controls-removed"));
	assert_passes_the_wire(record);
}

#define MULTI(kind, parts)                                                     \
	HEAD "Content-Type: multipart/" kind "; boundary=b\n\n" parts "--b--"  \
	     "\n"
#define PART(type, body) "--b\nContent-Type: " type "\n\n" body "\n"

static void
test_finds_the_words(void)
{
	static const char *const rows[][2] = {
		{ MULTI("alternative",
		      PART("text/plain", "plain") PART("text/html", "<p>html")),
		    "plain" },
		{ MULTI("alternative",
		      PART("text/plain", " \n") PART("text/html", "<p>html")),
		    "html" },
		{ MULTI("alternative",
		      PART("text/plain", "I don?t, I won?t")
		          PART("text/html", "<p>I don&rsquo;t, I won&rsquo;t")),
		    "I don\xe2\x80\x99t, I won\xe2\x80\x99t" },
		{ MULTI("alternative", PART("text/plain", "I don?t, I won?t")
		                           PART("text/html", "<p>don?t won?t")),
		    "I don?t, I won?t" },
		{ MULTI("alternative", PART("text/plain", "Great ??") PART(
		                           "text/html", "<p>Great &#x1F600;")),
		    "Great \xf0\x9f\x98\x80" },
		{ MULTI("alternative",
		      PART("text/plain", "The ?best? of all ?apps? that I know")
		          PART("text/html", "<p>The &ldquo;best")),
		    "The ?best? of all ?apps? that I know" },
		{ MULTI("alternative", PART("text/plain", "I don?t, I won?t")
		                           PART("text/html", " ")),
		    "I don?t, I won?t" },
		{ MULTI("mixed",
		      PART("text/plain", "one") PART("text/plain", "two")),
		    "one\n\ntwo" },
		{ MULTI("mixed", PART("text/plain", "one")
		                     PART("text/plain; name=a.txt", "two")),
		    "one" },
		{ MULTI("mixed", "--b\nContent-Type: text/plain\n"
		                 "Content-Disposition: attachment\n\nno\n" PART(
		                     "text/plain", "yes")),
		    "yes" },
		{ MULTI("mixed",
		      "--b\nContent-Type: text/plain; charset=utf-8\n"
		      "Content-Transfer-Encoding: base64\n\nw6Q=\n"),
		    "\xc3\xa4" },
		{ HEAD "Content-Type: text/plain; format=flowed\n\none \ntwo\n",
		    "one two\n" },
		{ HEAD "Content-Type: text/html\n\n"
		       "<meta charset=koi8-r>\xf0\xd2\xc9",
		    "\xd0\x9f\xd1\x80\xd0\xb8" },
		{ HEAD "Content-Type: message/rfc822\n\nSubject: x\n\ninner",
		    "inner" },
		{ MULTI("mixed", PART("text/plain", "mine") PART(
		                     "message/rfc822", "Subject: x\n\ntheirs")),
		    "mine" },
		{ MULTI("digest", "--b\n\nSubject: x\n\nfirst\n"), "first" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CoreMessage) record = test_mail_read(rows[i][0]);

		g_assert_cmpstr(record->text, ==, rows[i][1]);
		g_assert_cmpstr(
		    record->own_words, ==, g_strchomp(record->own_words));
		assert_passes_the_wire(record);
	}
}

static void
assert_attachment(const CoreMessage *record, guint i, const char *name,
    const char *type, int64_t size_bytes)
{
	const CoreAttachment *found = g_ptr_array_index(record->attachments, i);

	g_assert_cmpstr(found->name, ==, name);
	g_assert_cmpstr(found->type, ==, type);
	g_assert_cmpint(found->size_bytes, ==, size_bytes);
}

static void
test_lists_the_attachments(void)
{
	g_autofree char *long_name = g_strnfill(300, 'n');
	g_autofree char *mail = g_strconcat(
	    MULTI("mixed",
	        PART("text/plain",
	            "words") "--b\nContent-Type: APPLICATION/PDF; "
	                     "name=\"C:\\\\x\\\\a.pdf\"\n"
	                     "Content-Transfer-Encoding: base64\n\nAAAA\nAAAA\n"
	                     "--b\nContent-Type: "
	                     "image/png\nContent-Disposition: inline;\n"
	                     " filename*=utf-8''%C3%A4.png\n\n12345\n"
	                     "--b\nContent-Type: text/calendar\n\nBEGIN\n"),
	    NULL);
	g_autofree char *named = g_strconcat(
	    HEAD "Content-Type: image/png; name=", long_name, "\n\nx", NULL);
	g_autoptr(CoreMessage) record = test_mail_read(mail);
	g_autoptr(CoreMessage) cut = test_mail_read(named);

	g_assert_cmpint(record->attachments->len, ==, 3);
	assert_attachment(record, 0, "a.pdf", "application/pdf", 6);
	assert_attachment(record, 1, "\xc3\xa4.png", "image/png", 5);
	assert_attachment(record, 2, "", "text/calendar", 5);
	assert_passes_the_wire(record);
	g_assert_true(test_mail_has_flag(cut, "names-cut"));
	g_assert_false(test_mail_has_flag(cut, "empty"));
	assert_passes_the_wire(cut);
}

static void
test_names_what_has_no_name(void)
{
	static const struct {
		const char *part, *name;
	} rows[] = {
		{ "Content-Type: message/rfc822\n\nSubject: Call: a/b\n\nx",
		    "Call: a-b.eml" },
		{ "Content-Type: message/rfc822; name=m.eml\n\n"
		  "Subject: s\n\nx",
		    "m.eml" },
		{ "Content-Type: message/rfc822\n\nFrom: a@b\n\nx", "" },
		{ "Content-Type: message/delivery-status\n"
		  "Content-Description: Delivery report\n\nx: y\n",
		    "Delivery report.txt" },
		{ "Content-Type: image/png\nContent-Description: =?utf-8?q?a"
		  "=2Epng?=\n\nx",
		    "a.png" },
		{ "Content-Type: image/jpeg\n"
		  "Content-ID: <image001.jpg@01D0A5E2>\n\nx",
		    "image001.jpg" },
		{ "Content-Type: image/jpeg\nContent-ID: <1.2.3@x>\n\nx", "" },
		{ "Content-Type: image/jpeg\nContent-ID: <abc@x.y>\n\nx", "" },
		{ "Content-Type: message/global\n\nSubject: Call\n\nx",
		    "Call.eml" },
		{ "Content-Type: a/b; filename=a.b\n"
		  "Content-Disposition: attachment\n\nx",
		    "a.b" },
		{ "Content-Type: a/b\nContent-Disposition: attachment; "
		  "name=a.b\n\nx",
		    "a.b" },
		{ "Content-Type: a/b\nContent-Disposition: form-data; "
		  "name=a.b\n\nx",
		    "" },
		{ "Content-Type: a/b; name=\"../..\"\n\nx", "" },
		{ "Content-Type: image/jpeg; name=\"\"\n"
		  "Content-Disposition: attachment; filename=\"=?gb2312?B?"
		  "xOM=?=.jpg\"\n\nx",
		    "\xe4\xbd\xa0.jpg" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail = g_strconcat(HEAD
		    "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
		    rows[i].part, "\n--b--\n", NULL);
		g_autoptr(CoreMessage) record = test_mail_read(mail);
		const CoreAttachment *found;

		g_assert_cmpint(record->attachments->len, ==, 1);
		found = g_ptr_array_index(record->attachments, 0);
		g_assert_cmpstr(found->name, ==, rows[i].name);
		assert_passes_the_wire(record);
	}
}

static void
test_signs_between_programs_are_no_attachments(void)
{
	static const char *const rows[] = {
		MULTI("signed", PART("text/plain", "words")
		                    PART("application/pgp-signature", "x")),
		MULTI("encrypted", PART("application/pgp-encrypted", "V: 1")
		                       PART("text/plain", "words")),
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CoreMessage) record = test_mail_read(rows[i]);

		g_assert_cmpstr(record->text, ==, "words");
		g_assert_cmpint(record->attachments->len, ==, 0);
	}
	g_autoptr(CoreMessage) named = test_mail_read(MULTI("signed",
	    PART("text/plain", "words")
	        PART("application/x-pkcs7-signature; name=s.p7s", "x")));
	assert_attachment(
	    named, 0, "s.p7s", "application/x-pkcs7-signature", 1);
}

static void
test_files_in_the_text_are_attachments(void)
{
	g_autoptr(CoreMessage) record = test_mail_read(
	    HEAD "\nHello\n\nbegin 644 ../a.txt\n#86)C\n`\nend\nBye\n");

	g_assert_cmpstr(record->text, ==, "Hello\n\nBye\n");
	g_assert_cmpint(record->attachments->len, ==, 1);
	assert_attachment(record, 0, "a.txt", "application/octet-stream", 3);
	assert_passes_the_wire(record);
}

/* A winmail.dat of a body and one file "A.TXT" of three bytes. */
#define WINMAIL                                                                \
	"--b\nContent-Type: application/ms-tnef; name=winmail.dat\n"           \
	"Content-Transfer-Encoding: base64\n\n"                                \
	"eJ8+IgEAAQyAAgAGAAAAV29yZHMAAAACApAGAAAAAAAA"                         \
	"AAIPgAYAAwAAADEyMwAAAhCAAQAGAAAAQS5UWFQAAAA=\n"

static void
test_a_winmail_is_what_is_in_it(void)
{
	g_autoptr(CoreMessage) alone = test_mail_read(MULTI("mixed", WINMAIL));
	g_autoptr(CoreMessage) beside =
	    test_mail_read(MULTI("mixed", PART("text/plain", "mine") WINMAIL));
	g_autoptr(CoreMessage) broken = test_mail_read(MULTI("mixed",
	    PART("text/plain", "mine") PART(
	        "application/ms-tnef; name=winmail.dat", "no such thing")));

	g_assert_cmpstr(alone->text, ==, "Words");
	g_assert_cmpstr(beside->text, ==, "mine");
	g_assert_cmpint(beside->attachments->len, ==, 1);
	assert_attachment(beside, 0, "A.TXT", "application/octet-stream", 3);
	assert_attachment(broken, 0, "winmail.dat", "application/ms-tnef", 13);
	assert_passes_the_wire(alone);
}

static void
test_text_has_its_limit(void)
{
	MailReadOptions options = test_mail_options();
	static const char *const bodies[] = { "0123456789", "0123456789a" };

	options.limits.text_bytes = 10;
	for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
		g_autofree char *mail = g_strconcat(HEAD "\n", bodies[i], NULL);
		g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));
		g_autoptr(CoreMessage) record = mail_read(raw, &options);

		g_assert_cmpstr(record->text, ==, "0123456789");
		g_assert_cmpint(
		    test_mail_has_flag(record, "text-cut"), ==, i == 1);
	}
}

/* GMime issue 165: written out again, this would never end. */
static void
test_long_8bit_parameter_names_are_read(void)
{
	for (int length = 30; length < 40; length++) {
		g_autofree char *name = g_strnfill(length, '\xe9');
		g_autofree char *mail = g_strconcat(HEAD
		    "Content-Type: multipart/mixed; boundary=b; ",
		    name, "=\"\xe9\xe9\"\n\n--b\n\nwords\n--b--\n", NULL);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpstr(record->text, ==, "words");
	}
}

typedef struct {
	const char *start, *part;
	int times;
	const char *end;
	const char *flag; /* that it must have; NULL for none */
} Hostile;

static void
test_hostile_mail_is_read_in_time(void)
{
	static const Hostile rows[] = {
		{ HEAD, "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
		    10000, "\nwords\n", "structure-cut" },
		{ HEAD, "Content-Type: message/rfc822\n\n", 50000, "\nwords\n",
		    "structure-cut" },
		{ HEAD "Content-Type: multipart/mixed; boundary=b\n\n",
		    "--b\n\nx\n", 200000, "--b--\n", "structure-cut" },
		{ "", "X: v\n", 200000, HEAD "\nwords\n", "headers-cut" },
		{ HEAD "To: ", "a@b.example, ", 200000, "\n\nwords\n",
		    "headers-cut" },
		{ HEAD "Subject: ", "=?utf-8?Q?a?= ", 200000, "\n\nwords\n",
		    "headers-cut" },
		{ "From: ", ":", 100000, "\n\nwords\n", NULL },
		{ "From: ", "(", 100000, "\n\nwords\n", NULL },
		{ HEAD "X: ", "aaaaaaaaaaaaaaaaaaaa", 1000000, "\n\nwords\n",
		    "headers-cut" },
		{ HEAD "\n", "On 1 Jan a@b wrote:\n", 100000, "x\n",
		    "text-cut" },
		{ HEAD "\nx\n", "--\n\n\n\n", 50000, "x\n", NULL },
		{ HEAD "\n", "From: x\nSent: y\n\n", 50000, "x\n", NULL },
		{ HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		       "Content-Type: application/pdf\n"
		       "Content-Transfer-Encoding: base64\n\n",
		    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9w"
		    "\n",
		    470000, "--b--\n", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GString) mail = g_string_new(rows[i].start);
		int64_t start_us = g_get_monotonic_time();

		for (int j = 0; j < rows[i].times; j++)
			g_string_append(mail, rows[i].part);
		g_string_append(mail, rows[i].end);
		g_autoptr(CoreMessage) record =
		    test_mail_read_bytes(mail->str, mail->len);
		if (rows[i].flag)
			g_assert_true(test_mail_has_flag(record, rows[i].flag));
		assert_passes_the_wire(record);
		g_assert_cmpint(
		    g_get_monotonic_time() - start_us, <, 20 * G_USEC_PER_SEC);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/read/headers", test_reads_the_headers);
	g_test_add_func("/mail/read/bare-id", test_an_id_answered_may_be_bare);
	g_test_add_func(
	    "/mail/read/headers-wrong", test_wrong_headers_are_read);
	g_test_add_func("/mail/read/flags", test_faults_become_flags);
	g_test_add_func("/mail/read/nuls", test_a_mail_of_nuls_is_empty);
	g_test_add_func("/mail/read/words", test_finds_the_words);
	g_test_add_func("/mail/read/attachments", test_lists_the_attachments);
	g_test_add_func("/mail/read/names", test_names_what_has_no_name);
	g_test_add_func("/mail/read/signed",
	    test_signs_between_programs_are_no_attachments);
	g_test_add_func(
	    "/mail/read/uuencode", test_files_in_the_text_are_attachments);
	g_test_add_func("/mail/read/winmail", test_a_winmail_is_what_is_in_it);
	g_test_add_func("/mail/read/text-limit", test_text_has_its_limit);
	g_test_add_func(
	    "/mail/read/8bit-names", test_long_8bit_parameter_names_are_read);
	g_test_add_func(
	    "/mail/read/hostile", test_hostile_mail_is_read_in_time);
	return g_test_run();
}
