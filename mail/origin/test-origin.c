#include "mail/test-mail.h"

#include <string.h>

#define HEAD                                                                   \
	"From: Ann <ann@example.com>\nTo: support@tideway.example\n"           \
	"Date: Mon, 16 Nov 2026 08:00:00 +0000\nMessage-ID: <1@example.com>\n"

static void
test_headers_tell_the_origin(void)
{
	static const struct {
		const char *headers;
		CoreOrigin origin;
		const char *reason; /* a part of it */
	} rows[] = {
		{ "Subject: It crashes\n", CORE_ORIGIN_PERSON, "nothing" },
		{ "Auto-Submitted: no\n", CORE_ORIGIN_PERSON, "nothing" },
		{ "Auto-Submitted: auto-replied (vacation)\n",
		    CORE_ORIGIN_AUTO_REPLY, "Auto-Submitted" },
		{ "Auto-Submitted: auto-generated\n", CORE_ORIGIN_NOTIFICATION,
		    "Auto-Submitted" },
		{ "Auto-Submitted: auto-generated\nSubject: Automatic reply: "
		  "x\n",
		    CORE_ORIGIN_AUTO_REPLY, "absence: automatic reply" },
		{ "X-Autoreply: yes\n", CORE_ORIGIN_AUTO_REPLY, "X-Autoreply" },
		{ "Subject: Out of Office: back Monday\n",
		    CORE_ORIGIN_AUTO_REPLY, "out of office" },
		{ "Subject: =?utf-8?Q?R=C3=A9ponse_automatique?=\n",
		    CORE_ORIGIN_AUTO_REPLY, "reponse automatique" },
		{ "Subject: Abwesenheitsnotiz\n", CORE_ORIGIN_AUTO_REPLY,
		    "abwesenheit" },
		{ "Subject: Abwesenheitsnotiz von Ann\n",
		    CORE_ORIGIN_AUTO_REPLY, "abwesenheit" },
		{ "Subject: =?utf-8?B?44CQ6Ieq5YuV6L+U5L+h44CR5LiN5Zyo?=\n",
		    CORE_ORIGIN_AUTO_REPLY, "自動返信" },
		{ "Subject: Автоматический ответ: Ann\n",
		    CORE_ORIGIN_AUTO_REPLY, "автоматическии" },
		{ "Subject: Ārpus biroja automātiskā atbilde: Ann\n",
		    CORE_ORIGIN_AUTO_REPLY, "arpus biroja" },
		{ "Subject: Otomatik Yanıt: Ann\n", CORE_ORIGIN_AUTO_REPLY,
		    "otomatik" },
		{ "Subject: رد تلقائي: Ann\n", CORE_ORIGIN_AUTO_REPLY,
		    "absence" },
		{ "Subject: 자동 회신: Ann\n", CORE_ORIGIN_AUTO_REPLY,
		    "absence" },
		{ "Subject: Automatic reply cannot be switched off\n",
		    CORE_ORIGIN_PERSON, "nothing" },
		{ "Subject: AW: Abwesenheitsnotiz im Portal\n",
		    CORE_ORIGIN_PERSON, "nothing" },
		{ "Subject: Is your shop out of office chairs?\n",
		    CORE_ORIGIN_PERSON, "nothing" },
		{ "Auto-Submitted: (holidays) auto-replied\n",
		    CORE_ORIGIN_AUTO_REPLY, "Auto-Submitted" },
		{ "Auto-Submitted: no; x=y\n", CORE_ORIGIN_PERSON, "nothing" },
		{ "Auto-Submitted: yes\n", CORE_ORIGIN_NOTIFICATION,
		    "Auto-Submitted" },
		{ "X-Autoreply: no\n", CORE_ORIGIN_PERSON, "nothing" },
		{ "X-Autorespond:\n", CORE_ORIGIN_PERSON, "nothing" },
		{ "List-Id: No more <a.b.example>\n", CORE_ORIGIN_LIST,
		    "List-Id" },
		{ "X-Auto-Response-Suppress: OOF\n", CORE_ORIGIN_NOTIFICATION,
		    "X-Auto-Response-Suppress" },
		{ "X-Auto-Response-Suppress: None\n", CORE_ORIGIN_PERSON,
		    "nothing" },
		{ "X-Auto-Response-Suppress: DR, OOF, AutoReply\n"
		  "Thread-Index: AQHZ\nX-MS-Has-Attach:\n",
		    CORE_ORIGIN_PERSON, "nothing" },
		{ "X-Auto-Response-Suppress: All\nThread-Index: AQHZ\n"
		  "X-MS-Has-Attach:\nAuto-Submitted: auto-generated\n",
		    CORE_ORIGIN_NOTIFICATION, "Auto-Submitted" },
		/* an answer to such a note */
		{ "Subject: Re: Automatic reply: Order\n", CORE_ORIGIN_PERSON,
		    "nothing" },
		{ "Subject: Out of office message cannot be saved\n",
		    CORE_ORIGIN_PERSON, "nothing" },
		{ "Subject: Out of office reply until 3 May\n",
		    CORE_ORIGIN_AUTO_REPLY, "out of office" },
		{ "List-Id: <news.other.example>\n", CORE_ORIGIN_LIST,
		    "List-Id" },
		{ "List-Unsubscribe: <mailto:x@y.example>\n", CORE_ORIGIN_LIST,
		    "List-Unsubscribe" },
		{ "Precedence: bulk\n", CORE_ORIGIN_LIST, "Precedence" },
		{ "List-Id: <support.tideway.example>\nPrecedence: list\n",
		    CORE_ORIGIN_PERSON, "nothing" },
		{ "List-Id: <a.nottideway.example>\n", CORE_ORIGIN_LIST,
		    "List-Id" },
		{ "Auto-Submitted: auto-generated\nList-Unsubscribe: <x>\n",
		    CORE_ORIGIN_NOTIFICATION, "Auto-Submitted" },
		{ "Auto-Submitted: auto-generated\nList-Id: <x.y>\n",
		    CORE_ORIGIN_LIST, "List-Id" },
		{ "Subject: Betriebsferien AW: Frage\n"
		  "X-Auto-Response-Suppress: All\n",
		    CORE_ORIGIN_AUTO_REPLY, "betriebsferien" },
		{ "X-Spam-Flag: YES\n", CORE_ORIGIN_SPAM, "X-Spam-Flag" },
		{ "X-Spam-Status: No, score=1\n", CORE_ORIGIN_PERSON,
		    "nothing" },
		{ "X-Spam-Flag: NO\nReceived: x\nX-Spam-Flag: YES\n",
		    CORE_ORIGIN_PERSON, "nothing" },
		{ "X-MS-Exchange-Organization-SCL: 5\n", CORE_ORIGIN_SPAM,
		    "X-MS-Exchange-Organization-SCL" },
		{ "X-MS-Exchange-Organization-SCL: 1\n", CORE_ORIGIN_PERSON,
		    "nothing" },
		{ "X-Forefront-Antispam-Report: CIP:192.0.2.1;SFV:SPM;CAT:x\n",
		    CORE_ORIGIN_SPAM, "X-Forefront" },
		{ "X-Spamd-Result: default: False [1 / 15]\n",
		    CORE_ORIGIN_PERSON, "nothing" },
		{ "X-Spamd-Result: default: True [16 / 15]\n", CORE_ORIGIN_SPAM,
		    "X-Spamd-Result" },
		{ "Subject: Report domain: b.example Submitter: c.example "
		  "Report-ID: 1\n",
		    CORE_ORIGIN_NOTIFICATION, "a report on a domain" },
		{ "Subject: Report domain of mine\n", CORE_ORIGIN_PERSON,
		    "nothing" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail =
		    g_strconcat(HEAD, rows[i].headers, "\nwords\n", NULL);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpstr(core_origin_name(record->origin), ==,
		    core_origin_name(rows[i].origin));
		g_assert_nonnull(strstr(record->origin_reason, rows[i].reason));
		g_assert_null(record->bounce);
	}
}

#define ACCEPTED(words)                                                        \
	HEAD "Subject: Accepted: Demonstration\nContent-Type: "                \
	     "multipart/alternative; boundary=b\n\n--b\n\n" words "\n--b\n"    \
	     "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n"  \
	     "--b--\n"

static void
test_a_calendar_answers_without_words(void)
{
	g_autoptr(CoreMessage) silent = test_mail_read(ACCEPTED(""));
	g_autoptr(CoreMessage) told = test_mail_read(ACCEPTED("I may be late"));

	g_assert_cmpint(silent->origin, ==, CORE_ORIGIN_NOTIFICATION);
	g_assert_cmpint(told->origin, ==, CORE_ORIGIN_PERSON);
}

static void
test_a_calendar_answers_in_its_own_words(void)
{
	static const struct {
		const char *mail;
		CoreOrigin origin;
	} rows[] = {
		{ ACCEPTED("Ann Doe has accepted this invitation.\n\nCall\n"),
		    CORE_ORIGIN_NOTIFICATION },
		{ ACCEPTED("Ann Doe hat diese Einladung abgelehnt."),
		    CORE_ORIGIN_NOTIFICATION },
		{ ACCEPTED("Ann has declined this invitation with this "
		           "note:\n\n\"I am ill\""),
		    CORE_ORIGIN_PERSON },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CoreMessage) record = test_mail_read(rows[i].mail);

		g_assert_cmpint(record->origin, ==, rows[i].origin);
	}
}

static void
test_a_receipt_or_complaint_is_a_machine_s(void)
{
	static const char *const types[] = { "disposition-notification",
		"feedback-report", "delivery-status" };

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		g_autofree char *mail = g_strdup_printf(HEAD
		    "Subject: Read: Order 5512\nContent-Type: "
		    "multipart/report; report-type=%s; boundary=b\n"
		    "Auto-Submitted: auto-replied\n\n--b\n\n"
		    "Your message was read.\n--b\nContent-Type: message/%s\n\n"
		    "Final-Recipient: rfc822;ann@example.com\n"
		    "Action: delivered\n--b--\n",
		    types[i], types[i]);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(record->origin, ==, CORE_ORIGIN_NOTIFICATION);
		g_assert_cmpstr(record->origin_reason, ==,
		    "Content-Type: multipart/report");
		g_assert_null(record->bounce);
	}
}

static void
test_an_answer_says_that_no_person_wrote_it(void)
{
	static const char words[] =
	    "\nYour mail has been received. This is an automated response.\n";
	g_autofree char *first = g_strconcat(HEAD, words, NULL);
	g_autofree char *second =
	    g_strconcat(HEAD "In-Reply-To: <2@b.example>\n", words, NULL);
	g_autoptr(CoreMessage) notice = test_mail_read(first);
	g_autoptr(CoreMessage) answer = test_mail_read(second);

	g_assert_cmpint(answer->origin, ==, CORE_ORIGIN_AUTO_REPLY);
	g_assert_cmpstr(answer->origin_reason, ==,
	    "a machine's words: this is an automated");
	g_assert_cmpint(notice->origin, ==, CORE_ORIGIN_NOTIFICATION);
}

#define REPORT(fields)                                                         \
	"From: Mail Delivery <mailer-daemon@mx.example>\nSubject: x\n"         \
	"Content-Type: multipart/report; report-type=delivery-status;"         \
	" boundary=b\n\n--b\n\nIt failed.\n--b\n"                              \
	"Content-Type: message/delivery-status\n\n"                            \
	"Reporting-MTA: dns; mx.example\n\n" fields "\n--b--\n"

static void
test_delivery_reports_are_read(void)
{
	static const struct {
		const char *mail, *recipients, *status;
		bool hard;
	} rows[] = {
		{ REPORT("Final-Recipient: rfc822; a@b.example\n"
		         "Action: failed\nStatus: 5.1.1\n"),
		    "a@b.example", "5.1.1", true },
		{ REPORT("Final-Recipient: rfc822; a@b.example\n"
		         "Action: failed\nStatus: 5.2.2\n"),
		    "a@b.example", "5.2.2", false },
		{ REPORT("Final-Recipient: rfc822; a@b.example\n"
		         "Action: delayed\nStatus: 4.4.1\n"),
		    "a@b.example", "4.4.1", false },
		{ REPORT("Original-Recipient: rfc822;<a@b.example>\n"
		         "Action: failed\nStatus: 5.0.0\n"
		         "Diagnostic-Code: smtp; 550 User unknown\n\n"
		         "Final-Recipient: rfc822;c@d.example\n"
		         "Status: 5.7.1\n"),
		    "a@b.example c@d.example", "5.0.0", true },
		{ REPORT("Final-Recipient: rfc822; not an address\n"), "", NULL,
		    false },
		{ "From: MAILER-DAEMON <>\nSubject: Undelivered Mail\n\n"
		  "<a@b.example>: 550 5.1.1 no such user\n\n"
		  "Return-Path: <me@tideway.example>\nTo: x@y.example\n",
		    "a@b.example", "5.1.1", true },
		{ "From: postmaster@x.example\nSubject: Mail delivery failed\n"
		  "X-Failed-Recipients: a@b.example, c@d.example\n\nSorry.\n",
		    "a@b.example c@d.example", NULL, false },
		{ "From: MAILER-DAEMON@b.example\nSubject: Failure Notice\n\n"
		  "<a@b.example>:\n554: delivery error: dd This user doesn't "
		  "have a b.example account (a@b.example) [0]\n",
		    "a@b.example", NULL, true },
		{ "From: postmaster@x.example\n"
		  "Subject: Unzustellbar: Anfrage\n\n"
		  "a@b.example\nmailbox full\n",
		    "a@b.example", NULL, false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CoreMessage) record = test_mail_read(rows[i].mail);
		g_autoptr(GString) all = g_string_new(NULL);

		g_assert_cmpint(record->origin, ==, CORE_ORIGIN_BOUNCE);
		for (guint j = 0; j < record->bounce->recipients->len; j++)
			g_string_append_printf(all, "%s%s", j ? " " : "",
			    (char *)g_ptr_array_index(
			        record->bounce->recipients, j));
		g_assert_cmpstr(all->str, ==, rows[i].recipients);
		g_assert_cmpstr(record->bounce->status, ==, rows[i].status);
		g_assert_cmpint(record->bounce->hard, ==, rows[i].hard);
	}
}

static void
test_what_is_no_bounce(void)
{
	static const char *const mails[] = {
		HEAD "Subject: Delivery failed, where is my parcel?\n\nwords\n",
		"From: postmaster@x.example\nSubject: Meeting\n\nwords\n",
		REPORT("Final-Recipient: rfc822; a@b.example\n"
		       "Action: delivered\nStatus: 2.0.0\n"),
	};

	for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autoptr(CoreMessage) record = test_mail_read(mails[i]);

		g_assert_cmpint(record->origin, !=, CORE_ORIGIN_BOUNCE);
		g_assert_null(record->bounce);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/origin/headers", test_headers_tell_the_origin);
	g_test_add_func(
	    "/mail/origin/calendar", test_a_calendar_answers_without_words);
	g_test_add_func("/mail/origin/calendar-words",
	    test_a_calendar_answers_in_its_own_words);
	g_test_add_func(
	    "/mail/origin/report", test_a_receipt_or_complaint_is_a_machine_s);
	g_test_add_func("/mail/origin/automatic-words",
	    test_an_answer_says_that_no_person_wrote_it);
	g_test_add_func("/mail/bounce/reports", test_delivery_reports_are_read);
	g_test_add_func("/mail/bounce/others", test_what_is_no_bounce);
	return g_test_run();
}
