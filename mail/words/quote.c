#include "mail/words/quote.h"

#include "mail/fold.h"
#include "mail/words/labels.h"

#include <glib.h>
#include <string.h>

#define INITIALS_MAX 4
#define TITLE_BYTES 40
#define TITLE_MARKED_BYTES 120
#define TITLE_DASHES 4
#define HEADER_LINES 6
#define SEPARATOR_BYTES 160
#define SEPARATOR_WORDS 3
#define WIDE_MARKS 4
#define ORNAMENT_MARKS 5
#define MARKS "-#_=* \t"
#define TRACKER_DOT "ᐧ"

/* All words below are folded: lower case, without accents. */

/* Between dashes: one of these with one of the messages, */
static const char *const originals[] = { "original", "ursprung", "d'origine",
	"d'origin", "initial", "oorspronkelijk", "origineel", "oryginaln",
	"oprindelig", "opprinnelig", "alkuperainen", "puvodni", "eredeti",
	"исходн", "reply", "antwort", "原件", "元の", "オリジナル", "原始",
	"원본" };

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
	"przesłana dalej", "przekazanej wiadomosci", "przekazane przez",
	"przekazana przez", "wiadomosc przekazana", "valitetty viesti",
	"пересылаемое сообщение", "転送メッセージ", "转发邮件", "转发的邮件",
	"轉寄郵件", "メッセージを転送", "전달된 메시지", "message transmis",
	"edelleenlahetetty viesti", "preposlana zprava", "preposlana sprava",
	"proslijeđena poruka", "tovabbitott uzenet", "mesaj redirectionat",
	"iletilen ileti", "iletilmis mesaj", "προωθημενο μηνυμα",
	"перенаправленное сообщение", "переслане повідомлення",
	"перенаправлене повідомлення" };

static const char *const whole_separators[] = { "begin forwarded message:",
	"anfang der weitergeleiteten nachricht:",
	"anfang der weitergeleiteten e-mail:", "debut du message reexpedie :",
	"debut du message transfere :", "debut de l'e-mail transfere :",
	"debut du courriel transfere :", "inicio del mensaje reenviado:",
	"inizio messaggio inoltrato:", "begin doorgestuurd bericht:",
	"inicio da mensagem encaminhada:", "inicio da mensagem reencaminhada:",
	"inicio da mensagem reenviada:", "vidarebefordrat brev:",
	"poczatek przekazywanej wiadomosci:", "転送されたメッセージ:",
	"start pa videresendt besked:", "videresendt melding:",
	"vidarebefordrat mejl:", "valitetty viesti alkaa:",
	"zacatek preposilane zpravy:", "zaciatok preposlanej spravy:",
	"zapocni proslijeđenu poruku:", "tovabbitott level kezdete:",
	"incepe mesajul redirectionat:", "ileti baslangıcı:",
	"начало переадресованного сообщения:",
	"початок листа, що пересилається:" };

/* What help desks ask for, inside whatever marks. */
static const char *const reply_above[] = { "above this line", "above the line",
	"above this text", "oberhalb dieser", "uber dieser linie",
	"uber dieser zeile", "uber diese zeile", "au-dessus de cette ligne",
	"repondez au-dessus", "encima de esta linea", "sopra questa riga",
	"sopra questa linea", "boven deze regel", "boven deze lijn",
	"acima desta linha", "ovanfor denna rad", "ovanfor den har raden",
	"over denne linje", "taman rivin ylapuolelle", "nad timto radkem",
	"nad tento radek", "выше этои строки", "выше этои линии", "此行上方",
	"powyzej tej linii", "この行より上", "この線より上" };

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

	line = mail_fold_skip(line, " \t");
	if (*line == '|')
		return true;
	while (g_ascii_isupper(line[initials]))
		initials++;
	return initials && initials <= INITIALS_MAX && line[initials] == '>' &&
	       (!line[initials + 1] || strchr(" >", line[initials + 1]));
}

static bool
is_short(const char *folded)
{
	g_autofree char *words = g_strdup(folded);

	g_strdelimit(words, "-=_#*", ' ');
	return mail_fold_count_words(words, SEPARATOR_WORDS + 1) <=
	       SEPARATOR_WORDS;
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

/* Folds the words of @line, where it may part mails: most lines are told apart
 * without that. Returns: (nullable) (transfer full). */
static char *
fold_separator(const char *line, bool *ret_is_marked)
{
	static const char marks[] = "-#_=*";
	const char *first = mail_fold_skip(line, " \t*>");
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

/* ">>> Ann Doe <ann@b.example> 11/16/2026 8:00 AM >>>" */
static bool
is_of_groupwise(const char *line)
{
	static const char marks[] = ">>>";
	size_t length = strlen(line);

	while (length && g_ascii_isspace(line[length - 1]))
		length--;
	return length > 2 * strlen(marks) && length <= SEPARATOR_BYTES &&
	       g_str_has_prefix(line, marks) && line[3] == ' ' &&
	       memcmp(line + length - 4, " >>>", 4) == 0 &&
	       strpbrk(line, "0123456789");
}

/* "-------- Words of any language --------" */
static bool
is_between_dashes(const char *line)
{
	size_t length, dashes;

	line += strspn(line, " \t");
	dashes = strspn(line, "-");
	length = strlen(line);
	while (length && g_ascii_isspace(line[length - 1]))
		length--;
	return dashes >= TITLE_DASHES && length > 2 * TITLE_DASHES &&
	       line[dashes] == ' ' && line[length - 1] == '-' &&
	       line[length - TITLE_DASHES] == '-';
}

/* The header that MailMate and Apple's Mail quote with the words. */
static bool
is_quoted_header(char *const *lines)
{
	static const char mark[] = "> ";
	char *first[HEADER_LINES + 1] = { NULL };

	for (size_t i = 0;
	     i < HEADER_LINES && lines[i] && g_str_has_prefix(lines[i], mark);
	     i++)
		first[i] = lines[i] + strlen(mark);
	return first[0] && mail_labels_are_header(first);
}

bool
mail_quote_is_title(char *const *lines)
{
	char *const *next = lines + 1;

	if (!*next || strlen(*lines) > TITLE_MARKED_BYTES)
		return false;
	while (*next && mail_fold_is_blank(*next))
		next++;
	if (!*next || !(mail_labels_are_header(next) || is_quoted_header(next)))
		return false;
	if (is_between_dashes(*lines))
		return true;
	if (strlen(*lines) > TITLE_BYTES)
		return false;
	g_autofree char *folded = mail_fold(*lines);
	g_strstrip(folded);
	return parts_mails(folded);
}

bool
mail_quote_is_separator(const char *line)
{
	bool is_marked;

	if (*line == '>')
		return is_of_groupwise(line);
	if (g_str_has_prefix(line, "Original Message processed by "))
		return true; /* Tobit's, without dashes or labels */
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

char *
mail_quote_unmark_forward(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	char *const *first = lines;

	for (char **line = lines; *line; line++)
		if (**line == '>') {
			const char *rest = *line + 1 + ((*line)[1] == ' ');

			memmove(*line, rest, strlen(rest) + 1);
		}
	while (*first && mail_fold_is_blank(*first))
		first++;
	if (!*first ||
	    !(mail_quote_is_separator(*first) || mail_labels_are_header(first)))
		return NULL;
	return g_strjoinv("\n", lines);
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
	line = mail_fold_skip(line, " \t");
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
