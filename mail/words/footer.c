#include "mail/words/footer.h"

#include "mail/fold.h"
#include "mail/starts.h"
#include "mail/words/quote.h"

#include <glib.h>
#include <string.h>

#define HEAD_BYTES 40
#define TREE 'P' /* in Webdings, above "think before you print" */
#define DISCLAIMER_LINES 40
#define DISCLAIMER_BYTES 6000
#define ENVIRONMENT_BYTES 240
#define HEADING_WORDS 3
#define SURE_STEMS 3
#define ENOUGH_STEMS 2

/* All words below are folded: lower case, without accents. */

static const char *const openings[] = { "this e-mail", "this email",
	"this message", "this mail", "this communication", "this transmission",
	"this electronic", "the information contained", "the information in ",
	"the information transmitted", "information contained in this",
	"the contents of this", "the content of this", "any information in",
	"confidential", "important notice", "important:", "disclaimer",
	"legal notice", "legal disclaimer", "notice:", "privileged",
	"nothing in this e", "any views", "if you are not the",
	"if you have received this", "if you received this",
	"e-mail disclaimer", "email disclaimer", "*** this", "note: this",
	"caution:", "warning:", "diese e-mail", "diese email",
	"diese nachricht", "diese mail", "der inhalt dieser",
	"die information in", "diese information", "die in dieser",
	"dieses dokument", "rechtlicher hinweis", "vertraulich",
	"wichtiger hinweis", "haftungsausschluss", "es gelten ", "ce message",
	"ce courriel", "cet e-mail", "cet email", "ce mail", "avertissement",
	"les informations contenues", "l'information contenue",
	"le contenu de ce", "les devis transmis", "avis de confidentialite",
	"si vous n'etes pas le destinataire", "este mensaje", "este correo",
	"le informamos que sus datos", "de conformidad con",
	"en cumplimiento de", "este e-mail", "este email", "aviso legal",
	"aviso de confiden", "la informacion contenida",
	"la informacion de este", "la informacion incluida", "advertencia",
	"el contenido de este", "si usted no es", "questo messaggio",
	"questa e-mail", "questa email", "questa mail", "la presente",
	"le informazioni contenute", "avviso di riservatezza",
	"nota di riservatezza", "avvertenza", "ai sensi",
	"il contenuto di questa", "dit bericht", "deze e-mail", "deze email",
	"dit e-mailbericht", "de informatie in", "de informatie verzonden",
	"de inhoud van", "disclaimer", "esta mensagem",
	"as informacoes contidas", "as informacoes nesta", "aviso",
	"o conteudo desta", "niniejsza wiad", "niniejszy e-mail",
	"ta wiadomosc", "tresc tej", "tresc niniejsz", "informacje zawarte",
	"detta meddelande", "detta mejl", "detta e-post", "denna e-post",
	"den har e-post", "informationen i detta", "denne e-mail",
	"denne e-post", "このメール", "このeメール", "この電子メール",
	"本メール", "本电子邮件", "此邮件" };

static const char *const headings[] = { "disclaimer", "e-mail disclaimer",
	"email disclaimer", "legal notice", "legal disclaimer",
	"confidentiality", "important notice", "haftungsausschluss",
	"rechtlicher hinweis", "vertraulichkeit", "avis de confidentialite",
	"avertissement", "aviso legal", "aviso de confiden",
	"avviso di riservatezza", "klauzula", "免責" };

/* What lawyers write of: one of these, and another or one of what follows, make
 * a disclaimer of an opening. */
static const char *const stems[] = { "confiden", "intended", "recipient",
	"addressee", "privileged", "unauthori", "disclos", "any views",
	"nothing in this e", "vertraulich", "empfanger", "adressat", "unbefugt",
	"rechtsverbindlich", "rechtlich geschutzt", "destinatai", "destinatari",
	"reservad", "riservat", "vertrouwelijk", "geadresseerde", "bestemd",
	"onbevoegd", "poufn", "adresat", "przeznaczon", "konfidentiell",
	"fortrolig", "mottagare", "avsed", "aviso legal", "disclaimer",
	"legal notice", "機密", "宛先", "保密", "geschaftsbedingungen",
	"devis" };

static const char *const weak_stems[] = { "addressed", "prohibited", "liabilit",
	"liable", "in error", "delete", "legally", "binding", "contract",
	"virus", "views", "attachment", "sender", "haftung", "irrtum",
	"loschen", "vernichten", "bestimmt", "verbindlich", "par erreur",
	"detruire", "supprimer", "interdit", "engagement", "electronique",
	"por error", "prohibid", "per errore", "vietat", "cancella",
	"verwijder", "vergissing", "por engano", "proibid", "exclusiv", "omylk",
	"misstag", "radera", "destroy", "誤", "削除", "受信" };

/* A disclaimer is nobody's: what speaks of itself is the customer's. */
static const char *const selves[] = { " my ", " ich ", " mein ", " meine ",
	" meinen ", " je ", " j'ai ", " mon ", " mijn ", " ik ", " jag ",
	" io ", " mio ", " meu ", " minha " };

static const char *const nature_openings[] = { "please consider the env",
	"consider the env", "think before you pr", "think of environment",
	"please think of the env", "before printing", "before you print",
	"bitte denken sie an", "denken sie an die umwelt",
	"bitte prufen sie, ob diese", "der umwelt zuliebe", "avant d'imprimer",
	"merci de penser", "pensez a l'env", "antes de imprimir",
	"por favor considere", "por favor, considere", "prima di stampare",
	"rispetta l'ambiente", "pensa all'ambiente", "denk aan het milieu",
	"denkt u aan het", "pense no meio", "pense no ambiente",
	"tank pa miljon", "ta hansyn till miljon", "zanim wydrukujesz",
	"pomysl o srodowisku", "zastanow sie" };

static const char *const natures[] = { "environment", "umwelt", "environnement",
	"medio ambiente", "ambiente", "milieu", "meio ambiente", "miljo",
	"srodowisk", "think before" };

static const char *const prints[] = { "print", "druck", "imprim", "stampa",
	"drukow", "druku", "skriver ut", "skriv ut", "utskrift" };

bool
mail_footer_is_mark(const char *line)
{
	size_t rule;

	if (g_ascii_isalnum(*line)) /* most lines */
		return false;
	rule = strspn(line, "_");
	if (rule >= 2)
		return mail_fold_is_blank(line + rule);
	if (g_str_has_prefix(line, "—"))
		return mail_fold_is_blank(line + strlen("—"));
	return g_str_has_prefix(line, "--") && mail_fold_is_blank(line + 2);
}

/* g_ascii_tolower() without its call. */
static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* Writes the start of @line, folded, behind ornaments, to @head. Returns: false
 * where no notice opens, as in most lines: they go on with the one above. */
static bool
take_head(const char *line, char head[HEAD_BYTES * 2])
{
	size_t length = 0;

	line = mail_fold_skip(line, " \t*_#(<[");
	if (line[0] == TREE && line[1] == ' ')
		line += 2;
	if (g_ascii_islower(*line) || g_ascii_isdigit(*line) || !*line)
		return false;
	for (; length < HEAD_BYTES && line[length] &&
	       !((unsigned char)line[length] & 0x80);
	     length++)
		head[length] = lower(line[length]);
	head[length] = '\0';
	if (length == HEAD_BYTES || !line[length])
		return true;
	/* enough of it, ended between letters */
	length = strnlen(line, HEAD_BYTES);
	while (line[length] && (line[length] & 0xC0) == 0x80)
		length--;
	g_autofree char *start = g_strndup(line, length);
	g_autofree char *folded = mail_fold(start);
	g_strlcpy(head, folded, HEAD_BYTES * 2);
	return true;
}

/* The first @n_lines of @lines in one. (transfer full) */
static char *
join(char *const *lines, size_t n_lines)
{
	GString *joined = g_string_new(" ");

	for (size_t i = 0; i < n_lines && joined->len < DISCLAIMER_BYTES; i++)
		g_string_append_printf(joined, "%s ", lines[i]);
	return g_string_free(joined, FALSE);
}

/* How many of the lawyers' words are in what begins as their notices do. */
static size_t
count_stems(const char *head, char *const *lines, size_t n_lines)
{
	static gsize known;
	size_t found = 0, weak = 0;

	if (!mail_starts_have(
	        mail_starts_of(&known, openings, G_N_ELEMENTS(openings)), head))
		return 0;
	g_autofree char *text = join(lines, n_lines);
	g_autofree char *folded = mail_fold(text);
	if (strstr(text, " I ") ||
	    mail_fold_has(folded, selves, G_N_ELEMENTS(selves)))
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(stems); i++)
		found += strstr(folded, stems[i]) != NULL;
	for (size_t i = 0; found && i < G_N_ELEMENTS(weak_stems); i++)
		weak += strstr(folded, weak_stems[i]) != NULL;
	return found + weak;
}

/* "Please consider the environment before printing this mail" */
static bool
is_for_nature(const char *head, char *const *lines, size_t n_lines)
{
	if (!mail_fold_begins(
	        head, nature_openings, G_N_ELEMENTS(nature_openings)))
		return false;
	g_autofree char *text = join(lines, n_lines);
	g_autofree char *folded = mail_fold(text);
	return strlen(text) <= ENVIRONMENT_BYTES &&
	       mail_fold_has(folded, natures, G_N_ELEMENTS(natures)) &&
	       mail_fold_has(folded, prints, G_N_ELEMENTS(prints));
}

/* Takes "Disclaimer:" and the lines drawn around it off, too. */
static size_t
above_heading(char *const *lines, size_t cut)
{
	size_t above = cut;
	char head[HEAD_BYTES * 2];

	while (above > 0 && (mail_fold_is_blank(lines[above - 1]) ||
	                        mail_quote_is_rule(lines[above - 1])))
		above--;
	if (above == 0 || strlen(lines[above - 1]) > HEAD_BYTES ||
	    mail_fold_count_words(lines[above - 1], HEADING_WORDS + 1) >
	        HEADING_WORDS)
		return cut;
	return take_head(lines[above - 1], head) &&
	               mail_fold_begins(head, headings, G_N_ELEMENTS(headings))
	           ? above - 1
	           : cut;
}

size_t
mail_footer_find_disclaimer(char *const *lines, size_t n_lines)
{
	size_t cut = n_lines, end = n_lines;
	size_t enough = ENOUGH_STEMS;
	char head[HEAD_BYTES * 2];

	for (size_t i = n_lines; i-- > 0 && n_lines - i <= DISCLAIMER_LINES;) {
		if (mail_fold_is_blank(lines[i])) {
			/* what is above the last paragraph must be sure */
			enough = SURE_STEMS;
			end = i;
			continue;
		}
		if (take_head(lines[i], head) &&
		    (count_stems(head, lines + i, end - i) >= enough ||
		        (enough < SURE_STEMS &&
		            is_for_nature(head, lines + i, end - i))))
			cut = i;
	}
	return cut < n_lines ? above_heading(lines, cut) : cut;
}
