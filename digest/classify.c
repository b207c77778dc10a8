#include "digest/classify.h"

#include <string.h>

#define THIS_WEEK (DIGEST_WEEKS - 1)
#define SILENT_WEEKS 4 /* before a topic counts as back, or as gone */

int64_t
digest_most_before(const DigestItem *item)
{
	int64_t most = 0;

	for (int i = THIS_WEEK - SILENT_WEEKS; i < THIS_WEEK; i++)
		most = MAX(most, item->weeks[i]);
	return most;
}

static bool
is_new(const DigestSelection *selection, const DigestItem *item)
{
	/* Without an earlier week to look back on, everything would be. */
	if (item->first_at < selection->period.start_at ||
	    selection->history_at >= selection->period.start_at)
		return false;
	for (unsigned i = 0; i < item->messages->len; i++)
		if (!((const StoreFeedback *)item->messages->pdata[i])
		         ->imported)
			return true;
	return false;
}

static DigestState
state_of(
    const DigestSelection *selection, int known_weeks, const DigestItem *item)
{
	int64_t now = item->customers, before = item->customers_before;

	if (item->pattern_id == 0)
		return DIGEST_SINGLE;
	if (now == 0)
		return DIGEST_QUIET;
	if (is_new(selection, item))
		return DIGEST_NEW;
	if (now >= 2 && item->before_at > 0 &&
	    item->before_at < selection->week_starts[THIS_WEEK - SILENT_WEEKS])
		return DIGEST_RETURNED;
	if (known_weeks > 0 && now >= before + 2 && now * 2 >= before * 3)
		return DIGEST_GROWING;
	if (before >= DIGEST_MANY && now * 2 <= before)
		return DIGEST_FADING;
	return DIGEST_STEADY;
}

/* The roots of tags with which customers do not ask for anything. */
static bool
is_praise(const DigestItem *item)
{
	static const char *const roots[] = { "praise", "testimonial",
		"thanks" };

	if (item->urgency > 0 || !item->tags[0])
		return false;
	for (char **tag = item->tags; *tag; tag++) {
		size_t length = strcspn(*tag, "/");
		bool found = false;

		for (unsigned i = 0; i < G_N_ELEMENTS(roots); i++)
			found |= strlen(roots[i]) == length &&
			         strncmp(*tag, roots[i], length) == 0;
		if (!found)
			return false;
	}
	return true;
}

static DigestSection
section_of(const DigestItem *item)
{
	if (item->state == DIGEST_QUIET)
		return DIGEST_GONE;
	if (is_praise(item))
		return DIGEST_GOOD;
	if (item->urgency == 0 && item->customers < 2)
		return DIGEST_WATCH;
	if (item->urgency > 0 || item->state == DIGEST_NEW ||
	    item->state == DIGEST_GROWING || item->state == DIGEST_RETURNED)
		return DIGEST_FIRST;
	return item->state == DIGEST_STEADY && item->customers >= DIGEST_MANY
	           ? DIGEST_FIRST
	           : DIGEST_WATCH;
}

/* Customers, weighed by what the topic does and how much it hurts. */
static int64_t
score_of(const DigestItem *item)
{
	static const int64_t by_state[] = {
		[DIGEST_NEW] = 20,
		[DIGEST_RETURNED] = 17,
		[DIGEST_GROWING] = 17,
		[DIGEST_STEADY] = 10,
		[DIGEST_FADING] = 7,
		[DIGEST_QUIET] = 10,
		[DIGEST_SINGLE] = 10,
	};
	static const int64_t by_urgency[] = { 10, 35, 45 };
	int64_t customers = item->customers;

	if (item->state == DIGEST_QUIET)
		customers = digest_most_before(item);
	return customers * by_state[item->state] *
	       by_urgency[CLAMP(item->urgency, 0, 2)];
}

void
digest_classify(
    const DigestSelection *selection, int known_weeks, DigestItem *item)
{
	item->state = state_of(selection, known_weeks, item);
	item->section = section_of(item);
	item->score = score_of(item);
}
