/* Whose addresses are whose, however often they are joined and parted. */
#include "store/people.h"

#include "store/erase.h"
#include "store/test-rows.h"

#include <string.h>

#define PEOPLE 6 /* a@x.example ... f@x.example */

static void
set_up(TestStore *place, const void *data)
{
	test_rows_set_up(place, data);
	for (int i = 0; i < PEOPLE; i++)
		test_rows_run(place->store,
		    "INSERT INTO contact (id, address, name, first_at, last_at)"
		    " VALUES (%d, '%c@x.example', '', 1, %d)",
		    i + 1, 'a' + i, i + 1);
}

typedef struct {
	StorePersonJoin join;
	bool changed;
} Step;

static bool
run_step(Store *store, void *data, GError **error)
{
	Step *step = data;

	return store_person_join(store, &step->join, &step->changed, error);
}

/* @step: "ab" joins a and b, "-ab" parts them; "!" before it: it changes
 * nothing. */
static void
take(Store *store, const char *step)
{
	bool changes = *step != '!';
	bool part = step[!changes] == '-';
	const char *two = step + !changes + part;
	Step it = { { two[0] - 'a' + 1, two[1] - 'a' + 1, part, "eve", 5 },
		!changes };
	g_autoptr(GError) error = NULL;

	g_assert_true(store_transact(store, run_step, &it, &error));
	g_assert_no_error(error);
	if (it.changed != changes)
		g_error("%s", step);
}

/* Returns: (transfer full): "ab,c,def". */
static char *
persons(Store *store)
{
	GString *all = g_string_new(NULL);

	for (int i = 1; i <= PEOPLE; i++) {
		g_autofree char *sql = g_strdup_printf(
		    "SELECT coalesce(person_id, id) FROM contact WHERE id = %d",
		    i);
		int64_t head = test_rows_int(store, sql);

		if (head < i)
			continue; /* stands there already */
		g_string_append(all, all->len > 0 ? "," : "");
		for (int j = i; j <= PEOPLE; j++) {
			g_autofree char *other = g_strdup_printf(
			    "SELECT coalesce(person_id, id) = %d FROM contact"
			    " WHERE id = %d",
			    i, j);

			if (test_rows_int(store, other))
				g_string_append_c(all, (char)('a' + j - 1));
		}
	}
	return g_string_free(all, FALSE);
}

static void
test_all_that_is_reached_is_one_person(TestStore *place, const void *data)
{
	static const struct {
		const char *steps, *persons;
	} cases[] = {
		{ "ab", "ab,c,d,e,f" },
		{ "ba !ab !ba !aa", "ab,c,d,e,f" },
		{ "ab bc !ac", "abc,d,e,f" },
		{ "fe ed dc cb ba", "abcdef" },
		{ "ab cd bc", "abcd,e,f" },
		/* Joined by another already: not directly, so not parted. */
		{ "ab bc !-ac -ab", "a,bc,d,e,f" },
		/* The head goes, the rest stays one. */
		{ "ab ac ad -ab -ac -ad", "a,b,c,d,e,f" },
		{ "ab bc cd -bc", "ab,cd,e,f" },
		{ "ab -ba !-ab ab", "ab,c,d,e,f" },
		{ "!-ab !-aa", "a,b,c,d,e,f" },
		{ "ab cd ef -cd da", "abd,c,ef" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(GStrv) steps = g_strsplit(cases[i].steps, " ", -1);
		g_autofree char *found = NULL;

		test_rows_run(place->store,
		    "DELETE FROM contact_join;"
		    "UPDATE contact SET person_id = NULL");
		for (char **step = steps; *step; step++)
			take(place->store, *step);
		found = persons(place->store);
		if (strcmp(found, cases[i].persons) != 0)
			g_error("%s: %s, not %s", cases[i].steps, found,
			    cases[i].persons);
	}
}

/* Any order of joining and parting ends as the joins that hold say. */
static void
test_any_order_ends_the_same(TestStore *place, const void *data)
{
	(void)data;
	for (int round = 0; round < 30; round++) {
		bool joined[PEOPLE][PEOPLE] = { { false } };

		test_rows_run(place->store,
		    "DELETE FROM contact_join;"
		    "UPDATE contact SET person_id = NULL");
		for (int n = 0; n < 12; n++) {
			int a = g_test_rand_int_range(0, PEOPLE);
			int b = g_test_rand_int_range(0, PEOPLE);
			Step it = { { a + 1, b + 1, g_test_rand_bit(), "eve",
				        n },
				false };

			g_assert_true(
			    store_transact(place->store, run_step, &it, NULL));
			if (it.changed)
				joined[a][b] = joined[b][a] = !it.join.part;
		}
		for (int k = 0; k < PEOPLE; k++)
			for (int a = 0; a < PEOPLE; a++)
				for (int b = 0; b < PEOPLE; b++)
					joined[a][b] |=
					    joined[a][k] && joined[k][b];
		for (int a = 0; a < PEOPLE; a++)
			for (int b = 0; b < PEOPLE; b++) {
				g_autofree char *sql = g_strdup_printf(
				    "SELECT coalesce(a.person_id, a.id) ="
				    " coalesce(b.person_id, b.id)"
				    " FROM contact a, contact b"
				    " WHERE a.id = %d AND b.id = %d",
				    a + 1, b + 1);

				g_assert_cmpint(
				    test_rows_int(place->store, sql), ==,
				    a == b || joined[a][b]);
			}
	}
}

static bool
erase_person(Store *store, void *data, GError **error)
{
	return store_erase_person(store, *(const int64_t *)data, error);
}

static void
test_a_person_is_erased_with_all_addresses(TestStore *place, const void *data)
{
	int64_t b = 2;

	(void)data;
	take(place->store, "ab");
	take(place->store, "bc");
	take(place->store, "de");
	test_rows_run(place->store,
	    "INSERT INTO contact_label (contact_id, what, value, author,"
	    " labelled_at) VALUES (3, 0, 'partner', 'eve', 1),"
	    " (4, 0, 'partner', 'eve', 1)");
	g_assert_true(store_transact(place->store, erase_person, &b, NULL));
	g_assert_cmpint(test_rows_int(place->store,
	                    "SELECT group_concat(id, '') FROM contact"),
	    ==, 456);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM contact_join"),
	    ==, 1);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT contact_id FROM contact_label"),
	    ==, 4);
}

/* What was said of one address is said of the person, the first first. */
static void
test_labels_are_of_the_person(TestStore *place, const void *data)
{
	g_autoptr(GPtrArray) apart = NULL, together = NULL;

	(void)data;
	for (int i = 0; i < 4; i++) {
		g_autofree char *value = g_strdup_printf("v%d", i);
		StorePersonLabel label = { .contact_id = 1 + i % 2,
			.what = STORE_PERSON_STAGE,
			.value = i == 3 ? NULL : value,
			.author = (char[]){ "e'v\"e %_" },
			.labelled_at = 9 - i };

		g_assert_true(
		    store_person_label_add(place->store, &label, NULL));
	}
	g_assert_true(store_person_labels(place->store, 1, &apart, NULL));
	g_assert_cmpuint(apart->len, ==, 2);
	take(place->store, "ba");
	g_assert_true(store_person_labels(place->store, 2, &together, NULL));
	g_assert_cmpuint(together->len, ==, 4);
	for (unsigned i = 0; i < 4; i++) {
		const StorePersonLabel *label = together->pdata[i];
		g_autofree char *value = g_strdup_printf("v%u", i);

		g_assert_cmpint(label->contact_id, ==, 1 + i % 2);
		g_assert_cmpint(label->labelled_at, ==, 9 - i);
		g_assert_cmpstr(label->value, ==, i == 3 ? NULL : value);
		g_assert_cmpstr(label->author, ==, "e'v\"e %_");
	}
}

static void
test_only_whole_names_are_alike(TestStore *place, const void *data)
{
	static const struct {
		const char *of, *others, *alike; /* names of a; of b, c, ... */
	} cases[] = {
		{ "Ann Lee", "Ann Lee|Ann|ann lee|Ann Lee ", "b" },
		{ "Ann", "Ann|Ann", "" },
		{ "", "||", "" },
		{ "% _", "Ann Lee|% _|a b", "c" },
		{ "Ann' OR 1 --", "Bob|Ann' OR 1 --", "c" },
		{ "Ann Lee", "Ann Lee|Ann Lee|Ann Lee|Ann Lee|Ann Lee",
		    "fedcb" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(GStrv) names = g_strsplit(cases[i].others, "|", -1);
		g_autoptr(GPtrArray) found = NULL;
		g_autoptr(GString) alike = g_string_new(NULL);

		test_rows_run(place->store, "UPDATE contact SET name = ''");
		test_rows_run(place->store,
		    "UPDATE contact SET name = %Q WHERE id = 1", cases[i].of);
		for (int n = 0; names[n]; n++)
			test_rows_run(place->store,
			    "UPDATE contact SET name = %Q WHERE id = %d",
			    names[n], n + 2);
		g_assert_true(
		    store_person_alike(place->store, 1, &found, NULL));
		for (unsigned n = 0; n < found->len; n++)
			g_string_append_c(alike, *(char *)found->pdata[n]);
		g_assert_cmpstr(alike->str, ==, cases[i].alike);
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/joins/reached",
		    test_all_that_is_reached_is_one_person },
		{ "/store/joins/order", test_any_order_ends_the_same },
		{ "/store/joins/erased",
		    test_a_person_is_erased_with_all_addresses },
		{ "/store/joins/labels", test_labels_are_of_the_person },
		{ "/store/joins/alike", test_only_whole_names_are_alike },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, set_up, tests[i].run,
		    test_rows_tear_down);
	return g_test_run();
}
