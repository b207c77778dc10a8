#include "mail/language/language.h"

#include "mail/language/common-words.h"

#include <glib.h>
#include <string.h>

static void
test_tells_languages(void)
{
	static const struct {
		const char *subject, *words, *language;
	} rows[] = {
		{ "Crash", "It crashes when I open the file.", "en" },
		{ NULL, "Ich kann die Rechnung nicht finden, wo ist sie?",
		    "de" },
		{ NULL, "No puedo entrar en mi cuenta desde ayer, por favor.",
		    "es" },
		{ NULL, "Je ne peux pas ouvrir le fichier avec votre outil.",
		    "fr" },
		{ NULL, "Non riesco ad aprire la fattura da ieri, grazie.",
		    "it" },
		{ NULL, "Ik kan de factuur niet openen, kunt u mij helpen?",
		    "nl" },
		{ NULL, "N\xc3\xa3o consigo abrir a fatura, podem ajudar?",
		    "pt" },
		{ NULL,
		    "Nie mog\xc4\x99 otworzy\xc4\x87 faktury, prosz\xc4\x99 o "
		    "pomoc.",
		    "pl" },
		{ NULL,
		    "Jag kan inte \xc3\xb6ppna fakturan, kan ni hj\xc3\xa4lpa "
		    "mig?",
		    "sv" },
		{ NULL,
		    "\xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8\xe3\x82\x92"
		    "\xe9\x96\x8b\xe3\x81\x8f\xe3\x81\x93\xe3\x81\xa8"
		    "\xe3\x81\x8c\xe3\x81\xa7\xe3\x81\x8d\xe3\x81\xbe"
		    "\xe3\x81\x9b\xe3\x82\x93\xe3\x80\x82",
		    "ja" },
		{ NULL,
		    "\xd7\x90\xd7\xa0\xd7\x99 \xd7\x9c\xd7\x90 "
		    "\xd7\x99\xd7\x9b\xd7\x95\xd7\x9c "
		    "\xd7\x9c\xd7\xa4\xd7\xaa\xd7\x95\xd7\x97",
		    "he" },
		/* a subject speaks where the words are few */
		{ "Die Rechnung l\xc3\xa4sst sich nicht \xc3\xb6"
		  "ffnen",
		    "ok", "de" },
		/* links are in no language */
		{ NULL,
		    "Die Lampe ist kaputt: "
		    "https://b.example/en/the-best-of-all-"
		    "lamps-that-you-can-buy-for-the-money",
		    "de" },
		{ NULL, "https://b.example/de/lampe-mit-schirm-und-fuss",
		    NULL },
		{ NULL, "die.lampe.ist.kaputt.und.geht.nicht@b.example", NULL },
		{ NULL,
		    "\xe3\x83\xa9\xe3\x83\xb3\xe3\x83\x97\xe3\x81\x8c"
		    "a@b.example"
		    "\xe3\x81\xa4\xe3\x81\x8b\xe3\x81\xaa\xe3\x81\x84",
		    "ja" },
		{ "", "12345", NULL },
		{ NULL, "", NULL },
		{ NULL, NULL, NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *code =
		    mail_language_detect(rows[i].subject, rows[i].words);

		g_assert_cmpstr(code, ==, rows[i].language);
	}
}

/* The first kilobyte ends inside a character here, at every place of it. */
static void
test_is_cut_between_characters(void)
{
	for (int before = 0; before < 4; before++) {
		g_autoptr(GString) words = g_string_new(NULL);

		for (int i = 0; i < before; i++)
			g_string_append_c(words, ' ');
		for (int i = 0; i < 500; i++)
			g_string_append(words, "\xe3\x81\xa7");
		g_autofree char *code = mail_language_detect(NULL, words->str);
		g_assert_cmpstr(code, ==, "ja");
	}
}

/* What the quick look is sure of, and what it leaves to the closer one. */
static void
test_common_words_are_sure_or_silent(void)
{
	static const struct {
		const char *text, *language;
	} rows[] = {
		{ "When I open the invoice that you sent to me, there is "
		  "nothing in it but the name of our street and an error "
		  "which I have not seen before.",
		    "en" },
		{ "WENN ICH DIE RECHNUNG, die Sie mir geschickt haben, mit "
		  "der App aufmache, ist auf der Seite nichts zu sehen, und "
		  "das ist nicht nur auf meinem Handy so.",
		    "de" },
		{ "Quand je touche le bouton, la facture ne part pas et je "
		  "suis obligé de la faire sur le site avec votre page "
		  "d'aide, ce qui est long pour nous.",
		    "fr" },
		/* English among names that no language has */
		{ "The sums of what is in 2.1.0, see www.example.com: COPYING "
		  "d8045f3b ab7df079 INSTALL 78bbd678 NEWS 043a28ec README "
		  "faacef01 THANKS b4fb34f8 ONEWS aafaed44 OONEWS fbcdeaad "
		  "for you to have.",
		    "en" },
		/* Irish has words of it, too */
		{ "Ní féidir liom an sonrasc a oscailt ón nóiméad a fuair mé "
		  "an ríomhphost is déanaí; is é an rud is measa ná an "
		  "scáileán "
		  "bán, agus an fón mall.",
		    NULL },
		/* few words */
		{ "The invoice is not in the list.", NULL },
		/* names and numbers */
		{ "Tideway 4711 Oakline Brightpipe 0815 Marchenko Nordlicht "
		  "Athlone Galway Sligo Cork Naas Thurles Ennis Tralee Kerry "
		  "Clare Mayo Meath Louth Cavan Offaly Laois Carlow Wexford",
		    NULL },
		/* two languages */
		{ "When I open the invoice that you sent to me, there is "
		  "nothing in it. Wenn ich die Rechnung aufmache, die Sie mir "
		  "geschickt haben, ist auf der Seite nichts.",
		    NULL },
		/* the English at the foot of a Greek mail */
		{ "Δεν μπορώ να ανοίξω το τιμολόγιο. This message and all "
		  "that is in it is for you and not for others, and if you "
		  "have it by an error it is to be sent back to us.",
		    NULL },
		/* a language without a list that has words of those with */
		{ "Jeg kan ikke åbne fakturaen som jeg har fået for det "
		  "arbejde vi har gjort, og det er ikke første gang at den "
		  "er tom når den kommer fra jer, så kan I se på det",
		    NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpstr(mail_common_words_detect(
		                    rows[i].text, strlen(rows[i].text)),
		    ==, rows[i].language);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/language/tells", test_tells_languages);
	g_test_add_func("/mail/language/cut", test_is_cut_between_characters);
	g_test_add_func("/mail/language/common-words",
	    test_common_words_are_sure_or_silent);
	return g_test_run();
}
