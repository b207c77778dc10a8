/* Search finds what the rules' matcher finds: random queries over a small
 * database, each message held against each. */
#include "filters/rules/seek.h"

#include "core/autoptr.h"
#include "filters/rules/query.h"
#include "store/search-index.h"
#include "store/search.h"
#include "store/test-rows.h"

#include <string.h>

#define MESSAGES 120
#define QUERIES 500
#define NOW 1794819600

/* Few, so that phrases happen; of all that folding and parting make hard. */
static const char *const words[] = { "crash", "CRASHES", "the", "The", "app",
	"please", "refund", "Factur\xc3\xa9", "facture", "l'app",
	"don\xe2\x80\x99t", "don", "t", "Stra\xc3\x9f\x65", "STRASSE",
	"\xc4\xb0stanbul", "istanbul", "\xe9\x80\x80\xe6\xac\xbe",
	"\xe8\xaf\xb7\xe9\x80\x80\xe6\xac\xbe\xe5\x90\xa7",
	"x\xe9\x80\x80\xe6\xac\xbe", "\xe9\x80\x80", "\xe6\xac\xbe",
	"\xe3\x82\xa2\xe3\x83\x97\xe3\x83\xaa", "\xef\xbc\xa1\xef\xbc\xa2",
	"ab", "\xe2\x91\xb4", "1", "\xcd\xba", "\xef\xb7\xba", "and", "_", "=",
	"\"", "#", ".", "|", "4711", "caf\xc3\xa9", "cafe\xcc\x81",
	"\xe0\xb8\x81\xe0\xb8\xb2\xe0\xb8\xa3" };

static const char *const addresses[] = { "ann@example.org",
	"ANN@mail.example.org", "bob@other.example", "x@a.b.c.d.e", "broken",
	"", "o'neil@example.org" };
static const char *const tags[] = { "bug", "bug/crash", "Bugs", "press",
	"idea" };
static const char *const languages[] = { "en", "de", "fr" };
static const char *const mailboxes[] = { "support", "sales" };

#define ONE_OF(list) list[g_test_rand_int_range(0, G_N_ELEMENTS(list))]

/* Returns: (transfer full): up to @most words. */
static char *
some_words(int most)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int n = g_test_rand_int_range(0, most + 1); n > 0; n--) {
		g_string_append(text, ONE_OF(words));
		g_string_append(
		    text, g_test_rand_int_range(0, 8) ? " " : ", \n");
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Own words in the midst of the text, cut out of it, or something else. What
 * stands side by side, in one text or not, goes to @texts: phrases are cut out
 * of it. */
static void
add_texts(Store *store, int64_t id, const char *subject, GPtrArray *texts)
{
	g_autofree char *before = some_words(12);
	g_autofree char *own = some_words(40);
	g_autofree char *after = some_words(12);
	g_autofree char *text = g_test_rand_int_range(0, 4)
	                            ? g_strconcat(before, own, after, NULL)
	                            : g_strdup(before);

	test_rows_run(store,
	    "UPDATE message_text SET text = %Q, own_words = %Q"
	    " WHERE message_id = %lld",
	    text, own, (long long)id);
	g_ptr_array_add(texts, g_strdup(text));
	g_ptr_array_add(texts, g_strjoin(" ", own, subject, own, NULL));
}

static void
add_people(Store *store, int64_t id)
{
	for (int role = 0; role <= 2; role++)
		for (int n = g_test_rand_int_range(0, 3); n > 0; n--)
			test_rows_run(store,
			    "INSERT INTO message_address VALUES"
			    " (%lld, %d, %d, %Q, %Q)",
			    (long long)id, role, n, ONE_OF(words),
			    ONE_OF(addresses));
	if (g_test_rand_int_range(0, 3) == 0)
		test_rows_run(store,
		    "INSERT INTO attachment VALUES (%lld, 0, %Q,"
		    " 'application/pdf', 9)",
		    (long long)id, ONE_OF(words));
	if (g_test_rand_int_range(0, 2))
		test_rows_run(store,
		    "INSERT INTO arrival (folder_id, uid, outcome, message_id,"
		    " arrived_at) VALUES (%d, %lld, 0, %lld, 1)",
		    g_test_rand_int_range(1, 3), (long long)id, (long long)id);
}

static void
add_message(Store *store, GPtrArray *texts)
{
	const TestRow row = { .subject = NULL,
		.received_at = NOW - g_test_rand_int_range(0, 500000),
		.tag = g_test_rand_int_range(0, 2) ? ONE_OF(tags) : NULL,
		.origin = g_test_rand_int_range(0, 9),
		.from_address =
		    g_test_rand_int_range(0, 2) ? ONE_OF(addresses) : NULL };
	g_autofree char *subject = some_words(5);
	int64_t id = test_rows_add(store, &row);

	test_rows_run(store,
	    "UPDATE message SET subject = %Q, language = %Q, source = %Q,"
	    " size_bytes = %d, from_name = %Q, from_address = %Q"
	    " WHERE id = %lld",
	    g_test_rand_int_range(0, 9) ? subject : NULL,
	    g_test_rand_int_range(0, 4) ? ONE_OF(languages) : NULL,
	    g_test_rand_int_range(0, 4) ? NULL : "Caf\xc3\xa9",
	    g_test_rand_int_range(0, 4000), ONE_OF(words), ONE_OF(addresses),
	    (long long)id);
	add_texts(store, id, g_test_rand_int_range(0, 9) ? subject : "", texts);
	add_people(store, id);
}

static void
fill(Store *store, GPtrArray *texts)
{
	int64_t done;

	test_rows_run(store, "BEGIN");
	for (unsigned i = 0; i < G_N_ELEMENTS(mailboxes); i++)
		test_rows_run(store,
		    "INSERT INTO folder VALUES (%u, %Q, 'INBOX', 1, 0, 1)",
		    i + 1, mailboxes[i]);
	for (int i = 0; i < MESSAGES; i++)
		add_message(store, texts);
	test_rows_run(store,
	    "UPDATE contact SET type = 'customer', stage = 'buy'"
	    " WHERE id %% 2 = 0");
	g_assert_true(store_search_catch_up(store, 50, NULL, &done, NULL));
	g_assert_cmpint(done, ==, 50);
	g_assert_true(store_search_catch_up(store, 1000, NULL, &done, NULL));
	g_assert_cmpint(done, ==, MESSAGES - 50);
	test_rows_run(store, "COMMIT");
}

/* Returns: (transfer full): up to 11 words that follow each other somewhere. */
static char *
some_phrase(const GPtrArray *texts)
{
	const char *text =
	    texts->pdata[g_test_rand_int_range(0, (int)texts->len)];
	g_auto(GStrv) parts = g_strsplit_set(text, " ,\n\"", -1);
	g_autoptr(GString) phrase = g_string_new(NULL);
	int first = g_test_rand_int_range(0, (int)g_strv_length(parts) + 1);

	for (int n = g_test_rand_int_range(1, 12); n > 0 && parts[first]; n--)
		g_string_append_printf(phrase, "%s ", parts[first++]);
	return g_string_free(g_steal_pointer(&phrase), FALSE);
}

static void
put_text_term(GString *query, const GPtrArray *texts)
{
	static const char *const fields[] = { "", "",
		"subject:", "body:", "from:", "to:", "cc:", "attachment:" };
	g_autofree char *phrase = some_phrase(texts);

	g_string_append(query, ONE_OF(fields));
	switch (g_test_rand_int_range(0, 6)) {
	case 0:
	case 5:
		g_string_append_printf(query, "\"%s\"", phrase);
		return;
	case 1:
		g_string_append(query, "/cra.h|refund|\\bthe\\b/");
		return;
	case 2:
		g_string_append_printf(query, "%s*", ONE_OF(words));
		return;
	default:
		g_string_append(query, ONE_OF(words));
	}
}

static void
put_term(GString *query, const GPtrArray *texts)
{
	static const char *const others[] = { "lang:de", "lang:E*",
		"origin:person", "origin:not*", "source:cafe", "type:customer",
		"stage:b*", "tag:bug", "tag:bug*", "tag:BUG/crash", "tag:none",
		"mailbox:support", "mailbox:s*", "size>2KB", "size<1KB",
		"age>2d", "age<3d", "from:@example.org", "from:@org",
		"to:@b.c.d.e", "cc:ann@example.org", "from:ann@ex*",
		"from:o'neil@example.org" };

	if (g_test_rand_int_range(0, 3))
		put_text_term(query, texts);
	else
		g_string_append(query, ONE_OF(others));
}

static void
put_query(GString *query, int depth, const GPtrArray *texts)
{
	int shape = depth > 0 ? g_test_rand_int_range(0, 5) : 4;

	switch (shape) {
	case 0:
	case 1:
	case 2:
		g_string_append_c(query, '(');
		put_query(query, depth - 1, texts);
		g_string_append(query, shape == 0 ? " or " : " and ");
		put_query(query, depth - 1, texts);
		g_string_append_c(query, ')');
		return;
	case 3:
		g_string_append(query, "not ");
		put_query(query, depth - 1, texts);
		return;
	default:
		put_term(query, texts);
	}
}

static FilterSeek *
seek_new(const TestStore *place, const CoreConfig *config, const char *text)
{
	const FilterSeekOptions options = { .store = place->store,
		.config = config,
		.query = filter_query_parse(text, 1, NULL),
		.program = "/bin/false",
		.now = NOW };
	g_autoptr(GError) error = NULL;
	FilterSeek *seek = filter_seek_new(&options, &error);

	g_assert_no_error(error);
	return seek;
}

static bool
holds(FilterSeek *seek, int64_t id)
{
	g_auto(FilterSought) sought = { 0 };
	g_autoptr(GError) error = NULL;

	g_assert_true(filter_seek_look(seek, id, &sought, &error));
	g_assert_no_error(error);
	g_assert_true(!sought.holds || sought.spans);
	return sought.holds;
}

/* Returns: how many were found by a search that was exact. */
static int
compare(const TestStore *place, FilterSeek *seek, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(StoreSearch) search = store_search_new(
	    place->store, filter_seek_query(seek), NOW, &error);
	bool found[MESSAGES + 1] = { false };
	int64_t id, last = INT64_MAX, count, all = 0;

	g_assert_no_error(error);
	while (store_search_next(search, &id, &error) && id) {
		g_autoptr(StoreRecord) record = NULL;

		g_assert_true(
		    store_record_get(place->store, id, &record, NULL));
		g_assert_cmpint(record->received_at, <=, last);
		last = record->received_at;
		g_assert_false(found[id]);
		found[id] = true;
		all++;
	}
	g_assert_no_error(error);
	(void)store_search_count(search, &count, &error);
	g_assert_no_error(error);
	g_assert_cmpint(count, ==, all);
	for (id = 1; id <= MESSAGES; id++) {
		bool wanted = holds(seek, id);

		if (store_search_is_exact(search) ? found[id] != wanted
		                                  : wanted && !found[id])
			g_error("%s: message %d is %s", text, (int)id,
			    found[id] ? "found" : "not found");
	}
	return store_search_is_exact(search) ? (int)all : 0;
}

static void
test_search_agrees_with_the_rules(TestStore *place, const void *data)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	CoreConfig config = { .limits = { .message_bytes = 1000 } };
	int queries = 0;
	int64_t found = 0;

	(void)data;
	fill(place->store, texts);
	while (queries < QUERIES) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(CoreQuery) query = NULL;
		g_autoptr(FilterSeek) seek = NULL;

		put_query(text, 3, texts);
		query = filter_query_parse(text->str, 1, NULL);
		if (!query)
			continue;
		seek = seek_new(place, &config, text->str);
		found += compare(place, seek, text->str);
		queries++;
	}
	g_assert_cmpint(found, >, QUERIES);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/filters/seek/agrees", TestStore, NULL, test_rows_set_up,
	    test_search_agrees_with_the_rules, test_rows_tear_down);
	return g_test_run();
}
