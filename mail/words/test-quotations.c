#include "mail/words/test-own.h"

#include <glib.h>

/* What Outlook, Notes and telephones put there. */
static const char *const headers[] = {
	/* Outlook */
	"From: Ann Doe <ann@b.example>\nSent: Monday, November 16, 2026 8:00 "
	"AM\nTo: Support <s@c.example>\nCc: Bob\nSubject: RE: Crash\n\n",
	"Von: Ann Doe <ann@b.example>\nGesendet: Montag, 16. November 2026 "
	"08:00\nAn: Support <s@c.example>\nBetreff: AW: Crash\n\n",
	"De : Ann Doe <ann@b.example>\nEnvoyé : lundi 16 novembre 2026 "
	"08:00\nÀ : Support <s@c.example>\nObjet : RE: Crash\n\n",
	"De\u00a0: Ann Doe\nEnvoyé\u00a0: lundi 16 novembre 2026 08:00\n"
	"À\u00a0: Support\nObjet\u00a0: RE: Crash\n\n",
	"From: Ann Doe <ann@b.example<mailto:ann@b.example>>\nSent: Monday, "
	"November 16, 2026 8:00 AM\nTo: Support\nSubject: RE: Crash\n\n",
	"De: Ann Doe <ann@b.example>\nEnviado el: lunes, 16 de noviembre de "
	"2026 8:00\nPara: Support <s@c.example>\nAsunto: RE: Crash\n\n",
	"De: Ann Doe <ann@b.example>\nEnviado: lunes, 16 de noviembre de "
	"2026 8:00\nPara: Support\nCC: Bob\nAsunto: RE: Crash\n\n",
	"Da: Ann Doe <ann@b.example>\nInviato: lunedì 16 novembre 2026 "
	"08:00\nA: Support <s@c.example>\nOggetto: R: Crash\n\n",
	"Van: Ann Doe <ann@b.example>\nVerzonden: maandag 16 november 2026 "
	"08:00\nAan: Support <s@c.example>\nOnderwerp: RE: Crash\n\n",
	"De: Ann Doe <ann@b.example>\nEnviada em: segunda-feira, 16 de "
	"novembro de 2026 08:00\nPara: Support\nAssunto: RES: Crash\n\n",
	"De: Ann Doe <ann@b.example>\nEnviado: 16 de novembro de 2026 "
	"08:00\nPara: Support <s@c.example>\nAssunto: RE: Crash\n\n",
	"Od: Ann Doe <ann@b.example>\nWysłano: poniedziałek, 16 listopada "
	"2026 08:00\nDo: Support <s@c.example>\nTemat: RE: Crash\n\n",
	"From: Ann Doe <ann@b.example>\nSent: 16 listopada 2026 08:00\nTo: "
	"Support <s@c.example>\nDW: Bob\nSubject: RE: Crash\n\n",
	"Från: Ann Doe <ann@b.example>\nSkickat: den 16 november 2026 "
	"08:00\nTill: Support <s@c.example>\nÄmne: SV: Crash\n\n",
	"差出人: Ann Doe <ann@b.example>\n送信日時: 2026年11月16日月曜日 "
	"8:00\n宛先: Support <s@c.example>\n件名: RE: Crash\n\n",
	"差出人： Ann Doe <ann@b.example>\n日付： 2026年11月16日\n宛先： "
	"Support <s@c.example>\n件名： Re: Crash\n\n",
	"送信者: Ann Doe <ann@b.example>\n送信日時: 2026/11/16 8:00\n宛先: "
	"Support\nCC: Bob\n件名: Re: Crash\n\n",
	"Feladó: Ann Doe <ann@b.example>\nElküldve: 2026. november 16. 8:00\n"
	"Címzett: Bob\nMásolatot kap: Eve\nTárgy: Re: Crash\n\n",
	"Kimden: Ann Doe <ann@b.example>\nTarih: 16 Kasım 2026 Pazartesi\n"
	"Kime: Bob\nBilgi: Eve\nKonu: Re: Crash\n\n",
	"Šalje: Ann Doe <ann@b.example>\nPoslano: 16. studenog 2026. 8:00\n"
	"Prima: Bob\nPredmet: Re: Crash\n\n",
	"Expeditorul: Ann <ann@b.example>\nTrimis: luni, 16 noiembrie 2026\n"
	"Destinatarul: Bob\nSubiectul: Re: Crash\n\n",
	"Від кого: Ann <ann@b.example>\nНадіслано: 16 листопада 2026\nКому: "
	"Bob\nКопія: Eve\nТема: Re: Crash\n\n",
	"От кого: Ann <ann@b.example>\nКому: Bob\nДата: Понедельник, 16 "
	"ноября 2026, 8:00\nТема: Re: Crash\n\n",
	"من: Ann Doe <ann@b.example>\nتم الإرسال: 16/11/2026\nإلى: Bob\n"
	"الموضوع: Crash\n\n",
	"מאת: Ann Doe <ann@b.example>\nנשלח: 16/11/2026\nאל: Bob\n"
	"נושא: Crash\n\n",
	"Od: Ann Doe <ann@b.example>\nWysłano: 16 listopada 2026\nTemat: "
	"Crash\n\n",
	/* words of a language that is not known, above a header that is */
	"-------- Áframsent skeyti --------\nFrom: Ann <ann@b.example>\nDate: "
	"Mon, 16 Nov 2026\nTo: Bob\nSubject: Crash\n\n",
	"Original Message processed by david®\nRe: Crash 16. November 2026, "
	"08:00 Uhr\nVon Ann Doe\nAn Bob\n\n",
	/* Yahoo and Samsung have all of it in one line */
	"   ----- Forwarded Message ----- From: Ann Doe <ann@b.example>To: "
	"\"bob@c.example\" <bob@c.example>Sent: Monday, November 16, 2026, "
	"08:00:00 AM GMT+1Subject: Crash\n Hello\n",
	"-------- Ursprüngliche Nachricht --------Von: \"Ann Doe\"  Datum: "
	"16.11.26  08:00  (GMT+01:00) An: Bob Betreff: Re: Crash \nHello\n",
	/* Yahoo's telephones go on in the line */
	"  On Mon, Nov 16, 2026 at 8:00 AM, Ann Doe<ann@b.example> wrote:   "
	"Hello,\n \n",
	"  Am Mo., Nov. 16, 2026 at 8:00 schrieb Ann Doe<ann@b.example>:   "
	"Hello\n",
	/* BlackBerry leaves out the dashes */
	"  Original Message  \nFrom: Ann Doe\nSent: Monday, November 16, 2026 "
	"8:00 AM\nTo: Bob Roe\nSubject: Re: Crash\n\n",
	"-----邮件原件-----\n发件人: Ann <ann@b.example>\n发送时间: "
	"2026年11月16日 8:00\n收件人: Bob\n主题: Re: Crash\n\n",
	">>> Ann Doe <ann@b.example> 16/11/2026 08:00 >>>\n",
	"##- Bitte geben Sie Ihre Antwort über dieser Zeile ein. -##\n\n",
	"Από: Ann Doe <ann@b.example>\nΣτάλθηκε: Δευτέρα, 16 Νοεμβρίου 2026 "
	"8:00\nΠρος: Bob\nΘέμα: Re: Crash\n\n",
	/* Windows Mail leaves out the addresses and the subject */
	"From: Ann Doe\nSent: Monday, November 16, 2026 8:00 AM\nTo: Bob "
	"Roe\n\n",
	"Von: Ann Doe\nGesendet: Montag, 16. November 2026 08:00\nAn: Bob "
	"Roe\n\n",
	"From: 山田太郎\nSent: Monday, November 16, 2026 8:00 AM\nTo: "
	"s@c.example\nSubject: Re: 件\n\n",
	/* the new Outlook, its telephones and the web: a line first */
	"________________________________\nFrom: Ann Doe "
	"<ann@b.example>\nSent: 16 November 2026 08:00\nTo: Support\n"
	"Subject: Re: Crash\n\n",
	"________________________________\nVon: Ann Doe "
	"<ann@b.example>\nGesendet: 16 November 2026 08:00\nAn: Support\n"
	"Betreff: Re: Crash\n\n",
	"________________________________\nDe : Ann Doe <ann@b.example>\n"
	"Envoyé : lundi 16 novembre 2026\nÀ : Support\nObjet : Re: Crash\n\n",
	"________________________________\nLähettäjä: Ann Doe "
	"<ann@b.example>\nLähetetty: maanantai 16. marraskuuta 2026\n"
	"Vastaanottaja: Support\nAihe: Re: Crash\n\n",
	"________________________________\nSaatja: Ann Doe <ann@b.example>\n"
	"Saadetud: esmaspäev, 16. november 2026\nAdressaat: Support\nTeema: "
	"Re: Crash\n\n",
	/* bold, as HTML made text of */
	"*From:* Ann Doe <ann@b.example>\n*Sent:* Monday, November 16, "
	"2026\n*To:* Support\n*Subject:* RE: Crash\n\n",
	"*Von:* Ann Doe [mailto:ann@b.example]\n*Gesendet:* Montag, 16. "
	"November 2026\n*An:* Support\n*Betreff:* AW: Crash\n\n",
	"*De :* Ann Doe <ann@b.example>\n*Envoyé :* lundi 16 novembre "
	"2026\n*À :* Support\n*Objet :* RE: Crash\n\n",
	"*Van:* Ann Doe [mailto:ann@b.example]\n*Verzonden:* maandag 16 "
	"november 2026\n*Aan:* Support\n*Onderwerp:* RE: Crash\n\n",
	/* the order of GMX, WEB.DE and Hotmail */
	"Gesendet: Montag, 16. November 2026 um 08:00 Uhr\nVon: \"Ann Doe\" "
	"<ann@b.example>\nAn: s@c.example\nBetreff: Crash\n\n",
	"Date: Mon, 16 Nov 2026 08:00:00 +0000\nFrom: ann@b.example\nTo: "
	"s@c.example\nSubject: Crash\n\n",
	"To: s@c.example\nFrom: ann@b.example\nDate: Mon, 16 Nov 2026 "
	"08:00\nSubject: Crash\n\n",
	"Subject: RE: Crash\nFrom: ann@b.example\nTo: s@c.example\nDate: "
	"Mon, 16 Nov 2026 08:00:00 +0000\n\n",
	"Date : 16/11/26 08:00\nDe : \"Ann Doe\" <ann@b.example>\nA : "
	"s@c.example\nObjet : Crash\n\n",
	"Datum: Mo, 16.11.2026 08:00\nVon: ann@b.example\nAn: "
	"s@c.example\nBetreff: Crash\n\n",
	"Data: 16/11/2026 08:00\nDa: ann@b.example\nA: s@c.example\nOgg: "
	"Crash\n\n",
	"Da: \"Ann Doe\" <ann@b.example>\nA: s@c.example\nCc: \nData: Mon, 16 "
	"Nov 2026 08:00:00 +0100\nOggetto: Crash\n\n",
	/* Notes */
	"From:\tAnn Doe/Cork/Doe <ann@b.example>\nTo:\ts@c.example\n"
	"Date:\t16/11/2026 08:00\nSubject:\tCrash\nSent by:\tBob\n"
	"________________________________\n\n",
	"Von:    \"Ann Doe\" <ann@b.example>\nAn:     s@c.example\nDatum:  "
	"16.11.2026 08:00\nBetreff:        Crash\n\n\n",
	"De :    \"Ann Doe\" <ann@b.example>\nPour :  s@c.example\nDate :  "
	"16/11/2026 08:00\nObjet : Crash\n\n\n",
	"Da:     Ann Doe/DOE\nPer:    s@c.example\nData:   16/11/2026 "
	"08.00\nOggetto:        Crash\n\n\n",
	"Ann Doe <ann@b.example>\n16/11/2026 08:00\n\nTo\n"
	"s@c.example\ncc\n\nSubject\nCrash\n\n",
	"Ann Doe ---16.11.2026 08:00:21---Hello, asked\n\nVon: Ann "
	"Doe/DOE\nAn: s@c.example\nDatum: 16.11.2026 08:00\nBetreff: "
	"Crash\n\n",
	"-----Ann Doe <ann@b.example> wrote: -----\nTo: s@c.example\nFrom: Ann "
	"Doe <ann@b.example>\nDate: 11/16/2026 08:00AM\nSubject: Crash\n\n",
	"-----Ann Doe <ann@b.example> schrieb: -----\nAn: s@c.example\nVon: "
	"Ann Doe <ann@b.example>\nDatum: 16.11.2026 08:00\nBetreff: "
	"Crash\n\n",
	"-----Ann Doe <ann@b.example> a écrit : -----\nÀ : s@c.example\nDe : "
	"Ann Doe <ann@b.example>\nDate : 16/11/2026 08:00\nObjet : "
	"Crash\n\n",
	/* Orange, which names the message first */
	"Message du : 16/11/2026 08:00\nDe : \"Ann Doe\" <ann@b.example>\n"
	"A : bob@b.example\nCopie à : \nSujet : Re: x\n\n",
	"envoyé : 16 novembre 2026 à 08:00\nde : Ann Doe <ann@b.example>\n"
	"à : bob@b.example\nobjet : Re: x\n\n",
	/* one that was folded: many people, and a blank line */
	"From: Ann Doe <ann@b.example>\nSent: Monday, November 16, 2026 8:00 "
	"AM\nTo: a@c.example; b@c.example; c@c.example;\nd@c.example; "
	"e@c.example\nSubject: RE: Crash\n\n",
	"From: Ann Doe <ann@b.example>\n\nSent: Monday, November 16, 2026 "
	"8:00 AM\n\nTo: Support\n\nSubject: RE: Crash\n\n",
	"From: Ann Doe via Support <ann@b.example>\nReply-To: Ann\nDate: "
	"Monday, 16 November 2026 at 08:00\nTo: Support\nSubject: Re: Crash\n",
};

static const char *const separators[] = {
	"-----Reply Message-----",
	"-----Antwort Nachricht-----",
	"-----Original Message-----",
	"----- Original Message -----",
	"---- Original Message ----",
	"-------- Original message --------",
	"------ Original Message ------",
	"-----Original Appointment-----",
	"_____Original Message_____",
	"----------------Original message----------------",
	"-----Ursprüngliche Nachricht-----",
	"-------- Ursprüngliche Nachricht --------",
	"-------- Original-Nachricht --------",
	"------ Originalnachricht ------",
	"-----Message d'origine-----",
	"-----Message d’origine-----",
	"-------- Message original --------",
	"-------- Message d'origine --------",
	"----- Mail original -----",
	"-----Mensaje original-----",
	"-------- Mensaje original --------",
	"-----Messaggio originale-----",
	"----Messaggio originale----",
	"-------- Messaggio originale --------",
	"-----Oorspronkelijk bericht-----",
	"-------- Oorspronkelijk bericht --------",
	"-------- Origineel bericht --------",
	"-----Mensagem original-----",
	"-------- Mensagem original --------",
	"-----Oryginalna wiadomość-----",
	"-----Wiadomość oryginalna-----",
	"-------- Oryginalna wiadomość --------",
	"-------- Wiadomość oryginalna --------",
	"-----Ursprungligt meddelande-----",
	"-------- Originalmeddelande --------",
	"-------- Ursprungligt meddelande --------",
	"-----元のメッセージ-----",
	"-----オリジナルメッセージ-----",
	"-------- 元のメッセージ --------",
	"-------- Forwarded Message --------",
	"---------- Forwarded message ---------",
	"-------- Weitergeleitete Nachricht --------",
	"-------- Message transféré --------",
	"---------- Message transféré ----------",
	"-------- Mensaje reenviado --------",
	"-------- Messaggio Inoltrato --------",
	"---------- Messaggio inoltrato ----------",
	"-------- Doorgestuurd bericht --------",
	"-------- Mensagem encaminhada --------",
	"-------- Mensagem reencaminhada --------",
	"-------- Przekazana wiadomość --------",
	"-------- Treść przekazanej wiadomości --------",
	"-------- Vidarebefordrat meddelande --------",
	"-------- 転送メッセージ --------",
	"-------- Přeposlaná zpráva --------",
	"-------- Proslijeđena poruka --------",
	"-------- Továbbított üzenet --------",
	"-------- Mesaj redirecționat --------",
	"-------- Перенаправленное сообщение --------",
	"-------- Переслане повідомлення --------",
	"-------- İletilen İleti --------",
	"---------- Edelleenlähetetty viesti ----------",
	"---------- Wiadomość przesłana dalej ----------",
	"----- Forwarded by Ann Doe/Cork on 16/11/2026 08:00 -----",
	"----- Weitergeleitet von Ann Doe/DE am 16.11.2026 08:00 -----",
	"----- Réacheminé par Ann Doe/FR le 16/11/2026 08:00 -----",
	"----- Transféré par Ann Doe/FR le 16/11/2026 08:00 -----",
	"----- Inoltrato da Ann Doe/IT il 16/11/2026 08.00 -----",
	"----- Remitido por Ann Doe/ES el 16/11/2026 08:00 -----",
	"----- Reenviado por Ann Doe/ES el 16/11/2026 08:00 -----",
	"----- Doorgestuurd door Ann Doe/NL op 16-11-2026 08:00 -----",
	"----- Encaminhado por Ann Doe/BR em 16/11/2026 08:00 -----",
	"----- Przekazane przez Ann Doe/PL dnia 2026-11-16 08:00 -----",
	"----- Vidarebefordrat av Ann Doe/SE den 2026-11-16 08:00 -----",
	"Begin forwarded message:",
	"Anfang der weitergeleiteten Nachricht:",
	"Anfang der weitergeleiteten E-Mail:",
	"Début du message réexpédié :",
	"Début du message transféré :",
	"Inicio del mensaje reenviado:",
	"Inizio messaggio inoltrato:",
	"Begin doorgestuurd bericht:",
	"Início da mensagem reencaminhada:",
	"Início da mensagem encaminhada:",
	"Início da mensagem reenviada:",
	"Początek przekazywanej wiadomości:",
	"Vidarebefordrat brev:",
	"転送されたメッセージ:",
	"##- Please type your reply above this line -##",
	"=-=-= Please reply above this line =-=-=",
	"##- Пишите ответ выше этой линии -##",
	"--- Bitte antworten Sie oberhalb dieser Linie ---",
	"##- Saisissez votre réponse au-dessus de cette ligne -##",
	"##- Escriba su respuesta por encima de esta línea -##",
	"##- Digite la risposta sopra questa riga -##",
	"##- Typ uw antwoord boven deze regel -##",
	"##- Digite sua resposta acima desta linha -##",
	"##- Prosimy wpisać odpowiedź powyżej tej linii -##",
	"##- Skriv ditt svar ovanför den här raden -##",
	"##- この行より上に返信内容を記入してください -##",
};

static void
test_headers_of_all_languages(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
		g_autofree char *bare =
		    g_strconcat(headers[i], "Hello,\n\nasked\n", NULL);
		g_autofree char *parted = g_strconcat("-----\n\n", bare, NULL);

		test_own_is_cut(bare);
		test_own_is_cut_close(bare);
		test_own_is_cut(parted);
		test_own_is_cut_close(parted);
	}
}

static void
test_separators_of_all_languages(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(separators); i++) {
		g_autofree char *below =
		    g_strconcat(separators[i], "\n\nHello,\n\nasked\n", NULL);

		test_own_is_cut(below);
		test_own_is_cut_close(below);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/quotations/headers", test_headers_of_all_languages);
	g_test_add_func(
	    "/mail/quotations/separators", test_separators_of_all_languages);
	return g_test_run();
}
