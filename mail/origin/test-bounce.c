#include "mail/origin/failure.h"
#include "mail/origin/report.h"
#include "mail/test-mail.h"

#include <string.h>

#define SYSTEM "From: MAILER-DAEMON@mx.example\nTo: me@tideway.example\n"

static char *
recipients_of(const CoreBounce *bounce)
{
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < bounce->recipients->len; i++)
		g_string_append_printf(all, "%s%s", i ? " " : "",
		    (char *)g_ptr_array_index(bounce->recipients, i));
	return g_string_free(all, FALSE);
}

typedef struct {
	const char *mail, *recipients, *status;
	bool hard;
} Case;

static void
assert_bounces(const Case *rows, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		g_autoptr(CoreMessage) record = test_mail_read(rows[i].mail);

		g_assert_cmpint(record->origin, ==, CORE_ORIGIN_BOUNCE);
		g_autofree char *all = recipients_of(record->bounce);
		g_assert_cmpstr(all, ==, rows[i].recipients);
		g_assert_cmpstr(record->bounce->status, ==, rows[i].status);
		g_assert_cmpint(record->bounce->hard, ==, rows[i].hard);
	}
}

/* One for each way in which mail systems put it. */
static void
test_notices_in_free_form_are_read(void)
{
	static const Case rows[] = {
		/* Postfix, on the line of what the alias became */
		{ SYSTEM "Subject: Undelivered Mail\n\nIt could not be "
		         "delivered.\n\n<x@c.example> (expanded from "
		         "<gone@b.example>): user unknown\n",
		    "gone@b.example", NULL, true },
		/* qmail */
		{ SYSTEM "Subject: failure notice\n\nHi. This is the program "
		         "at mx.example.\nI wasn't able to deliver your "
		         "message.\n\n<full@b.example>:\nRemote host said: "
		         "552 5.2.2 Mailbox full\n\n<gone@b.example>:\nRemote "
		         "host said: 550 5.1.1 User unknown\n\n--- Below this "
		         "line is a copy of the message.\n\nTo: x@y.example\n",
		    "full@b.example gone@b.example", "5.2.2", false },
		/* Exim */
		{ SYSTEM "Subject: Mail delivery failed\n\nA message that you "
		         "sent could not be delivered.\n\n  gone@b.example\n"
		         "    host mx.b.example: 550 No such user here\n\n"
		         "------ This is a copy of the message. ------\n\n"
		         "To: x@y.example\n",
		    "gone@b.example", NULL, true },
		{ SYSTEM "Subject: hello\n\nYour mail to <full@b.example> was "
		         "rejected because the user exceeds the mailbox quota."
		         "\n",
		    "full@b.example", NULL, false },
		/* Exchange, with an X.400 address */
		{ SYSTEM "Subject: Undeliverable: hello\n\nYour message\n\n"
		         "  To:      list@b.example\n\ndid not reach the "
		         "following recipient(s):\n\nc=US;a= ;p=X;"
		         "dda:SMTP=gone@b.example; on Fri, 4 Oct 2002\n"
		         "    The recipient name is not recognized\n",
		    "gone@b.example", NULL, true },
		/* LISTSERV's */
		{ SYSTEM "Subject: Undelivered mail\n\nAn error was detected.\n"
		         "Error-for:  gone@b.example\nError-Code: 0\n",
		    "gone@b.example", NULL, false },
		/* a telephone company's, with a subject that says nothing */
		{ "Return-Path: <>\nFrom: no-reply@b.example\nSubject: Mail\n\n"
		  "Your mail\nCould not be delivered to: <full@b.example>\nAs "
		  "their mailbox is full.\n",
		    "full@b.example", NULL, false },
		/* the names of the line itself, and headers without a mark */
		{ "From: post_master@b.example\nSubject: Re: hello\n\nError: "
		  "Invalid user address\n\n550 no such user here\n\n  MAIL "
		  "FROM: me@tideway.example\n  RCPT TO: gone@b.example\n",
		    "gone@b.example", NULL, true },
		{ SYSTEM "Subject: Undeliverable Mail\n\nInvalid final "
		         "delivery userid: gone@b.example\n\nDate: today\n"
		         "Message-Id: <1@tideway.example>\nTo: x@y.example\n",
		    "gone@b.example", NULL, true },
		/* sendmail of old: each answer is of its own address */
		{ SYSTEM "Subject: Returned mail\n\n   ----- Transcript ----\n"
		         "554 <a@b.example>... Connection reset by peer\n"
		         "550 <gone@c.example>... User unknown\n",
		    "a@b.example gone@c.example", NULL, false },
		/* what the sender wrote, and not what became of it */
		{ SYSTEM "Subject: Returned mail\n\n   ----- Fatal -----\n"
		         "<b@inner.example>\n    (reason: too many hops)\n"
		         "    (expanded from: "
		         "<a@b.example>)\n<c@d.example>\n",
		    "a@b.example c@d.example", NULL, false },
		{ SYSTEM "Subject: Mail delivery failed\n\nThese failed:\n\n"
		         "  secret address\n    (generated from a@b.example)\n"
		         "  c@inner.example\n    (ultimately generated from "
		         "c@d.example)\n    550 5.1.1 User unknown\n",
		    "a@b.example c@d.example", NULL, false },
		{ SYSTEM "Subject: Mail delivery failed\n\nThese take no "
		         "mail from list@c.example:\n\n  ann\n",
		    "", NULL, false },
		/* names alone, in the domain whose system tells of them */
		{ SYSTEM
		    "Subject: Mail delivery failed\n\nNot delivered to the "
		    "following recipients, who take no mail from "
		    "list@c.example:\n\n\tann\n\tbob.doe\n\nThat is all\n",
		    "ann@mx.example bob.doe@mx.example", NULL, false },
		/* nobody's, and a mail returned without a word on it */
		{ "From: <>\nSubject: x\n\nYou wrote to a@b.example. That is "
		  "not a valid user here.\n",
		    "a@b.example", NULL, true },
		{ SYSTEM "List-Id: <l.example>\nSubject: x\nContent-Type: "
		         "multipart/mixed; boundary=b\n\n--b\n\n"
		         "<a@b.example>:\n--b\nContent-Type: message/rfc822\n"
		         "\nSubject: y\n\nwords\n--b--\n",
		    "a@b.example", NULL, false },
		/* an account that is gone, in other words */
		{ SYSTEM
		    "Subject: failure notice\n\nNot delivered:\n\n"
		    "<a@b.example>:\n554 This account has been disabled or "
		    "discontinued.\n",
		    "a@b.example", NULL, true },
		{ SYSTEM
		    "Subject: failure notice\n\nNot delivered:\n\n"
		    "<a@b.example>:\n550 5.1.1 max message size exceeded\n",
		    "a@b.example", "5.1.1", false },
		/* gateways that do not call themselves a mail system */
		{ "From: gate@b.example\nSubject: Delivery failure: hello\n\n"
		  "Your message could not be delivered to\nann@b.example\n\n"
		  "Attempts will continue for 5 days.\n",
		    "ann@b.example", NULL, false },
		{ "From: gate@b.example\nSubject: Mail could not be delivered\n"
		  "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe "
		  "mail could not be delivered. Reason: too many attempts.\n"
		  "--b\nContent-Type: message/rfc822\n\nTo: a@b.example\n\n"
		  "words\n--b--\n",
		    "", NULL, false },
		{ "From: b.example\nTo: ann@b.example\nSubject: Undelivered "
		  "Mail\n\nAn error while trying to deliver the mail.\n\n"
		  "Final-Recipient: rfc822; ann@b.example\nAction: failed\n"
		  "Status: 5.1.1\n",
		    "ann@b.example", "5.1.1", true },
		{ SYSTEM
		    "Subject: Warning: could not send\n\nThis is a warning "
		    "message only.\n<a@b.example>: host not found\n",
		    "a@b.example", NULL, false },
	};

	assert_bounces(rows, G_N_ELEMENTS(rows));
}

#define REPORT(words, fields)                                                  \
	SYSTEM "Subject: x\nContent-Type: multipart/report; boundary=b\n\n"    \
	       "--b\n\n" words "\n--b\nContent-Type: message/delivery-status"  \
	       "\n\nReporting-MTA: dns; mx.example\n\n" fields "\n--b--\n"

static void
test_reports_are_read_with_what_servers_said(void)
{
	static const Case rows[] = {
		/* the code in the server's words goes before its translation */
		{ REPORT("x", "Final-Recipient: rfc822; a@b.example\n"
		              "Status: 5.0.0\n"
		              "Diagnostic-Code: smtp; 550 5.7.1 refused\n"),
		    "a@b.example", "5.7.1", false },
		{ REPORT("x", "Final-Recipient: rfc822; a@b.example\n"
		              "Action: failed\n"
		              "Diagnostic-Code: smtp; 550 5.1.1 User\n"
		              "   unknown\n"),
		    "a@b.example", "5.1.1", true },
		{ REPORT("x", "Final-Recipient: rfc822; a@b.example\n"
		              "Status: 5.0.0\nDiagnostic-Code: smtp; 550\n"
		              "    <a@b.example>: User\n   unknown\n"),
		    "a@b.example", "5.0.0", true },
		{ REPORT("x", "Final-Recipient: rfc822; a@b.example\n"
		              "Status: 5.1.1\nDiagnostic-Code: smtp; "
		              "5.1.0 - Unknown address '5.2.2 Mailbox Full'\n"),
		    "a@b.example", "5.2.2", false },
		/* no reason in the fields: the words above have it */
		{ REPORT("a@b.example: 550 5.7.26 not authenticated",
		      "Final-Recipient: rfc822; a@b.example\nStatus: 5.0.0\n"),
		    "a@b.example", "5.7.26", false },
		{ REPORT("a@b.example: 550 5.1.1 User unknown\n"
		         "c@d.example: 552 5.2.2 Mailbox full",
		      "Final-Recipient: rfc822; a@b.example\nStatus: 5.0.0\n\n"
		      "Final-Recipient: rfc822; c@d.example\nStatus: 5.0.0\n"),
		    "a@b.example c@d.example", "5.1.1", true },
		/* an address that no server could have */
		{ REPORT("x", "Final-Recipient: rfc822; a@b_c.example\n"
		              "Status: 5.1.2\n"),
		    "a@b_c.example", "5.1.2", true },
		{ REPORT("x", "Original-Recipient: rfc822; a@b.example\n"
		              "Final-Recipient: rfc822; internal@c.example\n"
		              "Status: 5.1.8\nDiagnostic-Code: smtp; 553 5.1.8 "
		              "Domain of sender does not exist\n"),
		    "a@b.example", "5.1.8", false },
		/* what was broken in it does not hide the status */
		{ REPORT("x", "Final-Recipient: rfc822; @b.example\n"
		              "Status: 5.1.2\n"),
		    "", "5.1.2", true },
		{ REPORT("x", "Final-Recipient: rfc822; a@b.example\n"
		              "Action: delivered\nStatus: 2.0.0\n\n"
		              "Final-Recipient: rfc822; c@d.example\n"
		              "Status: 4.4.1\n"),
		    "c@d.example", "4.4.1", false },
		/* folded, with comments */
		{ REPORT("x", "Final-Recipient: rfc822;\n a@b.example\n"
		              "Action: (in the end) failed\n"
		              "Status: (no mailbox) 5.1.1\n"),
		    "a@b.example", "5.1.1", true },
		/* no blank line, the sender's address first */
		{ REPORT("x", "Original-Recipient: rfc822; a@b.example\n"
		              "Final-Recipient: rfc822; x@b.example\n"
		              "Status: 5.1.1\n"
		              "Original-Recipient: rfc822; c@b.example\n"
		              "Final-Recipient: rfc822; y@b.example\n"
		              "Status: 5.1.1\n"),
		    "a@b.example c@b.example", "5.1.1", true },
		/* as SMTP has it */
		{ REPORT("x", "Original-Recipient: rfc822; a+2Bn@b.example\n"
		              "Status: 5.1.1\n"),
		    "a+n@b.example", "5.1.1", true },
		/* taken at RCPT, refused with the text: a filter */
		{ REPORT(">>> DATA\n<<< 550 Unknown user",
		      "Final-Recipient: rfc822; a@b.example\nStatus: 5.0.0\n"
		      "Diagnostic-Code: smtp; 550 Unknown user\n"),
		    "a@b.example", "5.0.0", false },
		/* but not where DATA did not wait for the answer */
		{ REPORT("<<< 550 User unknown\n>>> DATA\n<<< 503 need RCPT",
		      "Final-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n"
		      "Diagnostic-Code: smtp; 550 User unknown\n"),
		    "a@b.example", "5.1.1", true },
		{ REPORT(
		      "<<< 550 User unknown\n>>> DATA\n<<< 554 5.5.1 no RCPT",
		      "Final-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n"
		      "Diagnostic-Code: smtp; 550 User unknown\n"),
		    "a@b.example", "5.1.1", true },
		/* fields left among the words */
		{ SYSTEM "Subject: Delivery failure\n\nIt failed.\n\n"
		         "Final-Recipient: rfc822; a@b.example\n"
		         "Action: failed\nStatus: 5.1.1\n",
		    "a@b.example", "5.1.1", true },
	};

	assert_bounces(rows, G_N_ELEMENTS(rows));
}

#define WRAPPED                                                                \
	"Content-Type: multipart/mixed; boundary=o\n\n--o\n\nSee below.\n--o"  \
	"\nContent-Type: message/rfc822\n\n" REPORT("x",                       \
	    "Final-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n") "\n--o--" \
	                                                             "\n"

static void
test_a_gateway_wraps_a_bounce_and_a_person_forwards_one(void)
{
	static const Case gateway = { SYSTEM "Subject: y\n" WRAPPED,
		"a@b.example", "5.1.1", true };
	g_autoptr(CoreMessage) person = test_mail_read(
	    "From: Ann <ann@example.com>\nSubject: what is this\n" WRAPPED);

	assert_bounces(&gateway, 1);
	g_assert_cmpint(person->origin, ==, CORE_ORIGIN_PERSON);
	g_assert_null(person->bounce);
}

static void
test_a_status_is_attached_or_of_another_kind(void)
{
	static const char parts[] =
	    "\n\nFinal-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n--o--\n";
	static const struct {
		const char *from, *words, *type;
		CoreOrigin origin;
	} rows[] = {
		{ "Ann <ann@example.com>", "What am I to do?",
		    "delivery-status", CORE_ORIGIN_PERSON },
		{ "Gate <gate@example.com>", "It failed.", "delivery-status",
		    CORE_ORIGIN_BOUNCE },
		{ "MAILER-DAEMON@example.com", "It failed.",
		    "global-delivery-status", CORE_ORIGIN_BOUNCE },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *part = g_strconcat(
		    "\n--o\nContent-Type: message/", rows[i].type, parts, NULL);
		g_autofree char *mail = g_strdup_printf(
		    "From: %s\nSubject: x\nContent-Type: multipart/mixed; "
		    "boundary=o\n\n--o\n\n%s%s",
		    rows[i].from, rows[i].words, part);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(record->origin, ==, rows[i].origin);
	}
}

/* What is told of a bounce, and of parcels. */
static void
test_a_person_tells_of_failures(void)
{
	static const char *const mails[] = {
		"Subject: Delivery failed\n\nThe parcel was not delivered.\n"
		"ann@b.example\n",
		"Subject: Undeliverable\n\nYour message could not be "
		"delivered to\nann@b.example\n\nCan you help?\n",
		"Subject: Mail delivery failed\n\nThis is what I get:\n\nYour "
		"message could not be delivered to\nann@b.example\n",
		"Subject: Fw: Undelivered Mail\n\nYour message could not be "
		"delivered to\nann@b.example\n",
		"Subject: Re: Undelivered Mail\n\nFixed now.\n\n> Your message "
		"could not be delivered to\n> ann@b.example\n",
		"Subject: hello\n\nYour message could not be delivered to\n"
		"ann@b.example\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autofree char *mail = g_strconcat(
		    "From: Ann <ann@example.com>\n", mails[i], NULL);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(record->origin, ==, CORE_ORIGIN_PERSON);
	}
}

static void
test_addresses_are_taken_from_fields(void)
{
	static const struct {
		const char *value, *address;
	} rows[] = {
		{ "rfc822; a@b.example", "a@b.example" },
		{ "rfc822;<a@b.example>", "a@b.example" },
		{ "[SMTP:a@b.example]", "a@b.example" },
		{ "SMTP=a@b.example; on Friday", "a@b.example" },
		{ "<a@b.example>:", "a@b.example" },
		{ "a@b.example.", "a@b.example" },
		{ "rfc822; nobody", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *address =
		    mail_report_take_address(rows[i].value);

		g_assert_cmpstr(address, ==, rows[i].address);
	}
}

static void
test_the_code_that_says_most_is_taken(void)
{
	static const struct {
		const char *declared, *diagnosis, *status;
	} rows[] = {
		{ NULL, "550 5.1.1 x", "5.1.1" },
		{ NULL, "550 5.0.0 then 5.2.2", "5.2.2" },
		{ "5.1.1", "550 5.0.0", "5.1.1" },
		{ "4.4.7", "450 4.7.1", "4.7.1" },
		{ "5.0.0", "no code", "5.0.0" },
		{ NULL, "sendmail 8.14.5.1.1 at 192.0.2.5", NULL },
		{ NULL, "x5.1.1 5.1.1y 5.1.1.2 5.1111.1", NULL },
		{ "4.4.7", "421 deferred - 4.16.50. See 4.9.1", "4.4.7" },
		{ NULL, "", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *status =
		    mail_failure_status(rows[i].declared, rows[i].diagnosis);

		g_assert_cmpstr(status, ==, rows[i].status);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/bounce/notices", test_notices_in_free_form_are_read);
	g_test_add_func(
	    "/mail/bounce/said", test_reports_are_read_with_what_servers_said);
	g_test_add_func("/mail/bounce/wrapped",
	    test_a_gateway_wraps_a_bounce_and_a_person_forwards_one);
	g_test_add_func("/mail/bounce/told", test_a_person_tells_of_failures);
	g_test_add_func(
	    "/mail/report/addresses", test_addresses_are_taken_from_fields);
	g_test_add_func(
	    "/mail/failure/status", test_the_code_that_says_most_is_taken);
	g_test_add_func("/mail/bounce/attached",
	    test_a_status_is_attached_or_of_another_kind);
	return g_test_run();
}
