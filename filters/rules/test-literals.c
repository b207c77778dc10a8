#include "filters/rules/literals.h"

#include "filters/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* What was found so far. */
typedef struct {
	GPtrArray *hits; /* char * */
	size_t last;
} Found;

static void
note(unsigned id, size_t from, size_t to, void *data)
{
	Found *found = data;

	g_assert_cmpuint(to, >=, found->last);
	found->last = to;
	g_ptr_array_add(
	    found->hits, g_strdup_printf("%u:%zu-%zu", id, from, to));
}

static int
compare_hits(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* @found: sorted as text. */
static void
assert_found(FilterLiterals *literals, const char *text, const char *found)
{
	g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func(g_free);
	Found have = { hits, 0 };

	filter_literals_scan(literals, text, strlen(text), note, &have);
	g_ptr_array_sort(hits, compare_hits);
	g_ptr_array_add(hits, NULL);
	g_autofree char *all = g_strjoinv(" ", (char **)hits->pdata);
	g_assert_cmpstr(all, ==, found);
}

static FilterLiterals *
literals_of(const char *const *list, const char *cache)
{
	FilterLiterals *literals = filter_literals_new();
	g_autoptr(GError) error = NULL;

	for (; *list; list++)
		filter_literals_add(literals, *list, strlen(*list), false);
	g_assert_true(filter_literals_compile(literals, cache, &error));
	g_assert_no_error(error);
	return literals;
}

static void
test_each_place_is_found(void)
{
	static const char *const list[] = { "ab", "b", "bcd", "ab", "\nx.",
		NULL };
	g_autoptr(FilterLiterals) literals = literals_of(list, NULL);

	assert_found(
	    literals, "ababcd", "0:0-2 0:2-4 1:1-2 1:3-4 2:3-6 3:0-2 3:2-4");
	assert_found(literals, "AB\nx. \nxy", "4:2-5");
	assert_found(literals, "", "");
}

static void
note_id(unsigned id, size_t from, size_t to, void *data)
{
	(void)from;
	(void)to;
	((bool *)data)[id] = true;
}

/* A fork of the library misses some of these on some processors. */
static void
test_two_among_noise_are_found(void)
{
	static const char *const list[] = {
		"\340\270\201\340\270\262\340\270\243",
		"\343\202\242\343\203\227\343\203\252", NULL
	};
	g_autoptr(FilterLiterals) literals = literals_of(list, NULL);

	for (int n = 0; n < 20000; n++) {
		char text[520] = "";
		int length = g_test_rand_int_range(20, 519);
		bool found[2] = { false, false };

		for (int i = 0; i < length; i++)
			text[i] = "abc\n \340\343"[g_test_rand_int_range(0, 7)];
		for (int k = 0; k < 2; k++)
			if (g_test_rand_bit())
				memcpy(
				    text + g_test_rand_int_range(0, length - 9),
				    list[k], 9);
		filter_literals_scan(
		    literals, text, (size_t)length, note_id, found);
		for (int k = 0; k < 2; k++)
			g_assert_cmpint(
			    found[k], ==, strstr(text, list[k]) != NULL);
	}
}

static void
test_no_literals_are_nowhere(void)
{
	static const char *const none[] = { NULL };
	g_autoptr(FilterLiterals) literals = literals_of(none, NULL);

	assert_found(literals, "anything", "");
}

static void
test_once_is_enough_unless_it_is_not(void)
{
	g_autoptr(FilterLiterals) literals = filter_literals_new();
	g_autoptr(GError) error = NULL;

	filter_literals_add(literals, "ab", 2, true);
	filter_literals_add(literals, "bc", 2, true);
	filter_literals_add(literals, "bcd", 2, false);
	filter_literals_add(literals, "bc", 2, true);
	g_assert_true(filter_literals_compile(literals, NULL, &error));
	assert_found(literals, "abc abc", "0:0-2 1:1-3 2:1-3 2:5-7 3:1-3");
	assert_found(literals, "ab", "0:0-2");
}

/* Longer than Hyperscan is given. */
static void
test_long_literals_are_compared(void)
{
	g_autofree char *many = g_strnfill(1500, 'a');
	g_autofree char *one = g_strconcat(many, "b", NULL);
	g_autofree char *other = g_strconcat(many, "c", NULL);
	const char *list[] = { one, other, NULL };
	g_autoptr(FilterLiterals) literals = literals_of(list, NULL);

	assert_found(literals, one, "0:0-1501");
	assert_found(literals, other, "1:0-1501");
	assert_found(literals, many, "");
}

typedef struct {
	char *dir, *path;
} Cache;

static Cache
cache_new(void)
{
	Cache self = { g_dir_make_tmp("tribune-literals-XXXXXX", NULL), NULL };

	self.path = g_build_filename(self.dir, "words", NULL);
	return self;
}

static void
cache_clear(Cache *self)
{
	(void)g_unlink(self->path);
	g_assert_cmpint(g_rmdir(self->dir), ==, 0);
	g_free(self->path);
	g_free(self->dir);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Cache, cache_clear)

static const char *const two[] = { "ab", "bcd", NULL };

static char *
read_cache(const Cache *cache, size_t *ret_length)
{
	g_autofree char *bytes = NULL;

	g_assert_true(
	    g_file_get_contents(cache->path, &bytes, ret_length, NULL));
	return g_steal_pointer(&bytes);
}

static void
write_cache(const Cache *cache, const char *bytes, size_t length)
{
	g_assert_cmpint(g_unlink(cache->path), ==, 0);
	g_assert_true(g_file_set_contents_full(cache->path, bytes,
	    (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static ino_t
inode_of(const Cache *cache)
{
	struct stat about;

	g_assert_cmpint(stat(cache->path, &about), ==, 0);
	g_assert_cmpint(about.st_mode & 0777, ==, 0600);
	return about.st_ino;
}

/* Compiles the two literals. Returns: whether they came from the cache. */
static bool
comes_from_cache(const Cache *cache)
{
	ino_t before =
	    g_file_test(cache->path, G_FILE_TEST_EXISTS) ? inode_of(cache) : 0;
	g_autoptr(FilterLiterals) literals = literals_of(two, cache->path);

	assert_found(literals, "abcd", "0:0-2 1:1-4");
	return before != 0 && inode_of(cache) == before;
}

static void
test_what_was_compiled_is_kept(void)
{
	static const char *const more[] = { "ab", "bcd", "x", NULL };
	g_auto(Cache) cache = cache_new();

	g_assert_false(comes_from_cache(&cache));
	g_assert_true(comes_from_cache(&cache));
	/* Other literals, and these again. */
	filter_literals_free(literals_of(more, cache.path));
	g_assert_false(comes_from_cache(&cache));
	g_assert_true(comes_from_cache(&cache));
}

static void
test_a_damaged_cache_is_made_anew(void)
{
	g_auto(Cache) cache = cache_new();
	size_t length;

	(void)comes_from_cache(&cache);
	g_autofree char *good = read_cache(&cache, &length);
	for (size_t cut = 0; cut < length; cut += length / 50 + 1) {
		g_autofree char *bad = g_memdup2(good, length);

		write_cache(&cache, bad, cut);
		g_assert_false(comes_from_cache(&cache));
		bad[cut] ^= 0x10;
		write_cache(&cache, bad, length);
		g_assert_false(comes_from_cache(&cache));
	}
	g_assert_true(comes_from_cache(&cache));
}

/* Somebody else could have written it, or it is no file at all. */
static void
test_only_our_own_cache_is_trusted(void)
{
	g_auto(Cache) cache = cache_new();
	g_autofree char *real = g_strconcat(cache.dir, "/real", NULL);

	(void)comes_from_cache(&cache);
	g_assert_cmpint(g_rename(cache.path, real), ==, 0);
	g_assert_cmpint(symlink(real, cache.path), ==, 0);
	filter_literals_free(literals_of(two, cache.path));
	g_assert_false(g_file_test(cache.path, G_FILE_TEST_IS_SYMLINK));
	g_assert_cmpint(g_unlink(real), ==, 0);
	g_assert_cmpint(g_chmod(cache.path, 0622), ==, 0);
	filter_literals_free(literals_of(two, cache.path));
	g_assert_true(comes_from_cache(&cache));
}

static void
test_a_cache_that_cannot_be_is_none(void)
{
	static const char *const paths[] = { "/nowhere/at/all", "/proc/self",
		"" };

	for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_autoptr(FilterLiterals) literals = literals_of(two, paths[i]);

		assert_found(literals, "abcd", "0:0-2 1:1-4");
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/literals/places", test_each_place_is_found);
	g_test_add_func(
	    "/filters/literals/among-noise", test_two_among_noise_are_found);
	g_test_add_func(
	    "/filters/literals/once", test_once_is_enough_unless_it_is_not);
	g_test_add_func("/filters/literals/none", test_no_literals_are_nowhere);
	g_test_add_func(
	    "/filters/literals/long", test_long_literals_are_compared);
	g_test_add_func(
	    "/filters/literals/kept", test_what_was_compiled_is_kept);
	g_test_add_func(
	    "/filters/literals/damaged", test_a_damaged_cache_is_made_anew);
	g_test_add_func(
	    "/filters/literals/ours", test_only_our_own_cache_is_trusted);
	g_test_add_func(
	    "/filters/literals/cannot", test_a_cache_that_cannot_be_is_none);
	return g_test_run();
}
