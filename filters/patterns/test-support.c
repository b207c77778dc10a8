#include "filters/patterns/support.h"

#include "filters/patterns/cluster.h"
#include "filters/patterns/everyday.h"
#include "filters/patterns/language.h"
#include "filters/patterns/likeness.h"

#include <stdint.h>
#include <string.h>

typedef struct {
	int64_t writer;
	const char *words;
	unsigned group;
} Mail;

static FilterVectors *
vectors_of(const Mail *mails, unsigned count)
{
	FilterVectors *vectors = filter_vectors_new();

	for (unsigned i = 0; i < count; i++)
		filter_vectors_add(vectors, "", mails[i].words, "en");
	filter_vectors_weigh(vectors);
	return vectors;
}

/* Runs filter_support() on the groups that @mails name. */
static GArray *
support(const Mail *mails, unsigned count)
{
	g_autoptr(FilterVectors) vectors = vectors_of(mails, count);
	g_autoptr(GArray) writers = g_array_new(FALSE, FALSE, sizeof(int64_t));
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(unsigned));

	for (unsigned i = 0; i < count; i++) {
		g_array_append_val(writers, mails[i].writer);
		g_array_append_val(groups, mails[i].group);
	}
	filter_support(vectors, writers, groups);
	return groups;
}

static bool
are_together(const GArray *groups, unsigned a, unsigned b)
{
	return g_array_index(groups, unsigned, a) ==
	       g_array_index(groups, unsigned, b);
}

static void
test_a_pair_needs_two_telling_words(void)
{
	static const struct {
		const char *one, *other;
		bool together;
	} cases[] = {
		{ "the invoice shows a discount", "invoice lacks the discount",
		    true },
		{ "the invoice is blue", "invoice with a dragon", false },
		{ "change the old number of my invoice",
		    "an old invoice with my number", false },
		{ "wrong price", "dragon", false },
		{ "", "", false },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		Mail mails[] = { { 1, cases[i].one, 0 },
			{ 2, cases[i].other, 0 } };
		g_autoptr(GArray) groups = support(mails, 2);

		g_assert_true(are_together(groups, 0, 1) == cases[i].together);
	}
}

static void
test_parts_what_nothing_binds(void)
{
	static const Mail mails[] = {
		{ 1, "invoice discount missing", 0 },
		{ 2, "discount on the invoice", 0 },
		{ 3, "dragon castle", 0 },
		{ 4, "castle with a dragon", 0 },
		{ 1, "parrot", 0 },
		{ 5, "quite alone", 1 },
		{ 6, "invoice discount", 2 },
	};
	g_autoptr(GArray) groups = support(mails, G_N_ELEMENTS(mails));

	g_assert_true(are_together(groups, 0, 1));
	g_assert_true(are_together(groups, 2, 3));
	for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++)
		for (unsigned j = 0; j < i; j++)
			if ((i != 1 || j != 0) && (i != 3 || j != 2))
				g_assert_false(are_together(groups, i, j));
	g_assert_cmpuint(g_array_index(groups, unsigned, 5), ==, 1);
	g_assert_cmpuint(g_array_index(groups, unsigned, 6), ==, 2);
}

static void
test_many_writers_need_no_support(void)
{
	static const Mail mails[] = { { 1, "dragon one", 0 },
		{ 2, "dragon b", 0 }, { 3, "dragon c", 0 },
		{ 4, "dragon d", 0 }, { 5, "dragon e", 0 } };
	g_autoptr(GArray) all = support(mails, 5);
	g_autoptr(GArray) fewer = support(mails, 4);

	g_assert_true(are_together(all, 0, 4));
	g_assert_false(are_together(fewer, 0, 3));
}

static void
note_likeness(unsigned owner, float product, void *data)
{
	float *likeness = data;

	likeness[owner] = product;
}

/* Mail 1 shares one word with mail 0, mail 2 shares two less telling ones. */
static void
test_breadth_is_likeness(void)
{
	static const Mail mails[] = { { 1, "invoice discount dragon", 0 },
		{ 2, "dragon parrot castle", 0 },
		{ 3, "invoice discount knight", 0 }, { 4, "invoice garden", 0 },
		{ 5, "discount pepper", 0 } };
	g_autoptr(FilterVectors) vectors =
	    vectors_of(mails, G_N_ELEMENTS(mails));
	g_autoptr(FilterLikeness) likeness = filter_likeness_new();
	float found[G_N_ELEMENTS(mails)] = { 0 };

	for (unsigned i = 1; i < G_N_ELEMENTS(mails); i++)
		filter_likeness_add(likeness, i, filter_vectors_at(vectors, i));
	filter_likeness_foreach(
	    likeness, filter_vectors_at(vectors, 0), note_likeness, found);
	g_assert_cmpfloat(found[1], >, 0);
	g_assert_cmpfloat(found[2], >, 3 * found[1]);
}

typedef struct {
	GHashTable *seen;
	unsigned words;
} Everyday;

static void
look_at_everyday(
    const char *word, const char *language, double share, void *data)
{
	Everyday *self = data;
	char *key = g_strconcat(language, " ", word, NULL);

	g_assert_false(filter_language_is_stop_word(word));
	g_assert_cmpfloat(share, >, 0);
	g_assert_cmpfloat(share, <, 1);
	for (const char *c = word; *c; c++)
		g_assert_true(g_ascii_islower(*c));
	g_assert_true(g_hash_table_add(self->seen, key));
	self->words++;
}

static void
test_everyday_words_stand_once(void)
{
	g_autoptr(GHashTable) seen =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Everyday everyday = { seen, 0 };

	filter_everyday_foreach(look_at_everyday, &everyday);
	g_assert_cmpuint(everyday.words, >, 1500);
}

static bool
share_a_telling_word(const FilterVectors *vectors, unsigned a, unsigned b)
{
	const GArray *x = filter_vectors_at(vectors, a);
	const GArray *y = filter_vectors_at(vectors, b);

	for (unsigned i = 0; i < x->len; i++)
		for (unsigned j = 0; j < y->len; j++) {
			unsigned term = g_array_index(x, FilterWeight, i).term;

			if (term == g_array_index(y, FilterWeight, j).term &&
			    filter_vectors_telling(vectors, term) > 0)
				return true;
		}
	return false;
}

static void
test_everyday_words_do_not_tell(void)
{
	static const struct {
		const char *language, *one, *other;
		bool tells;
	} cases[] = {
		{ "en", "old number, August, change and send the invoice",
		    "I changed my number in August, send the old lock", false },
		{ "de", "die Woche im Oktober, neue Adresse, Kessel",
		    "neue Adresse seit Wochen im Oktober, Drachen", false },
		{ "es", "otro mes con el nuevo cliente, piscina",
		    "la cliente nueva de este mes, caballo", false },
		{ "fr", "depuis trois mois le client change, piscine",
		    "mon client change chaque mois, cheval", false },
		{ "en", "the invoice of August", "August and the invoices",
		    true },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(FilterVectors) vectors = filter_vectors_new();

		filter_vectors_add(
		    vectors, NULL, cases[i].one, cases[i].language);
		filter_vectors_add(
		    vectors, NULL, cases[i].other, cases[i].language);
		filter_vectors_weigh(vectors);
		g_assert_true(
		    share_a_telling_word(vectors, 0, 1) == cases[i].tells);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/filters/support/pair", test_a_pair_needs_two_telling_words);
	g_test_add_func(
	    "/filters/support/parts", test_parts_what_nothing_binds);
	g_test_add_func(
	    "/filters/support/many", test_many_writers_need_no_support);
	g_test_add_func("/filters/likeness/breadth", test_breadth_is_likeness);
	g_test_add_func(
	    "/filters/everyday/table", test_everyday_words_stand_once);
	g_test_add_func(
	    "/filters/everyday/chat", test_everyday_words_do_not_tell);
	return g_test_run();
}
