#include "mail/test-mail.h"
#include "mail/words/block.h"
#include "mail/words/quote.h"

#include <string.h>

#define HEAD                                                                   \
	"Date: Mon, 16 Nov 2026 08:59:58 +0100\nMessage-ID: <1@example.com>\n" \
	"From: Bob <bob@tideway.example>\n"

typedef struct {
	const char *mail, *name, *address, *words;
} Case;

static void
assert_is_of(const Case *row)
{
	g_autoptr(CoreMessage) record = test_mail_read(row->mail);

	g_assert_cmpstr(record->from->name, ==, row->name);
	g_assert_cmpstr(record->from->address, ==, row->address);
	g_assert_cmpstr(record->own_words, ==, row->words);
	g_assert_cmpstr(record->forwarded_by, ==, "bob@tideway.example");
	g_assert_cmpint(record->verified, ==, CORE_UNKNOWN);
	g_assert_nonnull(strstr(record->text, row->words));
}

static void
test_by_hand_it_is_of_the_sender(void)
{
	static const Case rows[] = {
		{ HEAD "Subject: FW: x\n\nSee below.\n\nBob\n\n"
		       "From: Ann Lee <ann@example.com>\n"
		       "Sent: Wednesday, June 10, 2026 11:52 AM\n"
		       "To: Bob <bob@tideway.example>\nSubject: x\n\n"
		       "It crashes.\n\n-- \nAnn\n",
		    "Ann Lee", "ann@example.com", "It crashes." },
		{ HEAD "Subject: WG: x\n\nBitte!\n"
		       "________________________________\n"
		       "Von: Lee, Ann [mailto:ann@example.com]\n"
		       "Gesendet: Mittwoch, 10. Juni 2026 11:52\n"
		       "An: Bob\nBetreff: x\n\nEs st\xc3\xbcrzt ab.\n",
		    "Lee, Ann", "ann@example.com", "Es st\xc3\xbcrzt ab." },
		{ HEAD "Subject: TR : x\n\n"
		       "De : Ann <ann@example.com>\n"
		       "Envoy\xc3\xa9 : mercredi 10 juin\n\xc3\x80 : Bob\n"
		       "Objet : x\n\n\xc3\x87"
		       "a plante.\n",
		    "Ann", "ann@example.com",
		    "\xc3\x87"
		    "a plante." },
		{ HEAD "Subject: RV: x\n\nDe: Ann <ann@example.com>\n"
		       "Enviado el: lunes\nPara: Bob\nAsunto: x\n\nFalla.\n",
		    "Ann", "ann@example.com", "Falla." },
		{ HEAD "Subject: Fwd: x\n\n"
		       "---------- Forwarded message ---------\n"
		       "From: Ann <ann@example.com>\n"
		       "Date: Thu, 15 Oct 2026 at 22:18\nSubject: x\n"
		       "To: <bob@tideway.example>\n\n\nIt crashes.\n",
		    "Ann", "ann@example.com", "It crashes." },
		{ HEAD "Subject: look\n\nBegin forwarded message:\n\n"
		       "> From: Ann <ann@example.com>\n> Subject: x\n"
		       "> Date: 10 June 2026\n> To: bob@tideway.example\n> \n"
		       "> It crashes.\n> \n> > We said no.\n\nBob\n",
		    "Ann", "ann@example.com", "It crashes." },
		{ HEAD "Subject: Fwd: x\n\n\n"
		       "-------- Forwarded Message --------\n"
		       "Subject: \tx\nDate: \tWed, 10 Jun 2026\n"
		       "From: \tann@example.com\nTo: \tBob\n\nIt crashes.\n",
		    "", "ann@example.com", "It crashes." },
		{ HEAD "Subject: \xe8\xbb\xa2\xe9\x80\x81: x\n\n"
		       "\xe5\xb7\xae\xe5\x87\xba\xe4\xba\xba: "
		       "Ann <ann@example.com>\n"
		       "\xe4\xbb\xb6\xe5\x90\x8d: x\n\nIt crashes.\n",
		    "Ann", "ann@example.com", "It crashes." },
		/* marks below a header that has none */
		{ HEAD "Subject: Fw: x\n\n------- Forwarded Message -------\n"
		       "From: Ann <ann@example.com>\nDate: today\n"
		       "Subject: x\n\n\n> It crashes.\n> \n",
		    "Ann", "ann@example.com", "It crashes." },
		/* a label of no list, with Thunderbird's tab */
		{ HEAD "Subject: x\n\n-------- Forwarded Message --------\n"
		       "Temat: \tx\nData: \ttoday\nNadawca: \tAnn "
		       "<ann@example.com>\nKopia: \tEve\nUkryta: \tBob\n\n"
		       "It crashes.\n",
		    "Ann", "ann@example.com", "It crashes." },
		/* no blank line before the words */
		{ HEAD "Subject: Fw: x\n\nYours?\n\n"
		       "From: Ann <ann@example.com>\nSent: today\n"
		       "To: Bob <bob@tideway.example>;\n"
		       "Eve <eve@tideway.example>\nSubject: a long\nsubject\n"
		       "Importance: High\nIt crashes.\nAgain.\n",
		    "Ann", "ann@example.com", "It crashes.\nAgain." },
		{ HEAD "Subject: Fw: x\nContent-Type: text/html\n\n"
		       "<p>Yours?</p><div id=divRplyFwdMsg><b>From:</b> Ann "
		       "&lt;ann@example.com&gt;<br><b>Sent:</b> today<br>"
		       "<b>Subject:</b> x<div>&nbsp;</div></div>"
		       "<div>It crashes.</div>",
		    "Ann", "ann@example.com", "It crashes." },
		/* a no-break blank before the colon; labels of many languages
		 */
		{ HEAD "Subject: TR: x\n\nDe\u00a0: Ann <ann@example.com>\n"
		       "Date\u00a0: hier\nPour\u00a0: Bob\n\nIt crashes.\n",
		    "Ann", "ann@example.com", "It crashes." },
		{ HEAD "Subject: Fwd: x\n\n> Lähettäjä: Ann <ann@example.com>\n"
		       "> Päivämäärä: tänään\n> Vastaanottaja: Bob\n"
		       "> Kopio: Eve\n>\n> It crashes.\n",
		    "Ann", "ann@example.com", "It crashes." },
		{ HEAD "Subject: Fwd: x\n\nFelad\u00f3: Ann <ann@example.com>\n"
		       "D\u00e1tum: ma\nM\u00e1solat: Eve\nIt crashes.\n",
		    "Ann", "ann@example.com", "It crashes." },
		/* who is to be answered is not who wrote */
		{ HEAD "Subject: Fwd: x\n\nReply-To: eve@example.com\n"
		       "From: Ann <ann@example.com>\nTo: Bob\n\nIt crashes.\n",
		    "Ann", "ann@example.com", "It crashes." },
		/* Yahoo's header in the line of its separator */
		{ HEAD
		    "Subject: Fw: x\n\nYours?\n   ----- Mensaje reenviado "
		    "----- De: Ann Lee <ann@example.com>Para: "
		    "\"bob@tideway.example\" <bob@tideway.example>Asunto: x\n"
		    " It crashes.\n",
		    "Ann Lee", "ann@example.com", " It crashes." },
		/* Outlook for the Mac has no header */
		{ HEAD "Subject: FW: x\n\nYours?\n\nOn 16/11/2026 08:00, \"Ann "
		       "Lee\" <ann@example.com> wrote:\n\n    It crashes.\n",
		    "Ann Lee", "ann@example.com", "    It crashes." },
		{ HEAD "Subject: FW: x\n\nOp 16-11-2026 08:00 heeft Ann "
		       "<ann@example.com> geschreven:\n\n> It crashes.\n\n"
		       "Bob\n",
		    "", "ann@example.com", "It crashes." },
		{ HEAD "Subject: FW: x\n\nAm 16.11.2026 um 09:00 schrieb "
		       "<eve@tideway.example>:\n\nBob?\n\nOn 16/11/2026 08:00, "
		       "Ann <ann@example.com> wrote:\n\nIt crashes.\n",
		    "", "ann@example.com", "It crashes." },
		/* from colleague to colleague */
		{ HEAD "Subject: Fw: Fw: x\n\n"
		       "From: Eve <eve@tideway.example>\nSent: today\n\n"
		       "Bob?\n\nFrom: Ann <ann@example.com>\nSent: today\n"
		       "To: Eve\n\nIt crashes.\n",
		    "Ann", "ann@example.com", "It crashes." },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_is_of(&rows[i]);
}

static void
test_a_wrapped_line_has_lost_its_mark(void)
{
	g_autoptr(CoreMessage) record = test_mail_read(
	    HEAD "Subject: look\n\nForwarded message:\n\n"
	         "> From: Ann <ann@example.com>\n> To: Bob\n>\n"
	         "> It crashes all\nthe time.\n> Always.\nBob\n");

	g_assert_cmpstr(record->from->address, ==, "ann@example.com");
	g_assert_cmpstr(
	    record->own_words, ==, "It crashes all\nthe time.\nAlways.");
}

#define ATTACHED(subject, from)                                                \
	HEAD "Subject: " subject "\n"                                          \
	     "Content-Type: multipart/mixed; boundary=b\n\n"                   \
	     "--b\n\nSee attached.\n--b\nContent-Type: message/rfc822\n\n"     \
	     "From: " from "\nSubject: x\n\nIt crashes.\n\n-- \nAnn\n"         \
	     "--b--\n"

static void
test_attached_it_is_of_the_sender(void)
{
	static const Case rows[] = {
		{ ATTACHED("Fwd: x", "Ann <ann@example.com>"), "Ann",
		    "ann@example.com", "It crashes." },
		{ ATTACHED("look", "ann@example.com"), "", "ann@example.com",
		    "It crashes." },
		{ HEAD "Subject: Fw: x\nContent-Type: message/rfc822\n\n"
		       "From: ann@example.com\n\nIt crashes.\n",
		    "", "ann@example.com", "It crashes." },
		/* colleagues forwarded it to each other */
		{ HEAD "Subject: Fw: x\nContent-Type: message/rfc822\n\n"
		       "From: eve@tideway.example\n"
		       "Content-Type: message/rfc822\n\n"
		       "From: ann@example.com\n\nIt crashes.\n",
		    "", "ann@example.com", "It crashes." },
		{ HEAD "Subject: Fw: x\nContent-Type: multipart/mixed; "
		       "boundary=b\n\n--b\n\nLook.\n--b\n"
		       "Content-Type: message/rfc822\n\n"
		       "From: eve@tideway.example\nSubject: Fwd: x\n\n"
		       "From: ann@example.com\nSent: today\nTo: Eve\n\n"
		       "It crashes.\n--b--\n",
		    "", "ann@example.com", "It crashes." },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_is_of(&rows[i]);
	g_autoptr(CoreMessage) record = test_mail_read(rows[0].mail);
	g_assert_cmpint(record->attachments->len, ==, 1);
	g_assert_true(g_str_has_prefix(record->text, "See attached."));
}

static void
test_all_else_stays_the_writers(void)
{
	static const char *const rows[] = {
		/* a stranger's forward is the stranger's */
		"From: Eve <eve@example.com>\nSubject: Fw: x\n\nA scam?\n\n"
		"From: Ann <ann@example.com>\nSent: today\nTo: Eve\n\nPay!\n",
		/* an answer quotes, and may have a mail attached */
		HEAD "Subject: Re: x\n\nDone.\n\n"
		     "From: Ann <ann@example.com>\nSent: today\nTo: Bob\n\n"
		     "It crashes.\n",
		HEAD "Subject: Re: x\n\nDone.\n\n"
		     "On 16/11/2026 08:00, Ann <ann@example.com> wrote:\n\n"
		     "It crashes.\n",
		HEAD "Subject: Re: x\n\nDone.\n\n"
		     "----- Original Message ----- From: Ann <ann@example.com>"
		     "To: Bob\nIt crashes.\n",
		HEAD "Subject: Fw: x\n\n"
		     "----- Forwarded Message ----- From: Ann\nIt crashes.\n",
		HEAD "Subject: Re: Fwd: x\n\nDone.\n\n"
		     "Eve <eve@tideway.example> wrote:\n"
		     "> ---------- Forwarded message ---------\n"
		     "> From: Ann <ann@example.com>\n> Subject: x\n>\n"
		     "> It crashes.\n",
		ATTACHED("Re: x", "ann@example.com"),
		ATTACHED("Fw: x", "Eve <eve@tideway.example>"),
		ATTACHED("Fw: x", "no address"),
		/* no address, no words, no block */
		HEAD "Subject: Fw: x\n\nFrom: Ann\nSent: today\n\nIt.\n",
		HEAD "Subject: Fw: x\n\nFrom: a@example.com\nSent: today\n\n",
		HEAD "Subject: Fw: x\n\nFrom: a@example.com I got this.\n",
		HEAD "Subject: Fw: x\n\nNothing but words.\n",
		/* it is not Bob's at all */
		"Authentication-Results: mx.tideway.example; dmarc=fail\n" HEAD
		"Subject: Fw: x\n\nFrom: Ann <ann@example.com>\nSent: today\n"
		"\nIt crashes.\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CoreMessage) record = test_mail_read(rows[i]);

		g_assert_null(record->forwarded_by);
		g_assert_cmpstr(record->from->address, ==,
		    i ? "bob@tideway.example" : "eve@example.com");
	}
}

static void
test_knows_forwards_by_their_lines(void)
{
	static const char *const yes[] = {
		"---------- Forwarded message ---------",
		"Begin forwarded message:",
		"----- Weitergeleitete Nachricht -----",
		"D\303\251but du message transf\303\251r\303\251 :",
		"-------- Mensaje reenviado --------",
		"----- Inoltrato da Ann Doe/IT il 16/11/2026 08.00 -----",
		"-------- Doorgestuurd bericht --------",
		"Início da mensagem reencaminhada:",
		"-------- Treść przekazanej wiadomości --------",
		"Vidarebefordrat brev:",
		"-------- 転送メッセージ --------",
		"Videresendt melding:",
		"Začátek přeposílané zprávy:",
	};
	static const char *const no[] = { "", "----------",
		"-----Original Message-----", "Forwarded message is what I got",
		"Início da mensagem de erro:", "- forwarded by me on Monday",
		"Hello" };

	for (size_t i = 0; i < G_N_ELEMENTS(yes); i++)
		g_assert_true(mail_quote_is_forward(yes[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(no); i++)
		g_assert_false(mail_quote_is_forward(no[i]));
	g_assert_true(mail_block_is_subject("[Fwd: x]"));
	g_assert_true(mail_block_is_subject("FW : x"));
	g_assert_true(mail_block_is_subject("[EXT] Fwd: x"));
	g_assert_false(mail_block_is_subject("[EXT] x: Fwd"));
	g_assert_false(mail_block_is_subject("["));
	g_assert_false(mail_block_is_subject("Forward: march"));
	g_assert_false(mail_block_is_subject("x Fw: y"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/forward/hand", test_by_hand_it_is_of_the_sender);
	g_test_add_func(
	    "/mail/forward/wrapped", test_a_wrapped_line_has_lost_its_mark);
	g_test_add_func(
	    "/mail/forward/attached", test_attached_it_is_of_the_sender);
	g_test_add_func("/mail/forward/else", test_all_else_stays_the_writers);
	g_test_add_func(
	    "/mail/forward/lines", test_knows_forwards_by_their_lines);
	return g_test_run();
}
