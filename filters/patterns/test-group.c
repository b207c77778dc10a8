#include "filters/patterns/group.h"

#include "filters/patterns/average.h"
#include "filters/patterns/cluster.h"
#include "filters/patterns/label.h"
#include "filters/patterns/language.h"
#include "store/settled.h"
#include "store/test-rows.h"

#include <string.h>

#define NOW INT64_C(1794816000)
#define DAY_S 86400

typedef struct {
	const char *key, *from, *subject, *words;
	int days_ago;
} Mail;

/* Two matters, a lonely mail, and one person's three mails about the same. */
static const Mail mails[] = {
	{ "a1", "ann@x", "Invoice shows the wrong total",
	    "The invoice PDF shows a wrong total after the discount.", 1 },
	{ "b1", "ben@x", "Dark mode please",
	    "A dark mode for the evening would be kind to my eyes.", 2 },
	{ "a2", "cat@x", "Re: Wrong total on invoice",
	    "Wrong total in the PDF invoice when a discount is given.", 3 },
	{ "c1", "dan@x", "Parcel from Lisbon",
	    "Where did the courier leave the grey box with cables?", 4 },
	{ "b2", "eve@x", "Night theme",
	    "Please offer a dark mode, my eyes hurt in the evening.", 5 },
	{ "a3", "fay@x", "", "Total on the invoice PDF is wrong with discount",
	    6 },
	{ "d1", "gus@x", "Printer jams", "Label printer jams each morning.",
	    7 },
	{ "d2", "gus@x", "Printer jams", "Label printer jams again.", 8 },
	{ "d3", "gus@x", "Printer jams", "Label printer jams, still.", 9 },
};

static void
put(const TestStore *place, const Mail *mail)
{
	(void)test_rows_add(place->store,
	    &(TestRow){ .key = mail->key,
	        .from_address = mail->from,
	        .subject = mail->subject,
	        .words = mail->words,
	        .received_at = NOW - (int64_t)mail->days_ago * DAY_S });
}

static int64_t
group(const TestStore *place)
{
	int64_t patterns = -1;
	g_autoptr(GError) error = NULL;

	g_assert_true(filter_group(place->store,
	    &(FilterGroupOptions){ NOW, NULL }, &patterns, &error));
	g_assert_no_error(error);
	return patterns;
}

static int64_t
pattern_of(const TestStore *place, const char *key)
{
	g_autofree char *sql =
	    g_strdup_printf("SELECT coalesce(pattern_id, 0) FROM message"
	                    " WHERE content_key = '%s'",
	        key);

	return test_rows_int(place->store, sql);
}

static void
assert_grouped(const TestStore *place)
{
	int64_t total = pattern_of(place, "a1");
	int64_t dark = pattern_of(place, "b1");

	g_assert_cmpint(total, >, 0);
	g_assert_cmpint(dark, >, 0);
	g_assert_cmpint(total, !=, dark);
	g_assert_cmpint(pattern_of(place, "a2"), ==, total);
	g_assert_cmpint(pattern_of(place, "a3"), ==, total);
	g_assert_cmpint(pattern_of(place, "b2"), ==, dark);
	g_assert_cmpint(pattern_of(place, "c1"), ==, 0);
	g_assert_cmpint(pattern_of(place, "d1"), ==, 0);
}

static void
test_groups_different_people(TestStore *place, const void *data)
{
	static const char *const any[] = { NULL };
	bool settled = false;

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++)
		put(place, &mails[i]);
	g_assert_cmpint(group(place), ==, 2);
	assert_grouped(place);
	g_assert_true(store_is_settled(place->store, any, 0, &settled, NULL));
	g_assert_true(settled);
}

static char *
picture_of(const TestStore *place)
{
	GString *picture = g_string_new(NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++)
		for (unsigned j = 0; j < i; j++)
			g_string_append_c(
			    picture, pattern_of(place, mails[i].key) ==
			                     pattern_of(place, mails[j].key)
			                 ? '='
			                 : '.');
	return g_string_free(picture, FALSE);
}

/* In whatever order mails come and are grouped, the same are together. */
static void
test_order_does_not_matter(TestStore *place, const void *data)
{
	g_autofree char *wanted = NULL;

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++)
		put(place, &mails[i]);
	(void)group(place);
	wanted = picture_of(place);
	for (unsigned step = 1; step < G_N_ELEMENTS(mails); step++) {
		TestStore other = { 0 };
		g_autofree char *picture = NULL;

		if (step % 3 == 0) /* 9 mails: such a step meets a few only */
			continue;
		test_rows_set_up(&other, NULL);
		for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++) {
			put(&other, &mails[i * step % G_N_ELEMENTS(mails)]);
			if (i % 4 == step % 4)
				(void)group(&other);
		}
		(void)group(&other);
		picture = picture_of(&other);
		g_assert_cmpstr(picture, ==, wanted);
		test_rows_tear_down(&other, NULL);
	}
}

static void
test_ids_stay_for_life(TestStore *place, const void *data)
{
	int64_t total, dark;

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++)
		put(place, &mails[i]);
	(void)group(place);
	total = pattern_of(place, "a1");
	dark = pattern_of(place, "b1");
	put(place, &(Mail){ "b3", "hal@x", "Dark mode",
	               "Dark mode for my eyes in the evening please.", 0 });
	put(place, &(Mail){ "b0", "ivy@x", "Dark mode",
	               "Evening eyes want a dark mode please.", 60 });
	g_assert_cmpint(group(place), ==, 2);
	g_assert_cmpint(pattern_of(place, "a1"), ==, total);
	g_assert_cmpint(pattern_of(place, "b1"), ==, dark);
	g_assert_cmpint(pattern_of(place, "b0"), ==, dark);
	test_rows_run(place->store, "DELETE FROM message_text WHERE message_id"
	                            " IN (SELECT id FROM message WHERE"
	                            " content_key LIKE 'b%%')");
	(void)group(place);
	put(place, &(Mail){ "e1", "jon@x", "Tax rate",
	               "Change the tax rate of a quote to nine percent.", 0 });
	put(place, &(Mail){ "e2", "kim@x", "Tax rate of a quote",
	               "How to change the tax rate of one quote?", 0 });
	(void)group(place);
	g_assert_cmpint(pattern_of(place, "e1"), >, MAX(total, dark));
}

static void
test_only_persons_of_half_a_year(TestStore *place, const void *data)
{
	static const struct {
		int origin, days_ago;
	} cases[] = { { 0, 0 }, { 0, 26 * 7 - 1 }, { 0, 26 * 7 + 1 },
		{ 3, 1 } };

	(void)data;
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *from = g_strdup_printf("p%u@x", i);
		g_autofree char *key = g_strdup_printf("k%u", i);

		(void)test_rows_add(place->store,
		    &(TestRow){ .key = key,
		        .from_address = from,
		        .subject = "Dark mode please",
		        .origin = cases[i].origin,
		        .received_at =
		            NOW - (int64_t)cases[i].days_ago * DAY_S });
	}
	g_assert_cmpint(group(place), ==, 1);
	g_assert_cmpint(pattern_of(place, "k0"), >, 0);
	g_assert_cmpint(pattern_of(place, "k1"), >, 0);
	g_assert_cmpint(pattern_of(place, "k2"), ==, 0);
	g_assert_cmpint(pattern_of(place, "k3"), ==, 0);
}

static void
test_nothing_to_group(TestStore *place, const void *data)
{
	(void)data;
	g_assert_cmpint(group(place), ==, 0);
	put(place, &(Mail){ "k", "a@x", "", "", 0 });
	put(place, &(Mail){ "l", "b@x", "", "...", 0 });
	g_assert_cmpint(group(place), ==, 0);
}

/* Average link as its definition says, in the plainest way. */
static void
link_plainly(unsigned n, const float *likeness, float alike, unsigned *into)
{
	for (unsigned i = 0; i < n; i++)
		into[i] = i;
	for (;;) {
		unsigned a = n, b = n;
		double best = alike;

		for (unsigned x = 0; x < n; x++)
			for (unsigned y = 0; y < x; y++) {
				double sum = 0;
				unsigned pairs = 0;

				for (unsigned i = 0; i < n; i++)
					for (unsigned j = 0; j < n; j++)
						if (into[i] == x &&
						    into[j] == y) {
							sum +=
							    likeness[i * n + j];
							pairs++;
						}
				if (pairs && sum / pairs >= best) {
					best = sum / pairs;
					a = y;
					b = x;
				}
			}
		if (a == n)
			return;
		for (unsigned i = 0; i < n; i++)
			if (into[i] == b)
				into[i] = a;
	}
}

static void
test_average_link_is_exact(void)
{
	enum { N = 14 };
	float likeness[N * N], table[N * N];
	unsigned size[N], into[N], wanted[N];

	for (int round = 0; round < 200; round++) {
		for (unsigned i = 0; i < N; i++) {
			size[i] = 1;
			likeness[i * N + i] = 1;
			for (unsigned j = 0; j < i; j++)
				likeness[i * N + j] = likeness[j * N + i] =
				    (float)g_test_rand_double();
		}
		memcpy(table, likeness, sizeof table);
		filter_average_link(
		    &(FilterAverage){ N, table, size, .55f }, into);
		link_plainly(N, likeness, .55f, wanted);
		for (unsigned i = 0; i < N; i++)
			g_assert_cmpuint(into[i], ==, wanted[i]);
	}
}

/* More groups than the exact clustering takes: the others still find theirs. */
static void
test_many_mails_are_fast(void)
{
	enum { TOPICS = 2500, EACH = 4 };
	g_autoptr(FilterVectors) vectors = filter_vectors_new();
	g_autoptr(GArray) groups = NULL;
	unsigned together = 0;
	int64_t start = g_get_monotonic_time();

	for (unsigned i = 0; i < TOPICS * EACH; i++) {
		unsigned topic = i % TOPICS;
		char letter = (char)('a' + i / TOPICS);
		g_autofree char *words = g_strdup_printf(
		    "qa%ux qb%ux ra%u%cx rb%u%cx rc%u%cx rd%u%cx", topic, topic,
		    topic, letter, topic, letter, topic, letter, topic, letter);

		for (char *c = words; *c; c++)
			if (g_ascii_isdigit(*c))
				*c = (char)(*c - '0' + 'e');
		filter_vectors_add(vectors, "", words, "xx");
	}
	filter_vectors_weigh(vectors);
	groups = filter_cluster(vectors);
	for (unsigned i = 0; i < TOPICS; i++)
		together += g_array_index(groups, unsigned, i) ==
		            g_array_index(groups, unsigned, i + TOPICS);
	g_assert_cmpuint(groups->len, ==, TOPICS * EACH);
	g_assert_cmpuint(together, >, TOPICS / 2);
	g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
}

static void
test_labels(void)
{
	static const struct {
		const char *subject, *words, *label;
	} cases[] = {
		{ "Re: FW: [Ticket 7] Invoice shows wrong total", "x",
		    "Invoice shows wrong total" },
		{ "AW: Re[2]: Rechnung zeigt falsche Summe!!", "x",
		    "Rechnung zeigt falsche Summe" },
		{ "Re:", "Hello,\n\nThe export stops half way. It did before.",
		    "The export stops half way" },
		{ "Question", "Hi! Version 2.5 loses photos.",
		    "Version 2.5 loses photos" },
		{ "Help", "please", "please" },
		{ "Help", "", "Help" },
		{ NULL, "Dark mode in the app", "Dark mode in the app" },
		{ NULL, NULL, "" },
		{ "", "\n\n", "" },
		{ "[unclosed bracket subject", "",
		    "[unclosed bracket subject" },
		{ "reply button missing", "", "reply button missing" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *label =
		    filter_label(cases[i].subject, cases[i].words);

		g_assert_cmpstr(label, ==, cases[i].label);
	}
}

static void
test_a_label_is_short(void)
{
	g_autofree char *many = g_strnfill(5000, 'x');
	g_autofree char *long_words = g_strconcat("word ", many, NULL);
	g_autofree char *label = filter_label(NULL, long_words);

	g_assert_cmpint(g_utf8_strlen(label, -1), <=, 61);
}

/* The table is searched by halves: a word out of place would not be found. */
static void
test_stop_words_are_found(void)
{
	static const char *const words[] = { "a", "about", "yourself",
		"zwischen", "nosotros", "pourquoi", "hello", "grusse", "y",
		"uber", "zur" };
	static const char *const others[] = { "invoice", "", "zzz", "crash" };

	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
		g_assert_true(filter_language_is_stop_word(words[i]));
	for (unsigned i = 0; i < G_N_ELEMENTS(others); i++)
		g_assert_false(filter_language_is_stop_word(others[i]));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(TestStore *, const void *);
	} tests[] = {
		{ "/filters/group/people", test_groups_different_people },
		{ "/filters/group/order", test_order_does_not_matter },
		{ "/filters/group/ids", test_ids_stay_for_life },
		{ "/filters/group/window", test_only_persons_of_half_a_year },
		{ "/filters/group/nothing", test_nothing_to_group },
	};

	g_test_init(&argc, &argv, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, TestStore, NULL, test_rows_set_up,
		    tests[i].run, test_rows_tear_down);
	g_test_add_func("/filters/average/exact", test_average_link_is_exact);
	g_test_add_func("/filters/cluster/many", test_many_mails_are_fast);
	g_test_add_func("/filters/label/words", test_labels);
	g_test_add_func("/filters/label/short", test_a_label_is_short);
	g_test_add_func(
	    "/filters/language/stop-words", test_stop_words_are_found);
	return g_test_run();
}
