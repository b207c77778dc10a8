#include "mail/quote.h"

#include "mail/fold.h"

#include <glib.h>
#include <string.h>

#define INITIALS_MAX 4
#define BLOCK_LINES 10
#define LABEL_BYTES 40
#define SEPARATOR_BYTES 160
#define TRACKER_DOT "ᐧ"

/* All words below are folded: lower case, without accents. */

enum { FROM, SENT, TO, SUBJECT, ROWS };

/* The labels of a header block by what they name. */
static const char *const labels[ROWS][48] = {
	[FROM] = { "from", "von", "de", "da", "van", "fran", "fra", "od",
	    "lahettaja", "kimden", "gonderen", "felado", "expediteur",
	    "remitente", "mittente", "afzender", "remetente", "nadawca",
	    "avsandare", "absender", "από", "απο", "de la", "от", "від",
	    "差出人", "送信者", "发件人", "寄件者", "보낸 사람", "reply-to",
	    "antwort an" },
	[SENT] = { "sent", "date", "gesendet", "datum", "envoye", "enviado",
	    "enviado el", "envoye le", "inviato il", "verzonden op",
	    "skickat den", "enviada em", "enviada", "fecha", "data", "inviato",
	    "verzonden", "skickat", "sendt", "dato", "wyslano", "lahetetty",
	    "pvm", "paivays", "odeslano", "datum odeslani", "gonderme tarihi",
	    "tarih", "kuldve", "trimis", "дата", "отправлено", "date d'envoi",
	    "gesendet am", "date sent", "надіслано", "送信日時", "日付", "日時",
	    "发送时间", "日期", "傳送時間", "보낸 날짜" },
	[TO] = { "to", "an", "a", "para", "aan", "till", "til", "do",
	    "vastaanottaja", "komu", "kime", "cimzett", "catre", "кому", "προς",
	    "destinataire", "destinatario", "宛先", "收件人", "收件者",
	    "받는 사람" },
	[SUBJECT] = { "subject", "betreff", "objet", "asunto", "assunto",
	    "oggetto", "onderwerp", "amne", "emne", "temat", "aihe", "predmet",
	    "konu", "targy", "subiect", "тема", "θεμα", "sujet", "件名", "主题",
	    "主旨", "제목" },
};

/* Between dashes. */
static const char *const separators[] = { "original message",
	"original-message", "original appointment", "original email",
	"original e-mail", "ursprungliche nachricht", "originalnachricht",
	"original-nachricht", "ursprungliche mail", "message d'origine",
	"message original", "message initial", "mensaje original",
	"messaggio originale", "messaggio orig", "oorspronkelijk bericht",
	"origineel bericht", "mensagem original", "ursprungligt meddelande",
	"originalmeddelande", "original meddelelse", "oprindelig meddelelse",
	"opprinnelig melding", "wiadomosc oryginalna", "oryginalna wiadomosc",
	"alkuperainen viesti", "puvodni zprava", "eredeti uzenet",
	"исходное сообщение", "元のメッセージ", "original message follows",
	"原始邮件", "原始郵件", "원본 메시지", "forwarded message",
	"forwarded by", "forwarded email", "weitergeleitete nachricht",
	"weitergeleitet von", "message transfere", "message reexpedie",
	"transfere par", "mensaje reenviado", "messaggio inoltrato",
	"inoltrato da", "doorgestuurd bericht", "doorgestuurd door",
	"mensagem encaminhada", "vidarebefordrat", "videresendt",
	"przekazana wiadomosc", "wiadomosc przekazana", "valitetty viesti",
	"пересылаемое сообщение", "転送メッセージ", "转发邮件", "轉寄郵件" };

static const char *const whole_separators[] = { "begin forwarded message:",
	"anfang der weitergeleiteten nachricht:",
	"debut du message reexpedie :", "debut du message transfere :",
	"inicio del mensaje reenviado:", "inizio messaggio inoltrato:",
	"begin doorgestuurd bericht:", "inicio da mensagem encaminhada:",
	"inicio da mensagem reencaminhada:", "vidarebefordrat brev:",
	"poczatek przekazywanej wiadomosci:", "転送されたメッセージ:" };

/* What help desks ask for, inside whatever marks. */
static const char *const reply_above[] = { "reply above this line",
	"reply above the line", "type your reply above",
	"reply above this text", "antworten sie oberhalb dieser",
	"oberhalb dieser linie", "repondez au-dessus",
	"repondre au-dessus de cette ligne",
	"responda por encima de esta linea", "escriba su respuesta por encima",
	"rispondi sopra questa riga", "boven deze regel",
	"responda acima desta linha", "svara ovanfor denna rad",
	"powyzej tej linii" };

bool
mail_quote_is_quoted(const char *line)
{
	return line[strspn(line, " \t")] == '>';
}

bool
mail_quote_is_odd(const char *line)
{
	size_t initials = 0;

	line += strspn(line, " \t");
	if (*line == '|')
		return true;
	while (g_ascii_isupper(line[initials]))
		initials++;
	return initials && initials <= INITIALS_MAX && line[initials] == '>' &&
	       (!line[initials + 1] || strchr(" >", line[initials + 1]));
}

/* The colon that ends a label, of either width, or NULL. No label has a stop or
 * a digit in it, and most lines soon do. */
static const char *
label_end(const char *start)
{
	size_t length = strcspn(start, ":.,;!?()\"<>@/0123456789\xef");

	if (!length || length > LABEL_BYTES)
		return NULL;
	return start[length] == ':' || g_str_has_prefix(start + length, "：")
	           ? start + length
	           : NULL;
}

/* Which row of the labels @line begins with, -1 for none. */
static int
label_of(const char *line)
{
	const char *start = line + strspn(line, " \t*_|");
	const char *end = *start ? label_end(start) : NULL;

	if (!end)
		return -1;
	g_autofree char *label = g_strndup(start, (size_t)(end - start));
	g_strstrip(g_strdelimit(label, "*_", ' '));
	g_autofree char *folded = mail_fold(label);
	for (int row = 0; row < ROWS; row++)
		for (size_t i = 0; i < G_N_ELEMENTS(labels[row]); i++)
			if (labels[row][i] && *labels[row][i] == *folded &&
			    strcmp(labels[row][i], folded) == 0)
				return row;
	return -1;
}

static bool
has_label(const char *line)
{
	return label_end(line + strspn(line, " \t*_|")) != NULL;
}

/* Whether one of the lines below the first has a label: most colons are those
 * of sentences. */
static bool
has_label_below(char *const *lines)
{
	for (size_t i = 1; i <= 3 && lines[i]; i++)
		if (has_label(lines[i]))
			return true;
	return false;
}

bool
mail_quote_is_header_block(char *const *lines)
{
	bool seen[ROWS] = { false }, has_address = false;
	int first, rows = 0, others = 0;

	if (!has_label(lines[0]) || !has_label_below(lines) ||
	    (first = label_of(lines[0])) < 0)
		return false;
	for (size_t i = 0; i < BLOCK_LINES && lines[i] && others < 4; i++) {
		int row = label_of(lines[i]);

		others += row < 0 && !mail_fold_is_blank(lines[i]);
		has_address |= strchr(lines[i], '@') != NULL;
		if (row < 0 || seen[row])
			continue;
		seen[row] = true;
		rows++;
	}
	/* "From: Dublin, To: Cork, Date: 3 May" is a parcel's */
	return rows >= 3 && seen[FROM] && (seen[SUBJECT] || has_address) &&
	       (first == FROM || has_address);
}

bool
mail_quote_is_separator(const char *line)
{
	const char *first = line + strspn(line, " \t*>");
	size_t length = strlen(first);

	/* most lines are told apart without folding them */
	if (length > SEPARATOR_BYTES || length < 4 ||
	    (!strchr("-#_=", *first) &&
	        !mail_fold_ends_with_colon(first, length)))
		return false;
	g_autofree char *folded = mail_fold(first);
	if (mail_fold_begins(
	        folded, whole_separators, G_N_ELEMENTS(whole_separators)))
		return true;
	if (!strchr("-#_=", *first))
		return false;
	return mail_fold_has(folded, reply_above, G_N_ELEMENTS(reply_above)) ||
	       (first[1] == first[0] &&
	           mail_fold_has(folded, separators, G_N_ELEMENTS(separators)));
}

bool
mail_quote_is_rule(const char *line)
{
	size_t length, dot = strlen(TRACKER_DOT);

	line += strspn(line, " \t");
	length = strspn(line, "-_=*#~+");
	if (length < 2 && strncmp(line, TRACKER_DOT, dot) == 0)
		length = dot;
	return length >= 2 && mail_fold_is_blank(line + length);
}
