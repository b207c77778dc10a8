#include "mail/origin/absence.h"

#include "mail/fold.h"
#include "mail/starts.h"

#include <glib.h>
#include <string.h>

#define SUBJECT_BYTES 1000
#define OPENING_BYTES 300 /* where the absence is told */
#define NOTE_BYTES 1500   /* longer ones say more than that */

/* All words are folded. */

static const char *const subjects[] = { "automatic reply", "auto reply",
	"auto-reply", "autoreply", "auto response", "auto-response",
	"automatic response", "automated reply", "automated response",
	"autoresponse", "auto:", "out of office", "out of the office",
	"out-of-office", "ooo:", "vacation reply", "on vacation",
	"away from my mail", "away from the office", "i am away", "abwesend",
	"abwesenheit", "automatische antwort", "automatische ruckantwort",
	"betriebsferien", "betriebsurlaub", "automatisch antwoord", "autosvar",
	"automatiskt svar", "automatisk svar", "automatsvar", "franvaro",
	"reponse automatique", "absence du bureau", "absent du bureau",
	"message d'absence", "respuesta automatica", "fuera de la oficina",
	"ausente de la oficina", "risposta automatica", "fuori ufficio",
	"fuori sede", "resposta automatica", "fora do escritorio", "afwezig",
	"automaattinen vastaus", "poissa", "automatyczna odpowiedz",
	"odpowiedz automatyczna", "autoodpowiedz", "nieobecnosc", "poza biurem",
	"automaticka odpoved", "automatikus valasz", "otomatik yanıt",
	"автоответ", "автоматическии ответ", "自動応答", "自動返信", "不在通知",
	"不在の", "自动回复", "自動回覆", "arpus biroja", "automatiska atbilde",
	"automatinis atsakymas", "automaatvastus", "automatski odgovor",
	"samodejni odgovor", "raspuns automat", "balasan otomatis",
	"автоматичен отговор", "автоматична відповідь", "αυτοματη απαντηση",
	"תשובה אוטומטית", "رد تلقايي", "자동 회신", "자동 응답" };

/* Notes puts the name before it. */
static const char notes_subject[] = "is out of the office";

static const char *const replies[] = {
	"re:", "aw:", "sv:", "antw:", "odp:", "rif:", "vs:", "res:", "r:"
};

static const char *const away[] = { "i am out of", "i'm out of",
	"i will be out of", "i am currently out", "i am currently away",
	"i am away", "i'm away", "i am currently on ", "i'm currently on ",
	"i am on parental", "i am on maternity", "i am on annual",
	"i'm on annual", "no longer works for", "no longer works at",
	"is no longer with", "has left the company", "has left our company",
	"i will be away", "i am on leave", "i'm on leave", "i am on holiday",
	"i'm on holiday", "i am on vacation", "i'm on vacation",
	"on annual leave", "our office is closed", "we are closed",
	"ich bin nicht im", "ich bin derzeit nicht", "ich bin zur zeit nicht",
	"ich bin abwesend", "ich bin bis", "ich bin ab dem", "ich bin erst",
	"nicht mehr bei uns", "nicht mehr fur uns", "ich bin im urlaub",
	"bin ich nicht im", "bin ich nicht erreichbar", "unser betrieb ist",
	"unser buro ist", "betriebsferien", "je suis absent",
	"je suis actuellement absent", "je suis en conge",
	"je suis en vacances", "actuellement en conge", "actuellement absent",
	"je serai absent", "nous sommes fermes", "estoy fuera", "estare fuera",
	"estoy de vacaciones", "me encuentro de vacaciones",
	"me encuentro fuera", "estare ausente", "estoy ausente",
	"no estare en la oficina", "sono fuori", "sono assente", "saro assente",
	"sono in ferie", "saro in ferie", "ik ben afwezig", "ik ben met verlof",
	"ik ben momenteel afwezig", "ik ben niet aanwezig",
	"ik ben met vakantie", "ik ben op vakantie", "ik ben tot",
	"estou ausente", "estou de ferias", "estarei ausente",
	"encontro-me ausente", "jestem na urlopie", "jestem poza biurem",
	"jestem nieobecn", "przebywam na urlopie", "jag ar inte pa",
	"jag ar pa semester", "jag har semester", "jag ar ledig",
	"jeg er ikke pa", "jeg er pa ferie", "olen lomalla", "olen poissa",
	"jsem mimo kancelar", "jsem na dovolene", "я в отпуске",
	"нахожусь в отпуске", "不在にして", "不在と", "休暇中", "休暇をいただ",
	"ich bin vom", "bin im urlaub", "befinde mich bis",
	"befinde mich im urlaub", "befinde mich derzeit",
	"bin derzeit in elternzeit", "ich bin in elternzeit", "ik ben vanaf",
	"sono momentaneamente assente", "nao estarei no escritorio",
	"estou fora do escritorio", "jag ar borta", "jag ar foraldraledig",
	"jeg er bortreist", "jeg har ferie", "olen vapaalla",
	"nie ma mnie w biurze", "bede nieobecn", "jsem nepritom",
	"szabadsagon vagyok", "izindeyim", "нет в офисе", "休業",
	"外出しており", "正在休假", "不在办公室" };

static const char *const back[] = { "my return", "when i return", "i return",
	"when i am back", "when i'm back", "when i get back", "i will be back",
	"we will be back", "i'll be back", "back in the office",
	"will be back on", "returning on ", "returning monday",
	"won't be checking", "will not be checking", "not monitored",
	"not been forwarded", "limited access", "no access to",
	"not be able to reply", "not be able to answer", "not reading",
	"not checking", "my absence", "ruckkehr", "wieder im", "wieder fur sie",
	"wieder da", "wieder erreichbar", "dringenden fallen",
	"nicht weitergeleitet", "nicht gelesen", "vertretung", "vertritt",
	"meiner abwesenheit", "mon retour", "notre retour", "mon absence",
	"ne consulte pas", "de retour", "en cas d'urgence",
	"pour toute urgence", "mi regreso", "mi vuelta", "mi ausencia",
	"mio rientro", "mio ritorno", "mia assenza", "saro di ritorno",
	"mijn terugkomst", "bij terugkomst", "bij spoed", "weer aanwezig",
	"mijn afwezigheid", "terug op", "meu regresso", "meu retorno",
	"minha ausencia", "po powrocie", "w pilnych sprawach", "moim powrocie",
	"nieobecnosci", "tillbaka", "min franvaro", "tilbake", "tilbage",
	"lomani jalkeen", "palaan", "po navratu", "после возвращения",
	"после отпуска", "戻り", "復帰", "出社", "is urgent", "urgent matter",
	"urgent enquir", "urgent inquir", "urgent request", "urgent issue",
	"in urgent cases", "please direct", "direct your", "bin ich wieder",
	"lese keine", "werden nicht gelesen", "wenden sie sich",
	"acceso limitado", "para asuntos urgentes", "en caso de urgencia",
	"en caso urgente", "per urgenze", "in caso di urgenz",
	"dringende zaken", "dringende gevallen", "weer bereikbaar", "mail niet",
	"em caso de urgencia", "para assuntos urgentes", "w sprawach pilnych",
	"odpowiem po", "bradskande", "hastesager", "hastesaker", "palattuani",
	"kiireellis", "v nalehavych", "по срочным", "急ぎの" };

/* What persons who tell of their absence want of us; notes name only somebody
 * else to turn to. */
static const char *const wishes[] = { "please deliver", "please ship",
	"please hold", "please refund", "please cancel", "please help",
	"please tell", "i need", "i want", "bitte liefern", "bitte stornieren",
	"bitte prufen", "ich brauche", "ich hatte gern", "konnten sie",
	"merci de livrer", "merci de le garder", "j'ai besoin", "je voudrais",
	"pouvez-vous", "necesito", "quiero ", "quisiera", "ho bisogno",
	"vorrei", "ik wil", "graag ontvang", "preciso ", "quero ",
	"prosze dostarczyc", "potrzebuje", "nie moge odebrac", "chcialbym",
	"chcialabym", "jag vill", "jeg vil ha", "haluan", "voitteko",
	"potrebuji", "chtel bych", "мне нужн", "хочу ", "привезите",
	"доставьте", "お願いできますか" };

/* The first of @words that @folded begins with, or holds if @anywhere. */
static const char *
find(
    const char *folded, const char *const *words, size_t n_words, bool anywhere)
{
	for (size_t i = 0; i < n_words; i++)
		if (anywhere ? strstr(folded, words[i]) != NULL
		             : mail_fold_begins(folded, &words[i], 1))
			return words[i];
	return NULL;
}

/* The first @most bytes of @text, cut between characters, folded. (transfer
 * full) */
static char *
fold_opening(const char *text, size_t most)
{
	size_t length = strnlen(text, most);

	while (length && (text[length] & 0xC0) == 0x80)
		length--;
	g_autofree char *opening = g_strndup(text, length);
	for (char *end = opening; (end = strchr(end, '\n'));)
		*end = ' ';
	return mail_fold(opening);
}

/* What may follow the wording and still be it. */
static const char *const nouns[] = { "autoreply", "auto", "reply", "message",
	"notification", "notice", "response" };

/* What may follow without a colon: who, since or until when. */
static const char *const linking[] = { "re:", "from ", "by ", "to ", "until ",
	"till ", "through ", "back ", "on ", "von ", "vom ", "bis ", "ab ",
	"am ", "fur ", "de ", "du ", "d'", "jusqu", "au ", "hasta ", "del ",
	"da ", "dal ", "di ", "fino ", "van ", "tot ", "ate ", "do ", "od ",
	"fran ", "till ", "til ", "fra ", "av ", "asti ", "の" };

/* Whether @rest, what follows the wording in a subject, is no sentence. */
static bool
is_title(const char *rest)
{
	/* the rest of the word: "abwesenheit|snotiz" */
	do {
		while (g_ascii_isalpha(*rest) || (unsigned char)*rest >= 0x80)
			rest++;
		rest += strspn(rest, " -");
	} while (mail_fold_begins(rest, nouns, G_N_ELEMENTS(nouns)));
	return !g_ascii_isalpha(*rest) || strchr(rest, ':') ||
	       mail_fold_begins(rest, linking, G_N_ELEMENTS(linking));
}

/* The wording of absence that @words open with, or NULL. */
static const char *
find_away(const char *words)
{
	static gsize known;
	const MailStarts *starts =
	    mail_starts_of(&known, away, G_N_ELEMENTS(away));
	g_autofree char *folded = fold_opening(words, OPENING_BYTES);

	return mail_starts_occur(starts, folded)
	           ? find(folded, away, G_N_ELEMENTS(away), true)
	           : NULL;
}

static const char *
find_notes(const char *subject, const char *words)
{
	return strstr(subject, notes_subject) && words && find_away(words)
	           ? notes_subject
	           : NULL;
}

const char *
mail_absence_in_subject(const char *subject, const char *words)
{
	g_autofree char *folded =
	    fold_opening(subject ? subject : "", SUBJECT_BYTES);
	const char *start = folded, *reply;
	bool is_answered = false;
	static gsize known;

	while ((reply = find(start, replies, G_N_ELEMENTS(replies), false))) {
		start += strlen(reply);
		start += strspn(start, " ");
		is_answered = true;
	}
	start += strspn(start, "[(*");
	if (g_str_has_prefix(start, "【"))
		start += strlen("【");
	if (!mail_starts_have(
	        mail_starts_of(&known, subjects, G_N_ELEMENTS(subjects)),
	        start))
		return find_notes(start, words);
	const char *found =
	    find(start, subjects, G_N_ELEMENTS(subjects), false);
	if (!found)
		return find_notes(start, words);
	/* people answer such notes, ours among them */
	if (!is_answered && (found[strlen(found) - 1] == ':' ||
	                        is_title(start + strlen(found))))
		return found;
	return words && find_away(words) ? found : NULL;
}

const char *
mail_absence_in_words(const char *words)
{
	const char *found =
	    strlen(words) > NOTE_BYTES ? NULL : find_away(words);

	/* who asks waits for an answer */
	if (!found || g_str_has_suffix(words, "?"))
		return NULL;
	g_autofree char *all = g_strdelimit(g_strdup(words), "\n", ' ');
	g_autofree char *folded = mail_fold(all);
	return find(folded, back, G_N_ELEMENTS(back), true) &&
	               !find(folded, wishes, G_N_ELEMENTS(wishes), true)
	           ? found
	           : NULL;
}
