#include "mail/words/test-own.h"

#include <glib.h>

#define WRAP_AT 60

/* The line above what is quoted, as the programs of many write it. */
static const char *const attributions[] = {
	/* Gmail */
	"On Mon, Nov 16, 2026 at 8:00 AM Ann Doe <ann@b.example> wrote:",
	"On Mon, 16 Nov 2026 at 08:00, Ann Doe <ann@b.example> wrote:",
	"Am Mo., 16. Nov. 2026 um 08:00 Uhr schrieb Ann Doe <ann@b.example>:",
	"Ann Doe <ann@b.example> schrieb am Mo., 16. Nov. 2026 um 08:00 Uhr:",
	"Le lun. 16 nov. 2026 à 08:00, Ann Doe <ann@b.example> a écrit :",
	"El lun, 16 nov 2026 a las 8:00, Ann Doe (<ann@b.example>) escribió:",
	"Il giorno lun 16 nov 2026 alle ore 08:00 Ann Doe <ann@b.example> ha "
	"scritto:",
	"Op ma 16 nov 2026 om 08:00 schreef Ann Doe <ann@b.example>:",
	"Em seg., 16 de nov. de 2026 às 08:00, Ann Doe <ann@b.example> "
	"escreveu:",
	"Ann Doe <ann@b.example> escreveu (segunda, 16/11/2026 à(s) 08:00):",
	"Ann Doe <ann@b.example> escreveu no dia segunda, 16/11/2026 à(s) "
	"08:00:",
	"pon., 16 lis 2026 o 08:00 Ann Doe <ann@b.example> napisał(a):",
	"Den mån 16 nov. 2026 kl 08:00 skrev Ann Doe <ann@b.example>:",
	"2026年11月16日(月) 8:00 Ann Doe <ann@b.example>:",
	"2026年11月16日 8:00 山田太郎 <ann@b.example>:",
	"Missatge de Ann Doe <ann@b.example> del dia dc., 4 de nov. 2026 a les "
	"16:05:",
	/* Apple */
	"On 16 Nov 2026, at 08:00, Ann Doe <ann@b.example> wrote:",
	"On Nov 16, 2026, at 8:00 AM, Ann Doe <ann@b.example> wrote:",
	"Am 16.11.2026 um 08:00 schrieb Ann Doe <ann@b.example>:",
	"Am 16. November 2026 um 08:00:12 MEZ schrieb Ann Doe "
	"<ann@b.example>:",
	"Le 16 nov. 2026 à 08:00, Ann Doe <ann@b.example> a écrit :",
	"El 16 nov 2026, a las 8:00, Ann Doe <ann@b.example> escribió:",
	"Il giorno 16 nov 2026, alle ore 08:00, Ann Doe <ann@b.example> ha "
	"scritto:",
	"Op 16 nov. 2026 om 08:00 heeft Ann Doe <ann@b.example> het volgende "
	"geschreven:",
	"Em 16 de nov. de 2026, à(s) 08:00, Ann Doe <ann@b.example> escreveu:",
	"No dia 16/11/2026, às 08:00, Ann Doe <ann@b.example> escreveu:",
	"Wiadomość napisana przez Ann Doe <ann@b.example> w dniu 16 lis 2026, "
	"o godz. 08:00:",
	"16 nov. 2026 kl. 08:00 skrev Ann Doe <ann@b.example>:",
	"2026/11/16 8:00、Ann Doe <ann@b.example>のメール:",
	/* Yahoo */
	"On Monday, November 16, 2026, 8:00 AM, Ann Doe <ann@b.example> wrote:",
	"On Monday, November 16, 2026 at 08:00:00 AM GMT, Ann Doe "
	"<ann@b.example> wrote:",
	"--- On Mon, 11/16/26, Ann Doe <ann@b.example> wrote:",
	"Am Montag, 16. November 2026 um 08:00:00 MEZ hat Ann Doe "
	"<ann@b.example> Folgendes geschrieben:",
	"Ann Doe <ann@b.example> schrieb am 8:00 Montag, 16.November 2026:",
	"Le lundi 16 novembre 2026 à 08:00:00 UTC+1, Ann Doe <ann@b.example> a "
	"écrit :",
	"En lunes, 16 de noviembre de 2026, 08:00:00 CET, Ann Doe "
	"<ann@b.example> escribió:",
	"Il lunedì 16 novembre 2026 alle ore 08:00:00 CET, Ann Doe "
	"<ann@b.example> ha scritto:",
	"Op maandag 16 november 2026 08:00:00 CET schreef Ann Doe "
	"<ann@b.example>:",
	"Em segunda-feira, 16 de novembro de 2026 08:00:00 BRT, Ann Doe "
	"<ann@b.example> escreveu:",
	"W dniu poniedziałek, 16 listopada 2026 08:00:00 CET użytkownik Ann "
	"Doe <ann@b.example> napisał:",
	"Den måndag 16 november 2026 08:00:00 CET, Ann Doe <ann@b.example> "
	"skrev:",
	/* Notes */
	"Ann Doe <ann@b.example> wrote on 11/16/2026 08:00:21 AM:",
	"\"Ann Doe\" <ann@b.example> schrieb am 16.11.2026 08:00:21:",
	"Ann Doe <ann@b.example> a écrit sur 16/11/2026 08:00:21 :",
	"Ann Doe <ann@b.example> ha scritto il 16/11/2026 08.00.21:",
	"Ann Doe <ann@b.example> escribió el 16/11/2026 08:00:21:",
	"Ann Doe <ann@b.example> schreef op 16-11-2026 08:00:21:",
	"Ann Doe <ann@b.example> skrev den 2026-11-16 08:00:21:",
	/* Outlook for Mac, phones, others */
	"On 16/11/2026, 08:00, \"Ann Doe\" <ann@b.example> wrote:",
	"On 11/16/26, 8:00 AM, \"Ann Doe\" <ann@b.example> wrote:",
	"Am 16.11.26, 08:00 schrieb \"Ann Doe\" <ann@b.example>:",
	"Le 16/11/2026 08:00, « Ann Doe » <ann@b.example> a écrit :",
	"El 16/11/26 8:00, \"Ann Doe\" <ann@b.example> escribió:",
	"Gesendet: 16. November 2026 um 08:00 Uhr von Ann Doe <ann@b.example>:",
	"Ann Doe <ann@b.example> wrote (on 16 Nov 2026 at 08:00):",
	"2026-11-16 8:00 GMT+01:00 Ann Doe <ann@b.example>:",
	"2026-11-16 8:00 GMT+01:00, Ann Doe <ann@b.example>:",
	"---- On Mon, 16 Nov 2026 08:00:00 +0100 Ann Doe <ann@b.example> wrote "
	"----",
	"---- Am Mo., 16 Nov. 2026 08:00:00 +0100 Ann Doe <ann@b.example> "
	"schrieb ----",
	"---- Le lun., 16 nov. 2026 08:00:00 +0100 Ann Doe <ann@b.example> a "
	"écrit ----",
	"------- Original Message -------\nOn Monday, November 16th, 2026 at "
	"08:00, Ann Doe <ann@b.example> wrote:",
	"16.11.2026, 08:00, \"Ann Doe\" <ann@b.example>:",
	"On Nov 16, 2026, at 8:00\u202fAM, Ann Doe <ann@b.example> wrote:",
	"Le 16 nov. 2026 à 08:00, Ann Doe <ann@b.example> a écrit\u00a0:",
	"On Mon, Nov 16, 2026 at 8:00 AM Ann Doe "
	"<ann@b.example<mailto:ann@b.example>> wrote:",
	"Quoting Ann Doe <ann@b.example>:",
	"Zitat von Ann Doe <ann@b.example>:",
	"Citando Ann Doe <ann@b.example>:",
	"Ann Doe <ann@b.example> a écrit :",
	"Ann Doe <ann@b.example> wrote:",
	/* the address is the name as well */
	"Monday, 16 November 2026, 8:00 AM +0300 from ann@b.example "
	"<ann@b.example>:",
	"2026/11/16 8:00、ann@b.example <ann@b.example>:",
};

/* The same where the program always marks what it quotes. */
static const char *const marked_attributions[] = {
	"On 16/11/2026 08:00, Ann Doe wrote:",
	"On 11/16/26 8:00 AM, Ann Doe via Support wrote:",
	"Ann Doe wrote on 16.11.26 08:00:",
	"Am 16.11.2026 um 08:00 schrieb Ann Doe:",
	"Am 16.11.26 um 08:00 schrieb Ann Doe via Support:",
	"Le 16/11/2026 à 08:00, Ann Doe a écrit :",
	"El 16/11/26 a las 8:00, Ann Doe escribió:",
	"Il 16/11/2026 08:00, Ann Doe ha scritto:",
	"Il 16/11/26 08:00, Ann Doe ha scritto:",
	"Op 16-11-2026 om 08:00 schreef Ann Doe:",
	"Em 16/11/2026 08:00, Ann Doe escreveu:",
	"Às 08:00 de 16/11/2026, Ann Doe escreveu:",
	"W dniu 16.11.2026 o 08:00, Ann Doe pisze:",
	"Dnia 16 listopada 2026 08:00 Ann Doe napisał(a):",
	"Den 2026-11-16 kl. 08:00, skrev Ann Doe:",
	"On 2026/11/16 8:00, Ann Doe wrote:",
	"Ann Doe さんは書きました:",
	"Ann Doe さんが 2026/11/16 8:00 に書きました:",
	"2026/11/16 8:00、Ann Doe のメール：",
	"On Mon, 16 Nov 2026 08:00:00 +0100\nAnn Doe <ann@b.example> wrote:",
	"Ann Doe schrieb am 16.11.2026 08:00:",
	"Ann Doe ha scritto:",
	"Ann Doe a écrit :",
	"Ann Doe escribió:",
	"Ann Doe schreef:",
	"Ann Doe skrev:",
	"2026/11/16 Ann Doe <ann@b.example>",
	"16 listopada 2026 08:00 Ann Doe <ann@b.example>",
	"---- Ann Doe wrote ----",
	"* ann@b.example <ann@b.example> [2026-11-16 08:00 +0100]:",
};

/* Breaks @line as programs do that hold lines short. (transfer full) */
static char *
wrap(const char *line)
{
	char *copy = g_strdup(line);
	char *blank = NULL;
	size_t column = 0;

	for (char *c = copy; *c; c++, column++) {
		if (*c == ' ')
			blank = c;
		if (column >= WRAP_AT && blank) {
			*blank = '\n';
			column = (size_t)(c - blank);
			blank = NULL;
		}
	}
	return copy;
}

static void
assert_attribution(const char *line, const char *below)
{
	g_autofree char *wrapped = wrap(line);
	const char *const shapes[] = { line, wrapped };

	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
		g_autofree char *quotation =
		    g_strconcat(shapes[i], below, NULL);

		test_own_is_cut(quotation);
		test_own_is_cut_close(quotation);
	}
}

static void
test_attributions_of_all_languages(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(attributions); i++) {
		assert_attribution(attributions[i], "\n> asked\n> this\n");
		assert_attribution(attributions[i], "\n\n> asked\n");
		assert_attribution(
		    attributions[i], "\n\nHello,\n\nasked\n\nthis\n");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(marked_attributions); i++) {
		assert_attribution(
		    marked_attributions[i], "\n> asked\n> this\n");
		assert_attribution(marked_attributions[i], "\n\n> asked\n");
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/attributions", test_attributions_of_all_languages);
	return g_test_run();
}
