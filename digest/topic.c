#include "digest/topic.h"

#include <string.h>

#define THIS_WEEK (DIGEST_WEEKS - 1)
#define MAX_TAGS 2

struct _DigestTopic {
	DigestItem *item;
	GHashTable *customers[DIGEST_WEEKS]; /* sets of contact ids */
	GHashTable *tags;                    /* tag -> number of mails */
	const StoreFeedback *first;          /* of this week, for ties */
};

DigestTopic *
digest_topic_new(void)
{
	DigestTopic *self = g_new0(DigestTopic, 1);

	self->item = g_new0(DigestItem, 1);
	self->item->messages = g_ptr_array_new();
	self->tags =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (int i = 0; i < DIGEST_WEEKS; i++)
		self->customers[i] = g_hash_table_new_full(
		    g_int64_hash, g_int64_equal, g_free, NULL);
	return self;
}

void
digest_topic_free(DigestTopic *self)
{
	if (!self)
		return;
	digest_item_free(self->item);
	g_hash_table_unref(self->tags);
	for (int i = 0; i < DIGEST_WEEKS; i++)
		g_hash_table_unref(self->customers[i]);
	g_free(self);
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

void
digest_topic_add(DigestTopic *self, const StoreFeedback *row, int week)
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

static void
choose_tags(DigestTopic *self)
{
	g_autoptr(GPtrArray) sorted = digest_topic_tags(self);
	g_autoptr(GStrvBuilder) chosen = g_strv_builder_new();

	for (unsigned i = 0; i < MIN(sorted->len, MAX_TAGS); i++) {
		const DigestTag *tag = sorted->pdata[i];

		if (tag->mails * 2 >= self->item->mails)
			g_strv_builder_add(chosen, tag->tag);
	}
	self->item->tags = g_strv_builder_end(chosen);
}

void
digest_topic_finish(DigestTopic *self)
{
	DigestItem *item = self->item;

	for (int i = 0; i < DIGEST_WEEKS; i++)
		item->weeks[i] = digest_topic_customers(self, i);
	item->customers = item->weeks[THIS_WEEK];
	item->customers_before = item->weeks[THIS_WEEK - 1];
	choose_tags(self);
}

DigestItem *
digest_topic_item(DigestTopic *self)
{
	return self->item;
}

DigestItem *
digest_topic_take_item(DigestTopic *self)
{
	return g_steal_pointer(&self->item);
}

int64_t
digest_topic_customers(const DigestTopic *self, int week)
{
	return g_hash_table_size(self->customers[week]);
}

static void
free_tag(void *data)
{
	DigestTag *tag = data;

	g_free(tag->tag);
	g_free(tag);
}

static int
compare_tags(const void *a, const void *b)
{
	const DigestTag *one = *(DigestTag *const *)a;
	const DigestTag *other = *(DigestTag *const *)b;

	if (one->mails != other->mails)
		return one->mails > other->mails ? -1 : 1;
	return strcmp(one->tag, other->tag);
}

GPtrArray *
digest_topic_tags(const DigestTopic *self)
{
	GPtrArray *sorted = g_ptr_array_new_with_free_func(free_tag);
	GHashTableIter iter;
	void *name, *mails;

	g_hash_table_iter_init(&iter, self->tags);
	while (g_hash_table_iter_next(&iter, &name, &mails)) {
		DigestTag *tag = g_new(DigestTag, 1);

		tag->tag = g_strdup(name);
		tag->mails = GPOINTER_TO_INT(mails);
		g_ptr_array_add(sorted, tag);
	}
	g_ptr_array_sort(sorted, compare_tags);
	return sorted;
}

int
digest_topic_compare(const void *a, const void *b)
{
	const DigestTopic *one = *(DigestTopic *const *)a;
	const DigestTopic *other = *(DigestTopic *const *)b;

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
