#include "ingest/import.h"

#include "core/error.h"
#include "ingest/error.h"
#include "store/error.h"
#include "store/folders.h"
#include "store/raw.h"
#include "store/test-rows.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#define NOW 5000
#define FROM "From ann@a.example Mon Nov 16 08:00:00 2026\n"
#define DATE "Date: Mon, 16 Nov 2026 08:00:00 +0000\n"
#define AT 1794816000

typedef struct {
	char *folder;   /* with the files */
	char *database; /* in a folder of its own beside it */
	Store *store;
	CoreLimits limits;
	bool answers;
	IngestImportSums sums;
} Place;

static void
set_up(Place *self, const void *data)
{
	(void)data;
	self->folder = g_dir_make_tmp("tribune-import-XXXXXX", NULL);
	self->database = g_build_filename(self->folder, ".db", "t.db", NULL);
	self->store = store_open(self->database, STORE_CREATE, NULL);
	g_assert_nonnull(self->store);
	core_limits_default(&self->limits);
}

static void
remove_all(const char *path)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	const char *name;

	while (folder && !g_file_test(path, G_FILE_TEST_IS_SYMLINK) &&
	       (name = g_dir_read_name(folder))) {
		g_autofree char *inner = g_build_filename(path, name, NULL);

		remove_all(inner);
	}
	g_assert_cmpint(g_remove(path), ==, 0);
}

static void
tear_down(Place *self, const void *data)
{
	(void)data;
	store_close(self->store);
	remove_all(self->folder);
	g_free(self->folder);
	g_free(self->database);
}

/* Writes a file below the place's folder; the path is the caller's. */
static char *
put(Place *place, const char *name, const char *text)
{
	char *path = g_build_filename(place->folder, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);

	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	return path;
}

/* Writes @text packed by zstd, in two frames. */
static void
put_packed(Place *place, const char *name, const char *text)
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
write_file(Place *place, const char *name, const char *text)
{
	g_free(put(place, name, text));
}

static bool
import(Place *place, const char *name, bool texts, GError **error)
{
	g_autofree char *path = g_build_filename(place->folder, name, NULL);
	const char *paths[] = { path, NULL };
	g_autoptr(IngestFiles) files = ingest_files_find(paths, texts, error);
	IngestImportOptions options = { .limits = &place->limits,
		.now_at = NOW,
		.texts_at = 100,
		.answers = place->answers };

	return files && ingest_import(
	                    place->store, files, &options, &place->sums, error);
}

/* What an import of @name comes to. */
static void
assert_import(Place *place, const char *name, int64_t new, int64_t duplicate,
    int64_t known)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(import(place, name, false, &error));
	g_assert_no_error(error);
	g_assert_cmpint(place->sums.outcomes[STORE_NEW], ==, new);
	g_assert_cmpint(place->sums.outcomes[STORE_DUPLICATE], ==, duplicate);
	g_assert_cmpint(place->sums.known, ==, known);
}

static void
assert_raw(Place *place, int64_t message_id, const char *want)
{
	g_autoptr(GBytes) raw = NULL;

	g_assert_true(
	    store_raw_get(place->store, message_id, 1 << 20, &raw, NULL));
	g_assert_nonnull(raw);
	g_autoptr(GBytes) bytes = g_bytes_new(want, strlen(want));
	g_assert_true(g_bytes_equal(raw, bytes));
}

static int64_t
message_int(Place *place, const char *column, int64_t message_id)
{
	g_autofree char *sql = g_strdup_printf(
	    "SELECT %s FROM message WHERE id = %" G_GINT64_FORMAT, column,
	    message_id);

	return test_rows_int(place->store, sql);
}

/* Sums of the folder called @name below the place's. */
static int64_t
listed(Place *place, const char *name)
{
	g_autofree char *path = g_build_filename(place->folder, name, NULL);
	g_autoptr(GPtrArray) sums = NULL;
	int64_t count = -1;

	g_assert_true(store_folder_sums(place->store, &sums, NULL));
	for (unsigned i = 0; i < sums->len; i++) {
		const StoreFolderSums *row = sums->pdata[i];

		g_assert_cmpstr(row->mailbox, ==, "import");
		if (strcmp(row->folder, path) == 0)
			count = row->outcomes[STORE_NEW] +
			        row->outcomes[STORE_DUPLICATE];
	}
	return count;
}

static void
test_a_second_import_adds_nothing(Place *place, const void *data)
{
	(void)data;
	write_file(place, "in/a.eml", "Subject: a\n\n.\n");
	write_file(place, "in/b.eml", "Subject: b\n\n.\n");
	write_file(place, "in/c.mbox",
	    FROM "Subject: c\n\n.\n\n" FROM "Subject: d\n\n.\n\n");
	assert_import(place, "in", 4, 0, 0);
	assert_import(place, "in", 0, 0, 4);
	write_file(place, "in/0.eml", "Subject: e\n\n.\n");
	assert_import(place, "in", 1, 0, 4);
	assert_import(place, "in/a.eml", 0, 0, 1);
	g_assert_cmpint(listed(place, "in"), ==, 3);
	g_assert_cmpint(listed(place, "in/c.mbox"), ==, 2);
}

static void
test_copies_are_told_apart_by_their_number(Place *place, const void *data)
{
	(void)data;
	write_file(place, "a.mbox",
	    FROM "Subject: a\n\n.\n\n" FROM "Subject: a\n\n.\n\n");
	assert_import(place, "a.mbox", 1, 1, 0);
	assert_import(place, "a.mbox", 0, 0, 2);
	write_file(place, "a.mbox",
	    FROM "Subject: a\n\n.\n\n" FROM "Subject: a\n\n.\n\n" FROM
	         "Subject: a\n\n.\n\n");
	assert_import(place, "a.mbox", 0, 1, 2);
}

static void
test_one_mail_in_two_folders_is_one_message(Place *place, const void *data)
{
	static const char mail[] = DATE "Message-ID: <1@a.example>\n\n.\n";

	(void)data;
	write_file(place, "in/x/1.eml", mail);
	g_autofree char *traced = g_strconcat("Received: y\n", mail, NULL);
	write_file(place, "in/y/1.eml", traced);
	assert_import(place, "in", 1, 1, 0);
	g_assert_cmpint(listed(place, "in/x"), ==, 1);
	g_assert_cmpint(listed(place, "in/y"), ==, 1);
}

static void
test_the_bytes_of_a_single_mail_stay(Place *place, const void *data)
{
	static const char mail[] = FROM "Subject: a\r\n\r\n>From x\n\n";

	(void)data;
	write_file(place, "a.eml", mail);
	assert_import(place, "a.eml", 1, 0, 0);
	assert_raw(place, 1, mail);
}

static void
test_a_maildir_is_one_folder(Place *place, const void *data)
{
	(void)data;
	write_file(place, "M/cur/1:2,S", "Subject: a\n\n.\n");
	write_file(place, "M/new/2", "no header at all");
	write_file(place, "M/tmp/3", "Subject: half\n");
	write_file(place, "M/dovecot-uidlist", "3 V1\n");
	write_file(place, "M/.Sent/cur/4:2,S", "Subject: b\n\n.\n");
	write_file(place, "M/.Sent/new/5", "Subject: c\n\n.\n");
	assert_import(place, "M", 4, 0, 0);
	g_assert_cmpint(listed(place, "M"), ==, 2);
	g_assert_cmpint(listed(place, "M/.Sent"), ==, 2);
	/* Reading a mail moves it. */
	g_autofree char *from =
	    g_build_filename(place->folder, "M/new/2", NULL);
	g_autofree char *to =
	    g_build_filename(place->folder, "M/cur/2:2,S", NULL);
	g_assert_cmpint(g_rename(from, to), ==, 0);
	assert_import(place, "M", 0, 0, 4);
}

static void
test_a_folder_gives_what_looks_like_mail(Place *place, const void *data)
{
	g_autofree char *folder = g_build_filename(place->folder, "in", NULL);
	g_autofree char *inner =
	    g_build_filename(place->folder, "in/loop", NULL);
	const char *paths[] = { folder, folder, NULL };
	g_autoptr(GError) error = NULL;

	(void)data;
	write_file(place, "in/1", "Received: x\nSubject: a\n\n.\n");
	write_file(place, "in/2", FROM "Subject: a\n\n.\n");
	write_file(place, "in/empty.eml", "");
	write_file(place, "in/junk.eml", "junk");
	write_file(place, "in/none.mbox", "");
	write_file(place, "in/deep/er/3.eml", "Subject: a\n\n.\n");
	write_file(place, "in/.hidden.eml", "Subject: a\n\n.\n");
	write_file(place, "in/list.tsv", "1\ttext\n");
	write_file(place, "in/notes.txt", "Note: buy milk\n\nSubject: none\n");
	g_assert_cmpint(symlink(folder, inner), ==, 0);
	g_autoptr(IngestFiles) files = ingest_files_find(paths, false, &error);
	g_assert_no_error(error);
	g_assert_cmpint(files->files->len, ==, 6);
	g_assert_cmpint(files->passed_over, ==, 3);
}

static void
test_a_file_that_is_named_is_taken(Place *place, const void *data)
{
	(void)data;
	write_file(place, "notes.txt", "Note: buy milk\n");
	assert_import(place, "notes.txt", 1, 0, 0);
}

static void
test_what_is_not_there_is_told(Place *place, const void *data)
{
	g_autofree char *good = put(place, "a.eml", "Subject: a\n\n.\n");
	const char *paths[] = { good, "/nowhere/at-all", NULL };
	g_autoptr(GError) error = NULL;

	(void)data;
	g_assert_null(ingest_files_find(paths, false, &error));
	g_assert_error(error, INGEST_ERROR, INGEST_ERROR_INPUT);
	g_assert_nonnull(strstr(error->message, "/nowhere/at-all"));
}

static void
test_a_file_that_went_away_stops_after_the_others(
    Place *place, const void *data)
{
	g_autofree char *first = put(place, "a.eml", "Subject: a\n\n.\n");
	g_autofree char *second = put(place, "b.eml", "Subject: b\n\n.\n");
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
	write_file(place, "b.eml", "Subject: b\n\n.\n");
	assert_import(place, "b.eml", 1, 0, 0);
	assert_import(place, "a.eml", 0, 0, 1);
}

static void
test_a_mail_says_when_it_was_received(Place *place, const void *data)
{
	static const struct {
		const char *mail;
		int64_t at;
	} cases[] = {
		{ "Received: x; Mon, 16 Nov 2026 08:00:07 +0000\n" DATE "\n",
		    AT + 7 },
		{ DATE "\n", AT },
		{ "Subject: a\n\n", NOW },
		{ "", NOW },
	};

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		write_file(place, "a.eml", cases[i].mail);
		assert_import(place, "a.eml", 1, 0, 0);
		g_assert_cmpint(
		    message_int(place, "received_at", i + 1), ==, cases[i].at);
		g_assert_cmpint(
		    message_int(place, "arrived_at", i + 1), ==, NOW);
		g_assert_cmpint(message_int(place, "imported", i + 1), ==, 1);
	}
}

static void
test_a_huge_mail_keeps_its_headers(Place *place, const void *data)
{
	g_autofree char *body = g_strnfill(5000, 'x');
	g_autofree char *mail = g_strconcat("Subject: a\n\n", body, NULL);

	(void)data;
	place->limits.message_bytes = 5000;
	write_file(place, "a.eml", mail);
	assert_import(place, "a.eml", 1, 0, 0);
	g_assert_cmpint(place->sums.oversize, ==, 1);
	assert_raw(place, 1, "Subject: a\n\n");
	g_assert_cmpint(message_int(place, "size_bytes", 1), ==, 5012);
	assert_import(place, "a.eml", 0, 0, 1);
}

static void
test_packed_files_are_what_they_hold(Place *place, const void *data)
{
	(void)data;
	put_packed(place, "in/a.eml.zst", "Subject: a\n\n.\n");
	put_packed(place, "in/b", "Subject: b\n\n.\n");
	put_packed(place, "in/c.mbox.zst",
	    FROM "Subject: c\n\n>From here\n\n" FROM "Subject: d\n\n.\n\n");
	put_packed(place, "in/notes.txt.zst", "buy milk\n");
	put_packed(place, "in/M/cur/1:2,SZ", "no header at all");
	put_packed(place, "in/M/new/2.zst", "Subject: e\n\n.\n");
	assert_import(place, "in", 6, 0, 0);
	assert_import(place, "in", 0, 0, 6);
	g_assert_cmpint(listed(place, "in"), ==, 2);
	g_assert_cmpint(listed(place, "in/M"), ==, 2);
	g_assert_cmpint(listed(place, "in/c.mbox.zst"), ==, 2);
	assert_import(place, "in/a.eml.zst", 0, 0, 1);
}

/* Packed or not, the mails of an mbox are the same. */
static void
test_an_mbox_packed_later_brings_nothing_new(Place *place, const void *data)
{
	static const char mbox[] =
	    FROM "Subject: a\n\n>From x\n>>From y\n\n" FROM
	         "Content-Length: 3\n\nHello\n\n" FROM
	         "Content-Length: 70\n\nHi\n\n" FROM "Subject: b\n\n.\n\n";

	(void)data;
	write_file(place, "a.mbox", mbox);
	put_packed(place, "a.mbox.zst", mbox);
	assert_import(place, "a.mbox", 4, 0, 0);
	assert_raw(place, 1, "Subject: a\n\nFrom x\n>From y\n");
	assert_import(place, "a.mbox.zst", 0, 4, 0);
	assert_import(place, "a.mbox", 0, 0, 4);
	assert_import(place, "a.mbox.zst", 0, 0, 4);
}

static void
test_a_damaged_file_keeps_no_other_out(Place *place, const void *data)
{
	g_autofree char *path =
	    g_build_filename(place->folder, "in/b.mbox.zst", NULL);
	g_autofree char *bytes = NULL;
	g_autoptr(GError) error = NULL;
	size_t length;

	(void)data;
	write_file(place, "in/a.eml", "Subject: a\n\n.\n");
	put_packed(place, "in/b.mbox.zst",
	    FROM "Subject: b\n\n.\n\n" FROM "Subject: c\n\n.\n\n");
	write_file(place, "in/c.eml.zst", "Subject: d\n\n.\n");
	write_file(place, "in/e.eml", "Subject: e\n\n.\n");
	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	g_assert_true(
	    g_file_set_contents(path, bytes, (gssize)length - 1, NULL));
	g_assert_false(import(place, "in", false, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
	g_assert_true(g_str_has_prefix(error->message, "2 files are damaged"));
	g_assert_nonnull(strstr(error->message, "in/b.mbox.zst: "));
	g_assert_cmpint(listed(place, "in"), ==, 2);
	/* Of a mail that is not whole nothing stays. */
	int64_t whole = listed(place, "in/b.mbox.zst");
	g_assert_cmpint(whole, <=, 1);
	g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
	assert_import(place, "in/b.mbox.zst", 2 - whole, 0, whole);
}

static void
test_a_huge_packed_mail_keeps_its_headers(Place *place, const void *data)
{
	g_autofree char *body = g_strnfill(500000, 'x');
	g_autofree char *mbox = g_strconcat(FROM "Subject: a\n\n", body,
	    "\n\n" FROM "Subject: b\n\n.\n\n", NULL);

	(void)data;
	place->limits.message_bytes = 5000;
	put_packed(place, "a.mbox.zst", mbox);
	assert_import(place, "a.mbox.zst", 2, 0, 0);
	g_assert_cmpint(place->sums.oversize, ==, 1);
	assert_raw(place, 1, "Subject: a\n\n");
	assert_import(place, "a.mbox.zst", 0, 0, 2);
}

/* Whoever forgot to say that these are answers says it the next time. */
static void
test_answers_can_be_said_later(Place *place, const void *data)
{
	(void)data;
	write_file(place, "in/a.eml", "Subject: a\n\n.\n");
	write_file(place, "in/b.eml", "Subject: b\n\n.\n");
	write_file(place, "sent/b.eml", "Subject: b\n\n.\n");
	assert_import(place, "in", 2, 0, 0);
	g_assert_cmpint(message_int(place, "answer", 1), ==, 0);
	place->answers = true;
	assert_import(place, "in/a.eml", 0, 0, 1);
	g_assert_cmpint(message_int(place, "answer", 1), ==, 1);
	g_assert_cmpint(message_int(place, "answer", 2), ==, 0);
	assert_import(place, "sent", 0, 1, 0);
	g_assert_cmpint(message_int(place, "answer", 2), ==, 1);
	place->answers = false;
	assert_import(place, "in", 0, 0, 2);
	g_assert_cmpint(message_int(place, "answer", 1), ==, 1);
}

static void
test_texts_are_mails_of_different_people(Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	write_file(place, "t.tsv", "1\tit broke\r\n\nq-2\twith\ttab");
	g_assert_true(import(place, "t.tsv", true, &error));
	g_assert_no_error(error);
	g_assert_cmpint(place->sums.outcomes[STORE_NEW], ==, 2);
	assert_raw(place, 1,
	    "From: 1@import.invalid\nMessage-ID: <1@import.invalid>\n"
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\n\nit broke\r\n");
	assert_raw(place, 2,
	    "From: q-2@import.invalid\nMessage-ID: <q-2@import.invalid>\n"
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\n\nwith\ttab\n");
	g_assert_cmpint(message_int(place, "received_at", 1), ==, 100);
	g_assert_cmpint(message_int(place, "received_at", 2), ==, 101);
	g_assert_true(import(place, "t.tsv", true, &error));
	g_assert_cmpint(place->sums.known, ==, 2);
	g_assert_cmpint(place->sums.outcomes[STORE_NEW], ==, 0);
}

static void
test_a_long_text_is_whole(Place *place, const void *data)
{
	g_autofree char *text = g_strnfill(200000, 'x');
	g_autofree char *line = g_strconcat("1\t", text, "\n2\tb\n", NULL);
	g_autofree char *want = g_strconcat(
	    "From: 1@import.invalid\nMessage-ID: <1@import.invalid>\n"
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\n\n",
	    text, "\n", NULL);

	(void)data;
	write_file(place, "t.tsv", line);
	g_assert_true(import(place, "t.tsv", true, NULL));
	g_assert_cmpint(place->sums.outcomes[STORE_NEW], ==, 2);
	assert_raw(place, 1, want);
}

static void
test_bad_texts_name_the_line(Place *place, const void *data)
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

		write_file(place, "t.tsv", bad[i]);
		g_assert_false(import(place, "t.tsv", true, &error));
		g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
		g_assert_nonnull(strstr(error->message, "t.tsv:2: "));
	}
	/* What came before the bad line is in. */
	g_assert_cmpint(listed(place, "t.tsv"), ==, 1);
}

static void
watch(const IngestImportSums *sums, void *data)
{
	int64_t *last = data;

	/* Whole batches, one by one. */
	g_assert_cmpint(sums->outcomes[STORE_NEW] % 2, ==, 0);
	g_assert_cmpint(sums->outcomes[STORE_NEW], <=, *last + 2);
	*last = sums->outcomes[STORE_NEW];
}

static void
test_commits_in_batches(Place *place, const void *data)
{
	g_autoptr(GString) mbox = g_string_new(NULL);
	int64_t last = 0;

	(void)data;
	for (int i = 0; i < 6; i++)
		g_string_append_printf(mbox, FROM "Subject: %d\n\n.\n\n", i);
	g_autofree char *path = put(place, "a.mbox", mbox->str);
	const char *paths[] = { path, NULL };
	g_autoptr(IngestFiles) files = ingest_files_find(paths, false, NULL);
	place->limits.transaction_rows = 2;
	IngestImportOptions options = { .limits = &place->limits,
		.now_at = NOW,
		.progress = watch,
		.data = &last };
	IngestImportSums sums;
	g_assert_true(
	    ingest_import(place->store, files, &options, &sums, NULL));
	g_assert_cmpint(sums.outcomes[STORE_NEW], ==, 6);
	g_assert_cmpint(last, ==, 6);
	g_assert_cmpint(sums.bytes, ==, (int64_t)mbox->len);
}

static void
test_a_database_that_refuses_leaves_whole_batches(
    Place *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	write_file(place, "a.eml", "Subject: a\n\n.\n");
	store_close(place->store);
	place->store = store_open(place->database, STORE_READ_ONLY, NULL);
	g_assert_false(import(place, "a.eml", false, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_READ_ONLY);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(Place *, const void *);
	} tests[] = {
		{ "/ingest/import/again", test_a_second_import_adds_nothing },
		{ "/ingest/import/copies",
		    test_copies_are_told_apart_by_their_number },
		{ "/ingest/import/single",
		    test_one_mail_in_two_folders_is_one_message },
		{ "/ingest/import/bytes",
		    test_the_bytes_of_a_single_mail_stay },
		{ "/ingest/import/maildir", test_a_maildir_is_one_folder },
		{ "/ingest/import/received",
		    test_a_mail_says_when_it_was_received },
		{ "/ingest/import/huge", test_a_huge_mail_keeps_its_headers },
		{ "/ingest/import/packed",
		    test_packed_files_are_what_they_hold },
		{ "/ingest/import/packed-later",
		    test_an_mbox_packed_later_brings_nothing_new },
		{ "/ingest/import/damaged",
		    test_a_damaged_file_keeps_no_other_out },
		{ "/ingest/import/huge-packed",
		    test_a_huge_packed_mail_keeps_its_headers },
		{ "/ingest/import/answers", test_answers_can_be_said_later },
		{ "/ingest/import/batches", test_commits_in_batches },
		{ "/ingest/import/refused",
		    test_a_database_that_refuses_leaves_whole_batches },
		{ "/ingest/import/gone",
		    test_a_file_that_went_away_stops_after_the_others },
		{ "/ingest/files/folder",
		    test_a_folder_gives_what_looks_like_mail },
		{ "/ingest/files/named", test_a_file_that_is_named_is_taken },
		{ "/ingest/files/missing", test_what_is_not_there_is_told },
		{ "/ingest/texts/people",
		    test_texts_are_mails_of_different_people },
		{ "/ingest/texts/long", test_a_long_text_is_whole },
		{ "/ingest/texts/bad", test_bad_texts_name_the_line },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Place, NULL, set_up, tests[i].run,
		    tear_down);
	return g_test_run();
}
