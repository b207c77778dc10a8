/* What people, joins and models refuse, and what stays then. */
#include "store/people.h"

#include "store/error.h"
#include "store/models.h"
#include "store/test-rows.h"

#define NOBODY 999

static int64_t
add_contact(Store *store, const char *address)
{
	test_rows_run(store,
	    "INSERT INTO contact (address, name, first_at, last_at)"
	    " VALUES (%Q, '', 1, 1)",
	    address);
	return test_rows_int(store, "SELECT max(id) FROM contact");
}

static bool
join(Store *store, void *data, GError **error)
{
	bool changed;

	return store_person_join(store, data, &changed, error);
}

static void
test_nobody_is_joined(TestStore *place, const void *data)
{
	int64_t ann = add_contact(place->store, "ann@x.example");
	StorePersonJoin with_nobody = { ann, NOBODY, false, "eve", 5 };
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_false(
	    store_transact(place->store, join, &with_nobody, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM contact_join"),
	    ==, 0);
}

/* The join and whose they are then go together. */
static void
test_two_are_joined_whole_or_not(TestStore *place, const void *data)
{
	StorePersonJoin both = { add_contact(place->store, "a@x.example"),
		add_contact(place->store, "b@x.example"), false, "eve", 5 };
	g_autoptr(GError) error = NULL;

	(void)data;
	test_rows_run(place->store,
	    "CREATE TEMP TRIGGER locked BEFORE UPDATE ON contact"
	    " BEGIN SELECT raise(ABORT, 'locked'); END");
	g_assert_false(store_transact(place->store, join, &both, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
	g_assert_cmpint(
	    test_rows_int(place->store, "SELECT count(*) FROM contact_join"),
	    ==, 0);
	test_rows_run(place->store, "DROP TRIGGER locked");
	g_assert_true(store_transact(place->store, join, &both, NULL));
	g_assert_cmpint(
	    test_rows_int(place->store,
	        "SELECT count(*) FROM contact WHERE person_id IS NOT NULL"),
	    ==, 2);
}

static void
test_what_is_said_of_nobody_is_refused(TestStore *place, const void *data)
{
	StorePersonLabel label = { .contact_id = NOBODY,
		.what = STORE_PERSON_TYPE,
		.value = (char[]){ "partner" },
		.author = (char[]){ "eve" },
		.labelled_at = 5 };
	g_autoptr(GPtrArray) labels = NULL;
	g_autoptr(GError) error = NULL;
	int64_t contact_id = 77;

	(void)data;
	g_assert_false(store_person_label_add(place->store, &label, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
	g_assert_true(store_person_labels(place->store, NOBODY, &labels, NULL));
	g_assert_cmpuint(labels->len, ==, 0);
	g_assert_true(
	    store_person_of_message(place->store, NOBODY, &contact_id, NULL));
	g_assert_cmpint(contact_id, ==, 0);
}

static bool
put_model(Store *store, void *data, GError **error)
{
	return store_model_put(store, data, error);
}

static void
assert_labels(Store *store, int64_t labels)
{
	g_autoptr(GPtrArray) models = NULL;
	const StoreModel *model;

	g_assert_true(store_models_list(store, &models, NULL));
	g_assert_cmpuint(models->len, ==, 1);
	model = models->pdata[0];
	g_assert_cmpstr(model->tag, ==, "bug");
	g_assert_cmpint(model->labels, ==, labels);
	g_assert_cmpfloat(model->precision, ==, 0.75);
	g_assert_cmpuint(g_bytes_get_size(model->bytes), ==, 3);
}

static void
test_a_model_stays_until_the_next_is_there(TestStore *place, const void *data)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static("abc", 3);
	StoreModel model = { .tag = (char[]){ "bug" },
		.labels = 30,
		.precision = 0.75,
		.bytes = bytes };
	g_autoptr(Store) reader =
	    store_open(place->path, STORE_READ_ONLY, NULL);
	g_autoptr(GError) error = NULL, refused = NULL;

	(void)data;
	g_assert_true(store_transact(place->store, put_model, &model, NULL));
	model.labels = 40;
	g_assert_false(store_model_put(reader, &model, &refused));
	g_assert_error(refused, STORE_ERROR, STORE_ERROR_READ_ONLY);
	/* Its place is free by then: the old one was deleted. */
	test_rows_run(place->store,
	    "CREATE TEMP TRIGGER locked AFTER INSERT ON model"
	    " BEGIN SELECT raise(ABORT, 'locked'); END");
	g_assert_false(store_transact(place->store, put_model, &model, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
	assert_labels(place->store, 30);
	test_rows_run(place->store, "DROP TRIGGER locked");
	g_assert_true(store_transact(place->store, put_model, &model, NULL));
	assert_labels(place->store, 40);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/store/joins/nobody", test_nobody_is_joined },
		{ "/store/joins/whole", test_two_are_joined_whole_or_not },
		{ "/store/people/nobody",
		    test_what_is_said_of_nobody_is_refused },
		{ "/store/models/stays",
		    test_a_model_stays_until_the_next_is_there },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	return g_test_run();
}
