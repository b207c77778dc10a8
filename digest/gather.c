#include "digest/gather.h"

#include "digest/error.h"
#include "digest/select.h"
#include "digest/words.h"
#include "store/digests.h"

#include <string.h>

#define TITLE_CHARS 80
#define QUOTED_MESSAGES 12 /* of an item that are searched for a quote */

static GHashTable *
patterns_new(void)
{
	return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
	    (GDestroyNotify)store_feedback_pattern_free);
}

/* Reads the patterns of @rows, each once. */
static bool
read_patterns(Store *store, const GPtrArray *rows, int64_t start_at,
    GHashTable *patterns, GError **error)
{
	for (unsigned i = 0; i < rows->len; i++) {
		const StoreFeedback *row = rows->pdata[i];
		StoreFeedbackPattern *pattern;

		if (row->pattern_id == 0 ||
		    g_hash_table_contains(patterns, &row->pattern_id))
			continue;
		if (!store_feedback_pattern(
		        store, row->pattern_id, start_at, &pattern, error))
			return false;
		g_hash_table_insert(patterns,
		    g_memdup2(&row->pattern_id, sizeof row->pattern_id),
		    pattern);
	}
	return true;
}

/* Looks for the best sentence among the item's mails; the earlier of two equal
 * ones. */
static bool
find_quote(Store *store, DigestItem *item, GError **error)
{
	int best_score = 0;

	for (unsigned i = 0; i < MIN(item->messages->len, QUOTED_MESSAGES);
	     i++) {
		const StoreFeedback *row = item->messages->pdata[i];
		g_autofree char *words = NULL;
		g_autofree char *quote = NULL;
		int score = 0;

		if (!store_feedback_words(store, row->id, &words, error))
			return false;
		quote = digest_quote(words, item->title, row->sender, &score);
		if (!quote || score <= best_score)
			continue;
		best_score = score;
		g_free(item->quote);
		item->quote = g_steal_pointer(&quote);
		item->quote_at = row->received_at;
	}
	return true;
}

static bool
is_among(const GPtrArray *rows, int64_t message_id)
{
	for (unsigned i = 0; i < rows->len; i++)
		if (((const StoreFeedback *)rows->pdata[i])->id == message_id)
			return true;
	return false;
}

/* A topic's label is the words of its most typical message. A department that
 * did not get that one, or got a single mail in this week, would not know what
 * it reads: it is told by its own. */
static bool
fits_label(const DigestReport *report, const DigestItem *item,
    const StoreFeedbackPattern *pattern)
{
	if (item->messages->len == 0)
		return true;
	return item->messages->len > 1 &&
	       is_among(report->rows, pattern->typical_id);
}

static bool
find_title(Store *store, const DigestReport *report, GHashTable *patterns,
    DigestItem *item, GError **error)
{
	const StoreFeedbackPattern *pattern =
	    g_hash_table_lookup(patterns, &item->pattern_id);
	g_autofree char *words = NULL;

	if (pattern && fits_label(report, item, pattern)) {
		item->title = digest_title(
		    pattern->label, "", pattern->sender, TITLE_CHARS);
		return true;
	}
	const StoreFeedback *row = item->messages->pdata[0];
	if (!store_feedback_words(store, row->id, &words, error))
		return false;
	item->title =
	    digest_title(row->subject, words, row->sender, TITLE_CHARS);
	return true;
}

static void
set_weeks(DigestSelection *selection, const CorePeriod *period, GTimeZone *zone)
{
	for (int i = 0; i < DIGEST_WEEKS; i++)
		selection->week_starts[i] =
		    core_period_shift(period, i - DIGEST_WEEKS + 1, zone)
		        .start_at;
	selection->week_starts[DIGEST_WEEKS] = period->end_at;
	selection->period = *period;
}

static bool
list_rows(Store *store, const CoreDepartment *department,
    const DigestSelection *selection, GPtrArray **ret_rows, GError **error)
{
	StoreFeedbackQuery query = { .department = department->id,
		.from_at = selection->week_starts[0],
		.start_at = selection->period.start_at,
		.end_at = selection->period.end_at };

	return store_digest_last_built(store, department->id, query.start_at,
	           &query.last_built_at, error) &&
	       store_feedback_list(store, &query, ret_rows, error);
}

static bool
fill(Store *store, DigestReport *report, GHashTable *patterns, GError **error)
{
	if (report->mails == 0) {
		g_set_error(error, DIGEST_ERROR, DIGEST_ERROR_NOTHING,
		    "nobody wrote about it in %s", report->period.name);
		return false;
	}
	for (unsigned i = 0; i < report->items->len; i++) {
		DigestItem *item = report->items->pdata[i];

		if (!find_title(store, report, patterns, item, error) ||
		    !find_quote(store, item, error))
			return false;
	}
	return store_feedback_base(store, report->period.start_at,
	           report->period.end_at, &report->base, error) &&
	       store_feedback_sources(
	           store, report->period.start_at, &report->sources, error);
}

bool
digest_gather(Store *store, const CoreConfig *config,
    const CoreDepartment *department, const CorePeriod *period,
    DigestReport **ret_report, GError **error)
{
	g_autoptr(GHashTable) patterns = patterns_new();
	g_autoptr(DigestReport) report = NULL;
	GPtrArray *rows = NULL;
	StoreFeedbackBase base;
	DigestSelection selection = { .patterns = patterns,
		.max_items = (int)config->limits.digest_items };

	set_weeks(&selection, period, config->zone);
	if (!store_feedback_base(store, 0, 0, &base, error) ||
	    !list_rows(store, department, &selection, &rows, error))
		return false;
	selection.history_at = base.first_at;
	if (!read_patterns(store, rows, period->start_at, patterns, error)) {
		g_ptr_array_unref(rows);
		return false;
	}
	report = digest_select(&selection, rows);
	if (!fill(store, report, patterns, error))
		return false;
	*ret_report = g_steal_pointer(&report);
	return true;
}
