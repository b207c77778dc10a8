#include "digest/select.h"

#include "digest/classify.h"

#include <string.h>

#define MAX_FIRST 3
#define MAX_GOOD 2
#define MAX_GONE 1
#define THIS_WEEK (DIGEST_WEEKS - 1)

/* A topic while it is counted. */
typedef struct {
	DigestItem *item;
	GHashTable *customers[DIGEST_WEEKS]; /* sets of contact ids */
	GHashTable *tags;                    /* tag -> number of mails */
	const StoreFeedback *first;          /* of this week, for ties */
} Topic;

typedef struct {
	const DigestSelection *selection;
	DigestReport *report;
	GHashTable *topics; /* pattern id -> Topic * */
	GPtrArray *singles; /* Topic * */
} Work;

void
digest_item_free(DigestItem *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->messages);
	g_strfreev(self->tags);
	g_free(self->title);
	g_free(self->quote);
	g_free(self);
}

static void
free_tag(void *data)
{
	DigestTag *tag = data;

	g_free(tag->tag);
	g_free(tag);
}

void
digest_report_free(DigestReport *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->items);
	g_ptr_array_unref(self->tags);
	g_ptr_array_unref(self->rows);
	g_clear_pointer(&self->sources, g_ptr_array_unref);
	g_free(self);
}

static Topic *
topic_new(void)
{
	Topic *self = g_new0(Topic, 1);

	self->item = g_new0(DigestItem, 1);
	self->item->messages = g_ptr_array_new();
	self->tags =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (int i = 0; i < DIGEST_WEEKS; i++)
		self->customers[i] = g_hash_table_new_full(
		    g_int64_hash, g_int64_equal, g_free, NULL);
	return self;
}

static void
topic_free(void *data)
{
	Topic *self = data;

	digest_item_free(self->item);
	g_hash_table_unref(self->tags);
	for (int i = 0; i < DIGEST_WEEKS; i++)
		g_hash_table_unref(self->customers[i]);
	g_free(self);
}

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

/* Who is not known is somebody else each time. */
static void
add_customer(GHashTable *customers, const StoreFeedback *row)
{
	int64_t id = row->contact_id ? row->contact_id : -row->id;

	g_hash_table_add(customers, g_memdup2(&id, sizeof id));
}

static void
count_tags(GHashTable *counts, const char *tags)
{
	g_auto(GStrv) names = g_strsplit(tags, " ", -1);

	for (char **name = names; *name; name++) {
		int n = GPOINTER_TO_INT(g_hash_table_lookup(counts, *name));

		if (**name)
			g_hash_table_replace(
			    counts, g_strdup(*name), GINT_TO_POINTER(n + 1));
	}
}

static void
topic_add(Topic *self, const StoreFeedback *row, int week)
{
	DigestItem *item = self->item;

	add_customer(self->customers[week], row);
	item->last_at = MAX(item->last_at, row->received_at);
	if (week != THIS_WEEK)
		return;
	if (!self->first)
		self->first = row;
	g_ptr_array_add(item->messages, (void *)(uintptr_t)row);
	item->mails++;
	item->late += row->late;
	item->urgency = MAX(item->urgency, row->urgency);
	count_tags(self->tags, row->tags);
}

static Topic *
topic_of(Work *work, const StoreFeedback *row)
{
	Topic *topic;

	if (row->pattern_id == 0) {
		topic = topic_new();
		topic->item->message_id = row->id;
		topic->item->first_at = row->received_at;
		g_ptr_array_add(work->singles, topic);
		return topic;
	}
	topic = g_hash_table_lookup(work->topics, &row->pattern_id);
	if (!topic) {
		const StoreFeedbackPattern *pattern = g_hash_table_lookup(
		    work->selection->patterns, &row->pattern_id);

		topic = topic_new();
		topic->item->pattern_id = row->pattern_id;
		g_assert(pattern);
		topic->item->first_at = pattern->first_at;
		topic->item->before_at = pattern->last_at;
		g_hash_table_insert(
		    work->topics, &topic->item->pattern_id, topic);
	}
	return topic;
}

typedef struct {
	const char *tag;
	int mails;
} TagCount;

static int
compare_tags(const void *a, const void *b)
{
	const TagCount *one = a, *other = b;

	if (one->mails != other->mails)
		return other->mails - one->mails;
	return strcmp(one->tag, other->tag);
}

static GArray *
sort_tags(GHashTable *counts)
{
	GArray *sorted = g_array_new(FALSE, FALSE, sizeof(TagCount));
	GHashTableIter iter;
	void *tag, *mails;

	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &tag, &mails)) {
		TagCount count = { tag, GPOINTER_TO_INT(mails) };
		g_array_append_val(sorted, count);
	}
	g_array_sort(sorted, compare_tags);
	return sorted;
}

static void
choose_tags(Topic *self)
{
	g_autoptr(GArray) sorted = sort_tags(self->tags);
	g_autoptr(GStrvBuilder) chosen = g_strv_builder_new();

	for (unsigned i = 0; i < MIN(sorted->len, 2); i++) {
		const TagCount *count = &g_array_index(sorted, TagCount, i);

		if (count->mails * 2 >= self->item->mails)
			g_strv_builder_add(chosen, count->tag);
	}
	self->item->tags = g_strv_builder_end(chosen);
}

static void
finish_topic(Work *work, Topic *topic)
{
	DigestItem *item = topic->item;

	for (int i = 0; i < DIGEST_WEEKS; i++)
		item->weeks[i] = g_hash_table_size(topic->customers[i]);
	item->customers = item->weeks[THIS_WEEK];
	item->customers_before = item->weeks[THIS_WEEK - 1];
	choose_tags(topic);
	digest_classify(work->selection, work->report->known_weeks, item);
	work->report->fresh += item->state == DIGEST_NEW;
	work->report->growing += item->state == DIGEST_GROWING;
}

static int
compare_topics(const void *a, const void *b)
{
	const Topic *one = *(Topic *const *)a, *other = *(Topic *const *)b;

	if (one->item->score != other->item->score)
		return one->item->score > other->item->score ? -1 : 1;
	if (one->item->mails != other->item->mails)
		return one->item->mails > other->item->mails ? -1 : 1;
	if (one->item->last_at != other->item->last_at)
		return one->item->last_at > other->item->last_at ? -1 : 1;
	if (!one->first || !other->first)
		return (other->first != NULL) - (one->first != NULL);
	return strcmp(one->first->content_key, other->first->content_key);
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
		Topic *topic = value;

		finish_topic(work, topic);
		if (topic->item->customers > 0 ||
		    digest_most_before(topic->item) >= DIGEST_MANY)
			g_ptr_array_add(ranked, topic);
	}
	for (unsigned i = 0; i < work->singles->len; i++) {
		finish_topic(work, work->singles->pdata[i]);
		g_ptr_array_add(ranked, work->singles->pdata[i]);
	}
	g_ptr_array_sort(ranked, compare_topics);
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
		Topic *topic = chosen->pdata[i];

		if (!topic->item || topic->item->section != section)
			continue;
		g_ptr_array_add(report->items, topic->item);
		topic->item->number = (int)report->items->len;
		topic->item = NULL;
	}
}

static void
choose(Work *work)
{
	g_autoptr(GPtrArray) ranked = rank(work);
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();
	int taken[DIGEST_SECTIONS] = { 0 };

	for (unsigned i = 0; i < ranked->len; i++) {
		Topic *topic = ranked->pdata[i];

		if ((int)chosen->len < work->selection->max_items &&
		    admit(topic->item, taken))
			g_ptr_array_add(chosen, topic);
		else
			count_unlisted(work->report, topic->item);
	}
	for (int section = 0; section < DIGEST_SECTIONS; section++)
		take(work->report, chosen, (DigestSection)section);
}

static void
count_report_tags(DigestReport *report, GHashTable *counts)
{
	g_autoptr(GArray) sorted = sort_tags(counts);

	for (unsigned i = 0; i < sorted->len; i++) {
		const TagCount *count = &g_array_index(sorted, TagCount, i);
		DigestTag *tag = g_new(DigestTag, 1);

		tag->tag = g_strdup(count->tag);
		tag->mails = count->mails;
		g_ptr_array_add(report->tags, tag);
	}
}

/* Totals over all rows, whatever their topic. */
static void
count_totals(Work *work, Topic *all)
{
	DigestReport *report = work->report;

	for (unsigned i = 0; i < report->rows->len; i++) {
		const StoreFeedback *row = report->rows->pdata[i];
		int week = week_of(work->selection, row);
		Topic *topic;

		report->weeks[week]++;
		topic_add(all, row, week);
		if (week == THIS_WEEK) {
			report->urgent += row->urgency > 0;
			report->singles += row->pattern_id == 0;
		} else if (row->pattern_id == 0) {
			continue;
		}
		topic = topic_of(work, row);
		topic_add(topic, row, week);
	}
	report->mails = report->weeks[THIS_WEEK];
	report->mails_before = report->weeks[THIS_WEEK - 1];
	report->customers = g_hash_table_size(all->customers[THIS_WEEK]);
	report->customers_before =
	    g_hash_table_size(all->customers[THIS_WEEK - 1]);
	report->late = all->item->late;
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

DigestReport *
digest_select(const DigestSelection *selection, GPtrArray *rows)
{
	g_autoptr(GHashTable) topics = g_hash_table_new_full(
	    g_int64_hash, g_int64_equal, NULL, topic_free);
	g_autoptr(GPtrArray) singles =
	    g_ptr_array_new_with_free_func(topic_free);
	DigestReport *report = g_new0(DigestReport, 1);
	Work work = { selection, report, topics, singles };
	Topic *all = topic_new();

	report->period = selection->period;
	report->known_weeks = count_known_weeks(selection);
	report->items =
	    g_ptr_array_new_with_free_func((GDestroyNotify)digest_item_free);
	report->tags = g_ptr_array_new_with_free_func(free_tag);
	report->rows = rows;
	count_totals(&work, all);
	count_report_tags(report, all->tags);
	choose(&work);
	topic_free(all);
	return report;
}

void
digest_report_drop(DigestReport *self)
{
	g_assert(self->items->len > 0);
	count_unlisted(self, self->items->pdata[self->items->len - 1]);
	g_ptr_array_set_size(self->items, (int)self->items->len - 1);
}
