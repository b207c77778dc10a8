#include "mail/words/words.h"

#include <glib.h>

static void
test_warnings_of_gateways_go(void)
{
	static const char *const banners[] = {
		"CAUTION: This email originated from outside of the "
		"organization. Do not click links or open attachments unless "
		"you recognize the sender and know the content is safe.",
		"This message came from outside of this firm. Do not open its "
		"attachments.",
		"[EXTERNAL EMAIL] Do not click links or attachments unless you "
		"recognise the sender.",
		"*** This message is from an external sender. Be careful with "
		"links ***",
		"You don't often get email from bob@c.example. Learn why this "
		"is important (https://aka.ms/LearnAboutSenderIdentification)",
		"Sie erhalten nicht häufig E-Mails von bob@c.example. Erfahren "
		"Sie, warum dies wichtig ist "
		"(https://aka.ms/LearnAboutSenderIdentification)",
		"ACHTUNG: Diese E-Mail stammt von außerhalb der Organisation.\n"
		"Klicken Sie nicht auf Links und öffnen Sie keine Anhänge.",
		"ATTENTION : courriel externe. Ne cliquez pas sur les liens.",
		"PRECAUCIÓN: Este correo procede de fuera de la organización. "
		"No haga clic en enlaces.",
		"ATTENZIONE: mittente esterno. Non aprire allegati o link.",
		"LET OP: deze mail komt van buiten de organisatie. Klik niet "
		"op links.",
		"ATENÇÃO: e-mail de remetente externo. Não clique em links.",
		"UWAGA: wiadomość spoza organizacji. Nie klikaj w linki.",
		"OBS: Extern avsändare. Klicka inte på länkar.",
		"注意：このメールは社外から送信されています。リンクをクリックす"
		"る前"
		"に確認してください。",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(banners); i++) {
		g_autofree char *text = g_strconcat("\n----------\n",
		    banners[i], "\n----------\n\nIt crashes.\nAnn\n", NULL);
		bool is_full;
		g_autofree char *words = mail_words(text, NULL, &is_full);

		g_assert_cmpstr(words, ==, "It crashes.\nAnn");
		g_assert_false(is_full);
	}
}

static void
test_several_go(void)
{
	bool is_full;
	g_autofree char *words =
	    mail_words("External sender. Do not click links.\n\n"
	               "CAUTION: from outside the company. Check links.\n\n"
	               "It crashes.\n",
	        NULL, &is_full);

	g_assert_cmpstr(words, ==, "It crashes.");
}

/* A customer may write of links and of who is outside, too. */
static void
test_what_only_looks_like_it_stays(void)
{
	static const char *const texts[] = {
		"Caution: do not click the link in your mail, it crashes.",
		"Your mail says external sender, click here. Is it yours?",
		"As an external sender I cannot open the attachment.",
		"Hello,\n\nit says: external email, do not click links.",
		"It came from outside of the organization.",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		bool is_full;
		g_autofree char *words = mail_words(texts[i], NULL, &is_full);

		g_assert_cmpstr(words, ==, texts[i]);
	}
}

static void
test_a_mail_of_nothing_else_is_whole(void)
{
	static const char text[] = "External sender. Do not click links.\n";
	bool is_full;
	g_autofree char *words = mail_words(text, NULL, &is_full);

	g_assert_cmpstr(words, ==, text);
	g_assert_true(is_full);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/banner/go", test_warnings_of_gateways_go);
	g_test_add_func("/mail/banner/several", test_several_go);
	g_test_add_func(
	    "/mail/banner/lookalikes", test_what_only_looks_like_it_stays);
	g_test_add_func(
	    "/mail/banner/alone", test_a_mail_of_nothing_else_is_whole);
	return g_test_run();
}
