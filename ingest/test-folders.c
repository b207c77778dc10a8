#include "ingest/folders.h"

#include "ingest/error.h"
#include "ingest/test-server.h"

#include <string.h>

#define HELLO "* OK ready\r\n"
#define LOGIN                                                                  \
	{                                                                      \
		"LOGIN *ann* *secret*", "$ OK x\r\n"                           \
	}
#define END                                                                    \
	{                                                                      \
		NULL, NULL                                                     \
	}
#define LIST(answer)                                                           \
	{                                                                      \
		"LIST \"\" *", answer "$ OK x\r\n"                             \
	}

static void
test_patterns(void)
{
	static const struct {
		const char *pattern, *name;
		char separator;
		bool matches;
	} cases[] = {
		{ "INBOX", "INBOX", '/', true },
		{ "INBOX", "INBOX2", '/', false },
		{ "INBOX", "INBO", '/', false },
		{ "", "", '/', true },
		{ "", "a", '/', false },
		{ "*", "", '/', true },
		{ "*", "a/b", '/', true },
		{ "%", "ab", '/', true },
		{ "%", "a/b", '/', false },
		{ "%", "a/b", '.', true },
		{ "%", "a/b", 0, true },
		{ "a/%", "a/b", '/', true },
		{ "a/%", "a/b/c", '/', false },
		{ "a/*", "a/b/c", '/', true },
		{ "a/*", "a", '/', false },
		{ "*c", "a/b/c", '/', true },
		{ "*b*", "a/b/c", '/', true },
		{ "%/%/c", "a/b/c", '/', true },
		{ "%%*", "a/b", '/', true },
		{ "a*b%c", "aXb/Xc", '/', false },
		{ "a*b%c", "aXb/bXc", '/', true },
		{ "Gr\xc3\xbc*", "Gr\xc3\xbc\xc3\x9f", '/', true },
	};
	g_autofree char *stars = g_strnfill(1000, '*');
	g_autofree char *name = g_strnfill(1000, 'a');
	g_autofree char *hard = g_strconcat(stars, "b", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s %s", cases[i].pattern, cases[i].name);
		g_assert_cmpint(ingest_folders_match(cases[i].pattern,
		                    cases[i].name, cases[i].separator),
		    ==, cases[i].matches);
	}
	g_assert_false(ingest_folders_match(hard, name, '/'));
}

/* A server whose names have '.' between levels, and one with '/'. */
#define DOTS                                                                   \
	LIST("* LIST (\\HasChildren) \".\" INBOX\r\n"                          \
	     "* LIST (\\HasNoChildren \\Sent) \".\" INBOX.Gesendet\r\n"        \
	     "* LIST (\\Noselect) \".\" Support\r\n"                           \
	     "* LIST (\\UnMarked) \".\" \"Support.M&APw-nchen\"\r\n"           \
	     "* LIST () \".\" \"Support.Q&-A \\\"one\\\"\"\r\n"                \
	     "* LIST (\\archive) \".\" Old\r\n"                                \
	     "* LIST (\\HasNoChildren \\Archive) \".\" Older\r\n"              \
	     "* LIST (\\NonExistent \\Trash) \".\" Lost\r\n")
#define SLASHES                                                                \
	LIST("* LIST () \"/\" INBOX\r\n"                                       \
	     "* LIST () \"/\" Support/a.b\r\n"                                 \
	     "* LIST () \"/\" Support/a/b\r\n"                                 \
	     "* LIST () NIL {6}\r\nS/\"t x\r\n"                                \
	     "* LIST (\\Sent) \"/\" Sent\r\n")

typedef struct {
	const char *name;
	const char *folders[5], *sent, *answers[4];
	const char *chosen; /* what is told of it below */
} Case;

static const Case dots[] = {
	{ "a name alone is the server's business", { "Nowhere.x" }, NULL, {},
	    "Nowhere.x" },
	{ "a level written with a slash", { "INBOX", "INBOX/Gesendet" }, NULL,
	    {}, "INBOX INBOX.Gesendet<INBOX/Gesendet" },
	{ "one that is not there", { "Support/Nobody" }, NULL, {},
	    "Support/Nobody" },
	{ "patterns with slashes", { "Support/*" }, NULL, {},
	    "Support.München<Support/* Support.Q&A \"one\"<Support/*" },
	{ "patterns with the server's own", { "Support.Q%" }, NULL, {},
	    "Support.Q&A \"one\"<Support.Q%" },
	{ "within a level", { "%" }, NULL, {}, "INBOX<% Old<% Older<%" },
	{ "each once", { "INBOX", "INBOX*", "INBOX/*" }, NULL, {},
	    "INBOX INBOX.Gesendet<INBOX*" },
	{ "by use, whatever its case", { "INBOX", "\\Archive" }, NULL, {},
	    "INBOX Old<\\Archive Older<\\Archive" },
	{ "answers are none of the others", { "*" }, "\\Sent", { "Old" },
	    "INBOX<* Older<* Support.München<* Support.Q&A \"one\"<* "
	    "=INBOX.Gesendet<\\Sent =Old" },
	{ "answers alone by use", { "INBOX" }, NULL, { "\\sent", "Old/er" },
	    "INBOX =INBOX.Gesendet<\\sent =Old/er" },
	{ "what is missing keeps no other out", { "INBOX", "\\Junk", "Older" },
	    NULL, {},
	    "INBOX Older !no folder is marked \\Junk; there are: INBOX, "
	    "INBOX.Gesendet (\\Sent), Old (\\archive), Older (\\Archive), "
	    "Support.M" },
	{ "one that cannot be opened is not marked", { "INBOX" }, "\\Trash", {},
	    "INBOX !no folder is marked \\Trash; there are: INBOX, " },
	{ "a pattern without any", { "Support/x*" }, NULL, {},
	    "!no folder matches 'Support/x*'; there are: INBOX, " },
};

static const Case slashes[] = {
	{ "a dot is no level here", { "Support.a" }, NULL, {}, "Support.a" },
	{ "the exact name first", { "Support/a.b" }, NULL, {}, "Support/a.b" },
	{ "levels", { "Support/%" }, NULL, {}, "Support/a.b<Support/%" },
	{ "all levels", { "Support/*" }, NULL, {},
	    "Support/a.b<Support/* Support/a/b<Support/*" },
	{ "without levels a slash is a letter", { "S%" }, NULL, {},
	    "S/\"t x<S% Sent<S%" },
	{ "the sent one", { "INBOX" }, "\\Sent", {}, "INBOX =Sent<\\Sent" },
};

/* "NAME<MEANT", answers with '='; at the end what is missing. */
static char *
tell(const IngestChoice *choice)
{
	GString *told = g_string_new(NULL);

	for (unsigned i = 0; i < choice->folders->len; i++) {
		const IngestChosen *chosen = choice->folders->pdata[i];

		g_string_append_printf(told, "%s%s%s", i > 0 ? " " : "",
		    chosen->answer ? "=" : "", chosen->name);
		if (strcmp(chosen->name, chosen->meant) != 0)
			g_string_append_printf(told, "<%s", chosen->meant);
	}
	if (choice->missing)
		g_string_append_printf(told, "%s!%s", told->len > 0 ? " " : "",
		    strstr(choice->missing->message, "no folder"));
	return g_string_free(told, FALSE);
}

static char **
dup_list(const char *const *list)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

	for (; *list; list++)
		g_strv_builder_add(builder, *list);
	return g_strv_builder_end(builder);
}

static void
assert_chosen(const TestStep *steps, const Case *at)
{
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	CoreMailbox *mailbox = test_server_mailbox(server);
	CoreMailbox asked = *mailbox;
	g_auto(GStrv) folders = dup_list(at->folders);
	g_auto(GStrv) answers = dup_list(at->answers);
	g_autofree char *sent = g_strdup(at->sent);
	g_autoptr(IngestChoice) choice = NULL;
	g_autoptr(GError) error = NULL;
	CoreLimits limits;

	g_test_message("%s", at->name);
	core_limits_default(&limits);
	asked.folders = folders;
	asked.sent = sent;
	asked.answers = *answers ? answers : NULL;
	g_autoptr(IngestImap) imap =
	    ingest_imap_open(mailbox, &limits, NULL, &error);
	g_assert_no_error(error);
	g_assert_true(ingest_folders_choose(imap, &asked, &choice, &error));
	g_assert_no_error(error);
	g_autofree char *told = tell(choice);
	if (choice->missing) {
		g_assert_error(
		    choice->missing, INGEST_ERROR, INGEST_ERROR_PROTOCOL);
		told[MIN(strlen(told), strlen(at->chosen))] = '\0';
	}
	g_assert_cmpstr(told, ==, at->chosen);
	g_assert_true(ingest_imap_is_usable(imap));
}

static void
test_folders_that_are_meant(void)
{
	static const TestStep dotted[] = { LOGIN, DOTS, END };
	static const TestStep slashed[] = { LOGIN, SLASHES, END };

	for (size_t i = 0; i < G_N_ELEMENTS(dots); i++)
		assert_chosen(dotted, &dots[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(slashes); i++)
		assert_chosen(slashed, &slashes[i]);
}

/* A server that must not be asked for its folders. */
static void
test_names_alone_need_no_list(void)
{
	static const TestStep steps[] = { LOGIN, END };
	static const Case plain = { "plain", { "INBOX", "Q&A", "Sent" }, "Sent",
		{ "BCC" }, "INBOX Q&A =Sent =BCC" };

	assert_chosen(steps, &plain);
}

static void
test_a_name_that_is_none_stops_patterns_alone(void)
{
	static const TestStep steps[] = { LOGIN,
		LIST("* LIST (\\Sent) \"/\" Sent\r\n"
		     "* LIST () \"/\" \"R&AGE-\"\r\n"),
		END };
	static const Case use = { "use", { "INBOX" }, "\\Sent", {},
		"INBOX =Sent<\\Sent" };
	static char all[] = "*";
	char *folders[] = { all, NULL };
	g_autoptr(TestServer) server = test_server_start(HELLO, steps);
	CoreMailbox asked = *test_server_mailbox(server);
	g_autoptr(IngestChoice) choice = NULL;
	CoreLimits limits;

	assert_chosen(steps, &use);
	core_limits_default(&limits);
	asked.folders = folders;
	g_autoptr(IngestImap) imap =
	    ingest_imap_open(&asked, &limits, NULL, NULL);
	g_assert_true(ingest_folders_choose(imap, &asked, &choice, NULL));
	g_assert_cmpuint(choice->folders->len, ==, 1);
	g_assert_error(choice->missing, INGEST_ERROR, INGEST_ERROR_PROTOCOL);
	g_assert_nonnull(strstr(choice->missing->message, "UTF-7"));
}

static void
test_a_refused_list_is_told(void)
{
	static const TestStep refused[] = { LOGIN,
		{ "LIST *", "$ NO not you\r\n" }, END };
	static const TestStep cut[] = { LOGIN, { "LIST *", TEST_HANG_UP } };
	const TestStep *const servers[] = { refused, cut };
	static char use[] = "\\Sent";
	CoreLimits limits;

	core_limits_default(&limits);
	for (unsigned i = 0; i < G_N_ELEMENTS(servers); i++) {
		g_autoptr(TestServer) server =
		    test_server_start(HELLO, servers[i]);
		CoreMailbox asked = *test_server_mailbox(server);
		g_autoptr(IngestChoice) choice = NULL;
		g_autoptr(GError) error = NULL;

		asked.sent = use;
		g_autoptr(IngestImap) imap =
		    ingest_imap_open(&asked, &limits, NULL, NULL);
		g_assert_false(
		    ingest_folders_choose(imap, &asked, &choice, &error));
		g_assert_nonnull(error);
		g_assert_cmpint(ingest_imap_is_usable(imap), ==, i == 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ingest/folders/patterns", test_patterns);
	g_test_add_func("/ingest/folders/meant", test_folders_that_are_meant);
	g_test_add_func("/ingest/folders/plain", test_names_alone_need_no_list);
	g_test_add_func("/ingest/folders/unreadable",
	    test_a_name_that_is_none_stops_patterns_alone);
	g_test_add_func("/ingest/folders/refused", test_a_refused_list_is_told);
	return g_test_run();
}
