#include "filters/rules/letters.h"

#include "core/error.h"

#include <glib/gstdio.h>
#include <string.h>

static void
note(const FilterLetter *letter, void *data)
{
	g_string_append_printf(data, "%s/%s/%s/%s;", letter->kind,
	    letter->language, letter->subject, letter->body);
}

/* Returns: (transfer full): the letters of a file that holds @bytes, and then
 * what is wrong, without the file's name. */
static char *
read_bytes(const char *bytes, size_t length)
{
	g_autofree char *path =
	    g_build_filename(g_get_tmp_dir(), "letters-XXXXXX", NULL);
	g_autoptr(GError) error = NULL;
	GString *found = g_string_new(NULL);
	int fd = g_mkstemp(path);

	g_assert_cmpint(fd, >=, 0);
	g_assert_true(g_close(fd, NULL));
	g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
	if (!filter_letters_read(path, note, found, &error)) {
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_true(g_str_has_prefix(error->message, path));
		g_assert_null(strchr(error->message, '\n'));
		g_string_append(found, error->message + strlen(path));
	}
	(void)g_unlink(path);
	return g_string_free(found, FALSE);
}

#define GOOD "bug\ten\tno\tIt fell\tHi,\\nit fell.\n"
#define READ "bug/en/It fell/Hi,\nit fell.;"
#define FIELDS "not five fields parted by tabs"

static void
test_letters_are_read_up_to_the_first_bad_one(void)
{
	static const struct {
		const char *text, *read;
	} cases[] = {
		{ GOOD, READ },
		{ GOOD GOOD, READ READ },
		{ "bug,idea\tde\tyes\t\t", "bug/de//;" },
		{ "cancel-risk\tfr\tno\t\u00e9\t\\n\\n\n",
		    "cancel-risk/fr/\u00e9/\n\n;" },
		{ "", ":1: no letter" },
		{ "\n", ":1: " FIELDS },
		{ GOOD "\n" GOOD, READ ":2: " FIELDS },
		{ GOOD "bug\ten\tno\tIt fell", READ ":2: " FIELDS },
		{ "bug\ten\tno\ta\tb\tc", ":1: " FIELDS },
		{ "bug en no a b", ":1: " FIELDS },
		{ GOOD "\xff\n", READ ":2: not UTF-8" },
		{ "bug\ten\tno\ta\t\xc3\n", ":1: not UTF-8" },
		{ "Bug\ten\tno\ta\tb", ":1: a kind is not of a-z and '-'" },
		{ "bug/crash\ten\tno\ta\tb",
		    ":1: a kind is not of a-z and '-'" },
		{ "bug, idea\ten\tno\ta\tb",
		    ":1: a kind is not of a-z and '-'" },
		{ "bug,\ten\tno\ta\tb", ":1: a kind is not of a-z and '-'" },
		{ "\ten\tno\ta\tb", ":1: not one kind or two" },
		{ "a,b,c\ten\tno\ta\tb", ":1: not one kind or two" },
		{ "bug\teng\tno\ta\tb", ":1: a language is not two letters" },
		{ "bug\tEN\tno\ta\tb", ":1: a language is not two letters" },
		{ "bug\ten\tmaybe\ta\tb",
		    ":1: whether hours count is not 'yes' or 'no'" },
		{ "bug\ten\tno\ta\tC:\\temp", ":1: a '\\' without an 'n'" },
		{ "bug\ten\tno\ta\tend\\", ":1: a '\\' without an 'n'" },
		{ "bug\ten\tno\ta\tb\r\nidea", "bug/en/a/b\r;:2: " FIELDS },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *read =
		    read_bytes(cases[i].text, strlen(cases[i].text));

		g_assert_cmpstr(read, ==, cases[i].read);
	}
}

static void
test_a_zero_byte_is_no_letter(void)
{
	static const char bytes[] = GOOD "bug\ten\tno\ta\0\tb\n";
	g_autofree char *read = read_bytes(bytes, sizeof(bytes) - 1);

	g_assert_cmpstr(read, ==, READ ":2: a byte is zero");
}

static void
test_what_is_no_file_is_told(void)
{
	const char *const paths[] = { "/nonexistent/letters.tsv",
		g_get_tmp_dir() };

	for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GString) found = g_string_new(NULL);

		g_assert_false(
		    filter_letters_read(paths[i], note, found, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_IO);
		g_assert_nonnull(strstr(error->message, paths[i]));
		g_assert_cmpstr(found->str, ==, "");
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/letters/read",
	    test_letters_are_read_up_to_the_first_bad_one);
	g_test_add_func("/filters/letters/zero", test_a_zero_byte_is_no_letter);
	g_test_add_func("/filters/letters/file", test_what_is_no_file_is_told);
	return g_test_run();
}
