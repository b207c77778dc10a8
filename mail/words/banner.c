#include "mail/words/banner.h"

#include "mail/fold.h"
#include "mail/starts.h"
#include "mail/words/quote.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define BANNER_LINES 8
#define BANNER_BYTES 900
#define BANNERS 3 /* of several gateways, one below the other */

/* All folded: lower case, without accents. */

/* Microsoft links to it in each language. */
static const char sender_tip[] = "aka.ms/learnaboutsenderidentification";

static const char *const outsides[] = { "outside of the org", "outside the org",
	"outside your org", "outside of your org", "outside our org",
	"outside of our org", "outside of the company", "outside the company",
	"outside of this", "outside this", "external sender", "external email",
	"external e-mail", "external source", "external mail", "externe e-mail",
	"externe mail", "externer absender", "externen absender",
	"externem absender", "ausserhalb der org", "ausserhalb ihrer org",
	"ausserhalb des unternehmens", "ausserhalb unserer",
	"expediteur externe", "exterieur de l'org", "exterieur de votre org",
	"l'exterieur de l'entreprise", "courriel externe", "fuera de la org",
	"fuera de su org", "remitente externo", "correo externo",
	"esterno all'org", "mittente esterno", "esterna all'org",
	"esterno alla", "van buiten", "buiten de org", "buiten uw org",
	"externe afzender", "fora da organizacao", "remetente externo",
	"fora da empresa", "spoza organizacji", "zewnetrznego nadawcy",
	"z zewnatrz", "utanfor org", "extern avsandare", "externt mejl", "社外",
	"組織外", "外部から" };

/* One of these is in each of those above, whatever the case of their first
 * letter: most paragraphs are told apart without folding them. */
static const char *const signs[] = { "utside", "xtern", "UTSIDE", "XTERN",
	"erhalb", "stern", "STERN", "uera d", "uiten", "UITEN", "ora da",
	"poza", "nątrz", "nętrz", "tanför", "ieur", "社外", "組織外", "外部",
	"aka.ms" };

static const char *const warnings[] = { "click", "link", "attachment",
	"recogni", "caution", "trust", "klick", "anhang", "anhange", "vorsicht",
	"cliquez", "piece jointe", "pieces jointes", "haga clic", "enlaces",
	"adjuntos", "fare clic", "cliccare", "allegati", "klik", "bijlage",
	"clique", "anexos", "klikaj", "zalacznik", "załącznik", "bilag",
	"klicka", "bifogad", "クリック", "添付", "リンク" };

/* How many lines the paragraph at @lines has, at most BANNER_LINES. */
static size_t
paragraph(char *const *lines)
{
	size_t n = 0;

	while (n <= BANNER_LINES && lines[n] && !mail_fold_is_blank(lines[n]) &&
	       !mail_quote_is_rule(lines[n]))
		n++;
	return n;
}

/* Whether the @n_lines warn of who is outside, in the voice of a gateway. */
static bool
is_banner(char *const *lines, size_t n_lines)
{
	static gsize known;
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < n_lines; i++)
		g_string_append_printf(text, "%s ", lines[i]);
	if (text->len > BANNER_BYTES ||
	    !mail_starts_occur(
	        mail_starts_of(&known, signs, G_N_ELEMENTS(signs)), text->str))
		return false;
	g_autofree char *folded = mail_fold(text->str);
	return strstr(folded, sender_tip) ||
	       (mail_fold_has(folded, outsides, G_N_ELEMENTS(outsides)) &&
	           mail_fold_has(folded, warnings, G_N_ELEMENTS(warnings)) &&
	           !strstr(text->str, " I ") && !strchr(text->str, '?'));
}

static size_t
skip_blank(char *const *lines, size_t n)
{
	while (lines[n] &&
	       (mail_fold_is_blank(lines[n]) || mail_quote_is_rule(lines[n])))
		n++;
	return n;
}

size_t
mail_banner_find(char *const *lines)
{
	size_t found = 0;

	for (int i = 0; i < BANNERS; i++) {
		size_t start = skip_blank(lines, found);
		size_t n = paragraph(lines + start);

		if (!n || n > BANNER_LINES || !is_banner(lines + start, n))
			break;
		found = skip_blank(lines, start + n);
	}
	return found;
}
