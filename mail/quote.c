#include "mail/quote.h"

#include "mail/fold.h"

#include <glib.h>
#include <string.h>

#define INITIALS_MAX 4
#define BLOCK_LINES 10
#define HEADER_LINES 5
#define DATED_BYTES 30  /* "Sent: Friday, November 28, 2014 12:35 PM" */
#define OUTLOOK_RULE 32 /* underscores */
#define LABEL_BYTES 40
#define SEPARATOR_BYTES 160
#define SEPARATOR_WORDS 3
#define WIDE_MARKS 4
#define ORNAMENT_MARKS 5
#define MARKS "-#_=* \t"
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

/* Between dashes: one of these with one of the messages, */
static const char *const originals[] = { "original", "ursprung", "d'origine",
	"d'origin", "initial", "oorspronkelijk", "origineel", "oryginaln",
	"oprindelig", "opprinnelig", "alkuperainen", "puvodni", "eredeti",
	"исходн", "元の", "オリジナル", "原始", "원본" };

static const char *const messages[] = { "message", "appointment", "mail",
	"nachricht", "mensaje", "messaggi", "bericht", "mensagem", "wiadomo",
	"meddelande", "meddelelse", "melding", "viesti", "zprava", "uzenet",
	"сообщени", "メッセージ", "メール", "邮件", "郵件", "메시지" };

/* or one of these */
static const char *const forwards[] = { "messaggio orig", "forwarded message",
	"forwarded by", "forwarded email", "forwarded e-mail",
	"weitergeleitete nachricht", "weitergeleitete mail",
	"weitergeleitet von", "message transfere", "message reexpedie",
	"transfere par", "reachemine par", "mensaje reenviado", "reenviado por",
	"remitido por", "messaggio inoltrato", "inoltrato da",
	"doorgestuurd bericht", "doorgestuurd door", "mensagem encaminhada",
	"mensagem reencaminhada", "encaminhado por", "reencaminhado por",
	"vidarebefordra", "videresendt", "przekazana wiadomosc",
	"przekazanej wiadomosci", "przekazane przez", "przekazana przez",
	"wiadomosc przekazana", "valitetty viesti", "пересылаемое сообщение",
	"転送メッセージ", "转发邮件", "转发的邮件", "轉寄郵件" };

static const char *const whole_separators[] = { "begin forwarded message:",
	"anfang der weitergeleiteten nachricht:",
	"anfang der weitergeleiteten e-mail:", "debut du message reexpedie :",
	"debut du message transfere :", "debut de l'e-mail transfere :",
	"debut du courriel transfere :", "inicio del mensaje reenviado:",
	"inizio messaggio inoltrato:", "begin doorgestuurd bericht:",
	"inicio da mensagem encaminhada:", "inicio da mensagem reencaminhada:",
	"inicio da mensagem reenviada:", "vidarebefordrat brev:",
	"poczatek przekazywanej wiadomosci:", "転送されたメッセージ:" };

/* What help desks ask for, inside whatever marks. */
static const char *const reply_above[] = { "above this line", "above the line",
	"above this text", "oberhalb dieser", "uber dieser linie",
	"au-dessus de cette ligne", "repondez au-dessus",
	"encima de esta linea", "sopra questa riga", "sopra questa linea",
	"boven deze regel", "boven deze lijn", "acima desta linha",
	"ovanfor denna rad", "ovanfor den har raden", "powyzej tej linii",
	"この行より上", "この線より上" };

bool
mail_quote_is_quoted(const char *line)
{
	while (*line == ' ' || *line == '\t')
		line++;
	return *line == '>' ||
	       ((unsigned char)*line >= 0x80 && g_str_has_prefix(line, "＞"));
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
	static const char ends[] = ":.,;!?()\"<>@/0123456789\xef";
	size_t length = 0;

	while (length <= LABEL_BYTES &&
	       (g_ascii_isalpha(start[length]) || !strchr(ends, start[length])))
		length++;
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
	g_strdelimit(label, "*_", ' ');
	/* folding makes a blank of the no-break one before a colon */
	g_autofree char *folded = mail_fold(label);
	g_strstrip(folded);
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

/* "2026" in a line of its own label. */
static bool
has_year(const char *line)
{
	for (const char *c = line; (c = strpbrk(c, "12")); c++)
		if ((g_str_has_prefix(c, "19") || g_str_has_prefix(c, "20")) &&
		    strspn(c, "0123456789") == 4)
			return true;
	return false;
}

/* A header in any language, below the line that Outlook draws above it. */
static bool
is_header_below_rule(char *const *lines)
{
	size_t rule = strspn(lines[0], "_"), labelled = 0, filled = 0;
	bool is_dated = false;

	if (rule != OUTLOOK_RULE || !mail_fold_is_blank(lines[0] + rule) ||
	    !lines[1] || !has_label(lines[1]))
		return false;
	for (size_t i = 1; lines[i] && filled < HEADER_LINES; i++) {
		bool is_labelled = has_label(lines[i]);

		labelled += is_labelled;
		is_dated |= is_labelled && has_year(lines[i]);
		filled += !mail_fold_is_blank(lines[i]);
	}
	return labelled >= 3 && is_dated;
}

static bool
is_known_header(char *const *lines)
{
	bool seen[ROWS] = { false }, has_address = false, is_dated = false;
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
		is_dated |= row == SENT && has_year(lines[i]) &&
		            strlen(lines[i]) >= DATED_BYTES;
		rows++;
	}
	/* "From: Dublin, To: Cork, Date: 3 May" is a parcel's */
	return rows >= 3 && seen[FROM] &&
	       (seen[SUBJECT] || has_address || is_dated) &&
	       (first == FROM || has_address);
}

static bool
is_short(const char *folded)
{
	g_autofree char *words = g_strdup(folded);

	g_strdelimit(words, "-=_#*", ' ');
	return mail_fold_count_words(words) <= SEPARATOR_WORDS;
}

static bool
says_forwarded(const char *folded)
{
	return mail_fold_begins(folded, forwards, G_N_ELEMENTS(forwards)) ||
	       (is_short(folded) &&
	           mail_fold_has(folded, forwards, G_N_ELEMENTS(forwards)));
}

/* Whether @folded, the words after a line's dashes, part another's mail off. */
static bool
parts_mails(const char *folded)
{
	return says_forwarded(folded) ||
	       (is_short(folded) &&
	           mail_fold_has(folded, originals, G_N_ELEMENTS(originals)) &&
	           mail_fold_has(folded, messages, G_N_ELEMENTS(messages)));
}

bool
mail_quote_is_header_block(char *const *lines)
{
	return is_known_header(lines) || is_header_below_rule(lines);
}

/* Folds the words of @line, where it may part mails: most lines are told apart
 * without that. Returns: (nullable) (transfer full). */
static char *
fold_separator(const char *line, bool *ret_is_marked)
{
	static const char marks[] = "-#_=*";
	const char *first = line + strspn(line, " \t*>");
	size_t length = strlen(first);

	if (length > SEPARATOR_BYTES || length < 4)
		return NULL;
	*ret_is_marked = strchr("-#_=", *first) && strchr(marks, first[1]);
	return *ret_is_marked || mail_fold_ends_with_colon(first, length)
	           ? mail_fold(first)
	           : NULL;
}

bool
mail_quote_is_forward(const char *line)
{
	bool is_marked;
	g_autofree char *folded = fold_separator(line, &is_marked);

	return folded &&
	       (mail_fold_begins(
	            folded, whole_separators, G_N_ELEMENTS(whole_separators)) ||
	           (is_marked ? says_forwarded(folded + strspn(folded, MARKS))
	                      : mail_fold_begins(
	                            folded, forwards, G_N_ELEMENTS(forwards))));
}

bool
mail_quote_is_separator(const char *line)
{
	bool is_marked;
	g_autofree char *folded = fold_separator(line, &is_marked);

	if (!folded)
		return false;
	if (!is_marked)
		return mail_fold_begins(
		    folded, whole_separators, G_N_ELEMENTS(whole_separators));
	if (mail_fold_has(folded, reply_above, G_N_ELEMENTS(reply_above)))
		return true;
	return folded[1] == folded[0] &&
	       parts_mails(folded + strspn(folded, MARKS));
}

/* How many bytes of a mark @c begins with: 0 where it is none. @ret_is_strong:
 * whether rules are drawn of it, not only ornamented with it. */
static size_t
mark_length(const char *c, bool *ret_is_strong)
{
	static const char *const wide[] = { "＝", "＊", "＿", "－", "＋", "〜",
		"～", "—", "–", "▬", "◆", "◇", "■", "□", "★", "☆" };
	static const char *const weak[] = { "・", "‥", "…", "·", "•", "｡",
		"。" };
	*ret_is_strong = strchr("-_=*#~+", *c) != NULL;
	if ((unsigned char)*c < 0x80)
		return *ret_is_strong || strchr(".:'^ ", *c) ? 1 : 0;
	gunichar box = g_utf8_get_char(c);
	*ret_is_strong = true;
	if (box >= 0x2500 && box <= 0x257F)
		return g_unichar_to_utf8(box, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(wide); i++)
		if (g_str_has_prefix(c, wide[i]))
			return strlen(wide[i]);
	*ret_is_strong = false;
	for (size_t i = 0; i < G_N_ELEMENTS(weak); i++)
		if (g_str_has_prefix(c, weak[i]))
			return strlen(weak[i]);
	return 0;
}

bool
mail_quote_is_rule(const char *line)
{
	size_t strong = 0, weak = 0, length;
	bool is_strong, is_ascii = true;

	if (g_ascii_isalnum(*line)) /* most lines */
		return false;
	line += strspn(line, " \t");
	if (g_str_has_prefix(line, TRACKER_DOT))
		return mail_fold_is_blank(line + strlen(TRACKER_DOT));
	for (const char *c = line; !mail_fold_is_blank(c); c += length) {
		length = mark_length(c, &is_strong);
		if (!length)
			return false;
		strong += is_strong;
		weak += !is_strong;
		is_ascii &= length == 1;
	}
	if (weak)
		return strong >= ORNAMENT_MARKS && weak <= strong * 2;
	return strong >= (is_ascii ? 2 : WIDE_MARKS);
}
