#include "mail/block.h"

#include "core/text.h"

#include <string.h>

#define LABEL_BYTES 40
#define LINES_MAX 40      /* of a block: long lists of addresses are folded */
#define ADDRESS_BYTES 320 /* RFC 5321 allows 254 */

/* All folded (core_text_fold). */
static const char *const froms[] = { "from", "von", "de", "da", "van", "od",
	"fra", "fran", "lahettaja", "absender", "expediteur", "remitente",
	"mittente", "afzender", "nadawca", "avsandare", "от", "kimden",
	"差出人", "送信者", "发件人", "寄件者", "보낸 사람" };

static const char *const others[] = { "sent", "date", "to", "cc", "bcc",
	"subject", "reply-to", "importance", "attachments", "gesendet", "datum",
	"an", "kopie", "betreff", "antwort an", "wichtigkeit", "anlagen",
	"envoye", "envoye le", "a", "objet", "sujet", "copie a", "repondre a",
	"pieces jointes", "enviado", "enviado el", "enviado em", "enviada em",
	"fecha", "data", "para", "asunto", "assunto", "responder a", "inviato",
	"oggetto", "verzonden", "aan", "onderwerp", "wyslano", "do", "dw",
	"temat", "skickat", "till", "amne", "kopia", "sendt", "til", "emne",
	"lahetetty", "vastaanottaja", "aihe", "дата", "отправлено", "кому",
	"тема", "копия", "日付", "送信日時", "日時", "宛先", "件名", "发送时间",
	"日期", "收件人", "抄送", "主题", "寄件日期", "主旨", "收件者", "날짜",
	"받는 사람", "제목" };

static const char *const subjects[] = { "fw", "fwd", "wg", "tr", "rv", "i",
	"enc", "vs", "vb", "doorst", "pd", "vl", "ilt", "転送", "转发" };

static bool
is_one_of(const char *word, const char *const *words, size_t n_words)
{
	for (size_t i = 0; i < n_words; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

/* Behind quotation marks and blanks. */
static const char *
skip_marks(const char *line)
{
	return line + strspn(line, "> \t");
}

/* "Label: value", the label perhaps in *stars*. Returns: (nullable) (transfer
 * full): the label, folded. */
static char *
take_label(const char *line, const char **ret_value)
{
	const char *start = line + strspn(line, "* \t");
	const char *colon = strchr(start, ':');
	const char *wide = strstr(start, "\xef\xbc\x9a");
	size_t width = 1;

	if (wide && (!colon || wide < colon)) {
		colon = wide;
		width = 3;
	}
	if (!colon || colon - start > LABEL_BYTES)
		return NULL;
	g_autofree char *label = g_strndup(start, (gsize)(colon - start));
	g_strdelimit(label, "*", ' ');
	*ret_value = colon + width;
	return core_text_fold(g_strstrip(label));
}

/* The last address in @value, with what stands before it as the name:
 * "Ann Lee [mailto:ann@example.com]", "Lee, Ann <ann@example.com>". */
static CoreAddress *
parse_from(const char *value)
{
	static const char border[] = " \t<>[]()\"',;:*";
	const char *at = strrchr(value, '@');
	const char *start = at, *stop = at;

	while (start && start > value && !strchr(border, start[-1]))
		start--;
	while (stop && *stop && !strchr(border, *stop))
		stop++;
	if (!at || start == at || !memchr(at, '.', (size_t)(stop - at)) ||
	    stop - start > ADDRESS_BYTES)
		return NULL;
	g_autofree char *address = g_strndup(start, (gsize)(stop - start));
	/* the address may stand twice, the first time in brackets */
	const char *first = strpbrk(value, "<[");
	if (first && first < start)
		start = first;
	g_autofree char *name = g_strndup(value, (gsize)(start - value));
	char *bracket = strpbrk(name, "<[");
	if (bracket)
		*bracket = '\0';
	g_strdelimit(name, "\"*(", ' ');
	g_autofree char *line = core_text_line(name, strlen(name), 998);
	return core_address_new(strchr(line, '@') ? "" : line, address);
}

typedef struct {
	CoreAddress *from;
	int labels;
} Found;

/* Returns: whether @line is a labelled one. */
static bool
take_line(Found *found, const char *line)
{
	const char *value;
	g_autofree char *label = take_label(line, &value);

	if (!label)
		return false;
	if (is_one_of(label, froms, G_N_ELEMENTS(froms))) {
		if (!found->from)
			found->from = parse_from(value);
		found->labels++;
		return true;
	}
	if (!is_one_of(label, others, G_N_ELEMENTS(others)))
		return false;
	found->labels++;
	return true;
}

/* Whether labels go on behind the blank line at @line: HTML made text of has
 * one between each two. */
static bool
goes_on(char *const *line)
{
	Found found = { .from = NULL };
	bool goes = line[1] && take_line(&found, skip_marks(line[1]));

	core_address_free(found.from);
	return goes;
}

bool
mail_block_parse(char *const *lines, MailBlock *ret_block)
{
	Found found = { .from = NULL };
	size_t n = 0;

	if (!*lines || !take_line(&found, skip_marks(*lines)))
		return false;
	for (n = 1; lines[n] && n < LINES_MAX; n++) {
		const char *line = skip_marks(lines[n]);

		if (!*line && !goes_on(&lines[n]))
			break;
		/* what bears no label goes on with the one before */
		(void)take_line(&found, line);
	}
	if (!found.from || found.labels < 2) {
		core_address_free(found.from);
		return false;
	}
	*ret_block = (MailBlock){
		.from = found.from, .lines = n, .is_quoted = **lines == '>'
	};
	return true;
}

void
mail_block_clear(MailBlock *self)
{
	g_clear_pointer(&self->from, core_address_free);
}

bool
mail_block_is_subject(const char *subject)
{
	const char *value;
	const char *start = subject + strspn(subject, "[ ");
	g_autofree char *label = take_label(start, &value);

	return label && is_one_of(label, subjects, G_N_ELEMENTS(subjects));
}
