#include "mail/footer.h"

#include "mail/fold.h"

#include <glib.h>
#include <string.h>

#define DEVICE_BYTES 140
#define DEVICE_WORDS 12
#define HEAD_BYTES 48
#define DISCLAIMER_BYTES 50 /* shorter ones do not bind */

/* All words below are folded: lower case, without accents. */

static const char *const sent[] = { "sent ", "envoye ", "envoyee ", "gesendet ",
	"verschickt ", "verzonden ", "verstuurd ", "enviado ", "enviada ",
	"enviat ", "inviato ", "inviata ", "skickat ", "sendt ", "lahetetty ",
	"wyslane ", "wysłane ", "wyslano ", "wysłano ", "odeslano ", "trimis ",
	"отправлено ", "надіслано ", "posted ", "typed ", "written " };

/* These say more than a device only with "my" in them. */
static const char *const was_sent[] = { "this email was sent ",
	"this e-mail was sent ", "this message was sent ",
	"this mail was sent ", "diese nachricht wurde ", "diese e-mail wurde ",
	"diese mail wurde ", "ce message a ete envoye ",
	"este mensaje ha sido enviado ", "este mensaje fue enviado ",
	"questo messaggio e stato inviato ", "dit bericht is verzonden ",
	"von meinem ", "von meiner ", "from my ", "從我的", "从我的",
	"傳送自我的", "发自我的", "發自我的" };

static const char *const mine[] = { " my ", " meinem ", " meiner ", " mon ",
	" ma ", " mi ", " mio ", " mia ", " mijn ", "我的", "from my ",
	"von meine" };

static const char *const by[] = { "from ", "via ", "with ", "using ", "by ",
	"on my ", "depuis ", "de mon ", "de ma ", "a partir ", "avec ", "von ",
	"mit ", "uber ", "aus ", "vanaf ", "met ", "via", "op ", "desde ",
	"do ", "del ", "de mi ", "de meu", "pelo ", "con ", "dal ", "da ",
	"dall", "tramite ", "fran ", "med ", "fra ", "z ", "ze ", "za ",
	"minun", "iphonesta", "из ", "с ", "з ", "iphone", "ipad" };

static const char *const devices[] = { "iphone", "ipad", "ipod", "android",
	"phone", "handy", "mobil", "mobiel", "movil", "telefo", "telefoon",
	"galaxy", "samsung", "huawei", "xiaomi", "redmi", "pixel", "oneplus",
	"blackberry", "windows", "outlook", "mail", "yahoo", "aol", "nokia",
	"htc", "tablet", " cell", "proton", "spark", "device", "appareil",
	"gerat", "dispositivo", "toestel", "telemovel", "celular", "teléfono",
	"smartphone", "puhelim", "superhuman", "front", "thunderbird", "hey",
	"телефон", "айфон", " my ", " mon ", " mein", " mi ", " meu ", " mio ",
	" mijn ", " min ", " moj", "我的" };

/* Lines that name a mail program without a verb of sending. */
static const char *const offers[] = { "get ", "telecharger ", "telechargez ",
	"obtenir ", "holen sie sich ", "laden sie ", "hol dir ", "obtener ",
	"obtenga ", "descargar ", "descarga ", "obter ", "obtenha ", "baixe ",
	"scarica ", "ottieni ", "download ", "downloaden ", "haal ", "hamta ",
	"hent ", "skaffa ", "pobierz ", "hanki ", "ziskat ", "outlook fur ",
	"outlook voor ", "outlook для ", "скачать " };

static const char *const virus_scans[] = { "virus-free", "virenfrei",
	"libre de virus", "sans virus", "garanti sans virus", "senza virus",
	"virusvrij", "avast", "this email has been checked for viruses",
	"auf viren gepruft" };

static const char *const disclaimers[] = { "this e-mail", "this email",
	"this message", "this mail", "this communication", "this transmission",
	"the information", "the contents of this", "the content of this",
	"confidential", "important notice", "important:", "disclaimer",
	"legal notice", "legal disclaimer", "notice:", "privileged",
	"nothing in this e", "any views", "if you are not the",
	"if you have received this", "please consider the environment",
	"think before you print", "before printing", "e-mail disclaimer",
	"*** this", "note: this", "caution:", "diese e-mail", "diese nachricht",
	"diese mail", "der inhalt dieser", "die information", "dieses dokument",
	"rechtlicher hinweis", "vertraulich", "wichtiger hinweis",
	"haftungsausschluss", "sitz der gesellschaft", "es gelten ",
	"ce message", "ce courriel", "cet e-mail", "cet email", "ce mail",
	"avertissement", "les informations contenues", "l'information contenue",
	"le contenu de ce", "les devis transmis", "avis de confidentialite",
	"pensez a l'environnement", "este mensaje", "este correo",
	"este e-mail", "este email", "aviso legal", "aviso de confiden",
	"la informacion", "advertencia", "el contenido de este",
	"questo messaggio", "questa e-mail", "questa email", "la presente",
	"le informazioni contenute", "avviso di riservatezza", "avvertenza",
	"ai sensi", "dit bericht", "deze e-mail", "deze email",
	"dit e-mailbericht", "de informatie", "de inhoud van", "esta mensagem",
	"as informacoes", "aviso", "niniejsza wiad", "niniejszy e-mail",
	"ta wiadomosc", "tresc tej", "tresc niniejsz", "detta meddelande",
	"detta mejl", "detta e-post", "denna e-post", "den har e-post",
	"informationen i detta", "denne e-mail", "denne e-post", "このメール",
	"本メール", "本电子邮件", "此邮件" };

static const char *const lawyers[] = { "confiden", "intended", "addressee",
	"addressed", "privileged", "unauthori", "vertraulich", "empfanger",
	"adressat", "destinatai", "destinatari", "riservat", "reservad",
	"vertrouwelijk", "geadresseerde", "bestemd", "poufn", "adresat",
	"konfidentiell", "fortrolig", "mottagare", "avsed", "virus", "liabilit",
	"liable", "haftung", "in error", "irrtum", "par erreur", "por error",
	"per errore", "legally", "rechtsverbindlich", "binding", "contract",
	"geschaftsbedingungen", "geschaftsfuhrer", "print", "engagement",
	"機密", "誤", "保密", "registered" };

bool
mail_footer_is_mark(const char *line)
{
	size_t rule = strspn(line, "_");

	if (rule >= 2)
		return mail_fold_is_blank(line + rule);
	if (g_str_has_prefix(line, "—"))
		return mail_fold_is_blank(line + strlen("—"));
	return g_str_has_prefix(line, "--") && mail_fold_is_blank(line + 2);
}

static size_t
count_words(const char *text)
{
	size_t words = 0;

	for (text += strspn(text, " \t"); *text; text += strspn(text, " \t")) {
		text += strcspn(text, " \t");
		words++;
	}
	return words;
}

/* "Sent from my desk, which is ..." is a sentence. */
static bool
goes_on(const char *folded)
{
	static const char *const excuses[] = { "excuse", "typo", "brevity",
		"sorry", "forgive", "entschuldig", "tippfehler", "kurze",
		"erreurs", "disculp", "scus", "desculp" };

	return strpbrk(folded, ",;") &&
	       !mail_fold_has(folded, excuses, G_N_ELEMENTS(excuses));
}

/* Whether "sent" is followed by what it was sent with. */
static bool
is_sent_with(const char *folded)
{
	const char *rest;
	size_t last = strlen(folded) - 1;

	if (!mail_fold_begins(folded, sent, G_N_ELEMENTS(sent)) ||
	    folded[last] == '?' || goes_on(folded))
		return false;
	rest = strchr(folded, ' ');
	/* "Sent from 192.0.2.1" is a form's */
	if (g_str_has_prefix(rest, " from ") && g_ascii_isdigit(rest[6]) &&
	    strspn(rest + 6, "0123456789abcdef.:") == strlen(rest + 6))
		return true;
	return mail_fold_begins(rest + 1, by, G_N_ELEMENTS(by)) &&
	       mail_fold_has(folded, devices, G_N_ELEMENTS(devices));
}

/* "Von meinem iPhone gesendet", "This message was sent from my phone" */
static bool
was_sent_with(const char *folded)
{
	return mail_fold_begins(folded, was_sent, G_N_ELEMENTS(was_sent)) &&
	       mail_fold_has(folded, mine, G_N_ELEMENTS(mine)) &&
	       mail_fold_has(folded, devices, G_N_ELEMENTS(devices)) &&
	       count_words(folded) <= DEVICE_WORDS;
}

/* "Iemand via mobile", "從我的 iPhone 傳送", "iPhoneから送信" */
static bool
ends_as_sent(const char *folded)
{
	static const char *const ends[] = { "から送信", "傳送", "发送",
		"에서 보냄", "gonderildi" };

	if ((g_str_has_suffix(folded, "via mobile") ||
	        g_str_has_suffix(folded, "from mobile")) &&
	    count_words(folded) <= 3)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		if (g_str_has_suffix(folded, ends[i]))
			return mail_fold_has(
			    folded, devices, G_N_ELEMENTS(devices));
	return false;
}

static bool
is_offer(const char *folded)
{
	return strstr(folded, "outlook") && count_words(folded) <= 8 &&
	       (mail_fold_begins(folded, offers, G_N_ELEMENTS(offers)) ||
	           g_str_has_suffix(folded, "herunterladen") ||
	           g_str_has_suffix(folded, "downloaden"));
}

bool
mail_footer_is_device(const char *line)
{
	const char *first = line + strspn(line, " \t*_(<[");

	if (!*first || strlen(first) > DEVICE_BYTES)
		return false;
	g_autofree char *folded = mail_fold(first);
	size_t length = strlen(folded);
	while (length && strchr(" \t*_)>].!", folded[length - 1]))
		folded[--length] = '\0';
	if (!length)
		return false;
	return is_sent_with(folded) || was_sent_with(folded) ||
	       ends_as_sent(folded) || is_offer(folded) ||
	       mail_fold_begins(folded, virus_scans, G_N_ELEMENTS(virus_scans));
}

/* Whether @line begins with one of the words of disclaimers. */
static bool
begins_disclaimer(const char *line)
{
	char head[HEAD_BYTES + 1];
	size_t length = 0;

	line += strspn(line, " \t*_#(<[");
	for (; length < HEAD_BYTES && line[length]; length++) {
		if ((unsigned char)line[length] >= 0x80)
			break;
		head[length] = g_ascii_tolower(line[length]);
	}
	head[length] = '\0';
	if (length == HEAD_BYTES || !line[length])
		return mail_fold_begins(
		    head, disclaimers, G_N_ELEMENTS(disclaimers));
	g_autofree char *folded = mail_fold(line);
	return mail_fold_begins(folded, disclaimers, G_N_ELEMENTS(disclaimers));
}

bool
mail_footer_is_disclaimer(char *const *lines, size_t n_lines)
{
	if (!begins_disclaimer(lines[0]))
		return false;
	g_autoptr(GString) rest = g_string_new(lines[0]);
	for (size_t i = 1; i < n_lines; i++)
		g_string_append_printf(rest, " %s", lines[i]);
	if (rest->len < DISCLAIMER_BYTES)
		return false;
	g_autofree char *folded = mail_fold(rest->str);
	return mail_fold_has(folded, lawyers, G_N_ELEMENTS(lawyers));
}
