#include "ingest/test-files-place.h"

#include "core/error.h"
#include "ingest/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#define NOW 5000
#define FROM "From ann@a.example Mon Nov 16 08:00:00 2026\n"

/* Writes @text packed by zstd, in two frames. */
static void
put_packed(TestFiles *place, const char *name, const char *text)
{
	size_t half = strlen(text) / 2, n = 0;
	size_t room = 2 * ZSTD_compressBound(strlen(text));
	g_autofree char *path = g_build_filename(place->folder, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *packed = g_malloc(room);

	n += ZSTD_compress(packed, room, text, half, 3);
	n += ZSTD_compress(
	    packed + n, room - n, text + half, strlen(text) - half, 3);
	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, packed, (gssize)n, NULL));
}

static void
test_a_folder_gives_what_looks_like_mail(TestFiles *place, const void *data)
{
	g_autofree char *folder = g_build_filename(place->folder, "in", NULL);
	g_autofree char *inner =
	    g_build_filename(place->folder, "in/loop", NULL);
	const char *paths[] = { folder, folder, NULL };
	g_autoptr(GError) error = NULL;

	(void)data;
	test_files_write_file(place, "in/1", "Received: x\nSubject: a\n\n.\n");
	test_files_write_file(place, "in/2", FROM "Subject: a\n\n.\n");
	test_files_write_file(place, "in/empty.eml", "");
	test_files_write_file(place, "in/junk.eml", "junk");
	test_files_write_file(place, "in/none.mbox", "");
	test_files_write_file(place, "in/deep/er/3.eml", "Subject: a\n\n.\n");
	test_files_write_file(place, "in/.hidden.eml", "Subject: a\n\n.\n");
	test_files_write_file(place, "in/list.tsv", "1\ttext\n");
	test_files_write_file(
	    place, "in/notes.txt", "Note: buy milk\n\nSubject: none\n");
	g_assert_cmpint(symlink(folder, inner), ==, 0);
	g_autoptr(IngestFiles) files = ingest_files_find(paths, false, &error);
	g_assert_no_error(error);
	g_assert_cmpint(files->files->len, ==, 6);
	g_assert_cmpint(files->passed_over, ==, 3);
}

static void
test_a_file_that_is_named_is_taken(TestFiles *place, const void *data)
{
	(void)data;
	test_files_write_file(place, "notes.txt", "Note: buy milk\n");
	test_files_assert_import(place, "notes.txt", 1, 0, 0);
}

static void
test_what_is_not_there_is_told(TestFiles *place, const void *data)
{
	g_autofree char *good =
	    test_files_put(place, "a.eml", "Subject: a\n\n.\n");
	const char *paths[] = { good, "/nowhere/at-all", NULL };
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_null(ingest_files_find(paths, false, &error));
	g_assert_error(error, INGEST_ERROR, INGEST_ERROR_INPUT);
	g_assert_nonnull(strstr(error->message, "/nowhere/at-all"));
}

static void
test_a_file_that_went_away_stops_after_the_others(
    TestFiles *place, const void *data)
{
	g_autofree char *first =
	    test_files_put(place, "a.eml", "Subject: a\n\n.\n");
	g_autofree char *second =
	    test_files_put(place, "b.eml", "Subject: b\n\n.\n");
	const char *paths[] = { first, second, NULL };
	g_autoptr(GError) error = NULL;
	g_autoptr(IngestFiles) files = ingest_files_find(paths, false, NULL);
	IngestImportOptions options = { .limits = &place->limits,
		.now_at = NOW };
	IngestImportSums sums;

	(void)data;
	g_assert_cmpint(g_remove(second), ==, 0);
	g_assert_false(
	    ingest_import(place->store, files, &options, &sums, &error));
	g_assert_error(error, INGEST_ERROR, INGEST_ERROR_INPUT);
	test_files_write_file(place, "b.eml", "Subject: b\n\n.\n");
	test_files_assert_import(place, "b.eml", 1, 0, 0);
	test_files_assert_import(place, "a.eml", 0, 0, 1);
}

static void
test_packed_files_are_what_they_hold(TestFiles *place, const void *data)
{
	(void)data;
	put_packed(place, "in/a.eml.zst", "Subject: a\n\n.\n");
	put_packed(place, "in/b", "Subject: b\n\n.\n");
	put_packed(place, "in/c.mbox.zst",
	    FROM "Subject: c\n\n>From here\n\n" FROM "Subject: d\n\n.\n\n");
	put_packed(place, "in/notes.txt.zst", "buy milk\n");
	put_packed(place, "in/M/cur/1:2,SZ", "no header at all");
	put_packed(place, "in/M/new/2.zst", "Subject: e\n\n.\n");
	test_files_assert_import(place, "in", 6, 0, 0);
	test_files_assert_import(place, "in", 0, 0, 6);
	g_assert_cmpint(test_files_listed(place, "in"), ==, 2);
	g_assert_cmpint(test_files_listed(place, "in/M"), ==, 2);
	g_assert_cmpint(test_files_listed(place, "in/c.mbox.zst"), ==, 2);
	test_files_assert_import(place, "in/a.eml.zst", 0, 0, 1);
}

/* Packed or not, the mails of an mbox are the same. */
static void
test_an_mbox_packed_later_brings_nothing_new(TestFiles *place, const void *data)
{
	static const char mbox[] =
	    FROM "Subject: a\n\n>From x\n>>From y\n\n" FROM
	         "Content-Length: 3\n\nHello\n\n" FROM
	         "Content-Length: 70\n\nHi\n\n" FROM "Subject: b\n\n.\n\n";

	(void)data;
	test_files_write_file(place, "a.mbox", mbox);
	put_packed(place, "a.mbox.zst", mbox);
	test_files_assert_import(place, "a.mbox", 4, 0, 0);
	test_files_assert_raw(place, 1, "Subject: a\n\nFrom x\n>From y\n");
	test_files_assert_import(place, "a.mbox.zst", 0, 4, 0);
	test_files_assert_import(place, "a.mbox", 0, 0, 4);
	test_files_assert_import(place, "a.mbox.zst", 0, 0, 4);
}

static void
test_a_damaged_file_keeps_no_other_out(TestFiles *place, const void *data)
{
	g_autofree char *path =
	    g_build_filename(place->folder, "in/b.mbox.zst", NULL);
	g_autofree char *bytes = NULL;
	g_autoptr(GError) error = NULL;
	size_t length;

	(void)data;
	test_files_write_file(place, "in/a.eml", "Subject: a\n\n.\n");
	put_packed(place, "in/b.mbox.zst",
	    FROM "Subject: b\n\n.\n\n" FROM "Subject: c\n\n.\n\n");
	test_files_write_file(place, "in/c.eml.zst", "Subject: d\n\n.\n");
	test_files_write_file(place, "in/e.eml", "Subject: e\n\n.\n");
	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	g_assert_true(
	    g_file_set_contents(path, bytes, (gssize)length - 1, NULL));
	g_assert_false(test_files_import(place, "in", false, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
	g_assert_true(g_str_has_prefix(error->message, "2 files are damaged"));
	g_assert_nonnull(strstr(error->message, "in/b.mbox.zst: "));
	g_assert_cmpint(test_files_listed(place, "in"), ==, 2);
	/* Of a mail that is not whole nothing stays. */
	int64_t whole = test_files_listed(place, "in/b.mbox.zst");
	g_assert_cmpint(whole, <=, 1);
	g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
	test_files_assert_import(place, "in/b.mbox.zst", 2 - whole, 0, whole);
}

static void
test_a_huge_packed_mail_keeps_its_headers(TestFiles *place, const void *data)
{
	g_autofree char *body = g_strnfill(500000, 'x');
	g_autofree char *mbox = g_strconcat(FROM "Subject: a\n\n", body,
	    "\n\n" FROM "Subject: b\n\n.\n\n", NULL);

	(void)data;
	place->limits.message_bytes = 5000;
	put_packed(place, "a.mbox.zst", mbox);
	test_files_assert_import(place, "a.mbox.zst", 2, 0, 0);
	g_assert_cmpint(place->sums.oversize, ==, 1);
	test_files_assert_raw(place, 1, "Subject: a\n\n");
	test_files_assert_import(place, "a.mbox.zst", 0, 0, 2);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestFiles *, const void *);
	} tests[] = {
		{ "/ingest/import/packed",
		    test_packed_files_are_what_they_hold },
		{ "/ingest/import/packed-later",
		    test_an_mbox_packed_later_brings_nothing_new },
		{ "/ingest/import/damaged",
		    test_a_damaged_file_keeps_no_other_out },
		{ "/ingest/import/huge-packed",
		    test_a_huge_packed_mail_keeps_its_headers },
		{ "/ingest/import/gone",
		    test_a_file_that_went_away_stops_after_the_others },
		{ "/ingest/files/folder",
		    test_a_folder_gives_what_looks_like_mail },
		{ "/ingest/files/named", test_a_file_that_is_named_is_taken },
		{ "/ingest/files/missing", test_what_is_not_there_is_told },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestFiles, NULL, test_files_set_up,
		    tests[i].run, test_files_tear_down);
	return g_test_run();
}
