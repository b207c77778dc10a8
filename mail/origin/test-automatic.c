#include "mail/origin/automatic.h"
#include "mail/test-mail.h"

#include <glib.h>

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
	return g_test_run();
}
