#include "filters/people/customers.h"

#include "core/error.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
	char *folder, *path;
} Place;

static void
set_up(Place *self, const void *data)
{
	(void)data;
	self->folder = g_dir_make_tmp("tribune-XXXXXX", NULL);
	self->path = g_build_filename(self->folder, "customers.csv", NULL);
}

static void
tear_down(Place *self, const void *data)
{
	(void)data;
	g_unlink(self->path);
	g_rmdir(self->folder);
	g_free(self->path);
	g_free(self->folder);
}

static FilterCustomers *
load(Place *self, const char *text, size_t length, GError **error)
{
	g_assert_true(
	    g_file_set_contents(self->path, text, (gssize)length, NULL));
	return filter_customers_load(self->path, error);
}

static void
test_finds(Place *self, const void *data)
{
	static const char text[] = "\xef\xbb\xbf"
	                           "address,plan,value,note\r\n"
	                           "Ann@Big.example,Pro,\"1,200 EUR\",ours\r\n"
	                           "big.example,\"Team \"\"gold\"\"\"\n"
	                           "\n"
	                           "\"firm.example\",\"two\nlines\",<b>\n"
	                           "last.example,Free";
	static const struct {
		const char *address, *plan, *value; /* NULL: not known */
	} cases[] = {
		{ "ann@big.example", "Pro", "1,200 EUR" },
		{ "ANN@BIG.EXAMPLE", "Pro", "1,200 EUR" },
		{ "bob@big.example", "Team \"gold\"", "" },
		{ "bob@mail.firm.example", "two lines", "<b>" },
		{ "x@last.example", "Free", "" },
		{ "x@other.example", NULL, NULL },
		{ "address", NULL, NULL },
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(FilterCustomers) customers =
	    load(self, text, sizeof(text) - 1, &error);

	(void)data;
	g_assert_no_error(error);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		const FilterCustomer *found =
		    filter_customers_find(customers, cases[i].address);

		g_test_message("%s", cases[i].address);
		g_assert_cmpstr(found ? found->plan : NULL, ==, cases[i].plan);
		g_assert_cmpstr(
		    found ? found->value : NULL, ==, cases[i].value);
	}
}

static void
test_refuses(Place *self, const void *data)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "a.example,x\nnobody,y\n",
		    "customers.csv:2: the first field is neither" },
		{ "a.example,\"x\n", "customers.csv:2: a quote is not" },
		{ "a.example,\"x\"y\n", "customers.csv:1: something follows" },
		{ "a.example,\"p\nq\"\n\nb c,z\n",
		    "customers.csv:4: the first field" },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(
		    load(self, cases[i].text, strlen(cases[i].text), &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_nonnull(strstr(error->message, cases[i].says));
	}
}

static void
test_no_text_and_no_file(Place *self, const void *data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(FilterCustomers) none = filter_customers_load(NULL, NULL);

	(void)data;
	g_assert_null(filter_customers_find(none, "ann@big.example"));
	g_assert_null(load(self, "a.example\0,x", 12, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
	g_clear_error(&error);
	g_unlink(self->path);
	g_assert_null(filter_customers_load(self->path, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add(
	    "/customers/finds", Place, NULL, set_up, test_finds, tear_down);
	g_test_add(
	    "/customers/refuses", Place, NULL, set_up, test_refuses, tear_down);
	g_test_add("/customers/no-file", Place, NULL, set_up,
	    test_no_text_and_no_file, tear_down);
	return g_test_run();
}
