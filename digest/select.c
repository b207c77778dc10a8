#include "digest/select.h"

#include "digest/classify.h"
#include "digest/topic.h"

#define MAX_FIRST 3
#define MAX_GOOD 2
#define MAX_GONE 1
#define THIS_WEEK (DIGEST_WEEKS - 1)

typedef struct {
	const DigestSelection *selection;
	DigestReport *report;
	GHashTable *topics; /* pattern id -> DigestTopic * */
	GPtrArray *singles; /* DigestTopic * */
} Work;

/* The week that counts @row: late mail counts in this one. */
static int
week_of(const DigestSelection *selection, const StoreFeedback *row)
{
	int week = 0;

	if (row->late)
		return THIS_WEEK;
	while (week < THIS_WEEK &&
	       row->received_at >= selection->week_starts[week + 1])
		week++;
	return week;
}

static DigestTopic *
add_single(Work *work, const StoreFeedback *row)
{
	DigestTopic *topic = digest_topic_new();
	DigestItem *item = digest_topic_item(topic);

	item->message_id = row->id;
	item->first_at = row->received_at;
	g_ptr_array_add(work->singles, topic);
	return topic;
}

static DigestTopic *
topic_of(Work *work, const StoreFeedback *row)
{
	const StoreFeedbackPattern *pattern;
	DigestTopic *topic;
	DigestItem *item;

	if (row->pattern_id == 0)
		return add_single(work, row);
	topic = g_hash_table_lookup(work->topics, &row->pattern_id);
	if (topic)
		return topic;
	pattern =
	    g_hash_table_lookup(work->selection->patterns, &row->pattern_id);
	g_assert(pattern);
	topic = digest_topic_new();
	item = digest_topic_item(topic);
	item->pattern_id = row->pattern_id;
	item->first_at = pattern->first_at;
	item->before_at = pattern->last_at;
	g_hash_table_insert(work->topics, &item->pattern_id, topic);
	return topic;
}

static void
finish_topic(Work *work, DigestTopic *topic)
{
	DigestItem *item = digest_topic_item(topic);

	digest_topic_finish(topic);
	digest_classify(work->selection, work->report->known_weeks, item);
	work->report->fresh += item->state == DIGEST_NEW;
	work->report->growing += item->state == DIGEST_GROWING;
}

/* Every topic and single with something to tell, best first. */
static GPtrArray *
rank(Work *work)
{
	GPtrArray *ranked = g_ptr_array_new();
	GHashTableIter iter;
	void *value;

	g_hash_table_iter_init(&iter, work->topics);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		DigestTopic *topic = value;
		const DigestItem *item;

		finish_topic(work, topic);
		item = digest_topic_item(topic);
		if (item->customers > 0 ||
		    digest_most_before(item) >= DIGEST_MANY)
			g_ptr_array_add(ranked, topic);
	}
	for (unsigned i = 0; i < work->singles->len; i++) {
		finish_topic(work, work->singles->pdata[i]);
		g_ptr_array_add(ranked, work->singles->pdata[i]);
	}
	g_ptr_array_sort(ranked, digest_topic_compare);
	return ranked;
}

/* Moves what is over a section's share to the next best place, and tells
 * whether @topic is listed at all. */
static bool
admit(DigestItem *item, int taken[DIGEST_SECTIONS])
{
	if (item->section == DIGEST_FIRST && taken[DIGEST_FIRST] >= MAX_FIRST)
		item->section = DIGEST_WATCH;
	if ((item->section == DIGEST_GOOD && taken[DIGEST_GOOD] >= MAX_GOOD) ||
	    (item->section == DIGEST_GONE && taken[DIGEST_GONE] >= MAX_GONE))
		return false;
	taken[item->section]++;
	return true;
}

static void
count_unlisted(DigestReport *report, const DigestItem *item)
{
	if (item->state == DIGEST_SINGLE)
		report->more_singles++;
	else if (item->state != DIGEST_QUIET)
		report->more_topics++;
}

static void
take(DigestReport *report, GPtrArray *chosen, DigestSection section)
{
	for (unsigned i = 0; i < chosen->len; i++) {
		DigestTopic *topic = chosen->pdata[i];
		DigestItem *item = digest_topic_item(topic);

		if (!item || item->section != section)
			continue;
		g_ptr_array_add(report->items, digest_topic_take_item(topic));
		item->number = (int)report->items->len;
	}
}

static void
choose(Work *work)
{
	g_autoptr(GPtrArray) ranked = rank(work);
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();
	int taken[DIGEST_SECTIONS] = { 0 };

	for (unsigned i = 0; i < ranked->len; i++) {
		DigestTopic *topic = ranked->pdata[i];
		DigestItem *item = digest_topic_item(topic);

		if ((int)chosen->len < work->selection->max_items &&
		    admit(item, taken))
			g_ptr_array_add(chosen, topic);
		else
			count_unlisted(work->report, item);
	}
	for (int section = 0; section < DIGEST_SECTIONS; section++)
		take(work->report, chosen, (DigestSection)section);
}

/* Totals over all rows, whatever their topic. */
static void
count_totals(Work *work, DigestTopic *all)
{
	DigestReport *report = work->report;

	for (unsigned i = 0; i < report->rows->len; i++) {
		const StoreFeedback *row = report->rows->pdata[i];
		int week = week_of(work->selection, row);
		DigestTopic *topic;

		report->weeks[week]++;
		digest_topic_add(all, row, week);
		if (week == THIS_WEEK) {
			report->urgent += row->urgency > 0;
			report->singles += row->pattern_id == 0;
		} else if (row->pattern_id == 0) {
			continue;
		}
		topic = topic_of(work, row);
		digest_topic_add(topic, row, week);
	}
	report->mails = report->weeks[THIS_WEEK];
	report->mails_before = report->weeks[THIS_WEEK - 1];
	report->customers = digest_topic_customers(all, THIS_WEEK);
	report->customers_before = digest_topic_customers(all, THIS_WEEK - 1);
	report->late = digest_topic_item(all)->late;
}

static int
count_known_weeks(const DigestSelection *selection)
{
	int n = 0;

	if (selection->history_at == 0)
		return 0;
	for (int i = 0; i < THIS_WEEK; i++)
		n += selection->history_at < selection->week_starts[i + 1];
	return n;
}

static void
free_topic(void *data)
{
	digest_topic_free(data);
}

DigestReport *
digest_select(const DigestSelection *selection, GPtrArray *rows)
{
	g_autoptr(GHashTable) topics = g_hash_table_new_full(
	    g_int64_hash, g_int64_equal, NULL, free_topic);
	g_autoptr(GPtrArray) singles =
	    g_ptr_array_new_with_free_func(free_topic);
	DigestReport *report = g_new0(DigestReport, 1);
	Work work = { selection, report, topics, singles };
	DigestTopic *all = digest_topic_new();

	report->period = selection->period;
	report->known_weeks = count_known_weeks(selection);
	report->items =
	    g_ptr_array_new_with_free_func((GDestroyNotify)digest_item_free);
	report->rows = rows;
	count_totals(&work, all);
	report->tags = digest_topic_tags(all);
	choose(&work);
	digest_topic_free(all);
	return report;
}

void
digest_report_drop(DigestReport *self)
{
	g_assert(self->items->len > 0);
	count_unlisted(self, self->items->pdata[self->items->len - 1]);
	g_ptr_array_set_size(self->items, (int)self->items->len - 1);
}
