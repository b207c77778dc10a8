#include "mail/origin/automatic.h"
#include "mail/test-mail.h"

#include <glib.h>

#define HEAD                                                                   \
	"From: Ann <ann@example.com>\nTo: support@tideway.example\n"           \
	"Date: Mon, 16 Nov 2026 08:00:00 +0000\nMessage-ID: <1@example.com>\n"

static void
test_machines_say_what_they_are(void)
{
	static const struct {
		const char *words, *found;
	} rows[] = {
		{ "Thank you for contacting Doe. This is an automated response "
		  "to confirm that we have received your message.",
		    "this is an automated" },
		{ "We are closed.\n\n*This message was automatically "
		  "generated, "
		  "please do not reply.*",
		    "this message was automatically" },
		{ "Vielen Dank. Dies ist eine automatisch erzeugte "
		  "Eingangsbestätigung. Wir melden uns.",
		    "dies ist eine automatisch" },
		{ "Ceci est un message automatique, merci de ne pas répondre.",
		    "ceci est un message automatique" },
		{ "Este es un mensaje automático. No responda a este correo.",
		    "este es un mensaje automat" },
		{ "Abbiamo ricevuto la mail. Questo è un messaggio automatico.",
		    "questo e un messaggio automat" },
		{ "Dit is een automatisch bericht. Wij hebben uw mail "
		  "ontvangen.",
		    "dit is een automatisch" },
		{ "Recebemos a sua mensagem. Esta é uma mensagem automática.",
		    "esta e uma mensagem automat" },
		{ "Prosimy nie odpowiadać. To jest automatyczna wiadomość.",
		    "to jest automat" },
		{ "Vi har mottagit ditt mejl.\nDetta är ett automatiskt svar.",
		    "detta ar ett automat" },
		{ "お問い合わせを受け付けました。\nこのメールは自動送信です。",
		    "このメールは自動" },
		/* one sign alone, or a person who tells of it */
		{ "This is an automated washing line, is it?", NULL },
		{ "This is an automated door. It sticks.", NULL },
		{ "We have received your parcel, the lid is broken.", NULL },
		{ "Your site says \"this is an automated message, do not "
		  "reply\"",
		    NULL },
		{ "I wrote and got this back.\nThis is an automated response, "
		  "please do not reply.",
		    NULL },
		{ "This is an automated message, do not reply.\n"
		  "Why do we get these?",
		    NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpstr(
		    mail_automatic_in_words(rows[i].words), ==, rows[i].found);
}

static void
test_challenges_are_told(void)
{
	g_assert_cmpstr(
	    mail_automatic_challenge("Your message is being held. To release "
	                             "your message, write to a@b.example."),
	    ==, "to release your message");
	g_assert_nonnull(mail_automatic_challenge(
	    "Please open https://b.example/7 to have your address added to "
	    "the list."));
	g_assert_null(mail_automatic_challenge(
	    "I was told at a@b.example how to release your message."));
	g_assert_null(mail_automatic_challenge("To release your message."));
	g_assert_null(mail_automatic_challenge("The lid is cracked."));
}

static void
test_a_machine_is_no_person(void)
{
	g_autoptr(CoreMessage) record =
	    test_mail_read("From: no-reply@shop.example\n\nwords\n");
	g_autoptr(CoreMessage) server = test_mail_read(
	    "From: MAILER-DAEMON@mx.example\nSubject: SMTP server: errors\n"
	    "\nTranscript of session follows.\n");

	g_assert_cmpint(record->origin, ==, CORE_ORIGIN_NOTIFICATION);
	g_assert_cmpint(server->origin, ==, CORE_ORIGIN_NOTIFICATION);
}

static void
test_an_address_that_wants_no_answer(void)
{
	static const struct {
		const char *from, *subject;
		CoreOrigin origin;
	} rows[] = {
		{ "noreply-orders@b.example", "x", CORE_ORIGIN_NOTIFICATION },
		{ "Comments-NoReply2@b.example", "x",
		    CORE_ORIGIN_NOTIFICATION },
		{ "do-not-reply+7@b.example", "x", CORE_ORIGIN_NOTIFICATION },
		{ "noreplyhan@b.example", "x", CORE_ORIGIN_PERSON },
		{ "ann@noreply.example", "x", CORE_ORIGIN_PERSON },
		{ "dmarc@b.example",
		    "Report domain: a.example Submitter: b.example Report-ID: "
		    "<1>",
		    CORE_ORIGIN_NOTIFICATION },
		{ "ann@b.example", "Report domain: a.example is down",
		    CORE_ORIGIN_PERSON },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail =
		    g_strdup_printf("From: %s\nSubject: %s\n\nwords\n",
		        rows[i].from, rows[i].subject);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(record->origin, ==, rows[i].origin);
	}
}

#define COMPLAINT(words)                                                       \
	"From: staff@b.example\nSubject: complaint about message from "        \
	"192.0.2.1\nContent-Type: "                                            \
	"multipart/mixed; boundary=b\n\n" words                                \
	"--b\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n--b--\n"

static void
test_a_complaint_has_no_words(void)
{
	g_autoptr(CoreMessage) machine = test_mail_read(COMPLAINT(""));
	g_autoptr(CoreMessage) person =
	    test_mail_read(COMPLAINT("--b\n\nThis was not for me.\n"));

	g_assert_cmpint(machine->origin, ==, CORE_ORIGIN_NOTIFICATION);
	g_assert_cmpint(person->origin, ==, CORE_ORIGIN_PERSON);
}

static void
test_a_calendar_speaks_for_a_person(void)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{ "Ann Doe has accepted this invitation.\n\nCall\n", true },
		{ "\n Ann a accepté cette invitation.", true },
		{ "Ann has declined this invitation with a note:\n\nill",
		    false },
		{ "We will be three. Does this invitation hold for all of us, "
		  "and where shall we meet?",
		    false },
		{ "See you there", false },
		{ "", false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(mail_automatic_is_of_calendar(rows[i].text), ==,
		    rows[i].is);
}

/* Vacation notes of programs that set no header. */
static void
test_an_absence_is_told_in_words(void)
{
	static const struct {
		const char *subject, *text;
		CoreOrigin origin;
	} rows[] = {
		{ "Re: a",
		    "Hello,\n\nI am away until 3 May. On my return I will "
		    "answer.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "AW: a", "Ich bin im Urlaub und ab 3. Mai wieder erreichbar.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Re: a",
		    "Je suis absente. Je r\xc3\xa9ponds \xc3\xa0 mon "
		    "retour.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Re: a",
		    "Estoy de vacaciones. Contestar\xc3\xa9 a mi "
		    "regreso.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Ann Doe/Dublin/Shop is out of the office",
		    "I will be out of the office starting 3 May and will not "
		    "return until 5 May.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Your agent is out of the office", "Nobody else answers.",
		    CORE_ORIGIN_PERSON },
		{ "Out of office this week", "I am away until 3 May.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Re: a",
		    "I'm on annual leave, returning Monday 9 May. I won't be "
		    "checking my mail.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "AW: a", "Ich bin ab dem 9. Mai wieder im B\xc3\xbcro.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Re: a",
		    "Actuellement en cong\xc3\xa9s, je serai de retour le 9.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Re: a",
		    "Ik ben met verlof. Bij terugkomst beantwoord ik uw mail.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Re: a", "Olen lomalla 9.11. asti. Palaan asiaan sitten.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Re: a",
		    "I am away from Monday. Do you send it before, or upon my "
		    "return?",
		    CORE_ORIGIN_PERSON },
		{ "Re: a", "I was on leave. On my return the lid was broken.",
		    CORE_ORIGIN_PERSON },
		{ "AW: a", "Ich bin bis Freitag da. Rufen Sie bitte vorher an.",
		    CORE_ORIGIN_PERSON },
		{ "Re: a", "I am away until 3 May, so send it to the shop.",
		    CORE_ORIGIN_PERSON },
		{ "Reader", "I am away until 3 May. On my return it must work.",
		    CORE_ORIGIN_PERSON },
		{ "Re: Out of office: Bob", "Bob is away, who helps me?",
		    CORE_ORIGIN_PERSON },
		{ "Re: Automatic reply: x",
		    "I am away until 3 May and will be back on the 4th.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Re: a",
		    "I am away from Monday, so please deliver on Saturday. I "
		    "will be back on 3 May.",
		    CORE_ORIGIN_PERSON },
		{ "Re: a",
		    "Jestem na urlopie. Prosz\xc4\x99 dostarczy\xc4\x87 po "
		    "powrocie.",
		    CORE_ORIGIN_PERSON },
		{ "Re: a",
		    "Ich bin vom 3.5. bis 5.5. nicht im Haus. Wenden Sie sich "
		    "bitte an Bob.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Re: a",
		    "Ik ben tot 3 mei afwezig. Voor dringende zaken: Jan.",
		    CORE_ORIGIN_AUTO_REPLY },
		{ "Re: a", "It failed again on my return from lunch.",
		    CORE_ORIGIN_PERSON },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail = g_strdup_printf(HEAD
		    "Subject: %s\nContent-Type: text/plain; charset=utf-8\n\n"
		    "%s\n",
		    rows[i].subject, rows[i].text);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(record->origin, ==, rows[i].origin);
	}
}

static void
test_senders_names_tell_machines(void)
{
	static const struct {
		const char *from, *words;
		CoreOrigin origin;
	} rows[] = {
		{ "no-reply@b.example", "Do I?", CORE_ORIGIN_NOTIFICATION },
		{ "orders.noreply+1@b.example", "x", CORE_ORIGIN_NOTIFICATION },
		{ "noreply2@b.example", "x", CORE_ORIGIN_NOTIFICATION },
		{ "nao-responda@b.example", "x", CORE_ORIGIN_NOTIFICATION },
		{ "cron@b.example", "x", CORE_ORIGIN_NOTIFICATION },
		{ "ann.noreplyson@b.example", "x", CORE_ORIGIN_PERSON },
		/* newsrooms have it, too */
		{ "news@b.example", "Ten new lamps", CORE_ORIGIN_NOTIFICATION },
		{ "news@b.example", "May I ask you for a comment",
		    CORE_ORIGIN_PERSON },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail =
		    g_strdup_printf("From: %s\nSubject: x\n\n%s\n",
		        rows[i].from, rows[i].words);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(record->origin, ==, rows[i].origin);
	}
}

static void
test_a_receipt_needs_no_report(void)
{
	static const struct {
		const char *subject, *words;
		CoreOrigin origin;
	} rows[] = {
		{ "Read: Offer",
		    "Your message\n\n  To: Bob\n\nwas read on 16 May 2026.",
		    CORE_ORIGIN_NOTIFICATION },
		{ "Gelesen: Angebot",
		    "Ihre Nachricht\n\n  An: Bob\n\nwurde am 16.5. gelesen.",
		    CORE_ORIGIN_NOTIFICATION },
		{ "Read: Offer", "Your message was clear. Can I have two?",
		    CORE_ORIGIN_PERSON },
		{ "Offer", "Your message was read. No, thank you.",
		    CORE_ORIGIN_PERSON },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *mail = g_strdup_printf(
		    HEAD "Subject: %s\n\n%s\n", rows[i].subject, rows[i].words);
		g_autoptr(CoreMessage) record = test_mail_read(mail);

		g_assert_cmpint(record->origin, ==, rows[i].origin);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/automatic/words", test_machines_say_what_they_are);
	g_test_add_func("/mail/automatic/challenges", test_challenges_are_told);
	g_test_add_func(
	    "/mail/automatic/calendar", test_a_calendar_speaks_for_a_person);
	g_test_add_func("/mail/automatic/machine", test_a_machine_is_no_person);
	g_test_add_func(
	    "/mail/automatic/no-answer", test_an_address_that_wants_no_answer);
	g_test_add_func(
	    "/mail/automatic/complaint", test_a_complaint_has_no_words);
	g_test_add_func(
	    "/mail/origin/absence", test_an_absence_is_told_in_words);
	g_test_add_func(
	    "/mail/origin/senders", test_senders_names_tell_machines);
	g_test_add_func("/mail/origin/receipt", test_a_receipt_needs_no_report);
	return g_test_run();
}
