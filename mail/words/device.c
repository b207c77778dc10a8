#include "mail/words/device.h"

#include "mail/fold.h"
#include "mail/starts.h"

#include <glib.h>
#include <string.h>

#define LINE_BYTES 140
#define LINK_LINE_BYTES 1000 /* of one with a link */
#define LINE_WORDS 12
#define OFFER_WORDS 8
#define ADVERT_WORDS 4 /* "from" and what it is called */
#define SCAN_WORDS 20
#define IS_ONE_OF(has, text, words) has(text, words, G_N_ELEMENTS(words))

/* All words below are folded (lower case, without accents), but for products.
 */

static const char *const sent[] = { "sent ", "envoye ", "envoyee ", "gesendet ",
	"verzonden ", "verstuurd ", "enviado ", "enviada ", "enviat ",
	"inviato ", "inviata ", "skickat ", "skickades ", "skickas ", "sendt ",
	"lahetetty ", "wyslane ", "wysłane ", "wyslano ", "wysłano ",
	"odeslano ", "trimis ", "отправлено ", "надіслано ", "posted ",
	"typed ", "written ", "ارسلت ", "provenance", "elkuldve ",
	"σταλθηκε " };

static const char *const with[] = { "from ", "via ", "with ", "using ", "by ",
	"on my ", "on the go", "depuis ", "de mon ", "de ma ", "a partir ",
	"avec ", "von ", "mit ", "uber ", "aus ", "vanaf ", "vanuit ", "met ",
	"op ", "desde ", "do ", "del ", "de mi ", "de meu", "pelo ", "con ",
	"com ", "dal ", "da ", "dall", "tramite ", "fran ", "med ", "fra ",
	"z ", "ze ", "za ", "minun", "iphonesta", "из ", "с ", "з ", "az ",
	"de pe ", "απο ", "من ", "iphone", "ipad", ": " };

/* These say more than a device only with "my" in them. */
static const char *const was_sent[] = { "this email was sent ",
	"this e-mail was sent ", "this message was sent ",
	"this mail was sent ", "diese nachricht wurde ", "diese e-mail wurde ",
	"diese mail wurde ", "ce message a ete envoye ",
	"este mensaje ha sido enviado ", "este mensaje fue enviado ",
	"questo messaggio e stato inviato ", "dit bericht is verzonden ",
	"from my ", "從我的", "从我的", "傳送自我的", "发自我的", "發自我的" };

static const char *const mine[] = { " my ", " meinem ", " meiner ", " mon ",
	" ma ", " mi ", " mio ", " mia ", " mijn ", "我的", "from my " };

static const char *const devices[] = { "iphon", "ipad", "ipod", "android",
	"phone", "handy", "mobil", "mobiel", "movil", "cellulare", "telefo",
	"galaxy", "samsung", "huawei", "xiaomi", "redmi", "oneplus", "xperia",
	"blackberry", "windows", "pixel", "nokia", "htc", "tablet", " cell",
	" device", "appareil", "gerat", "urzadzen", "dispositivo", "toestel",
	"telemovel", "celular", "puhelim", "superhuman", "thunderbird",
	"typeapp", "телефон", "аифон", "мобильн", "スマートフォン", "スマホ",
	"携帯", "メール", " my ", " mon ", " mein", " mi ", " meu ", " mio ",
	" mijn ", " min ", " moj", "我的", "unterwegs", "on the go" };

/* With their capitals: in lower case they are words like others. */
static const char *const products[] = { "E-post", "Courrier", "Correo",
	"Correio", "Posta ", "Poczta", "Outlook", "Windows", "Yahoo", "AOL",
	"Proton", "Tuta", "Spark", "Front", "HEY", "Pixel", "Gmail", "GMX",
	"WEB.DE", "Missive", "Canary", "Shortwave", "Polymail" };

/* A way that goods or letters go, or a mailbox. */
static const char *const not_products[] = { "adress", "address", "konto",
	"account", "registered mail", "direccion", "indirizzo", "endereco" };

/* Lines that name a mail program without a verb of sending. */
static const char *const offers[] = { "get ", "telecharger ", "telechargez ",
	"obtenir ", "holen sie sich ", "laden sie ", "hol dir ", "obtener ",
	"obtenga ", "obten ", "descargar ", "descarga ", "obter ", "obtenha ",
	"baixe ", "baixar ", "scarica ", "ottieni ", "download ", "downloaden ",
	"haal ", "hamta ", "hent ", "skaffa ", "pobierz ", "hanki ", "ziskat ",
	"outlook fur ", "outlook voor ", "outlook для ", "скачать " };

static const char *const offers_ends[] = { "herunterladen", "downloaden",
	"ophalen", "beziehen", "を入手", "を入手する" };

static const char *const virus_scans[] = { "virus-free", "virenfrei",
	"libre de virus", "sans virus", "garanti sans virus", "senza virus",
	"privo di virus", "virusvrij", "livre de virus", "nie zawiera wirusow",
	"virusfri", "ウイルス フリー", "ウイルスフリー",
	"this email has been checked for viruses", "diese e-mail wurde von ava",
	"l'absence de virus dans ce courrier",
	"el software de antivirus avast ha",
	"questa e-mail e stata controllata per individuare virus",
	"deze e-mail is gecontroleerd op virus",
	"este e-mail foi verificado em termos de virus",
	"ta wiadomosc została sprawdzona na obecnosc wirus", "avast logo",
	"www.avast.com", "www.avg.com", "https://www.avast.com",
	"https://www.avg.com" };

static const char *const slogans[] = { "get the new aol app",
	"sent from the all new aol app", "yahoo mail: search, organize",
	"#dab4fad8-2dd7-40bb-a1b8-4e2aa1f9fdf2" /* Avast's, in Gmail */ };

/* "Please excuse my brevity and typos": what people add to the device. */
static bool
is_excuse(const char *folded)
{
	static const char *const pleas[] = { "excuse", "sorry", "forgive",
		"pardon", "ignore", "apolog", "entschuldig", "verzeih",
		"disculp", "scus", "desculp", "enjoy secure" };
	static const char *const faults[] = { "typo", "brevity", "brief",
		"spelling", "autocorrect", "mistake", "errors", "tippfehler",
		"kurze", "erreurs", "fautes", "errores", "errori", "erros",
		"secure" };

	return IS_ONE_OF(mail_fold_has, folded, pleas) &&
	       IS_ONE_OF(mail_fold_has, folded, faults);
}

/* "Verizon, Samsung Galaxy smartphone", "Galaxy S6, an AT&T 4G smartphone" */
static bool
is_list_of_names(const char *folded)
{
	static const char *const last[] = { "phone", "device", "tablet" };
	static const char *const verbs[] = { " is ", " are ", " was ", " were ",
		" has ", " have ", " which ", " that ", " it ", " i " };

	return IS_ONE_OF(mail_fold_ends, folded, last) && strchr(folded, ',') &&
	       !IS_ONE_OF(mail_fold_has, folded, verbs);
}

/* "Sent from my desk, which is ..." is a sentence. */
static bool
goes_on(const char *folded)
{
	static const char *const marks[] = { ",", ";", ". ", " - ", " – ",
		"! " };

	return folded[strlen(folded) - 1] == '?' ||
	       (IS_ONE_OF(mail_fold_has, folded, marks) && !is_excuse(folded) &&
	           !is_list_of_names(folded));
}

/* "Airmail", "Mail App": a name, not the mail. */
static bool
names_mail(const char *line)
{
	for (const char *c = line; *c; c += strcspn(c, " [("), c += *c != 0)
		if (g_ascii_isupper(*c)) {
			size_t length = strcspn(c, " [(");
			g_autofree char *word =
			    g_ascii_strdown(c, (gssize)length);

			if (strstr(word, "mail"))
				return true;
		}
	return false;
}

static bool
names_device(const char *line, const char *folded)
{
	return IS_ONE_OF(mail_fold_has, folded, devices) ||
	       ((names_mail(line) ||
	            IS_ONE_OF(mail_fold_has, line, products)) &&
	           !IS_ONE_OF(mail_fold_has, folded, not_products));
}

/* "using https://www.example.com/mail/", "from Airmail (https://example.com),
 * the best of all": a name and where to get it. */
static bool
is_advert(const char *rest)
{
	const char *link = strstr(rest, "http");

	if (!link || !strchr(" (<[", link[-1]) ||
	    (!g_str_has_prefix(link, "http://") &&
	        !g_str_has_prefix(link, "https://")))
		return false;
	g_autofree char *name = g_strndup(rest, (size_t)(link - rest));
	return mail_fold_count_words(name, ADVERT_WORDS + 1) <= ADVERT_WORDS &&
	       !strpbrk(name, ",;.?!");
}

/* Whether "sent" is followed by what it was sent with. */
static bool
is_sent_with(const char *line, const char *folded)
{
	const char *rest = strchr(folded, ' ');

	if (!rest || !IS_ONE_OF(mail_fold_begins, folded, sent))
		return false;
	if (IS_ONE_OF(mail_fold_begins, rest + 1, with) && is_advert(rest + 1))
		return true;
	if (goes_on(folded))
		return false;
	/* "Sent from 192.0.2.1" is a form's */
	if (g_str_has_prefix(rest, " from ") && g_ascii_isdigit(rest[6]) &&
	    strspn(rest + 6, "0123456789abcdef.:") == strlen(rest + 6))
		return true;
	return IS_ONE_OF(mail_fold_begins, rest + 1, with) &&
	       mail_fold_count_words(folded, LINE_WORDS + 1) <= LINE_WORDS &&
	       names_device(line, folded);
}

/* "This message was sent from my phone", "Von unterwegs gesendet" */
static bool
was_sent_with(const char *line, const char *folded)
{
	static const char *const verbs[] = { " wird", " wurde", " werden",
		" kann", " konnte", " nicht", " kein", " habe", " hat ",
		" ist ", " worden" };

	if (mail_fold_count_words(folded, LINE_WORDS + 1) > LINE_WORDS)
		return false;
	if (g_str_has_prefix(folded, "von "))
		return g_str_has_suffix(folded, " gesendet") &&
		       !IS_ONE_OF(mail_fold_has, folded, verbs) &&
		       names_device(line, folded);
	return IS_ONE_OF(mail_fold_begins, folded, was_sent) &&
	       IS_ONE_OF(mail_fold_has, folded, mine) && !goes_on(folded) &&
	       names_device(line, folded);
}

/* "Iemand via mobile", "從我的 iPhone 傳送", "iPhoneから送信" */
static bool
ends_as_sent(const char *line, const char *folded)
{
	static const char *const vias[] = { "via mobile", "from mobile" };
	static const char *const ends[] = { "から送信", "から送信しました",
		"セキュアメールで送信されました", "を使用して送信", "傳送",
		"发送", "에서 보냄", "gonderildi", "kuldve" };

	return (IS_ONE_OF(mail_fold_ends, folded, vias) &&
	           mail_fold_count_words(folded, 4) <= 3) ||
	       (IS_ONE_OF(mail_fold_ends, folded, ends) &&
	           names_device(line, folded));
}

/* "Get Outlook for iOS", "Get BlueMail for Android" */
static bool
is_offer(const char *line, const char *folded)
{
	static const char *const systems[] = { " for android", " for ios",
		" for iphone", " per android", " pour android", " fur android",
		" para android", " voor android", " for mobile" };

	bool begins = IS_ONE_OF(mail_fold_begins, folded, offers);

	if ((!begins && !IS_ONE_OF(mail_fold_ends, folded, offers_ends)) ||
	    mail_fold_count_words(folded, OFFER_WORDS + 1) > OFFER_WORDS)
		return false;
	return strstr(folded, "outlook") ||
	       (begins && names_mail(line) &&
	           IS_ONE_OF(mail_fold_ends, folded, systems));
}

static bool
is_virus_scan(const char *folded)
{
	static const char *const scanners[] = { "avast", "avg", "www.",
		"antivirus", "norton" };

	return IS_ONE_OF(mail_fold_begins, folded, virus_scans) &&
	       IS_ONE_OF(mail_fold_has, folded, scanners) &&
	       mail_fold_count_words(folded, SCAN_WORDS + 1) <= SCAN_WORDS;
}

/* Returns: how many are in @all then. */
static size_t
append(const char **all, size_t n_all, const char *const *words, size_t n_words)
{
	memcpy(all + n_all, words, n_words * sizeof *words);
	return n_all + n_words;
}

/* What the lines begin with that are not told by their end. */
static const MailStarts *
known_starts(void)
{
	static gsize known;
	static const char *const von[] = { "von " };
	const char *all[G_N_ELEMENTS(sent) + G_N_ELEMENTS(von) +
	                G_N_ELEMENTS(was_sent) + G_N_ELEMENTS(virus_scans) +
	                G_N_ELEMENTS(slogans)];
	size_t n = 0;

	if (!g_atomic_pointer_get(&known)) {
		n = append(all, n, sent, G_N_ELEMENTS(sent));
		n = append(all, n, von, G_N_ELEMENTS(von));
		n = append(all, n, was_sent, G_N_ELEMENTS(was_sent));
		n = append(all, n, virus_scans, G_N_ELEMENTS(virus_scans));
		n = append(all, n, slogans, G_N_ELEMENTS(slogans));
	}
	return mail_starts_of(&known, all, n);
}

/* Takes closing marks off the end of @folded, the wide full stop too. */
static void
trim_end(char *folded)
{
	static const char stop[] = "。";
	size_t length = strlen(folded);

	for (;;) {
		if (length && strchr(" \t*_)>].!", folded[length - 1]))
			length--;
		else if (length >= strlen(stop) &&
		         memcmp(folded + length - strlen(stop), stop,
		             strlen(stop)) == 0)
			length -= strlen(stop);
		else
			break;
	}
	folded[length] = '\0';
}

/* Takes the link behind a program's name off: "Outlook (https://..." */
static void
trim_link(char *folded)
{
	char *link = strstr(folded, "http");

	if (!link || link - folded < 2 || !strchr("(<[", link[-1]) ||
	    strchr(link, ' '))
		return;
	link[-1] = '\0';
	trim_end(folded);
}

/* Whether @line is one of few words: the link in it may follow whoever opens it
 * through servers that make it long. */
static bool
is_short(const char *line)
{
	size_t length = strlen(line);

	if (length <= LINE_BYTES || length > LINK_LINE_BYTES)
		return length <= LINE_BYTES;
	const char *link = strstr(line, "(http");
	return link && length - strcspn(link, " )") <= LINE_BYTES;
}

bool
mail_device_is(const char *line)
{
	const char *first = mail_fold_skip(line, " \t*_(<[");

	if (!*first || !is_short(first))
		return false;
	g_autofree char *folded = mail_fold(first);
	trim_end(folded);
	if (!*folded)
		return false;
	bool is_known = mail_starts_have(known_starts(), folded);
	if (is_known && is_sent_with(first, folded))
		return true;
	trim_link(folded);
	if (ends_as_sent(first, folded) || is_offer(first, folded))
		return true;
	return is_known &&
	       (was_sent_with(first, folded) || is_virus_scan(folded) ||
	           IS_ONE_OF(mail_fold_begins, folded, slogans));
}

/* A line of nothing but "https://www.example.com/mail". */
static bool
is_link(const char *line)
{
	line = mail_fold_skip(line, " \t<(");
	return g_str_has_prefix(line, "http") && !strpbrk(line, " \t");
}

/* "Ann Doe\nvia mobile": the name is of the footer. */
static bool
is_name_of(char *const *lines, size_t n_lines)
{
	const char *name = n_lines > 2 ? lines[n_lines - 2] : "";

	return g_ascii_isupper(*name) && mail_fold_count_words(name, 4) <= 3 &&
	       !strpbrk(name, ".,:;?!") &&
	       mail_fold_is_blank(lines[n_lines - 3]) &&
	       g_ascii_strcasecmp(lines[n_lines - 1], "via mobile") == 0;
}

size_t
mail_device_find(char *const *lines, size_t n_lines)
{
	if (n_lines && mail_device_is(lines[n_lines - 1]))
		return is_name_of(lines, n_lines) ? 2 : 1;
	return n_lines > 1 && is_link(lines[n_lines - 1]) &&
	               mail_device_is(lines[n_lines - 2])
	           ? 2
	           : 0;
}
