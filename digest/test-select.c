#include "digest/select.h"

#include "digest/chart.h"
#include "digest/classify.h"
#include "digest/page.h"
#include "digest/plain.h"

#include <string.h>

#define WEEK_S (7 * 86400)

typedef struct {
	const char *name;
	int weeks[DIGEST_WEEKS];
	int64_t first_week;  /* of the pattern, from 0; for any department */
	int64_t before_week; /* of its last mail before this one; -1 none */
	int urgency;
	DigestState state;
	DigestSection section;
} Case;

static DigestSelection
selection_of(GHashTable *patterns)
{
	DigestSelection selection = {
		.patterns = patterns, .max_items = 9, .history_at = 1
	};

	for (int i = 0; i <= DIGEST_WEEKS; i++)
		selection.week_starts[i] = 100 + i * WEEK_S;
	selection.period.start_at = selection.week_starts[DIGEST_WEEKS - 1];
	selection.period.end_at = selection.week_starts[DIGEST_WEEKS];
	return selection;
}

static StoreFeedback *
row_of(int64_t id, int64_t pattern_id, int64_t contact_id, int week)
{
	StoreFeedback *row = g_new0(StoreFeedback, 1);

	row->id = id;
	row->pattern_id = pattern_id;
	row->contact_id = contact_id;
	row->received_at = 100 + week * WEEK_S + id;
	row->content_key = g_strdup_printf("%08" G_GINT64_FORMAT, id);
	row->subject = g_strdup("s");
	row->sender = g_strdup("");
	row->tags = g_strdup("bug");
	return row;
}

static GPtrArray *
rows_new(void)
{
	return g_ptr_array_new_with_free_func(
	    (GDestroyNotify)store_feedback_free);
}

static void
test_tells_what_a_topic_does(void)
{
	static const Case cases[] = {
		{ "new", { 0, 0, 0, 0, 0, 0, 0, 0, 2 }, 8, -1, 0, DIGEST_NEW,
		    DIGEST_FIRST },
		{ "new, one", { 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 8, -1, 0,
		    DIGEST_NEW, DIGEST_WATCH },
		{ "growing", { 1, 1, 1, 1, 1, 1, 1, 2, 5 }, 0, 7, 0,
		    DIGEST_GROWING, DIGEST_FIRST },
		{ "steady", { 2, 2, 2, 2, 2, 2, 2, 2, 2 }, 0, 7, 0,
		    DIGEST_STEADY, DIGEST_WATCH },
		{ "steady, many", { 3, 3, 3, 3, 3, 3, 3, 3, 3 }, 0, 7, 0,
		    DIGEST_STEADY, DIGEST_FIRST },
		{ "fading", { 4, 4, 4, 4, 4, 4, 4, 6, 2 }, 0, 7, 0,
		    DIGEST_FADING, DIGEST_WATCH },
		{ "back", { 3, 0, 0, 0, 0, 0, 0, 0, 2 }, 0, 0, 0,
		    DIGEST_RETURNED, DIGEST_FIRST },
		{ "others had it", { 3, 0, 0, 0, 0, 0, 0, 0, 2 }, 0, 7, 0,
		    DIGEST_GROWING, DIGEST_FIRST },
		{ "quiet", { 0, 0, 0, 0, 0, 4, 0, 0, 0 }, 5, 5, 0, DIGEST_QUIET,
		    DIGEST_GONE },
		{ "urgent", { 0, 0, 0, 0, 0, 0, 0, 1, 1 }, 7, 7, 1,
		    DIGEST_STEADY, DIGEST_FIRST },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Case *it = &cases[i];
		StoreFeedbackPattern pattern = {
			.first_at = 200 + it->first_week * WEEK_S,
			.last_at = it->before_week < 0
			               ? 0
			               : 200 + it->before_week * WEEK_S
		};
		g_autoptr(GHashTable) patterns =
		    g_hash_table_new(g_int64_hash, g_int64_equal);
		DigestSelection selection = selection_of(patterns);
		GPtrArray *rows = rows_new();
		int64_t id = 7, n = 1;

		g_hash_table_insert(patterns, &id, &pattern);
		for (int week = 0; week < DIGEST_WEEKS; week++)
			for (int k = 0; k < it->weeks[week]; k++, n++) {
				StoreFeedback *row = row_of(n, 7, n, week);
				row->urgency = it->urgency;
				g_ptr_array_add(rows, row);
			}
		g_autoptr(DigestReport) report =
		    digest_select(&selection, rows);
		g_test_message("%s", it->name);
		g_assert_cmpint(report->items->len, ==, 1);
		const DigestItem *item = report->items->pdata[0];
		g_assert_cmpint(item->state, ==, it->state);
		g_assert_cmpint(item->section, ==, it->section);
		g_assert_cmpint(
		    item->customers, ==, it->weeks[DIGEST_WEEKS - 1]);
	}
}

static void
test_customers_are_counted_once(void)
{
	StoreFeedbackPattern pattern = { .first_at = 1 };
	g_autoptr(GHashTable) patterns =
	    g_hash_table_new(g_int64_hash, g_int64_equal);
	DigestSelection selection = selection_of(patterns);
	GPtrArray *rows = rows_new();
	int64_t id = 7;

	g_hash_table_insert(patterns, &id, &pattern);
	g_ptr_array_add(rows, row_of(1, 7, 5, 8));
	g_ptr_array_add(rows, row_of(2, 7, 5, 8));
	g_ptr_array_add(rows, row_of(3, 7, 0, 8)); /* two unknown people */
	g_ptr_array_add(rows, row_of(4, 7, 0, 8));
	StoreFeedback *late = row_of(5, 7, 6, 3);
	late->late = true;
	g_ptr_array_add(rows, late);
	g_autoptr(DigestReport) report = digest_select(&selection, rows);
	const DigestItem *item = report->items->pdata[0];
	g_assert_cmpint(item->mails, ==, 5);
	g_assert_cmpint(item->customers, ==, 4);
	g_assert_cmpint(item->late, ==, 1);
	g_assert_cmpint(report->weeks[3], ==, 0);
	g_assert_cmpint(report->customers, ==, 4);
}

static void
test_lists_no_more_than_the_limit(void)
{
	g_autoptr(GHashTable) patterns =
	    g_hash_table_new(g_int64_hash, g_int64_equal);
	DigestSelection selection = selection_of(patterns);
	GPtrArray *rows = rows_new();

	for (int i = 1; i <= 20; i++)
		g_ptr_array_add(rows, row_of(i, 0, i, 8));
	g_autoptr(DigestReport) report = digest_select(&selection, rows);
	g_assert_cmpint(report->items->len, ==, 9);
	g_assert_cmpint(report->more_singles, ==, 11);
	digest_report_drop(report);
	g_assert_cmpint(report->items->len, ==, 8);
	g_assert_cmpint(report->more_singles, ==, 12);
	for (unsigned i = 0; i < report->items->len; i++)
		g_assert_cmpint(
		    ((const DigestItem *)report->items->pdata[i])->number, ==,
		    i + 1);
}

static void
test_charts_are_small_and_the_same(void)
{
	static const int64_t values[] = { 0, 0, 5, 1, 900, 3 };
	static const int64_t zeros[] = { 0 };
	const DigestChartSize size = { 120, 34 };
	g_autoptr(GBytes) one = digest_chart_line(values, 6, DIGEST_RED, size);
	g_autoptr(GBytes) again =
	    digest_chart_line(values, 6, DIGEST_RED, size);
	g_autoptr(GBytes) other =
	    digest_chart_line(values, 5, DIGEST_RED, size);
	g_autoptr(GBytes) bars =
	    digest_chart_bars(values, 6, DIGEST_BLUE, size);
	g_autoptr(GBytes) none = digest_chart_bars(zeros, 1, DIGEST_BLUE, size);

	g_assert_true(g_bytes_equal(one, again));
	g_assert_false(g_bytes_equal(one, other));
	g_assert_cmpint(g_bytes_get_size(one), <, 4096);
	g_assert_cmpint(g_bytes_get_size(bars), <, 4096);
	g_assert_cmpmem(
	    g_bytes_get_data(none, NULL), 8, "\x89PNG\r\n\x1a\n", 8);
}

static void
test_pages_escape_what_is_put_in(void)
{
	g_autofree char *part = digest_page_part(
	    "foot", (const DigestField[]){
	                { "text", "<script>&\"'{{text}}" }, { NULL, NULL } });
	g_autofree char *link =
	    digest_page_mailto("a@b.example", "x\"&<\r\n", "1 taking it");

	g_assert_null(strstr(part, "<script>"));
	g_assert_nonnull(strstr(part, "&lt;script&gt;&amp;"));
	g_assert_cmpstr(link, ==,
	    "mailto:a@b.example?subject=Re%3A%20x%22%26%3C%0D%0A&amp;body="
	    "1%20taking%20it");
}

static void
test_plain_lines_are_folded(void)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_auto(GStrv) lines = NULL;
	g_autofree char *word = g_strnfill(90, 'w');

	for (int i = 0; i < 40; i++)
		digest_plain_add(out, i % 7, i % 2 ? "[12] " : NULL,
		    "\u00e9\u00e9\u00e9 words that are folded at the seventy"
		    " second column, and not one further than that");
	lines = g_strsplit(out->str, "\n", -1);
	for (char **line = lines; *line; line++)
		g_assert_cmpint(g_utf8_strlen(*line, -1), <=, DIGEST_COLUMNS);
	g_string_truncate(out, 0);
	digest_plain_add(out, 2, "* ", word);
	g_assert_cmpint(out->len, ==, 93);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/digest/select/state", test_tells_what_a_topic_does);
	g_test_add_func(
	    "/digest/select/customers", test_customers_are_counted_once);
	g_test_add_func(
	    "/digest/select/limit", test_lists_no_more_than_the_limit);
	g_test_add_func("/digest/chart", test_charts_are_small_and_the_same);
	g_test_add_func("/digest/page", test_pages_escape_what_is_put_in);
	g_test_add_func("/digest/plain", test_plain_lines_are_folded);
	return g_test_run();
}
