#include "filters/people/standing.h"

#include "store/contacts.h"
#include "store/test-rows.h"

#include <string.h>

/* Mails part at '|', tags at blanks. */
static FilterStanding
standing_of(const char *mails, bool backwards)
{
	g_auto(GStrv) parts = g_strsplit(mails, "|", -1);
	unsigned n = g_strv_length(parts);
	FilterStanding standing = { 0 };

	for (unsigned i = 0; i < n; i++) {
		g_auto(GStrv) names =
		    g_strsplit(parts[backwards ? n - 1 - i : i], " ", -1);
		g_autoptr(GPtrArray) tags = g_ptr_array_new();

		for (char **name = names; *name; name++)
			if (**name)
				g_ptr_array_add(tags, *name);
		filter_standing_add(&standing, tags);
	}
	return standing;
}

static void
test_shown_by_mails(void)
{
	static const struct {
		const char *mails, *type, *stage;
	} cases[] = {
		{ "", NULL, NULL },
		{ "question", NULL, NULL },
		{ "idea", "customer", NULL },
		{ "idea/common", "customer", NULL },
		{ "ugc/made", "customer", NULL },
		{ "question/task", "customer", NULL },
		{ "idea prospect/deciding", "prospect", "know" },
		{ "question bugs", NULL, NULL },
		{ "bug praise", "customer", "like" },
		{ "bug/crash", "customer", NULL },
		{ "question/plan", "customer", NULL },
		{ "press/creator", NULL, NULL },
		{ "how-heard", "prospect", "know" },
		{ "prospect/price", "prospect", "know" },
		{ "testimonial/recommend", "customer", "refer" },
		/* in one mail the first of the table counts */
		{ "billing press", "journalist", NULL },
		{ "bug prospect/price", "prospect", "know" },
		{ "supplier billing", "supplier", NULL },
		/* over several, what weighs more; and no step goes back */
		{ "prospect/demo|bug", "prospect", "try" },
		{ "prospect/demo|billing", "customer", "try" },
		{ "press|billing", "customer", NULL },
		{ "supplier|partner", "partner", NULL },
		{ "advice|praise|testimonial", "customer", "refer" },
		{ "praise|prospect/demo|prospect/price", "prospect", "try" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		for (int backwards = 0; backwards < 2; backwards++) {
			FilterStanding standing =
			    standing_of(cases[i].mails, backwards);

			g_test_message("%s", cases[i].mails);
			g_assert_cmpstr(standing.type, ==, cases[i].type);
			g_assert_cmpstr(standing.stage, ==, cases[i].stage);
		}
}

/* Returns: (transfer full): up to three tags, as many as not of those that show
 * something. */
static GPtrArray *
random_tags(void)
{
	static const char *const names[] = { "press", "partner/resell",
		"prospect/demo", "prospect/price", "how-heard", "billing",
		"bug/crash", "praise", "testimonial/recommend", "bought/again",
		"thanks", "other" };
	GPtrArray *tags = g_ptr_array_new();

	for (int n = g_test_rand_int_range(0, 4); n > 0; n--)
		g_ptr_array_add(tags,
		    (char *)(uintptr_t)names[(size_t)g_test_rand_int_range(
		        0, G_N_ELEMENTS(names))]);
	return tags;
}

/* What is said not to move somebody does not, whatever came before. */
static void
test_what_moves_nothing_is_known(void)
{
	unsigned spared = 0;

	for (int round = 0; round < 200; round++) {
		FilterStanding standing = { 0 };

		for (int mails = 0; mails < 10; mails++) {
			g_autoptr(GPtrArray) tags = random_tags();
			FilterStanding before = standing, shown = { 0 };

			filter_standing_add(&shown, tags);
			bool moved = filter_standing_moves(
			    &shown, before.type, before.stage);
			filter_standing_add(&standing, tags);
			if (moved)
				continue;
			spared++;
			g_assert_cmpstr(standing.type, ==, before.type);
			g_assert_cmpstr(standing.stage, ==, before.stage);
		}
	}
	g_assert_cmpuint(spared, >, 200);
}

/* A mail from contact @id with one tag. Returns: its id. */
static int64_t
mail(Store *store, int64_t contact_id, const char *tag)
{
	const TestRow row = { .received_at = 100 };
	int64_t id = test_rows_add(store, &row);

	test_rows_run(store,
	    "UPDATE message SET state = 1, origin = 0, contact_id = %lld"
	    " WHERE id = %lld",
	    (long long)contact_id, (long long)id);
	test_rows_run(store,
	    "INSERT INTO tag (message_id, tag, by, urgency, spans)"
	    " VALUES (%lld, %Q, 0, 0, '[]')",
	    (long long)id, tag);
	return id;
}

static int64_t
contact(Store *store, const char *address)
{
	StoreContactSeen seen = { address, "", 100, NULL, NULL };
	int64_t id;

	g_assert_true(store_contact_put(store, &seen, &id, NULL));
	return id;
}

static void
assert_stands(
    Store *store, const char *address, const char *type, const char *stage)
{
	g_autoptr(StoreContact) row = NULL;

	g_assert_true(store_contact_find(store, address, &row, NULL));
	g_assert_nonnull(row);
	g_assert_cmpstr(row->type, ==, type);
	g_assert_cmpstr(row->stage, ==, stage);
}

static void
say(Store *store, int64_t id, StorePersonWhat what, const char *value)
{
	StorePersonLabel label = { id, what, (char *)(uintptr_t)value,
		(char *)(uintptr_t) "eve@tideway.example", 200 };

	g_assert_true(store_person_label_add(store, &label, NULL));
	g_assert_true(filter_standing_refresh(store, id, NULL));
}

static void
test_by_hand_holds(TestStore *place, const void *data)
{
	Store *store = place->store;
	int64_t ann = contact(store, "ann@x.example");
	int64_t first = mail(store, ann, "prospect/demo");
	g_autoptr(GPtrArray) labels = NULL;

	(void)data;
	g_assert_true(filter_standing_refresh_writer(store, first, NULL));
	assert_stands(store, "ann@x.example", "prospect", "try");
	say(store, ann, STORE_PERSON_TYPE, "partner");
	say(store, ann, STORE_PERSON_STAGE, "buy");
	mail(store, ann, "billing");
	g_assert_true(filter_standing_refresh(store, ann, NULL));
	assert_stands(store, "ann@x.example", "partner", "buy");
	say(store, ann, STORE_PERSON_TYPE, NULL);
	assert_stands(store, "ann@x.example", "customer", "buy");
	say(store, ann, STORE_PERSON_STAGE, NULL);
	assert_stands(store, "ann@x.example", "customer", "try");
	g_assert_true(store_person_labels(store, ann, &labels, NULL));
	g_assert_cmpuint(labels->len, ==, 4);
	g_assert_true(filter_standing_refresh(store, 0, NULL));
}

static void
test_of_all_addresses(TestStore *place, const void *data)
{
	Store *store = place->store;
	int64_t ann = contact(store, "ann@x.example");
	int64_t home = contact(store, "ann@home.example");
	int64_t bob = contact(store, "bob@x.example");

	(void)data;
	mail(store, ann, "how-heard");
	mail(store, home, "billing");
	mail(store, bob, "press");
	test_rows_run(store,
	    "UPDATE contact SET person_id = %lld"
	    " WHERE address LIKE 'ann@%%'",
	    (long long)ann);
	for (unsigned i = 0; i < 2; i++) {
		g_assert_true(
		    filter_standing_refresh(store, i ? home : ann, NULL));
		assert_stands(store, "ann@x.example", "customer", "know");
		assert_stands(store, "ann@home.example", "customer", "know");
	}
	assert_stands(store, "bob@x.example", NULL, NULL);
}

static void
test_values(void)
{
	g_assert_true(g_strv_contains(
	    filter_standing_values(STORE_PERSON_TYPE), "competitor"));
	g_assert_true(g_strv_contains(
	    filter_standing_values(STORE_PERSON_STAGE), "refer"));
	g_assert_false(g_strv_contains(
	    filter_standing_values(STORE_PERSON_STAGE), "customer"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/standing/shown", test_shown_by_mails);
	g_test_add_func("/standing/moved", test_what_moves_nothing_is_known);
	g_test_add_func("/standing/values", test_values);
	g_test_add("/standing/by-hand", TestStore, NULL, test_rows_set_up,
	    test_by_hand_holds, test_rows_tear_down);
	g_test_add("/standing/all-addresses", TestStore, NULL, test_rows_set_up,
	    test_of_all_addresses, test_rows_tear_down);
	return g_test_run();
}
