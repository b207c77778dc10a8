/* People over several addresses, and who of them speaks for us. */
#include "filters/people/advocates.h"
#include "filters/people/standing.h"

#include "store/contacts.h"
#include "store/test-rows.h"

#define MONTH_S (30 * 86400)

static int64_t
contact(Store *store, const char *address, const char *name, int64_t at)
{
	StoreContactSeen seen = { address, name, at, NULL, NULL };
	int64_t id;

	g_assert_true(store_contact_put(store, &seen, &id, NULL));
	return id;
}

/* Returns: the id of a mail from @contact_id with @tag (NULL: none). */
static int64_t
mail(Store *store, int64_t contact_id, int64_t at, const char *tag)
{
	const TestRow row = { .received_at = at };
	int64_t id = test_rows_add(store, &row);

	test_rows_run(store,
	    "UPDATE message SET state = 1, origin = 0, contact_id = %lld"
	    " WHERE id = %lld",
	    (long long)contact_id, (long long)id);
	if (tag)
		test_rows_run(store,
		    "INSERT INTO tag (message_id, tag, by, urgency, spans)"
		    " VALUES (%lld, %Q, 0, 0, '[]')",
		    (long long)id, tag);
	return id;
}

/* The tags of mail @id are guesses of a model. */
static void
doubt(Store *store, int64_t id, double probability)
{
	test_rows_run(store,
	    "UPDATE tag SET by = 2, probability = %f WHERE message_id = %lld",
	    probability, (long long)id);
}

static void
test_ranks(TestStore *place, const void *data)
{
	Store *store = place->store;
	int64_t ann = contact(store, "ann@x.example", "Ann", 100);
	int64_t bob = contact(store, "bob@x.example", "Bob", 100);
	int64_t cat = contact(store, "cat@x.example", "Cat", 100);
	int64_t dan = contact(store, "dan@x.example", "Dan", 100);
	g_autoptr(GArray) found = NULL;
	int64_t best;

	(void)data;
	for (int i = 0; i < 5; i++)
		mail(store, ann, 10 + i, "praise/service");
	best = mail(store, bob, 20, "testimonial/recommend");
	mail(store, bob, 21 + MONTH_S, "praise");
	test_rows_run(store,
	    "INSERT INTO tag (message_id, tag, by, urgency, spans)"
	    " VALUES (%lld, 'praise', 0, 0, '[]')",
	    (long long)best);
	mail(store, cat, 30, "advice");
	mail(store, cat, 31, "advice");
	mail(store, cat, 32, "complaint/price");
	mail(store, dan, 33, "praises");
	/* What a model found less likely than not shows nothing. */
	doubt(store, mail(store, dan, 35, "ugc"), 0.49);
	doubt(store, mail(store, bob, 22, "praise"), 0.49);
	doubt(store, best, 0.5);
	mail(store, dan, 34, "complaint");
	g_assert_true(filter_advocates(store, 1, &found, NULL));
	g_assert_cmpuint(found->len, ==, 3);
	const FilterAdvocate *is = &g_array_index(found, FilterAdvocate, 0);
	g_assert_cmpint(is->contact_id, ==, bob);
	g_assert_cmpint(is->counts[FILTER_ADVOCATE_REFERRAL], ==, 1);
	g_assert_cmpint(is->counts[FILTER_ADVOCATE_TESTIMONIAL], ==, 0);
	g_assert_cmpint(is->counts[FILTER_ADVOCATE_PRAISE], ==, 1);
	g_assert_cmpint(is->months, ==, 2);
	g_assert_cmpint(is->points, ==, 5 + 1 + 1);
	g_assert_cmpint(is->best_id, ==, best);
	is = &g_array_index(found, FilterAdvocate, 1);
	g_assert_cmpint(is->contact_id, ==, ann);
	g_assert_cmpint(is->points, ==, 3);
	is = &g_array_index(found, FilterAdvocate, 2);
	g_assert_cmpint(is->contact_id, ==, cat);
	g_assert_cmpint(is->counts[FILTER_ADVOCATE_ANSWER], ==, 2);
	g_assert_true(is->complains);
	g_clear_pointer(&found, g_array_unref);
	g_assert_true(filter_advocates(store, 25, &found, NULL));
	g_assert_cmpuint(found->len, ==, 2);
}

static bool
join(Store *store, int64_t one, int64_t other, bool part)
{
	StorePersonJoin asked = { one, other, part, "eve", 500 };
	bool changed;

	g_assert_true(store_person_join(store, &asked, &changed, NULL));
	return changed;
}

/* How many addresses the person of @id has. */
static unsigned
addresses(Store *store, int64_t id)
{
	g_autoptr(GPtrArray) found = NULL;

	g_assert_true(store_person_addresses(store, id, &found, NULL));
	return found->len;
}

static void
test_joins_and_parts(TestStore *place, const void *data)
{
	Store *store = place->store;
	int64_t a = contact(store, "a@x.example", "Ann Lee", 1);
	int64_t b = contact(store, "b@x.example", "Ann Lee", 2);
	int64_t c = contact(store, "c@x.example", "A", 3);
	int64_t d = contact(store, "d@x.example", "A", 4);
	g_autoptr(GPtrArray) alike = NULL;

	(void)data;
	g_assert_true(store_person_alike(store, a, &alike, NULL));
	g_assert_cmpuint(alike->len, ==, 1);
	g_assert_cmpstr(alike->pdata[0], ==, "b@x.example");
	g_assert_true(join(store, a, b, false));
	g_assert_false(join(store, b, a, false));
	g_assert_false(join(store, a, a, false));
	g_assert_true(join(store, d, c, false));
	g_assert_true(join(store, b, c, false));
	g_assert_cmpuint(addresses(store, a), ==, 4);
	g_assert_cmpuint(addresses(store, d), ==, 4);
	g_clear_pointer(&alike, g_ptr_array_unref);
	g_assert_true(store_person_alike(store, a, &alike, NULL));
	g_assert_cmpuint(alike->len, ==, 0);
	/* Not joined with each other, though one person. */
	g_assert_false(join(store, a, d, true));
	/* What was joined before stays so. */
	g_assert_true(join(store, c, b, true));
	g_assert_cmpuint(addresses(store, a), ==, 2);
	g_assert_cmpuint(addresses(store, c), ==, 2);
	g_assert_true(join(store, a, b, true));
	g_assert_false(join(store, a, b, true));
	g_assert_cmpuint(addresses(store, a), ==, 1);
	g_assert_true(join(store, b, a, false));
	g_assert_cmpuint(addresses(store, a), ==, 2);
}

static void
test_lists(TestStore *place, const void *data)
{
	static const StorePersonQuery all = { NULL, NULL, 0 };
	static const StorePersonQuery one = { NULL, NULL, 1 };
	static const StorePersonQuery prospects = { "prospect", NULL, 0 };
	Store *store = place->store;
	int64_t a = contact(store, "a@x.example", "", 1);
	int64_t b = contact(store, "b@x.example", "", 9);
	int64_t c = contact(store, "c@x.example", "", 5);
	g_autoptr(GPtrArray) people = NULL;
	g_autoptr(GArray) mails = NULL;
	const StorePerson *person;

	(void)data;
	mail(store, a, 1, "prospect/price");
	mail(store, b, 9, NULL);
	mail(store, c, 5, NULL);
	g_assert_true(join(store, a, b, false));
	g_assert_true(filter_standing_refresh(store, a, NULL));
	g_assert_true(store_person_list(store, &all, &people, NULL));
	g_assert_cmpuint(people->len, ==, 2);
	person = people->pdata[0];
	g_assert_cmpstr(person->address, ==, "b@x.example");
	g_assert_cmpstr(person->type, ==, "prospect");
	g_assert_cmpint(person->addresses, ==, 2);
	g_assert_cmpint(person->mails, ==, 2);
	g_assert_cmpint(person->first_at, ==, 1);
	g_assert_cmpint(person->last_at, ==, 9);
	person = people->pdata[1];
	g_assert_cmpstr(person->address, ==, "c@x.example");
	g_assert_null(person->type);
	g_clear_pointer(&people, g_ptr_array_unref);
	g_assert_true(store_person_list(store, &one, &people, NULL));
	g_assert_cmpuint(people->len, ==, 1);
	g_clear_pointer(&people, g_ptr_array_unref);
	g_assert_true(store_person_list(store, &prospects, &people, NULL));
	g_assert_cmpuint(people->len, ==, 1);
	g_assert_true(store_person_mails(store, b, 10, &mails, NULL));
	g_assert_cmpuint(mails->len, ==, 2);
	g_assert_cmpint(g_array_index(mails, int64_t, 0), <,
	    g_array_index(mails, int64_t, 1));
	g_clear_pointer(&mails, g_array_unref);
	g_assert_true(store_person_mails(store, b, 1, &mails, NULL));
	g_assert_cmpuint(mails->len, ==, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/people/advocates", TestStore, NULL, test_rows_set_up,
	    test_ranks, test_rows_tear_down);
	g_test_add("/people/joined", TestStore, NULL, test_rows_set_up,
	    test_joins_and_parts, test_rows_tear_down);
	g_test_add("/people/listed", TestStore, NULL, test_rows_set_up,
	    test_lists, test_rows_tear_down);
	return g_test_run();
}
