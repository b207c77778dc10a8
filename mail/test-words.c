#include "mail/words.h"

#include "mail/flowed.h"
#include "mail/quote.h"

#include <glib.h>

typedef struct {
	const char *text, *words;
} Case;

static void
assert_words(const Case *rows, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		bool is_full;
		g_autofree char *words = mail_words(rows[i].text, &is_full);

		g_assert_cmpstr(words, ==, rows[i].words);
		g_assert_false(is_full);
	}
}

static void
test_quotations_go(void)
{
	static const Case rows[] = {
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
		{ "> first?\nYes.\n> second?\nNo.\n", "Yes.\nNo." },
		{ "On 1 Nov Ann wrote:\n> x\n\nBelow.\n", "Below." },
		{ "See\n\n-----Original Message-----\nFrom: b\nx\n", "See" },
		{ "See\n\n-----Urspr\xc3\xbcngliche Nachricht-----\nx\n",
		    "See" },
		{ "See\n\n---------- Forwarded message ---------\nx\n", "See" },
		{ "See\n\nBegin forwarded message:\n\nx\n", "See" },
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

	assert_words(rows, G_N_ELEMENTS(rows));
}

static void
test_signatures_and_footers_go(void)
{
	static const Case rows[] = {
		{ "Hello\n\n-- \nAnn\nBoss\n", "Hello" },
		{ "Hello\n--\nAnn\n", "Hello" },
		{ "Hello\n\nSent from my phone\n", "Hello" },
		{ "Hallo\n\nVon meinem iPhone gesendet\n", "Hallo" },
		{ "Hello\n\nGet Outlook for iOS\n\n> x\n", "Hello" },
		{ "Hello\n____________________________\nlist footer\n",
		    "Hello" },
	};

	assert_words(rows, G_N_ELEMENTS(rows));
}

/* What others' parsers have thrown away. */
static void
test_what_only_looks_like_it_stays(void)
{
	static const Case rows[] = {
		{ "My friend wrote:\nit is bad\n",
		    "My friend wrote:\nit is bad" },
		{ "a - b\n- one\n- two\n", "a - b\n- one\n- two" },
		{ "one\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n",
		    "one\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13" },
		{ "Sent via courier, it broke.\nRefund me\n",
		    "Sent via courier, it broke.\nRefund me" },
		{ "From: the desk of Ann\nTo: you\n",
		    "From: the desk of Ann\nTo: you" },
		{ "On 3 May I wrote to you.\n", "On 3 May I wrote to you." },
	};

	assert_words(rows, G_N_ELEMENTS(rows));
}

static void
test_never_less_than_something(void)
{
	static const char *const rows[] = { "> all\n> quoted\n", "-- \nAnn\n",
		"From: a\nSent: b\nTo: c\nSubject: d\n\nforwarded\n",
		"On 1 Nov Ann <a@b.example> wrote:\n> x\n" };

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		bool is_full;
		g_autofree char *words = mail_words(rows[i], &is_full);

		if (i == 1) {
			/* with nothing before it, it is no signature */
			g_assert_cmpstr(words, ==, "-- \nAnn");
			continue;
		}
		g_assert_cmpstr(words, ==, rows[i]);
		g_assert_true(is_full);
	}
}

static void
test_attributions_take_their_lines(void)
{
	static char on[] = "On Mon, 16 Nov 2026 at 08:00,";
	static char who[] = "Ann <a@b.example> wrote:", blank[] = "";
	static char speech[] = "he said nothing";
	char *two[] = { on, who, NULL }, *one[] = { who, NULL };
	char *parted[] = { on, blank, who, NULL }, *none[] = { speech, NULL };

	g_assert_cmpint(mail_quote_attribution(two), ==, 2);
	g_assert_cmpint(mail_quote_attribution(one), ==, 1);
	g_assert_cmpint(mail_quote_attribution(parted), ==, 0);
	g_assert_cmpint(mail_quote_attribution(none), ==, 0);
}

static void
test_flowed_lines_are_joined(void)
{
	static const struct {
		const char *text;
		bool delsp;
		const char *joined;
	} rows[] = {
		{ "one \ntwo\nthree\n", false, "one two\nthree\n" },
		{ "one \r\ntwo\r\n", false, "one two\n" },
		{ "on \ne\n", true, "one\n" },
		{ "> a \n> b\n>> c\nd\n", false, "> a b\n>> c\nd\n" },
		{ " stuffed\n", false, "stuffed\n" },
		{ "bye \n-- \nAnn\n", false, "bye \n-- \nAnn\n" },
		{ "", false, "\n" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GString) text = g_string_new(rows[i].text);
		g_autoptr(GString) joined =
		    mail_flowed_join(text, rows[i].delsp);

		g_assert_cmpstr(joined->str, ==, rows[i].joined);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/words/quotations", test_quotations_go);
	g_test_add_func(
	    "/mail/words/signatures", test_signatures_and_footers_go);
	g_test_add_func(
	    "/mail/words/lookalikes", test_what_only_looks_like_it_stays);
	g_test_add_func("/mail/words/full", test_never_less_than_something);
	g_test_add_func(
	    "/mail/quote/attribution", test_attributions_take_their_lines);
	g_test_add_func("/mail/flowed/join", test_flowed_lines_are_joined);
	return g_test_run();
}
