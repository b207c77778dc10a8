#include "ingest/test-files-place.h"

#include "store/error.h"

#include <glib/gstdio.h>

#define NOW 5000
#define FROM "From ann@a.example Mon Nov 16 08:00:00 2026\n"
#define DATE "Date: Mon, 16 Nov 2026 08:00:00 +0000\n"
#define AT 1794816000

static void
test_a_second_import_adds_nothing(TestFiles *place, const void *data)
{
	(void)data;
	test_files_write_file(place, "in/a.eml", "Subject: a\n\n.\n");
	test_files_write_file(place, "in/b.eml", "Subject: b\n\n.\n");
	test_files_write_file(place, "in/c.mbox",
	    FROM "Subject: c\n\n.\n\n" FROM "Subject: d\n\n.\n\n");
	test_files_assert_import(place, "in", 4, 0, 0);
	test_files_assert_import(place, "in", 0, 0, 4);
	test_files_write_file(place, "in/0.eml", "Subject: e\n\n.\n");
	test_files_assert_import(place, "in", 1, 0, 4);
	test_files_assert_import(place, "in/a.eml", 0, 0, 1);
	g_assert_cmpint(test_files_listed(place, "in"), ==, 3);
	g_assert_cmpint(test_files_listed(place, "in/c.mbox"), ==, 2);
}

static void
test_copies_are_told_apart_by_their_number(TestFiles *place, const void *data)
{
	(void)data;
	test_files_write_file(place, "a.mbox",
	    FROM "Subject: a\n\n.\n\n" FROM "Subject: a\n\n.\n\n");
	test_files_assert_import(place, "a.mbox", 1, 1, 0);
	test_files_assert_import(place, "a.mbox", 0, 0, 2);
	test_files_write_file(place, "a.mbox",
	    FROM "Subject: a\n\n.\n\n" FROM "Subject: a\n\n.\n\n" FROM
	         "Subject: a\n\n.\n\n");
	test_files_assert_import(place, "a.mbox", 0, 1, 2);
}

static void
test_one_mail_in_two_folders_is_one_message(TestFiles *place, const void *data)
{
	static const char mail[] = DATE "Message-ID: <1@a.example>\n\n.\n";

	(void)data;
	test_files_write_file(place, "in/x/1.eml", mail);
	g_autofree char *traced = g_strconcat("Received: y\n", mail, NULL);
	test_files_write_file(place, "in/y/1.eml", traced);
	test_files_assert_import(place, "in", 1, 1, 0);
	g_assert_cmpint(test_files_listed(place, "in/x"), ==, 1);
	g_assert_cmpint(test_files_listed(place, "in/y"), ==, 1);
}

static void
test_the_bytes_of_a_single_mail_stay(TestFiles *place, const void *data)
{
	static const char mail[] = FROM "Subject: a\r\n\r\n>From x\n\n";

	(void)data;
	test_files_write_file(place, "a.eml", mail);
	test_files_assert_import(place, "a.eml", 1, 0, 0);
	test_files_assert_raw(place, 1, mail);
}

static void
test_a_maildir_is_one_folder(TestFiles *place, const void *data)
{
	(void)data;
	test_files_write_file(place, "M/cur/1:2,S", "Subject: a\n\n.\n");
	test_files_write_file(place, "M/new/2", "no header at all");
	test_files_write_file(place, "M/tmp/3", "Subject: half\n");
	test_files_write_file(place, "M/dovecot-uidlist", "3 V1\n");
	test_files_write_file(place, "M/.Sent/cur/4:2,S", "Subject: b\n\n.\n");
	test_files_write_file(place, "M/.Sent/new/5", "Subject: c\n\n.\n");
	test_files_assert_import(place, "M", 4, 0, 0);
	g_assert_cmpint(test_files_listed(place, "M"), ==, 2);
	g_assert_cmpint(test_files_listed(place, "M/.Sent"), ==, 2);
	/* Reading a mail moves it. */
	g_autofree char *from =
	    g_build_filename(place->folder, "M/new/2", NULL);
	g_autofree char *to =
	    g_build_filename(place->folder, "M/cur/2:2,S", NULL);
	g_assert_cmpint(g_rename(from, to), ==, 0);
	test_files_assert_import(place, "M", 0, 0, 4);
}

static void
test_a_mail_says_when_it_was_received(TestFiles *place, const void *data)
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
		test_files_write_file(place, "a.eml", cases[i].mail);
		test_files_assert_import(place, "a.eml", 1, 0, 0);
		g_assert_cmpint(
		    test_files_message_int(place, "received_at", i + 1), ==,
		    cases[i].at);
		g_assert_cmpint(
		    test_files_message_int(place, "arrived_at", i + 1), ==,
		    NOW);
		g_assert_cmpint(
		    test_files_message_int(place, "imported", i + 1), ==, 1);
	}
}

static void
test_a_huge_mail_keeps_its_headers(TestFiles *place, const void *data)
{
	g_autofree char *body = g_strnfill(5000, 'x');
	g_autofree char *mail = g_strconcat("Subject: a\n\n", body, NULL);

	(void)data;
	place->limits.message_bytes = 5000;
	test_files_write_file(place, "a.eml", mail);
	test_files_assert_import(place, "a.eml", 1, 0, 0);
	g_assert_cmpint(place->sums.oversize, ==, 1);
	test_files_assert_raw(place, 1, "Subject: a\n\n");
	g_assert_cmpint(
	    test_files_message_int(place, "size_bytes", 1), ==, 5012);
	test_files_assert_import(place, "a.eml", 0, 0, 1);
}

/* Whoever forgot to say that these are answers says it the next time. */
static void
test_answers_can_be_said_later(TestFiles *place, const void *data)
{
	(void)data;
	test_files_write_file(place, "in/a.eml", "Subject: a\n\n.\n");
	test_files_write_file(place, "in/b.eml", "Subject: b\n\n.\n");
	test_files_write_file(place, "sent/b.eml", "Subject: b\n\n.\n");
	test_files_assert_import(place, "in", 2, 0, 0);
	g_assert_cmpint(test_files_message_int(place, "answer", 1), ==, 0);
	place->answers = true;
	test_files_assert_import(place, "in/a.eml", 0, 0, 1);
	g_assert_cmpint(test_files_message_int(place, "answer", 1), ==, 1);
	g_assert_cmpint(test_files_message_int(place, "answer", 2), ==, 0);
	test_files_assert_import(place, "sent", 0, 1, 0);
	g_assert_cmpint(test_files_message_int(place, "answer", 2), ==, 1);
	place->answers = false;
	test_files_assert_import(place, "in", 0, 0, 2);
	g_assert_cmpint(test_files_message_int(place, "answer", 1), ==, 1);
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
test_commits_in_batches(TestFiles *place, const void *data)
{
	g_autoptr(GString) mbox = g_string_new(NULL);
	int64_t last = 0;

	(void)data;
	for (int i = 0; i < 6; i++)
		g_string_append_printf(mbox, FROM "Subject: %d\n\n.\n\n", i);
	g_autofree char *path = test_files_put(place, "a.mbox", mbox->str);
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
    TestFiles *place, const void *data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	test_files_write_file(place, "a.eml", "Subject: a\n\n.\n");
	store_close(place->store);
	place->store = store_open(place->database, STORE_READ_ONLY, NULL);
	g_assert_false(test_files_import(place, "a.eml", false, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_READ_ONLY);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestFiles *, const void *);
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
		{ "/ingest/import/answers", test_answers_can_be_said_later },
		{ "/ingest/import/batches", test_commits_in_batches },
		{ "/ingest/import/refused",
		    test_a_database_that_refuses_leaves_whole_batches },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestFiles, NULL, test_files_set_up,
		    tests[i].run, test_files_tear_down);
	return g_test_run();
}
