#include "filters/people/promise.h"

#include "core/clock.h"
#include "filters/people/promise-phrases.h"

#include <string.h>

/* Said on Friday, 2026-11-13 at 15:00 in Dublin. */
#define SAID "2026-11-13T15:00:00Z"

typedef struct {
	const char *language, *words;
	const char *due; /* NULL: no promise; days end at midnight */
} Case;

static const Case cases[] = {
	{ "en", "Thank you. I'll get back to you by Friday.",
	    "2026-11-21T00:00:00Z" },
	{ "en", "We will answer you within three days.",
	    "2026-11-17T00:00:00Z" },
	{ "en", "You\xe2\x80\x99ll hear from us in 2 working days",
	    "2026-11-18T00:00:00Z" },
	{ "en", "Give me two days and I'll write with a yes or a no.",
	    "2026-11-17T00:00:00Z" },
	{ "en", "I'll ring you\ntomorrow, before noon.",
	    "2026-11-15T00:00:00Z" },
	/* A Saturday counted to is the Monday after it. */
	{ "en", "You'll have it in a day.", "2026-11-17T00:00:00Z" },
	{ "en", "You'd have it a fortnight from now at the latest.",
	    "2026-11-28T00:00:00Z" },
	{ "en", "I'll let you know by 2 December.", "2026-12-03T00:00:00Z" },
	{ "en", "I'll let you know by January 3rd.", "2027-01-04T00:00:00Z" },
	{ "en", "We'll have an answer for you by the end of the week.",
	    "2026-11-14T00:00:00Z" },
	{ "en", "Somebody will call you next week.", "2026-11-21T00:00:00Z" },
	{ "en", "I'll write on Wednesday of next week.",
	    "2026-11-19T00:00:00Z" },
	{ "en", "I'll write again within 24 hours.", "2026-11-14T15:00:00Z" },
	{ "en", "It was sent today, and you'll have it within a week.",
	    "2026-11-21T00:00:00Z" },
	{ "de", "Bis Freitag nächster Woche sage ich Ihnen Bescheid.",
	    "2026-11-21T00:00:00Z" },
	{ "de", "Ich melde mich bis Dienstag bei Ihnen.",
	    "2026-11-18T00:00:00Z" },
	{ "de", "Innerhalb einer Woche melde ich mich bei Ihnen.",
	    "2026-11-21T00:00:00Z" },
	{ "de", "Wir geben Ihnen bis zum 12. Dezember Bescheid.",
	    "2026-12-13T00:00:00Z" },
	{ "de", "Sie hören von uns in spätestens fünf Werktagen.",
	    "2026-11-21T00:00:00Z" },
	{ "fr", "Je reviens vers vous d\xe2\x80\x99ici quatre jours.",
	    "2026-11-18T00:00:00Z" },
	{ "fr", "Vous aurez une réponse sous deux jours ouvrés.",
	    "2026-11-18T00:00:00Z" },
	{ "es", "Lo miro y mañana te digo algo.", "2026-11-15T00:00:00Z" },
	{ "es", "Le responderemos en un plazo de dos días hábiles.",
	    "2026-11-18T00:00:00Z" },
	/* In a language it has no words of, any that it knows. */
	{ "nl", "I'll get back to you tomorrow.", "2026-11-15T00:00:00Z" },
	{ NULL, "Ich melde mich morgen.", "2026-11-15T00:00:00Z" },
	/* A time alone is no promise, nor is a promise without one. */
	{ "en", "Thank you for your letter of Monday.", NULL },
	{ "en", "I will look into it.", NULL },
	{ "en", "Please send us the number by Friday.", NULL },
	{ "en", "You wrote to us within two days, thank you.", NULL },
	{ "en", "I will look into it. The office is closed on Monday.", NULL },
	{ "de", "Bitte schicken Sie uns bis Freitag ein Foto.", NULL },
	{ "fr", "Merci de nous répondre d'ici vendredi.", NULL },
	{ "es", "Escríbanos antes del viernes.", NULL },
	{ "en", "I'll tell you by 31 February.", NULL },
	{ "en", "", NULL },
};

typedef struct {
	GTimeZone *zone;
	CoreOffice office;
	FilterPromises *promises;
	int64_t said_at;
} Place;

static void
set_up(Place *self, const void *data)
{
	CoreBusiness business = { 1, 5, 540, 1050 };

	(void)data;
	self->zone = g_time_zone_new_identifier("Europe/Dublin");
	core_office_init(&self->office, &business, NULL, self->zone);
	self->promises = filter_promises_new(&self->office);
	g_assert_true(core_time_parse(SAID, &self->said_at, NULL));
}

static void
tear_down(Place *self, const void *data)
{
	(void)data;
	filter_promises_free(self->promises);
	core_office_clear(&self->office);
	g_time_zone_unref(self->zone);
}

static void
test_reads_promises(Place *self, const void *data)
{
	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) found =
		    filter_promises_find(self->promises, cases[i].words,
		        cases[i].language, self->said_at);

		g_test_message("%s", cases[i].words);
		g_assert_cmpuint(found->len, ==, cases[i].due ? 1 : 0);
		if (!cases[i].due)
			continue;
		const StorePromise *promise = found->pdata[0];
		g_autofree char *due = core_time_format(promise->due_at);
		g_assert_cmpstr(due, ==, cases[i].due);
	}
}

static void
test_keeps_the_sentence(Place *self, const void *data)
{
	g_autoptr(GPtrArray) found = filter_promises_find(self->promises,
	    "Hi Ann,\n\nsorry about the 2. reminder. I'll look at\nit and "
	    "write by Monday. She'll call tomorrow!\n\nTom",
	    "en", self->said_at);
	const StorePromise *promise;

	(void)data;
	g_assert_cmpuint(found->len, ==, 2);
	promise = found->pdata[0];
	g_assert_cmpstr(
	    promise->text, ==, "I'll look at it and write by Monday.");
	promise = found->pdata[1];
	g_assert_cmpstr(promise->text, ==, "She'll call tomorrow!");
}

static void
test_is_bounded(Place *self, const void *data)
{
	g_autoptr(GString) many = g_string_new(NULL);

	(void)data;
	for (unsigned i = 0; i < 100000; i++)
		g_string_append(many, "I'll write tomorrow. ");
	g_autoptr(GPtrArray) found = filter_promises_find(
	    self->promises, many->str, "en", self->said_at);
	g_assert_cmpuint(found->len, ==, 10);
}

/* Each language can say each kind. */
static void
test_phrases_are_whole(void)
{
	g_autoptr(GPtrArray) books = filter_phrase_books();

	g_assert_cmpuint(books->len, ==, 4);
	for (unsigned i = 0; i < books->len; i++) {
		const FilterPhraseBook *book = books->pdata[i];
		unsigned kinds = 0;

		for (unsigned j = 0; j < book->phrases->len; j++) {
			const FilterPhrase *phrase = book->phrases->pdata[j];

			g_assert_nonnull(phrase->tokens[0]);
			kinds |= 1u << phrase->kind;
		}
		g_assert_cmphex(
		    kinds, ==, (1u << (FILTER_PHRASE_THIS_MONTH + 1)) - 1);
		g_assert_cmpuint(
		    g_hash_table_size(book->words[FILTER_PHRASE_MONTHS]), >=,
		    12);
		g_assert_cmpuint(
		    g_hash_table_size(book->words[FILTER_PHRASE_WEEKDAYS]), >=,
		    7);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/promise/reads", Place, NULL, set_up, test_reads_promises,
	    tear_down);
	g_test_add("/promise/sentence", Place, NULL, set_up,
	    test_keeps_the_sentence, tear_down);
	g_test_add("/promise/bounded", Place, NULL, set_up, test_is_bounded,
	    tear_down);
	g_test_add_func("/promise/phrases", test_phrases_are_whole);
	return g_test_run();
}
