#include "ingest/test-files-place.h"

#include "core/error.h"

#include <string.h>

static void
test_texts_are_mails_of_different_people(TestFiles *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	test_files_write_file(
	    place, "t.tsv", "1\tit broke\r\n\nq-2\twith\ttab");
	g_assert_true(test_files_import(place, "t.tsv", true, &error));
	g_assert_no_error(error);
	g_assert_cmpint(place->sums.outcomes[STORE_NEW], ==, 2);
	test_files_assert_raw(place, 1,
	    "From: 1@import.invalid\nMessage-ID: <1@import.invalid>\n"
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\n\nit broke\r\n");
	test_files_assert_raw(place, 2,
	    "From: q-2@import.invalid\nMessage-ID: <q-2@import.invalid>\n"
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\n\nwith\ttab\n");
	g_assert_cmpint(
	    test_files_message_int(place, "received_at", 1), ==, 100);
	g_assert_cmpint(
	    test_files_message_int(place, "received_at", 2), ==, 101);
	g_assert_true(test_files_import(place, "t.tsv", true, &error));
	g_assert_cmpint(place->sums.known, ==, 2);
	g_assert_cmpint(place->sums.outcomes[STORE_NEW], ==, 0);
}

static void
test_a_long_text_is_whole(TestFiles *place, const void *data)
{
	g_autofree char *text = g_strnfill(200000, 'x');
	g_autofree char *line = g_strconcat("1\t", text, "\n2\tb\n", NULL);
	g_autofree char *want = g_strconcat(
	    "From: 1@import.invalid\nMessage-ID: <1@import.invalid>\n"
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\n\n",
	    text, "\n", NULL);

	(void)data;
	test_files_write_file(place, "t.tsv", line);
	g_assert_true(test_files_import(place, "t.tsv", true, NULL));
	g_assert_cmpint(place->sums.outcomes[STORE_NEW], ==, 2);
	test_files_assert_raw(place, 1, want);
}

static void
test_bad_texts_name_the_line(TestFiles *place, const void *data)
{
	static const char *const bad[] = { "1\ta\nno tab\n", "1\ta\n\tno id\n",
		"1\ta\na b\tx\n", "1\ta\na@b\tx\n", "1\ta\na>\r\tx\n",
		"1\ta\n\xc3\xa4\tx\n",
		"1\ta\n"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaa\tx\n" };

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;

		test_files_write_file(place, "t.tsv", bad[i]);
		g_assert_false(test_files_import(place, "t.tsv", true, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_nonnull(strstr(error->message, "t.tsv:2: "));
	}
	/* What came before the bad line is in. */
	g_assert_cmpint(test_files_listed(place, "t.tsv"), ==, 1);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestFiles *, const void *);
	} tests[] = {
		{ "/ingest/texts/people",
		    test_texts_are_mails_of_different_people },
		{ "/ingest/texts/long", test_a_long_text_is_whole },
		{ "/ingest/texts/bad", test_bad_texts_name_the_line },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestFiles, NULL, test_files_set_up,
		    tests[i].run, test_files_tear_down);
	return g_test_run();
}
