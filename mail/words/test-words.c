#include "mail/words/test-own.h"
#include "mail/words/words.h"

#include "mail/words/attribution.h"

#include <glib.h>

static void
test_quotations_go(void)
{
	static const TestOwn rows[] = {
		{ "It crashes.\n", "It crashes." },
		{ "Yes.\n\nOn Mon, 16 Nov 2026, Ann <a@b.example> wrote:\n> "
		  "x\n",
		    "Yes." },
		{ "Yes.\n\nOn Mon, 16 Nov 2026 at 08:00,\nAnn Long Name\n"
		  "<a@b.example> wrote:\n> x\n",
		    "Yes." },
		{ "Ja.\n\nAm 16.11.2026 um 08:00 schrieb Ann:\n> x\n", "Ja." },
		{ "Oui.\n\nLe 16 nov. 2026, Ann a \xc3\xa9"
		  "crit :\n> x\n",
		    "Oui." },
		{ "Si.\n\nEl 16 nov. 2026, Ann escribi\xc3\xb3:\n> x\n",
		    "Si." },
		{ "Yes.\n\n2026-11-16 16:32 GMT+01:00 Ann <a@b.example>:\n\n"
		  "unmarked\n",
		    "Yes." },
		/* the marks are those of what Ann quoted */
		{ "Yes.\n\nOn Mon, 16 Nov 2026, Ann <a@b.example> wrote:\n\n"
		  "well\n\n-----Original Message-----\nFrom: c\nTo: d\n"
		  "Subject: e\n\n> x\n",
		    "Yes." },
		{ "> first?\nYes.\n> second?\nNo.\n", "Yes.\nNo." },
		{ "On 1 Nov Ann wrote:\n> x\n\nBelow.\n", "Below." },
		{ "See\n\n-----Original Message-----\nFrom: b\nx\n", "See" },
		{ "See\n\n-----Urspr\xc3\xbcngliche Nachricht-----\nx\n",
		    "See" },
		{ "See\n\n---------- Forwarded message ---------\nx\n", "See" },
		{ "See\n\nBegin forwarded message:\n\nx\n", "See" },
		/* MailMate quotes the header, too */
		{ "See\n\nForwarded message:\n\n> From: b@c.example\n> To: d\n"
		  "> Subject: s\n>\n> x\n",
		    "See" },
		{ "See\n________________________________\nFrom: b\nSent: now\n"
		  "To: c\nSubject: s\n\nx\n",
		    "See" },
		{ "Siehe\n\nVon: b\nGesendet: jetzt\nAn: c\nBetreff: s\n\nx\n",
		    "Siehe" },
		{ "Voir\n\nDe : b\nEnvoy\xc3\xa9 : lundi\n\xc3\x80 : c\n"
		  "Objet : s\n\nx\n",
		    "Voir" },
		{ "Ver\n\n*De:* b\n*Enviado:* lunes\n*Para:* c\n*Asunto:* s\n",
		    "Ver" },
	};

	test_own_words_are(rows, G_N_ELEMENTS(rows));
}

static void
test_signatures_and_footers_go(void)
{
	static const TestOwn rows[] = {
		{ "Hello\n\n-- \nAnn\nBoss\n", "Hello" },
		{ "Hello\n--\nAnn\n", "Hello" },
		{ "Hello\n\nSent from my phone\n", "Hello" },
		{ "Hallo\n\nVon meinem iPhone gesendet\n", "Hallo" },
		{ "Hello\n\nGet Outlook for iOS\n\n> x\n", "Hello" },
		{ "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n"
		  "-----BEGIN PGP SIGNATURE-----\nVersion: 1\n\niD8DBQFF\n"
		  "=UmxP\n-----END PGP SIGNATURE-----\n",
		    "Hello" },
		{ "Hello\n-----BEGIN PGP SIGNATURE-----\nis what I see\n",
		    "Hello\n-----BEGIN PGP SIGNATURE-----\nis what I see" },
		{ "Hello\n\nSent from my phone\n\nIt is order 5512.\n",
		    "Hello\n\nIt is order 5512." },
		{ "Hello\n____________________________\nlist footer\n",
		    "Hello" },
	};

	test_own_words_are(rows, G_N_ELEMENTS(rows));
}

/* Each with the order of words, the date and the verb of its program. */
static void
test_attributions_of_many_programs_go(void)
{
	static const char *const rows[] = {
		"On Nov 16, 2026, at 8:00 AM, Ann Doe wrote:\n\nunmarked",
		"On Mon, 16 Nov 2026 08:14:43 -0200 Ann <a@b.example> "
		"wrote\n\nx",
		"---- On Mon, 16 Nov 2026 14:17:36 +0530 Ann <a@b.example> "
		"wrote "
		"----\n\nx",
		"On 16/11/26 7:07 PM, Ann Doe wrote:\n> x",
		"Am 16.11.2026 17:48 schrieb \"Ann Doe\" <a@b.example\n>:\n\n> "
		"x",
		"Ann Doe <a@b.example> schrieb am Mo., 16. Nov. 2026, "
		"08:00:\n\n"
		"> x",
		"Le lun. 16 nov. 2026 \xc3\xa0 08:00, Ann Doe\n<a@b.example>\n"
		"a \xc3\xa9"
		"crit :\n\n> x",
		"El lun, 16 nov 2026 a las 8:00, Ann (<a@b.example>) "
		"escribi\xc3\xb3:\n\nx",
		"Il giorno lun 16 nov 2026 alle ore 08:00 Ann Doe <a@b.example>"
		"\nha scritto:\n\n> x",
		"Op ma 16 nov. 2026 om 08:00 schreef Ann <a@b.example>:\n\n> x",
		"Em seg., 16 de nov. de 2026 \xc3\xa0s 08:00, Ann "
		"<a@b.example>\nescreveu:\n\n> x",
		"16 lis 2026 21:25 \"Ann Doe\" <a@b.example> "
		"napisa\xc5\x82(a):\n\n> x",
		"Den m\xc3\xa5n 16 nov. 2026 kl 08:00 skrev Ann Doe "
		"<a@b.example>:\n\n> x",
		"ma 16. marrask. 2026 klo 8.00 Ann Doe (a@b.example) "
		"kirjoitti:\n\n> x",
		"2026\xe5\xb9\xb4"
		"11\xe6\x9c\x88"
		"16\xe6\x97\xa5(\xe6\x9c\x88) 8:00 Ann <a@b.example>:"
		"\n\n> x",
		"Ann <a@b.example>, 16 Kas 2026 Pzt, 08:00 tarihinde \xc5\x9f"
		"unu yazd\xc4\xb1:\n\nx",
		"Ann Doe <a@b.example> wrote on 11/16/2026 08:00:21 AM:\n\n> x",
		"Quoting Ann Doe <a@b.example>:\n\n> x",
		"Ann Doe wrote:\n> x",
		"Monday, November 16, 2026, 8:00:18 AM, you wrote:\n\nANN> x",
		"On Mon, 16 Nov 2026 at 8:00 Ann Doe\n\n<\n"
		"mailto:Ann <a@b.example>\n> wrote:\n\nx",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = g_strconcat(
		    "It has 3 faults.\nAnd more\n\n", rows[i], "\n", NULL);
		bool is_full;
		g_autofree char *words = mail_words(text, NULL, &is_full);

		g_assert_cmpstr(words, ==, "It has 3 faults.\nAnd more");
	}
}

static void
test_headers_of_many_programs_go(void)
{
	static const char *const rows[] = {
		"Van: b\nVerzonden: nu\nAan: c\nOnderwerp: s\n\nx",
		"Fr\xc3\xa5n: b\nSkickat: nu\nTill: c\n\xc3\x84mne: s\n\nx",
		"Od: b\nWys\xc5\x82"
		"ano: teraz\nDo: c\nTemat: s\n\nx",
		"Da: b\nInviato: ora\nA: c\nOggetto: s\n\nx",
		"De: b\nEnviado em: agora\nPara: c\nAssunto: s\n\nx",
		"\xe5\xb7\xae\xe5\x87\xba\xe4\xba\xba: b\n"
		"\xe5\xae\x9b\xe5\x85\x88: c\n"
		"\xe4\xbb\xb6\xe5\x90\x8d: s\n\nx",
		"  De : b <b@c.example>\n \xc3\x80 : c\n Envoy\xc3\xa9 le : "
		"lundi\n Objet : s\n\nx",
		"------------------------------\n\n*From:* b\n*Sent:* now\n"
		"*To:* c\n*Subject:* s\n\nx",
		"##- Please type your reply above this line -##\n\nx",
		"-------- Messaggio inoltrato --------\nx",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text =
		    g_strconcat("Mine\n\n", rows[i], "\n", NULL);
		bool is_full;
		g_autofree char *words = mail_words(text, NULL, &is_full);

		g_assert_cmpstr(words, ==, "Mine");
	}
}

static void
test_answers_below_marked_quotations_stay(void)
{
	static const TestOwn rows[] = {
		{ "-----Original Message-----\nFrom: b\nTo: c\n\n> asked\n\n"
		  "Answered.\n",
		    "Answered." },
		{ "On 16/11/2026 10:15, Support wrote:\nTom, thanks.\n\n"
		  "> Press the button.\n\nDone.\n",
		    "Tom, thanks.\n\nDone." },
		{ "On 16/11/2026 10:15, Support wrote:\n"
		  "> a line so long that the program had to break it in two "
		  "words\nbefore its end\n> and more\nNo.\n",
		    "No." },
		{ "＞ 動きますか。\nはい。\n＞ 今も？\nいいえ。\n",
		    "はい。\nいいえ。" },
		{ "> first?\nyes\n> second?\nno\n", "yes\nno" },
		{ "Monday, 2026-11-16, 8:00, you wrote:\n\nTB> hot?\n\nNo.\n\n"
		  "TB> cold?\n\nYes.\n",
		    "No.\n\nYes." },
		{ "On 16 Nov 2026 at 14:01, Ann wrote:\n| hot?\n|\n\nNo.\n",
		    "No." },
		{ "See\nR> 1 + 1\n| a | b |\n\nOn Fri, Apr 23, 2010 at 5:10 "
		  "AM, Ann\n<a@b.example> wrote:\n> x\n",
		    "See\nR> 1 + 1\n| a | b |" },
		{ "x <- y[,3]\nz(x, 1:2)\nOn Fri, Apr 23, 2010 at 5:10 AM, "
		  "Ann\n<a@b.example> wrote:\n> x\n",
		    "x <- y[,3]\nz(x, 1:2)" },
	};

	test_own_words_are(rows, G_N_ELEMENTS(rows));
}

static void
test_never_less_than_something(void)
{
	static const struct {
		const char *text, *words; /* NULL: the whole text */
		bool full;
	} rows[] = {
		{ "> all\n> quoted\n", NULL, true },
		/* with nothing before it, it is no signature */
		{ "-- \nAnn\n", "-- \nAnn", false },
		{ "On 1 Nov Ann <a@b.example> wrote:\n> x\n", NULL, true },
		{ "From: a\nSent: b\nTo: c\nSubject: d\n\nx\n", "x", true },
		{ "From: a\nSent: b\nTo: c\nSubject: d\n", NULL, true },
		{ "---------- Forwarded message ---------\nFrom: a "
		  "<a@b.example>\n"
		  "Date: now\nSubject: d\n e\nTo: c\n\nx\n\n"
		  "On 1 Nov 2026 Ann <a@b.example> wrote:\ny\n",
		    "x", true },
		{ "-----Original Message-----\nx\ny\n\nz\n", "x\ny\n\nz",
		    true },
		{ "________________________________\nVon: a\nGesendet: b\nAn: "
		  "c\n"
		  "Betreff: d\n\nx\n",
		    "x", true },
		/* HTML made text of may have no blank line there */
		{ "________________________________\nFrom: a\nSent: b\nTo: "
		  "c\nSubject: d\nIt crashes.\nAgain.\n",
		    "It crashes.\nAgain.", true },
		{ "From: a\nSent: b\nTo: c\nSubject: a subject so long that "
		  "it goes on where its program broke\nit\n\nx\n",
		    "x", true },
		{ "From: a\nSent: b\nTo: c\nSubject: FW: d\n"
		  "Auto forwarded by a Rule\n\nx\n",
		    "x", true },
		{ "On Mon, 16 Nov 2026 at 8:00, Ann <a@b.example> "
		  "wrote:\n\nx\n\n"
		  "Yes.\n",
		    "x\n\nYes.", true },
		/* a forward that is all quoted */
		{ "\n> Begin forwarded message:\n>\n> From: b@c.example\n> "
		  "Date: "
		  "today\n> To: d\n> Subject: s\n>\n> It crashes.\n> > 1\n",
		    "It crashes.", true },
		{ "---------- Forwarded message ----------\nFrom: b@c.example\n"
		  "To: d\nSubject: s\n\n> It crashes.\n",
		    "It crashes.", true },
		{ "> From: b@c.example\n> To: d\n> Subject: s\n>\n", NULL,
		    true },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		bool is_full;
		g_autofree char *words =
		    mail_words(rows[i].text, NULL, &is_full);

		g_assert_cmpstr(
		    words, ==, rows[i].words ? rows[i].words : rows[i].text);
		g_assert_cmpint(is_full, ==, rows[i].full);
	}
}

static void
test_attributions_take_their_lines(void)
{
	static const struct {
		const char *text;
		size_t lines;
		bool sure;
	} rows[] = {
		{ "On Mon, 16 Nov 2026 at 08:00,\nAnn <a@b.example> wrote:", 2,
		    true },
		{ "Ann <a@b.example> wrote:", 1, true },
		{ "On Mon, 16 Nov 2026 at 08:00,\n\nAnn wrote:", 0, false },
		{ "he said nothing", 0, false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(GStrv) lines = g_strsplit(rows[i].text, "\n", -1);
		bool sure = false;

		g_assert_cmpint(
		    mail_attribution(lines, &sure), ==, rows[i].lines);
		g_assert_cmpint(sure, ==, rows[i].sure);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/words/quotations", test_quotations_go);
	g_test_add_func(
	    "/mail/words/attributions", test_attributions_of_many_programs_go);
	g_test_add_func(
	    "/mail/words/headers", test_headers_of_many_programs_go);
	g_test_add_func(
	    "/mail/words/inline", test_answers_below_marked_quotations_stay);
	g_test_add_func(
	    "/mail/words/signatures", test_signatures_and_footers_go);
	g_test_add_func("/mail/words/full", test_never_less_than_something);
	g_test_add_func(
	    "/mail/quote/attribution", test_attributions_take_their_lines);
	return g_test_run();
}
