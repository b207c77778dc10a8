#include "mail/words/test-own.h"
#include "mail/words/words.h"

#include <glib.h>

static void
test_cards_below_the_name_go(void)
{
	static const TestOwn rows[] = {
		{ "It fails.\n\nThanks for your help,\nAnn Doe\nDoe & Sons\n",
		    "It fails.\n\nThanks for your help,\nAnn Doe" },
		{ "Hallo\n\nMit freundlichen Grüßen\nAnn Doe\n\n"
		  "_ __ ___ __________________ ___ __ _\n\nDoe GmbH\nM: +49 "
		  "170 "
		  "5550100\nT: +49 221 5550100\nF: +49 221 5550101\nW: "
		  "www.doe.example\n\nGeschäftsführer: Ann Doe\nHRB 1 AG "
		  "Köln\n",
		    "Hallo\n\nMit freundlichen Grüßen\nAnn Doe" },
		{ "Es geht nicht.\n\nViele Grüße\nAnn Doe\n\nDoe GmbH\n"
		  "Hauptstr. 1\n50667 Köln\nTel. 0221 555 0100\n"
		  "Sitz der Gesellschaft: Köln, Amtsgericht Köln, HRB 1\n",
		    "Es geht nicht.\n\nViele Grüße\nAnn Doe" },
		{ "ログインできません。\nよろしくお願いいたします。\n\n"
		  "-----------------\n株式会社ドウ\n山田太郎\n"
		  "TEL 03-1234-5678\n-----------------\n",
		    "ログインできません。\nよろしくお願いいたします。" },
		{ "It fails.\n\nKind regards,\nAnn Doe\nDoe & Sons, Cork\n",
		    "It fails.\n\nKind regards,\nAnn Doe" },
		{ "Hallo\n\nViele Gr\xc3\xbc\xc3\x9f"
		  "e\n\nAnn Doe\nInhaberin\nTel. 0221 555 0100\n"
		  "www.doe.example\n",
		    "Hallo\n\nViele Gr\xc3\xbc\xc3\x9f"
		    "e\n\nAnn Doe" },
		{ "It fails.\n\nThanks,\nAnn Doe\nDirector of Sales\n"
		  "Information Security Systems & Services Inc.\n",
		    "It fails.\n\nThanks,\nAnn Doe" },
		{ "It fails.\n\nAnn Doe\nOwner\nT: +353 20 915 7740\n"
		  "ann@doe.example\n",
		    "It fails.\n\nAnn Doe" },
		{ "Thanks for the help!\n\nBest,\nAnn\n",
		    "Thanks for the help!\n\nBest,\nAnn" },
		{ "Thanks,\nAnn\n\nPS it is still broken\n",
		    "Thanks,\nAnn\n\nPS it is still broken" },
		{ "Thanks,\nAnn\nthe order is 5512 from May\n",
		    "Thanks,\nAnn\nthe order is 5512 from May" },
		{ "It fails.\n\nCheers,\nAnn\n\n----------------------\n"
		  "This list is sponsored by Doe\nWelcome to the show.\n"
		  "https://b.example/x\n",
		    "It fails.\n\nCheers,\nAnn" },
		{ "Thanks,\nAnn\n\nIt also crashes on save\n"
		  "https://b.example/log\n",
		    "Thanks,\nAnn\n\nIt also crashes on save\n"
		    "https://b.example/log" },
		{ "Danke,\nAnn\n\nHier geht der Deckel ab.\n\n"
		  "https://b.example/bild\n",
		    "Danke,\nAnn\n\nHier geht der Deckel ab.\n\n"
		    "https://b.example/bild" },
		{ "Please send it to my new address\n\nAnn Doe\n12 Mill Lane\n"
		  "+353 20 915 7740\nann@doe.example\n",
		    "Please send it to my new address\n\nAnn Doe\n12 Mill "
		    "Lane\n+353 20 915 7740\nann@doe.example" },
		{ "Call the buyer, his number is below.\n\nAnn Doe\nDoe Ltd\n"
		  "+353 20 915 7740\nann@doe.example\n",
		    "Call the buyer, his number is below.\n\nAnn Doe\nDoe Ltd\n"
		    "+353 20 915 7740\nann@doe.example" },
		{ "Danke,\nAnn\n0221 555 0100\n\noder an "
		  "ann@doe.example schreiben\n",
		    "Danke,\nAnn\n0221 555 0100\n\noder an "
		    "ann@doe.example schreiben" },
		{ "My details:\n\nAnn Doe\n+353 20 915 7740\n"
		  "ann@doe.example\n",
		    "My details:\n\nAnn Doe\n+353 20 915 7740\n"
		    "ann@doe.example" },
	};

	test_own_words_are(rows, G_N_ELEMENTS(rows));
}

/* What others' parsers have thrown away. */
static void
test_what_only_looks_like_it_stays(void)
{
	static const TestOwn rows[] = {
		{ "My friend wrote:\nit is bad\n",
		    "My friend wrote:\nit is bad" },
		{ "a - b\n- one\n- two\n", "a - b\n- one\n- two" },
		{ "The form sent:\n---- Parcel ---- From: Ann "
		  "<ann@b.example>To: "
		  "Bob\nIt is lost.\n",
		    "The form sent:\n---- Parcel ---- From: Ann "
		    "<ann@b.example>To: Bob\nIt is lost." },
		{ "---- What I found ----\nOne fault.\n---- And then ----\n"
		  "Two.\n",
		    "---- What I found ----\nOne fault.\n---- And then ----\n"
		    "Two." },
		{ "Teema: my account\nZa: support\nI cannot log in.\n",
		    "Teema: my account\nZa: support\nI cannot log in." },
		{ "one\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n",
		    "one\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13" },
		{ "Sent via courier, it broke.\nRefund me\n",
		    "Sent via courier, it broke.\nRefund me" },
		{ "From: the desk of Ann\nTo: you\n",
		    "From: the desk of Ann\nTo: you" },
		{ "On 3 May I wrote to you.\n", "On 3 May I wrote to you." },
		{ "On 3 May your colleague wrote:\nyou will be paid.\nI was "
		  "not.\n",
		    "On 3 May your colleague wrote:\nyou will be paid.\nI was "
		    "not." },
		{ "The parcel:\nFrom: Dublin\nTo: Cork\nDate: 3 May\nlost\n",
		    "The parcel:\nFrom: Dublin\nTo: Cork\nDate: 3 May\nlost" },
		{ "It is a@b.example 12", "It is a@b.example 12" },
		{ "Look\n\nSent from my desk, it is easier than my phone.\n",
		    "Look\n\nSent from my desk, it is easier than my phone." },
		{ "Is it the one\n\nSent from my phone?\n",
		    "Is it the one\n\nSent from my phone?" },
		{ "Outlook for Android shows it wrong.\n",
		    "Outlook for Android shows it wrong." },
		{ "Read https://x.example/what-ann-wrote: it is good\n",
		    "Read https://x.example/what-ann-wrote: it is good" },
		{ "It broke.\n\nThis message appears in error each time, and a "
		  "virus\nscan finds nothing.\n",
		    "It broke.\n\nThis message appears in error each time, "
		    "and a virus\nscan finds nothing." },
		{ "Hello\n\nThis email address was registered in error, I "
		  "want\nit off the list of recipients.\n",
		    "Hello\n\nThis email address was registered in error, I "
		    "want\nit off the list of recipients." },
		{ "Hello\n\nThe information I sent is confidential.\n",
		    "Hello\n\nThe information I sent is confidential." },
		{ "Paper again.\nPlease consider the environment and stop the "
		  "letters.\n",
		    "Paper again.\nPlease consider the environment and stop "
		    "the letters." },
		{ "It fails.\nAvast blocks your installer.\n",
		    "It fails.\nAvast blocks your installer." },
		{ "Your mail said:\nVirus-free? Not so, it has one.\n",
		    "Your mail said:\nVirus-free? Not so, it has one." },
		{ "Where is it?\nSent by registered mail on 3 May\n",
		    "Where is it?\nSent by registered mail on 3 May" },
		{ "Sorry\nSent from my phone. It is the third time I write.\n",
		    "Sorry\nSent from my phone. It is the third time I "
		    "write." },
		{ "Hallo\nVon meinem Handy wird keine Mail gesendet\n",
		    "Hallo\nVon meinem Handy wird keine Mail gesendet" },
		{ "See\n\n-- original message is garbled there\n",
		    "See\n\n-- original message is garbled there" },
		{ "Thanks,\nAnn\ncall me on 0871 234 567\n",
		    "Thanks,\nAnn\ncall me on 0871 234 567" },
		{ "Thanks for the update\nAnn Doe\nBob Roe\nCarl Poe\n",
		    "Thanks for the update\nAnn Doe\nBob Roe\nCarl Poe" },
		{ "Thank you, please add these users:\nAnn Doe\nBob Roe\n",
		    "Thank you, please add these users:\nAnn Doe\nBob Roe" },
		{ "Best app ever\nAnn Doe\nWorks On Every Phone\n",
		    "Best app ever\nAnn Doe\nWorks On Every Phone" },
		{ "Send it here:\n\n----------\nAnn Doe\n12 High St\n"
		  "ann@doe.example\n",
		    "Send it here:\n\n----------\nAnn Doe\n12 High St\n"
		    "ann@doe.example" },
		{ "Hello\n________________________________\nName: Ann Doe\n"
		  "Email: a@b.example\nOrder: 5512\nFault: it crashes\n1\n2\n"
		  "3\n4\n5\n6\n7\n8\n9\n",
		    "Hello\n________________________________\nName: Ann "
		    "Doe\nEmail: a@b.example\nOrder: 5512\nFault: it "
		    "crashes\n1\n2\n3\n4\n5\n6\n7\n8\n9" },
		{ "It must be\n> 5 and < 10\nbut is 12.\n",
		    "It must be\n> 5 and < 10\nbut is 12." },
		{ "> 100 users cannot log in.\nNow.\n",
		    "> 100 users cannot log in.\nNow." },
		{ ">>> import tideway\nImportError\n>>> help me\n",
		    ">>> import tideway\nImportError\n>>> help me" },
		{ "Name: Ann\n____________\nAge: 34\n____________\nIt does not "
		  "save.\n",
		    "Name: Ann\n____________\nAge: 34\n____________\nIt does "
		    "not save." },
		{ "First, it leaks.\n\n--\n\nSecond, I cannot log in.\n",
		    "First, it leaks.\n\n--\n\nSecond, I cannot log in." },
		{ "Erstens tropft es.\n—\nUnd dann kann ich nicht rein.\n",
		    "Erstens tropft es.\n—\nUnd dann kann ich nicht rein." },
		{ "First this.\n\n________________________\nSecond, I cannot "
		  "log in.\n",
		    "First this.\n\n________________________\nSecond, I "
		    "cannot log in." },
		{ "The log:\nFrom: 192.0.2.1\nTo: 192.0.2.2\nSubject: "
		  "CN=b.example\nDate: 2026-11-16\nWhy?\n",
		    "The log:\nFrom: 192.0.2.1\nTo: 192.0.2.2\nSubject: "
		    "CN=b.example\nDate: 2026-11-16\nWhy?" },
		{ "The original message\nis lost.\n",
		    "The original message\nis lost." },
		{ "It hangs.\nDownload E-Mail app for Android fails\n",
		    "It hangs.\nDownload E-Mail app for Android fails" },
		{ "See\nhttps://b.example/x\n", "See\nhttps://b.example/x" },
		{ "At 8:00 Ann <ann@b.example> wrote:  nothing\n",
		    "At 8:00 Ann <ann@b.example> wrote:  nothing" },
		{ "---- Steps ----\nPress save\n",
		    "---- Steps ----\nPress save" },
		{ "Key points\n----\n1. fast\n\n====\nmore\n",
		    "Key points\n----\n1. fast\n\n====\nmore" },
		{ "No.\nfrom: the start it was wrong\nsent: twice by now\n"
		  "to: sum up, I wait\nsubject: to change\nFrom: a@b.example\n",
		    "No.\nfrom: the start it was wrong\nsent: twice by now\n"
		    "to: sum up, I wait\nsubject: to change\n"
		    "From: a@b.example" },
		{ "まだです。\n\n請求書はメールで送信されました。\n",
		    "まだです。\n\n請求書はメールで送信されました。" },
		{ "The bus goes\n\nThere And Back\nvia Dublin\n",
		    "The bus goes\n\nThere And Back\nvia Dublin" },
		{ "---- What support wrote ----\nTry again\n"
		  "---- What I did ----\nTried again\n",
		    "---- What support wrote ----\nTry again\n"
		    "---- What I did ----\nTried again" },
		{ "Look at what the support\nwrote:\n",
		    "Look at what the support\nwrote:" },
		{ "The mail of my colleague <ann1998@b.example>:\nit fails\n"
		  "and this <ann_2001@b.example>:\nit does not\n",
		    "The mail of my colleague <ann1998@b.example>:\nit fails\n"
		    "and this <ann_2001@b.example>:\nit does not" },
		{ "The log of 2026-11-16 08:00 for a@b.example:\nfatal\n",
		    "The log of 2026-11-16 08:00 for a@b.example:\nfatal" },
	};

	test_own_words_are(rows, G_N_ELEMENTS(rows));
}

static void
test_cards_below_the_name_of_the_writer_go(void)
{
	static const struct {
		const char *writer, *below, *left;
	} rows[] = {
		{ "Ann Doe", "Ann Doe\nOffice Manager\nDoe Ltd, Ennis",
		    "Ann Doe" },
		{ "Änn Doe", "*ÄNN DOE*\nDoe Ltd\n12 High St\n+353 1 555 0100",
		    "*ÄNN DOE*" },
		{ "Amparo Llopis",
		    "Amparo Llopis\n\nClima Túria S.L.\n"
		    "Tel. 96 555 01 34",
		    "Amparo Llopis" },
		{ NULL, "Ann Doe\nOffice Manager", "Ann Doe\nOffice Manager" },
		{ "Ann Doe",
		    "*Ann Doe*\n*Purchasing | Doe Ltd*\n+353 1 555 0100",
		    "*Ann Doe*" },
		{ "Ann Doe", "Ann Doe\n* Lids\n* Boxes",
		    "Ann Doe\n* Lids\n* Boxes" },
		{ "", "Ann Doe\nOffice Manager", "Ann Doe\nOffice Manager" },
		{ "Bob", "Ann Doe\nOffice Manager", "Ann Doe\nOffice Manager" },
		{ "Ann Doe", "Ann Doe\nit is order 5512 from May",
		    "Ann Doe\nit is order 5512 from May" },
		{ "Ann Doe", "Ann Doe\nPS: it came", "Ann Doe\nPS: it came" },
		{ "Ann Doe", "Meine Adresse ist jetzt\n\nAnn Doe\nMühlweg 12",
		    "Meine Adresse ist jetzt\n\nAnn Doe\nMühlweg 12" },
		{ "Ann Doe", "Thanks!\n\nAnn Doe\nDoe Ltd, Ennis",
		    "Thanks!\n\nAnn Doe" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text =
		    g_strconcat("It fails.\n\n", rows[i].below, "\n", NULL);
		g_autofree char *left =
		    g_strconcat("It fails.\n\n", rows[i].left, NULL);
		bool is_full;
		g_autofree char *words =
		    mail_words(text, rows[i].writer, &is_full);

		g_assert_cmpstr(words, ==, left);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/words/cards", test_cards_below_the_name_go);
	g_test_add_func(
	    "/mail/words/lookalikes", test_what_only_looks_like_it_stays);
	g_test_add_func("/mail/words/cards-of-the-writer",
	    test_cards_below_the_name_of_the_writer_go);
	return g_test_run();
}
