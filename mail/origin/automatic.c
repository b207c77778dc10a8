#include "mail/origin/automatic.h"

#include "mail/fold.h"

#include <glib.h>
#include <string.h>

#define INVITATION_WORDS 14
#define OPENING_BYTES                                                          \
	2000 /* where it is said, often below what was received                \
	      */

/* All words are folded. Each begins a sentence. */
static const char *const machines[] = { "this is an automated",
	"this is an automatic", "this is an auto-",
	"this message was automatically", "this message has been automatically",
	"this message is automatically", "this email was automatically",
	"this e-mail was automatically", "this email has been automatically",
	"this email is automatically", "this message was generated automat",
	"this email was generated automat", "this e-mail was generated automat",
	"this is a system generated", "this is a system-generated",
	"dies ist eine automatisch", "dies ist ein automatisch",
	"diese e-mail wurde automatisch", "diese email wurde automatisch",
	"diese mail wurde automatisch", "diese nachricht wurde automatisch",
	"diese e-mail ist automatisch", "automatische eingangsbestatigung",
	"ceci est un message automatique", "ceci est une reponse automatique",
	"ceci est un e-mail automatique",
	"ce message est envoye automatiquement",
	"ce message a ete envoye automatiquement",
	"ce message a ete genere automatiquement", "este es un mensaje automat",
	"este es un correo automat", "esta es una respuesta automat",
	"este mensaje ha sido generado automat",
	"este correo ha sido generado automat", "questo e un messaggio automat",
	"questa e una risposta automat", "questa e un'email automat",
	"messaggio generato automat", "dit is een automatisch",
	"dit bericht is automatisch", "deze e-mail is automatisch",
	"esta e uma mensagem automat", "esta e uma resposta automat",
	"este e um e-mail automat", "esta mensagem foi gerada automat",
	"mensagem automat", "to jest wiadomosc automat", "to jest automat",
	"ta wiadomosc zostala wygenerowana automat",
	"wiadomosc wygenerowana automat", "detta ar ett automat",
	"detta meddelande har skickats automat", "dette er en automat",
	"dette er et automat", "tama on automaat", "toto je automat",
	"это автоматическ", "このメールは自動", "本メールは自動", "自動送信",
	"自動返信" };

static const char *const purposes[] = { "not reply", "not respond",
	"don't reply", "has been received", "have received your",
	"received your", "ticket", "case number", "reference number",
	"for contacting", "for your message", "for your email",
	"nicht auf diese", "antworten sie nicht", "nicht antworten",
	"nicht beantwort", "eingangsbestatigung", "ihre nachricht",
	"ihre anfrage", "ihre e-mail", "pas repondre", "pas y repondre",
	"bien recu", "votre demande", "votre message", "no responda",
	"no responder", "no conteste", "hemos recibido", "su mensaje",
	"non rispond", "abbiamo ricevuto", "la tua richiesta",
	"la sua richiesta", "niet beantwoord", "niet op deze", "hebben uw",
	"uw bericht", "nao respond", "recebemos", "sua mensagem",
	"nie odpowiad", "otrzymalismy", "panstwa wiadomosc", "svara inte",
	"inte svara", "har mottagit", "tagit emot", "svar ikke", "ikke svar",
	"har modtatt", "har modtaget", "ala vastaa", "neodpovid",
	"не отвечаите", "返信しない", "返信いただ", "返信でき", "受け付け",
	"受付" };

static const char *const challenges[] = { "to release your message",
	"to deliver your message", "your message was waitlisted",
	"was waitlisted", "to my guest list", "confirm that you sent",
	"verify that you sent", "prove that you are human",
	"held because the address", "have your address added to",
	"para que sua mensagem seja encaminhada",
	"para que su mensaje sea entregado", "damit ihre nachricht zugestellt",
	"pour que votre message soit" };

static const char *const selves[] = { " i ", " my ", " i'm ", " i've ", " ich ",
	" mein", " je ", " j'ai ", " mon ", " yo ", " mi ", " io ", " mio ",
	" ik ", " mijn ", " eu ", " meu ", " jag ", " min " };

/* The opening of @words, folded, with a blank before. (transfer
 * full) (nullable): NULL where it speaks of itself or asks. */
static char *
fold_opening(const char *words)
{
	size_t length = strlen(words);

	if (length > OPENING_BYTES)
		length = OPENING_BYTES;
	while (length && (words[length] & 0xC0) == 0x80)
		length--;
	g_autofree char *start = g_strndup(words, length);
	g_autofree char *folded = mail_fold(start);
	g_autofree char *text = g_strconcat(" ", folded, NULL);

	return strchr(text, '?') ||
	               mail_fold_has(text, selves, G_N_ELEMENTS(selves))
	           ? NULL
	           : g_steal_pointer(&text);
}

bool
mail_automatic_is_impersonal(const char *words)
{
	g_autofree char *text = fold_opening(words);

	return text != NULL;
}

/* Whether @words may be a machine's: most are told apart by this alone. */
static bool
may_be_machine(const char *words)
{
	static const char *const signs[] = { "utom", "ystem", "втомат", "自動",
		" auto-" };

	return !strchr(words, '?') && !strstr(words, " I ") &&
	       mail_fold_has(words, signs, G_N_ELEMENTS(signs));
}

/* Whether a sentence or a line begins at @at, not a quotation. */
static bool
begins_sentence(const char *text, const char *at)
{
	while (at > text && strchr(" *-_[(#", at[-1]))
		at--;
	return at == text || strchr("\n.!:,;)", at[-1]) ||
	       (unsigned char)at[-1] >= 0x80;
}

const char *
mail_automatic_in_words(const char *words)
{
	g_autofree char *text =
	    may_be_machine(words) ? fold_opening(words) : NULL;

	if (!text || !mail_fold_has(text, purposes, G_N_ELEMENTS(purposes)))
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(machines); i++) {
		const char *at = strstr(text, machines[i]);

		if (at && begins_sentence(text, at))
			return machines[i];
	}
	return NULL;
}

const char *
mail_automatic_challenge(const char *words)
{
	/* what is to be pressed or written to */
	bool is_linked = strchr(words, '@') || strstr(words, "://");
	g_autofree char *text = is_linked ? fold_opening(words) : NULL;

	for (size_t i = 0; text && i < G_N_ELEMENTS(challenges); i++)
		if (strstr(text, challenges[i]))
			return challenges[i];
	return NULL;
}

bool
mail_automatic_is_of_calendar(const char *text)
{
	static const char *const invitations[] = { "this invitation",
		"diese einladung", "cette invitation", "esta invitacion",
		"questo invito", "deze uitnodiging", "este convite",
		"to zaproszenie", "den har inbjudan", "denne invitasjonen",
		"denne invitation", "この招待", "招待状" };
	size_t start = strspn(text, " \n"), length;

	length = strcspn(text + start, "\n");
	while (length && g_ascii_isspace(text[start + length - 1]))
		length--;
	g_autofree char *first = g_strndup(text + start, length);
	/* "... with this note:" says more below */
	if (mail_fold_count_words(first, INVITATION_WORDS + 1) >
	        INVITATION_WORDS ||
	    mail_fold_ends_with_colon(first, length) || strchr(first, '"'))
		return false;
	g_autofree char *folded = mail_fold(first);
	return mail_fold_has(folded, invitations, G_N_ELEMENTS(invitations));
}

bool
mail_automatic_is_receipt(const char *subject, const char *words)
{
	static const char *const subjects[] = { "read:", "not read:",
		"deleted:", "gelesen:", "nicht gelesen:", "ungelesen geloscht:",
		"lu:", "lu :", "non lu:", "non lu :", "leido:", "no leido:",
		"letto:", "non letto:", "gelezen:", "niet gelezen:", "lida:",
		"lido:", "nao lida:", "przeczytano:", "last:", "laest:",
		"lest:", "luettu:", "прочитано:", "開封済み:" };
	static const char *const openings[] = { "your message",
		"ihre nachricht", "votre message", "su mensaje", "el mensaje",
		"il messaggio", "uw bericht", "a sua mensagem", "sua mensagem",
		"wiadomosc", "twoja wiadomosc", "ditt meddelande",
		"din meddelelse", "meldingen", "viestisi", "ваше сообщение",
		"次のメッセージ" };
	static const char *const read[] = { "was read", "without being read",
		"gelesen", "a ete lu", "sans etre lu", "leido", "letto",
		"gelezen", "lida", "lido", "przeczytan", "lastes", "laest",
		"lest", "luettu", "прочитано", "開封" };
	g_autofree char *title = mail_fold(subject ? subject : "");

	if (!mail_fold_begins(title, subjects, G_N_ELEMENTS(subjects)) ||
	    strlen(words) > OPENING_BYTES)
		return false;
	g_autofree char *text = mail_fold(words + strspn(words, " \n"));
	return mail_fold_begins(text, openings, G_N_ELEMENTS(openings)) &&
	       mail_fold_has(text, read, G_N_ELEMENTS(read));
}
