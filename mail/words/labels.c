#include "mail/words/labels.h"

#include "mail/fold.h"

#include <glib.h>
#include <string.h>

#define BLOCK_LINES 10
#define HEADER_LINES 5
#define DATED_BYTES 30  /* "Sent: Friday, November 28, 2014 12:35 PM" */
#define OUTLOOK_RULE 32 /* underscores */
#define LABEL_BYTES 40

/* All words below are folded: lower case, without accents. */

/* The labels of a header block by what they name. */
static const char *const labels[MAIL_LABELS][64] = {
	/* and NULL */
	[MAIL_LABEL_FROM] = { "from", "von", "de", "da", "van", "fran", "fra",
	    "od", "lahettaja", "kimden", "gonderen", "felado", "expediteur",
	    "expeditorul", "remitente", "mittente", "afzender", "remetente",
	    "nadawca", "avsandare", "absender", "emetteur", "saatja", "salje",
	    "šalje", "от", "от кого", "отправитель", "від", "від кого",
	    "відправник", "από", "απο", "de la", "מאת", "من", "差出人",
	    "送信者", "送信元", "发件人", "寄件者", "보낸 사람", "보낸사람" },
	[MAIL_LABEL_SENT] = { "sent", "date", "gesendet", "datum", "envoye",
	    "enviado", "enviado el", "enviado em", "envoye le", "inviato il",
	    "verzonden op", "skickat den", "enviada em", "enviada", "fecha",
	    "data", "inviato", "verzonden", "skickat", "sendt", "dato",
	    "wysłano", "lahetetty", "pvm", "paivays", "paivamaara", "odeslano",
	    "datum odeslani", "gonderme tarihi", "gonderildi", "tarih",
	    "kuldve", "trimis", "trimis la", "poslano", "saadetud", "kuupaev",
	    "дата", "отправлено", "date d'envoi", "gesendet am", "date sent",
	    "надіслано", "message du", "σταλθηκε", "elkuldve", "נשלח", "תאריך",
	    "التاريخ", "تم الارسال", "ارسل", "تاريخ الارسال", "送信日時",
	    "日付", "日時", "发送时间", "日期", "傳送時間", "寄件日期",
	    "보낸 날짜", "날짜" },
	[MAIL_LABEL_TO] = { "to", "an", "a", "para", "aan", "till", "til", "do",
	    "vastaanottaja", "komu", "kime", "cimzett", "catre", "pour", "per",
	    "pre", "prima", "za", "saaja", "adresat", "destinataire",
	    "destinatario", "destinatarul", "кому", "προς", "προσ", "אל", "الى",
	    "宛先", "送信先", "收件人", "收件者", "받는 사람", "받는사람" },
	[MAIL_LABEL_SUBJECT] = { "subject", "betreff", "objet", "asunto",
	    "assunto", "oggetto", "onderwerp", "amne", "emne", "temat", "aihe",
	    "predmet", "naslov", "konu", "targy", "subiect", "subiectul",
	    "teema", "тема", "θεμα", "sujet", "נושא", "الموضوع", "件名", "主题",
	    "主旨", "제목" },
	[MAIL_LABEL_REPLY_TO] = { "reply-to", "antwort an", "repondre a",
	    "responder a", "svar til", "svara till", "odpowiedz do",
	    "rispondi a" },
	[MAIL_LABEL_OTHER] = { "cc", "bcc", "kopie", "kopia", "kopi", "kopio",
	    "kopija", "copie", "copie a", "copia", "dw", "bilgi", "masolat",
	    "masolatot kap", "копия", "копія", "抄送", "副本", "importance",
	    "wichtigkeit", "attachments", "anlagen", "pieces jointes" },
};

/* What ends a label: none has a stop or a digit in it, and most lines soon do.
 */
static const bool ends_label[256] = {
	['\0'] = true,
	['!'] = true,
	['"'] = true,
	['('] = true,
	[')'] = true,
	[','] = true,
	['.' ... '<'] = true, /* '/', digits, ':', ';' */
	['>' ... '@'] = true,
	[0xef] = true, /* the wide colon's first */
};

/* The colon that ends a label, of either width, or NULL. */
static const char *
label_end(const char *start)
{
	size_t length = 0;

	while (
	    length <= LABEL_BYTES && !ends_label[(unsigned char)start[length]])
		length++;
	if (!length || length > LABEL_BYTES)
		return NULL;
	return start[length] == ':' || g_str_has_prefix(start + length, "：")
	           ? start + length
	           : NULL;
}

MailLabel
mail_labels_row(const char *line, const char **ret_value)
{
	const char *start = mail_fold_skip(line, " \t*_|");
	const char *end = *start ? label_end(start) : NULL;

	if (!end)
		return MAIL_LABEL_NONE;
	g_autofree char *label = g_strndup(start, (size_t)(end - start));
	g_strdelimit(label, "*_", ' ');
	/* folding makes a blank of the no-break one before a colon */
	g_autofree char *folded = mail_fold(label);
	g_strstrip(folded);
	*ret_value = end + (*end == ':' ? 1 : strlen("："));
	for (MailLabel row = MAIL_LABEL_FROM; row < MAIL_LABELS; row++)
		for (size_t i = 0; labels[row][i]; i++)
			if (*labels[row][i] == *folded &&
			    strcmp(labels[row][i], folded) == 0)
				return row;
	return MAIL_LABEL_NONE;
}

/* As mail_labels_row(), but only of the four that tell a header from a list;
 * Reply-To is as good as From. */
static MailLabel
label_of(const char *line)
{
	const char *value;
	MailLabel row = mail_labels_row(line, &value);

	if (row == MAIL_LABEL_REPLY_TO)
		return MAIL_LABEL_FROM;
	return row == MAIL_LABEL_OTHER ? MAIL_LABEL_NONE : row;
}

static bool
has_label(const char *line)
{
	return label_end(mail_fold_skip(line, " \t*_|")) != NULL;
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

/* "from: the start it failed": programs give labels a capital. Those that do
 * not still name an address, or a day. */
static bool
is_sentence(const char *line)
{
	return g_ascii_islower(*mail_fold_skip(line, " \t*_|")) &&
	       !strchr(line, '@') && !has_year(line);
}

/* A header in any language, below the line that Outlook draws above it. */
static bool
is_header_below_rule(char *const *lines)
{
	size_t rule = (size_t)(mail_fold_skip(lines[0], "_") - lines[0]);
	size_t labelled = 0, filled = 0;
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

/* "From: 192.0.2.1" */
static bool
is_number(const char *line)
{
	const char *colon = strchr(line, ':');

	if (!colon || mail_fold_is_blank(colon + 1))
		return false;
	return strspn(colon + 1, " \t0123456789.:/") == strlen(colon + 1);
}

static bool
is_known_header(char *const *lines)
{
	bool seen[MAIL_LABELS] = { false }, has_address = false,
	     is_dated = false;
	int rows = 0, others = 0;
	MailLabel first;

	if (!has_label(lines[0]) || !has_label_below(lines) ||
	    (first = label_of(lines[0])) == MAIL_LABEL_NONE ||
	    is_sentence(lines[0]))
		return false;
	for (size_t i = 0; i < BLOCK_LINES && lines[i] && others < 4; i++) {
		MailLabel row = label_of(lines[i]);

		if (row == MAIL_LABEL_FROM && is_number(lines[i]))
			return false;

		others +=
		    row == MAIL_LABEL_NONE && !mail_fold_is_blank(lines[i]);
		has_address |= strchr(lines[i], '@') != NULL;
		if (row == MAIL_LABEL_NONE || seen[row])
			continue;
		seen[row] = true;
		is_dated |= row == MAIL_LABEL_SENT && has_year(lines[i]) &&
		            strlen(lines[i]) >= DATED_BYTES;
		rows++;
	}
	/* "From: Dublin, To: Cork, Date: 3 May" is a parcel's */
	return rows >= 3 && seen[MAIL_LABEL_FROM] &&
	       (seen[MAIL_LABEL_SUBJECT] || has_address || is_dated) &&
	       (first == MAIL_LABEL_FROM || has_address);
}

bool
mail_labels_are_header(char *const *lines)
{
	return is_known_header(lines) || is_header_below_rule(lines);
}
