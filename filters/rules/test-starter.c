/* What the starter rules say about sentences of any company's mail. */
#include "filters/rules/match.h"

#include <glib/gstdio.h>
#include <string.h>

static FilterMatcher *
matcher_of_starter(CoreConfig **ret_config, GPtrArray **ret_rules)
{
	const char *source = g_getenv("top_srcdir");
	g_autofree char *folder =
	    g_canonicalize_filename(source ? source : ".", NULL);
	g_autofree char *text = g_strdup_printf(
	    "[tribune]\ndatabase = t.db\ncompany = T\ndomains = t.example\n"
	    "rules = %s/data/rules/*.rules\n",
	    folder);
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	FilterMatcher *matcher;
	int fd = g_file_open_tmp("tribune-XXXXXX.conf", &path, &error);

	g_assert_no_error(error);
	g_assert_true(g_close(fd, NULL));
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	*ret_config = core_config_load(path, &error);
	g_assert_no_error(error);
	g_assert_cmpint(g_remove(path), ==, 0);
	*ret_rules = filter_rules_load(*ret_config, &error);
	g_assert_no_error(error);
	g_assert_cmpuint((*ret_rules)->len, >=, 100);
	matcher = filter_matcher_new(*ret_rules, &error);
	g_assert_no_error(error);
	return matcher;
}

/* @tag or, of a kind, one of its parts: "job/vacancy" is a "job". */
static bool
has_tag(const GPtrArray *matches, const char *tag)
{
	for (unsigned i = 0; i < matches->len; i++) {
		const FilterMatch *match = matches->pdata[i];
		const char *rest = match->rule->tag;

		if (g_str_has_prefix(rest, tag) &&
		    strchr("/", rest[strlen(tag)]))
			return true;
	}
	return false;
}

static bool
is_now(const GPtrArray *matches)
{
	for (unsigned i = 0; i < matches->len; i++) {
		const FilterMatch *match = matches->pdata[i];

		if (match->rule->urgency == STORE_URGENCY_NOW)
			return true;
	}
	return false;
}

/* A tag that must be there, or (NULL) that nothing is urgent `now`. */
static const struct {
	const char *words, *tag;
	bool now;
} cases[] = {
	{ "The program crashed twice today.", "bug/crash", false },
	{ "Das Programm st\xc3\xbcrzt ab, wenn ich speichere.", "bug/crash",
	    false },
	{ "La aplicaci\xc3\xb3n no funciona desde ayer.", "bug/broken", false },
	{ "Le bouton ne marche plus.", "bug/broken", false },
	{ "The report doesn\xe2\x80\x99t load any more.", "bug/broken", false },
	{ "All my files disappeared, I lost everything.", "bug/data-loss",
	    false },
	{ "Searching takes forever.", "bug/slow", false },
	{ "The last two rows are cut off.", "bug/missing", false },
	{ "Seit dem letzten Update sieht alles anders aus.", "bug/regression",
	    false },
	{ "Las fotos salen giradas.", "bug/broken", false },
	{ "La recherche ne trouve pas les accents.", "bug/broken", false },
	{ "It would be great if I could sort the list.", "idea", false },
	{ "Es w\xc3\xa4re wirklich sch\xc3\xb6n, wenn man filtern "
	  "k\xc3\xb6nnte.",
	    "idea", false },
	{ "How do I change the currency?", "question", false },
	{ "\xc2\xbf"
	  "Puedo cambiar la moneda del informe?",
	    "question", false },
	{ "Could we switch from monthly to yearly? Please change our plan.",
	    "question/plan", false },
	{ "I forgot my password.", "login", false },
	{ "It logs me out every few minutes.", "bug/sign-in", false },
	{ "I got a text, is this really from you?", "security/phishing",
	    false },
	{ "I can't log in since Monday.", "login", false },
	{ "You charged me for a seat that I do not have.", "billing", false },
	{ "I was charged twice this month.", "billing/double", false },
	{ "Ihr habt mir den Betrag doppelt abgebucht.", "billing/double",
	    false },
	{ "Why this price increase?", "billing/price", false },
	{ "I want my money back.", "refund", false },
	{ "Bitte um R\xc3\xbc"
	  "ckerstattung.",
	    "refund", false },
	{ "The parcel has not arrived.", "delivery", false },
	{ "The lamp arrived broken.", "delivery/damaged", false },
	{ "I want to cancel my subscription.", "cancel-risk", false },
	{ "Hiermit k\xc3\xbcndige ich, meine K\xc3\xbcndigung liegt bei.",
	    "cancel-risk", false },
	{ "This is unacceptable.", "complaint", false },
	{ "I wrote again and nobody has replied.", "complaint/unanswered",
	    false },
	{ "I love your product, well done!", "praise", false },
	{ "Could we book a demo for our team?", "prospect", false },
	{ "We would like to become a partner.", "partner", false },
	{ "I am applying for the position, my CV is attached.", "job", false },
	{ "I recommended it to all my colleagues.", "testimonial", false },
	{ "I made a video about it.", "ugc", false },
	{ "I heard about you from my sister.", "how-heard", false },
	{ "Please send me a copy of my personal data under the GDPR.",
	    "legal/privacy", false },
	{ "I found a security vulnerability in your site.", "security/hole",
	    false },
	{ "My lawyer will contact you.", "legal/threat", true },
	{ "We act for Mr Bell and are instructed to issue proceedings.",
	    "legal/threat", true },
	{ "You will hear from our solicitors.", "legal/threat", true },
	{ "Pay by Friday or I will see you in court.", "legal/threat", true },
	{ "Mein Anwalt wird sich melden.", "legal/threat", true },
	{ "Nous saisirons notre avocat.", "legal/threat", true },
	{ "I can see another customer's orders in my account.",
	    "security/data-leak", true },
	{ "I was sent somebody else's invoice: someone else's invoice!",
	    "security/data-leak", true },
	{ "The charger caught fire last night.", "safety", true },
	{ "I am a journalist on deadline and need a comment.", "press", true },
	{ "Presseanfrage: Interview zu Ihrem Produkt", "press", false },
	{ "Presseanfrage: bitte um Antwort bis morgen", "press", true },
	{ "Someone signed in from a device that I don't recognise.",
	    "security/sign-in", false },
	{ "The bank account for my payouts was changed, and not by me.",
	    "security/bank-details", true },
	{ "Jemand hat meine IBAN ausgetauscht, das war ich nicht.",
	    "security/bank-details", true },
	{ "Un faux mail arrive chez mes clients en votre nom.",
	    "security/phishing", false },
	{ "Tengo un correo sospechoso que suplanta vuestra marca.",
	    "security/phishing", false },
	{ "I am a case officer with the Board of Redress, we have received "
	  "a complaint against you.",
	    "legal/authority", true },
	{ "Ich verlange die L\xc3\xb6schung meiner Daten nach DSGVO.",
	    "legal/privacy", false },
	{ "I am a reporter with the Echo and need a comment by 5 pm today.",
	    "press", true },
	{ "I write for a trade magazine and would like an interview some "
	  "time in the next two months.",
	    "press", false },
	{ "Our association has 900 members, could we offer them your app at "
	  "a reduced rate?",
	    "partner", false },
	{ "We clean offices in your street and could give you a quote for "
	  "your windows.",
	    "supplier", false },
	{ "J'aimerais postuler, mon CV est joint.", "job", false },
	{ "What would it cost for twelve people?", "prospect", false },
	{ "\xc2\xbf"
	  "Cu\xc3\xa1nto costar\xc3\xad"
	  "a para seis usuarios?",
	    "prospect", false },
	{ "I tried to sign up, but the form won't accept my postcode.",
	    "touchpoint", false },
	{ "Your website says \"no fees\", but then I was asked for 2 per "
	  "cent, so which is it?",
	    "messaging", false },
	{ "Tell the others to turn the phone round, in case it helps "
	  "somebody.",
	    "advice", false },
	{ "You may quote me: it saved us 5 hours a week.", "testimonial",
	    false },
	{ "A dark theme, please, the white screen is too bright "
	  "at night.",
	    "idea/common", false },
	{ "Could the app work offline? There is no signal in "
	  "the cellar, where I write the quote.",
	    "idea/common", false },
	{ "Die Rechnung als Datei f\xc3\xbcr Excel w\xc3\xbcnscht sich mein "
	  "Steuerberater.",
	    "idea/common", false },
	{ "Je voudrais envoyer la facture par SMS.", "idea/common", false },
	{ "Where do I set a reduced VAT rate for one line?", "question/task",
	    false },
	{ "Ich bekomme ein neues Handy, sind meine Daten nach "
	  "der Anmeldung wieder da?",
	    "question/task", false },
	{ "Comment faire un avoir sur une facture ?", "question/task", false },
	{ "Can my office manager have her own login?", "question/plan", false },
	{ "\xc2\xbfPuedo cambiar de tarifa a mitad de mes?", "question/plan",
	    false },
	{ "Since the update the list of jobs is empty.", "bug/regression",
	    false },
	{ "On my phone it is complete, and my customer gets "
	  "only half of it.",
	    "bug/differs", false },
	{ "The quote has vanished without a trace.", "bug/gone", false },
	{ "A man on the phone, claiming to be your fraud team, "
	  "wanted the code; it looked dodgy.",
	    "security/phishing", false },
	{ "Please find attached our invoice for the cleaning in "
	  "May, payable within thirty days.",
	    "supplier/invoice", false },
	{ "Anbei unsere Rechnung f\xc3\xbcr die Wartung, zahlbar "
	  "innerhalb von 14 Tagen.",
	    "supplier/invoice", false },
	{ "Are you hiring? I have six years behind the counter "
	  "of a shop.",
	    "job", false },
	{ "Our 300 members could use your app; would you be "
	  "open to a partnership, with a special rate?",
	    "partner", false },
	{ "A customer of yours showed me your app, so here I "
	  "am.",
	    "how-heard", false },
	{ "I told two friends to get you; have you a leaflet or "
	  "a code that I could hand out?",
	    "advice", false },
	{ "Delete all the personal data you hold on me.", "legal/privacy",
	    false },
	{ "If the money is not here by Friday we issue "
	  "proceedings against you.",
	    "legal/threat", true },
	{ "The programme goes on air at six: can you put "
	  "somebody up, as we need a comment by five o'clock "
	  "today?",
	    "press", true },
	{ "Not sure we'll stay with you, a competitor costs half.",
	    "cancel-risk", false },
	{ "Ich k\xc3\xbcndige mein Abo zum Monatsende, wir h\xc3\xb6ren "
	  "auf.",
	    "cancel-risk", false },
	{ "Nine days of silence since I wrote, with nothing but "
	  "an automatic reply.",
	    "complaint/unanswered", false },
	{ "Eighteen to twenty-five euro, and nothing new for "
	  "it: the increase is too much.",
	    "complaint/price", false },
	/* figures of speech and look-alikes */
	{ "I need the invoice because my customer won't pay and we are "
	  "going to court.",
	    NULL, false },
	{ "How do I change the bank account for my payouts?", NULL, false },
	{ "My solicitor uses the app, too.", NULL, false },
	{ "On m'a vol\xc3\xa9 mon portable, j'ai port\xc3\xa9 plainte.", NULL,
	    false },
	{ "Our players meet at the tennis court.", NULL, false },
	{ "I'd sue for dark mode.", NULL, false },
	{ "I would kill for a bigger font.", NULL, false },
	{ "Our sales exploded since we use it.", NULL, false },
	{ "Press the button and hold it.", NULL, false },
	{ "I was impressed by the express delivery.", NULL, false },
	{ "I am a lawyer and use it for my notes every day.", NULL, false },
	{ "I am a journalist and like the app for my notes.", NULL, false },
	{ "Your support team is on fire, great job.", NULL, false },
	{ "I want to see my other customers in one list.", NULL, false },
	{ "The deadline for my taxes is Monday.", NULL, false },
	{ "Please ship it to my other address.", NULL, false },
	{ "We run a hospital with forty users.", NULL, false },
};

/* What sounds like a tag and is none. */
static const struct {
	const char *words, *tag;
} others[] = {
	{ "Every invoice that I write starts at number 1.", "billing" },
	{ "La factura sale sin el logo.", "billing" },
	{ "In meiner Rechnung an den Kunden steht der Name.", "billing" },
	{ "Les photos du devis sont trop petites.", "prospect" },
	{ "El presupuesto no lleva mi firma.", "prospect" },
	{ "My deadline is Friday, please send a quote.", "press" },
	{ "The bug reporter left a comment.", "press" },
	{ "First page of the search or your money back!", "refund" },
	{ "It would be great to hear from you.", "idea" },
	{ "I wish to complain.", "idea" },
	{ "Please let me know.", "idea" },
	{ "If it reached you in error, delete it.", "bug/broken" },
	{ "Why do I not see other users' names?", "security/data-leak" },
	{ "Add dark mode or see you in court :)", "legal/threat" },
	{ "I come on a recommendation from my lawyer.", "legal/threat" },
	{ "I would love it if it could print.", "praise" },
	{ "The list of jobs is empty.", "job" },
	{ "My parcel came with a broken label.", "supplier" },
	{ "I wrote a note and the app lost it.", "ugc" },
	{ "I have not heard of you for a week.", "how-heard" },
	{ "The page says that an error occurred.", "messaging" },
	{ "My business partner cannot see the invoices.", "partner" },
	{ "I can't log in with my password.", "touchpoint" },
	{ "How do I print? It crashes each time.", "question" },
	{ "My accountant pressed me to close the month.", "press" },
	{ "I cancelled my holiday to finish this quote.", "cancel-risk" },
	{ "My flight was cancelled, so I have time for my "
	  "books.",
	    "cancel-risk" },
	{ "I am a barrister and invoice my fees with it.", "legal/threat" },
	{ "I need the statement for my solicitor.", "legal/threat" },
	{ "My customer owes me money, so it goes to the small "
	  "claims court.",
	    "legal/threat" },
	{ "I'd sue for dark mode.", "legal" },
	{ "Since the update my invoices show the wrong logo.", "question" },
	{ "How do I change the logo on my invoices?", "bug" },
	{ "How do I enter the VAT rate for one item?", "idea" },
	{ "My customer asked what the job will cost per month.", "prospect" },
	{ "My brother recommended that I restart the phone.", "how-heard" },
};

static void
test_others(void)
{
	CoreConfig *config;
	g_autoptr(GPtrArray) rules = NULL;
	g_autoptr(FilterMatcher) matcher = matcher_of_starter(&config, &rules);

	for (unsigned i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autoptr(CoreMessage) message = core_message_new();
		FilterSubject subject = { .message = message };
		g_autoptr(GPtrArray) matches = NULL;

		message->own_words = g_strdup(others[i].words);
		matches = filter_matcher_match(matcher, &subject, NULL);
		if (has_tag(matches, others[i].tag))
			g_test_message("%s", others[i].words);
		g_assert_false(has_tag(matches, others[i].tag));
	}
	core_config_free(config);
}

static void
test_sentences(void)
{
	CoreConfig *config;
	g_autoptr(GPtrArray) rules = NULL;
	g_autoptr(FilterMatcher) matcher = matcher_of_starter(&config, &rules);

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(CoreMessage) message = core_message_new();
		FilterSubject subject = { .message = message };
		g_autoptr(GPtrArray) matches = NULL;

		message->own_words = g_strdup(cases[i].words);
		matches = filter_matcher_match(matcher, &subject, NULL);
		if (is_now(matches) != cases[i].now ||
		    (cases[i].tag && !has_tag(matches, cases[i].tag)))
			g_test_message("%s", cases[i].words);
		g_assert_cmpint(is_now(matches), ==, cases[i].now);
		g_assert_true(!cases[i].tag || has_tag(matches, cases[i].tag));
	}
	core_config_free(config);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/starter/sentences", test_sentences);
	g_test_add_func("/filters/starter/others", test_others);
	return g_test_run();
}
