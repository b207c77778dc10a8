#include "digest/test-place.h"

#include "store/test-rows.h"

#include <string.h>

void
test_place_set_up(TestPlace *self, const char *extra)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *file = NULL;
	g_autofree char *text = NULL;

	self->folder = test_rows_folder(&self->path);
	file = g_build_filename(self->folder, "tribune.conf", NULL);
	text = g_strdup_printf(
	    "[tribune]\ndatabase = %s\ncompany = Tideway\n"
	    "domains = tideway.example\ntimezone = Europe/Dublin\n"
	    "rules = rules/*.rules\n"
	    "[department qa]\nname = QA\n"
	    "to = qa@tideway.example;lead@tideway.example\n"
	    "digest = monday 08:00\n"
	    "[manager]\nto = manager@tideway.example\n"
	    "[executive]\nto = ceo@tideway.example\n"
	    "[send]\nserver = 127.0.0.1\ntls = none\nport = 2525\n"
	    "from = Customer Voice <voice@tideway.example>\n%s\n",
	    self->path, extra);
	g_assert_true(g_file_set_contents(file, text, -1, NULL));
	self->config = core_config_load(file, &error);
	g_assert_no_error(error);
	self->store = store_open(self->path, STORE_CREATE, &error);
	g_assert_no_error(error);
}

void
test_place_tear_down(TestPlace *self)
{
	store_close(self->store);
	core_config_free(self->config);
	test_rows_remove(self->folder, self->path);
}

/* A topic: how many customers wrote in each of the nine weeks. */
typedef struct {
	const char *label;
	const char *tag;
	int urgency;
	int weeks[9];
	const char *words[4];
} Topic;

const TestRow test_place_urgent = {
	.key = "0123456789abcdef",
	.from_address = "ann@example.org",
	.from_name = "Ann Byrne",
	.subject = "Letter before action",
	.words =
	    "Hello,\nunless you delete my data by Friday I will take you to"
	    " court, says Ann.",
	.received_at = TEST_NOW - 3600,
	.departments = "executives qa",
	.tag = "legal/threat",
	.urgency = 2,
};

static const Topic topics[] = {
	{ "Invoice PDF loses text", "bug/export", 0,
	    { 1, 1, 0, 1, 0, 1, 2, 4, 11 },
	    { "Hi there,\nmy customer got an invoice with half the job missing."
	      " I look like a cowboy.\nRegards,\nMary",
	        "The invoice PDF stops after line twelve, the preview is fine.",
	        "Since the update the PDF of every longer invoice is cut off.",
	        "Invoice PDF loses text again!!! Call me on +353 1 555 "
	        "0199." } },
	{ "Card is charged twice", "billing", 1, { 0, 0, 0, 0, 0, 0, 0, 0, 4 },
	    { "It said failed, so I pressed it again, and now the card is"
	      " charged twice.",
	        "Two payments of 480 euro were taken for one invoice.",
	        "Please refund the second charge, I only pressed once.",
	        "The payment page hung and then charged the card twice." } },
	{ "Photos turn sideways when added to a quote", "bug/photos", 0,
	    { 2, 2, 3, 2, 3, 3, 2, 3, 3 },
	    { "Photos from my phone turn sideways in the quote.",
	        "Every picture lies on its side.",
	        "I have to rotate each photo by hand before I send the quote.",
	        "Portrait photos come out landscape." } },
	{ "Search misses names with accents", "bug/search", 0,
	    { 1, 3, 4, 4, 3, 5, 5, 4, 2 },
	    { "Searching for Zo\u00eb finds nobody, though she is in the list.",
	        "Names with accents are not found.", "Accents break search.",
	        "Search does not find S\u00e9an." } },
	{ "Login loop on Android", "bug/login", 0,
	    { 0, 2, 6, 7, 4, 5, 3, 1, 0 },
	    { "After login the app shows the login page again, for ever.",
	        "I log in and land on the login page.", "Login loop.",
	        "Cannot get past login on my phone." } },
	{ "The new calendar is a joy to use", "praise", 0,
	    { 0, 0, 0, 0, 0, 1, 1, 2, 2 },
	    { "The new calendar saves me an hour each week, thank you.",
	        "Love the calendar, my whole crew uses it now.",
	        "Calendar is great.", "Well done on the calendar." } },
};

static void
add_topic(TestPlace *self, const Topic *topic, int number)
{
	const int64_t week_s = 7 * TEST_DAY_S;
	/* Monday 14 September, 10:00, in summer time. */
	const int64_t first_at = TEST_NOW - 9 * week_s;

	for (int week = 0; week < 9; week++)
		for (int i = 0; i < topic->weeks[week]; i++) {
			g_autofree char *address = g_strdup_printf(
			    "c%d.%d@example.org", number, week * 16 + i);
			const TestRow row = {
				.from_address = address,
				.from_name = "Mary Byrne",
				.subject = topic->label,
				.words = topic->words[i % 4],
				.received_at = first_at + week * week_s +
				               (i % 6) * TEST_DAY_S + i * 600 +
				               number * 60,
				.departments = "qa",
				.tag = topic->tag,
				.urgency = topic->urgency,
				.pattern = topic->label,
			};

			test_rows_add(self->store, &row);
		}
}

static void
add_singles(TestPlace *self)
{
	const int64_t at = TEST_NOW - 5 * TEST_DAY_S;
	const TestRow rows[] = {
		{ .from_address = "eve@example.org",
		    .from_name = "Eve <script>alert(1)</script> Adams",
		    .subject = "RE: Fwd: <b>Export</b> to CSV asks for"
		               " https://evil.example/login",
		    .words =
		        "Hello,\nwhen I export to CSV a page asks me to log"
		        " in at https://evil.example/login. Is it you? Write"
		        " to eve@example.org.\nEve Adams",
		    .received_at = at,
		    .departments = "qa",
		    .tag = "question" },
		{ .subject = "HELP!!!",
		    .words =
		        "Hi,\n\nthe app loses every note that I write while"
		        " I am offline. Can you help?\n",
		    .received_at = at + 3600,
		    .departments = "qa support",
		    .tag = "bug/data-loss",
		    .urgency = 1 },
		{ .from_address = "q@example.org",
		    .subject = "",
		    .words = "Which size should a logo have so that it is sharp"
		             " on paper?",
		    .received_at = at + 7200,
		    .departments = "qa" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		test_rows_add(self->store, &rows[i]);
}

void
test_place_fill(TestPlace *self)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(topics); i++)
		add_topic(self, &topics[i], (int)i);
	add_singles(self);
	test_rows_run(self->store,
	    "INSERT INTO folder (id, mailbox, name, uidvalidity, opened_at)"
	    " VALUES (1, 'support', 'INBOX', 1, 1);"
	    "INSERT INTO mailbox_status (mailbox, tried_at,"
	    " complete_until) VALUES ('support', %lld, %lld);"
	    "INSERT INTO arrival (folder_id, uid, outcome, arrived_at) VALUES"
	    " (1, 1, 0, %lld), (1, 2, 0, %lld), (1, 3, 1, %lld)",
	    (long long)TEST_NOW, (long long)TEST_NOW - 60, (long long)TEST_NOW,
	    (long long)TEST_NOW, (long long)TEST_NOW);
}

/* Pictures depend on the version of cairo; they have tests of their own. */
static char *
without_pictures(const char *html)
{
	g_autoptr(GRegex) regex = g_regex_new(
	    "base64,[A-Za-z0-9+/=]+", 0, G_REGEX_MATCH_DEFAULT, NULL);

	return g_regex_replace_literal(
	    regex, html, -1, 0, "", G_REGEX_MATCH_DEFAULT, NULL);
}

static void
assert_golden(const char *name, const char *text)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *file =
	    g_build_filename(top ? top : ".", "digest", "golden", name, NULL);
	g_autofree char *expected = NULL;

	if (g_strcmp0(g_getenv("TRIBUNE_GOLDEN"), "write") == 0)
		g_assert_true(g_file_set_contents(file, text, -1, NULL));
	g_assert_true(g_file_get_contents(file, &expected, NULL, NULL));
	g_assert_cmpstr(text, ==, expected);
}

void
test_place_golden(const DigestMail *mail, const char *name)
{
	g_autofree char *html_name = g_strdup_printf("%s.html", name);
	g_autofree char *text_name = g_strdup_printf("%s.txt", name);
	g_autofree char *html = without_pictures(mail->html);
	g_auto(GStrv) lines = g_strsplit(mail->text, "\n", -1);

	g_assert_cmpint(g_utf8_strlen(mail->subject, -1), <=, 60);
	for (char **line = lines; *line; line++)
		g_assert_cmpint(g_utf8_strlen(*line, -1), <=, 72);
	assert_golden(html_name, html);
	assert_golden(text_name, mail->text);
}

typedef struct {
	const char *extra;
	TestPlaceRun run;
} Added;

static void
run_in_place(const void *data)
{
	const Added *added = data;
	TestPlace place = { 0 };

	test_place_set_up(&place, added->extra);
	added->run(&place);
	test_place_tear_down(&place);
}

void
test_place_add(const char *path, const char *extra, TestPlaceRun run)
{
	Added *added = g_new(Added, 1);

	*added = (Added){ extra, run };
	g_test_add_data_func_full(path, added, run_in_place, g_free);
}
