#include "digest/finding.h"

#include "core/text.h"
#include "digest/words.h"

#include <string.h>

#define SUBJECT_CHARS 60
#define PERCENT_BASE 10 /* below it a percentage says more than there is */
#define THIS_WEEK (DIGEST_WEEKS - 1)

/* The first item, where it is worth a headline: several people wrote, or it is
 * urgent. NULL otherwise. */
static const DigestItem *
find_finding(const DigestReport *report)
{
	const DigestItem *item =
	    report->items->len > 0 ? report->items->pdata[0] : NULL;

	if (!item || item->section == DIGEST_GONE)
		return NULL;
	return item->urgency > 0 || item->customers > 1 ? item : NULL;
}

static char *
customers_of(int64_t n)
{
	return digest_count(n, "customer", "customers");
}

char *
digest_subject(const DigestReport *report, const char *name)
{
	const DigestItem *item = find_finding(report);
	g_autofree char *before = g_strdup_printf("%s weekly: ", name);
	g_autofree char *who = NULL;
	g_autofree char *title = NULL;
	glong room;

	if (!item && report->mails == 1 && report->items->len > 0)
		item = report->items->pdata[0];
	if (!item) {
		who = customers_of(report->customers);
		return g_strdup_printf(
		    "%s%s wrote, no common topic", before, who);
	}
	who = item->customers > 1 ? customers_of(item->customers)
	      : item->urgency > 0 ? g_strdup("urgent")
	                          : g_strdup("one mail");
	room = SUBJECT_CHARS - g_utf8_strlen(before, -1) -
	       g_utf8_strlen(who, -1) - 4; /* with an ellipsis */
	title = core_text_shorten(item->title, (size_t)MAX(room, 12));
	return g_strdup_printf("%s%s (%s)", before, title, who);
}

char *
digest_headline(const DigestReport *report)
{
	static const char *const words[] = {
		[DIGEST_NEW] = "New",
		[DIGEST_RETURNED] = "Back again",
		[DIGEST_GROWING] = "Growing",
		[DIGEST_STEADY] = "Most wrote about",
		[DIGEST_FADING] = "Fading, but still first",
		[DIGEST_QUIET] = "",
		[DIGEST_SINGLE] = "Urgent",
	};
	const DigestItem *item = find_finding(report);
	g_autofree char *who = customers_of(report->customers);
	const char *word = NULL;

	if (item && item->section == DIGEST_GOOD)
		word = "Good to hear";
	else if (item)
		word = item->urgency > 0 && item->customers == 1
		           ? "Urgent"
		           : words[item->state];
	if (item)
		return g_strdup_printf("%s: \u201c%s\u201d", word, item->title);
	if (report->mails == 1)
		return g_strdup("A quiet week: one mail");
	if (report->customers == 1)
		return g_strdup("A quiet week: one customer wrote");
	return g_strdup_printf(
	    "No common topic: %s wrote, each about something else", who);
}

/* "up from 11 last week", "12 fewer than last week", ... */
static char *
compare_customers(int64_t now, int64_t before)
{
	g_autofree char *was = digest_count(before, "", "");

	if (before == 0)
		return g_strdup("none last week");
	if (now == before)
		return g_strdup("as many as last week");
	return g_strdup_printf(
	    "%s from %s last week", now > before ? "up" : "down", was);
}

static void
add_finding(GString *out, const DigestItem *item, GTimeZone *zone)
{
	g_autofree char *who = customers_of(item->customers);
	g_autofree char *mails = digest_count(item->mails, "mail", "mails");
	g_autofree char *change = NULL;
	g_autofree char *day = digest_day(item->first_at, zone);

	if (item->state == DIGEST_SINGLE) {
		g_autofree char *came = digest_moment(item->last_at, zone);
		g_string_append_printf(out,
		    "One customer wrote it on %s; your rules mark it as "
		    "urgent. ",
		    came);
		return;
	}
	change = digest_item_change(item, zone);
	g_string_append_printf(out, "%s wrote about it in %s", who, mails);
	if (item->state == DIGEST_NEW)
		g_string_append_printf(out, ", the first on %s. ", day);
	else
		g_string_append_printf(
		    out, ", %s. It was first seen on %s. ", change, day);
}

char *
digest_lead(const DigestReport *report, const char *name, GTimeZone *zone)
{
	const DigestItem *item = find_finding(report);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *who = customers_of(report->customers);
	g_autofree char *mails = digest_count(report->mails, "mail", "mails");

	if (item)
		add_finding(out, item, zone);
	if (item && item->mails == report->mails)
		g_string_append_printf(
		    out, "Nothing else came for %s in this week.", name);
	else
		g_string_append_printf(
		    out, "In all, %s wrote %s for %s.", who, mails, name);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
digest_preheader(const DigestReport *report)
{
	int counts[DIGEST_SECTIONS] = { 0 };
	g_autoptr(GString) out = g_string_new(NULL);

	for (unsigned i = 0; i < report->items->len; i++)
		counts[((const DigestItem *)report->items->pdata[i])
		           ->section]++;
	if (counts[DIGEST_FIRST] > 0)
		g_string_append_printf(
		    out, "%d to answer, ", counts[DIGEST_FIRST]);
	if (counts[DIGEST_WATCH] > 0)
		g_string_append_printf(
		    out, "%d to know about, ", counts[DIGEST_WATCH]);
	if (counts[DIGEST_GOOD] > 0)
		g_string_append_printf(
		    out, "%d good to hear, ", counts[DIGEST_GOOD]);
	if (counts[DIGEST_GONE] > 0)
		g_string_append_printf(
		    out, "%d gone quiet, ", counts[DIGEST_GONE]);
	if (out->len > 1)
		g_string_truncate(out, out->len - 2);
	g_string_append_printf(out, ". With %s own words.",
	    report->customers == 1 ? "the customer\u2019s" : "customers\u2019");
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
digest_item_counts(const DigestItem *item)
{
	g_autofree char *who = customers_of(item->customers);
	g_autofree char *mails = digest_count(item->mails, "mail", "mails");

	if (item->state == DIGEST_SINGLE)
		return g_strdup("1 customer");
	if (item->state == DIGEST_QUIET)
		return g_strdup("No customer this week");
	return item->late > 0 ? g_strdup_printf("%s, %s (%d of them late)", who,
	                            mails, (int)item->late)
	                      : g_strdup_printf("%s, %s", who, mails);
}

char *
digest_item_change(const DigestItem *item, GTimeZone *zone)
{
	g_autofree char *last = NULL;

	switch (item->state) {
	case DIGEST_NEW:
		return g_strdup("new this week");
	case DIGEST_RETURNED:
		return g_strdup("the first in over four weeks");
	case DIGEST_GROWING:
	case DIGEST_STEADY:
	case DIGEST_FADING:
		return compare_customers(
		    item->customers, item->customers_before);
	case DIGEST_QUIET:
		last = digest_day(item->last_at, zone);
		return g_strdup_printf("the last wrote on %s", last);
	case DIGEST_SINGLE:
		break;
	}
	return g_strdup("");
}

char *
digest_item_since(const DigestItem *item, GTimeZone *zone)
{
	g_autofree char *day = NULL;

	if (item->state == DIGEST_SINGLE)
		return digest_weekday_day(item->last_at, zone);
	day = digest_day(item->first_at, zone);
	return g_strdup_printf("first seen %s", day);
}

char *
digest_item_alt(const DigestItem *item)
{
	int64_t now = item->customers, before = item->customers_before;
	const char *word = now > before   ? "Rising"
	                   : now < before ? "Falling"
	                                  : "Level";

	return g_strdup_printf("%s: %d to %d",
	    item->state == DIGEST_NEW ? "New" : word, (int)before, (int)now);
}

char *
digest_series(const int64_t weeks[DIGEST_WEEKS], int n)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (int i = DIGEST_WEEKS - n; i < DIGEST_WEEKS; i++)
		g_string_append_printf(out, "%s%" G_GINT64_FORMAT,
		    out->len > 0 ? ", " : "", weeks[i]);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

int
digest_weeks_shown(const DigestReport *report)
{
	return MIN(report->known_weeks + 1, DIGEST_WEEKS);
}

static void
free_tile(void *data)
{
	DigestTile *tile = data;

	g_free(tile->value);
	g_free(tile->label);
	g_free(tile->yardstick);
	g_free(tile);
}

static void
add_tile(GPtrArray *tiles, int64_t value, char *label, char *yardstick)
{
	DigestTile *tile = g_new0(DigestTile, 1);

	tile->value = digest_count(value, "", "");
	tile->label = label;
	tile->yardstick = yardstick;
	g_ptr_array_add(tiles, tile);
}

/* Against the mean of the weeks before: "up 18% on a usual 181". */
static char *
compare_usual(const DigestReport *report)
{
	int64_t sum = 0, usual;

	if (report->known_weeks == 0)
		return g_strdup("nothing to compare yet");
	for (int i = THIS_WEEK - report->known_weeks; i < THIS_WEEK; i++)
		sum += report->weeks[i];
	usual = (sum + report->known_weeks / 2) / report->known_weeks;
	if (usual < PERCENT_BASE || usual == report->mails)
		return g_strdup_printf("usual: %" G_GINT64_FORMAT, usual);
	int64_t percent = (report->mails - usual) * 100 / usual;
	return g_strdup_printf("%s %d%% on usual (%" G_GINT64_FORMAT ")",
	    percent < 0 ? "\u25bc" : "\u25b2", (int)ABS(percent), usual);
}

static char *
compare_last(const DigestReport *report)
{
	int64_t change = report->customers - report->customers_before;

	if (report->known_weeks == 0)
		return g_strdup("nothing to compare yet");
	if (change == 0)
		return g_strdup("as last week");
	return g_strdup_printf("%s %d on last week",
	    change < 0 ? "\u25bc" : "\u25b2", (int)ABS(change));
}

GPtrArray *
digest_tiles(const DigestReport *report, const char *name)
{
	GPtrArray *tiles = g_ptr_array_new_with_free_func(free_tile);

	add_tile(tiles, report->customers,
	    g_strdup(report->customers == 1 ? "customer" : "customers"),
	    compare_last(report));
	add_tile(tiles, report->mails,
	    g_strdup_printf(
	        "%s for %s", report->mails == 1 ? "mail" : "mails", name),
	    compare_usual(report));
	add_tile(tiles, report->fresh,
	    g_strdup(report->fresh == 1 ? "new topic" : "new topics"),
	    g_strdup_printf("%d growing", (int)report->growing));
	add_tile(tiles, report->urgent, g_strdup("marked urgent"),
	    g_strdup(report->base.guessed > 0 ? "by rules and signs"
	                                      : "by your rules"));
	((DigestTile *)tiles->pdata[3])->alarming = report->urgent > 0;
	return tiles;
}

char *
digest_more(const DigestReport *report)
{
	g_autofree char *topics =
	    digest_count(report->more_topics, "more topic", "more topics");
	g_autofree char *singles = digest_count(report->more_singles,
	    report->more_topics ? "single mail" : "more single mail",
	    report->more_topics ? "single mails" : "more single mails");

	if (report->more_topics == 0 && report->more_singles == 0)
		return NULL;
	if (report->more_topics == 0)
		return g_strdup_printf(
		    "%s, like no other, not listed here.", singles);
	if (report->more_singles == 0)
		return g_strdup_printf("%s, not listed here.", topics);
	return g_strdup_printf("%s and %s, not listed here.", topics, singles);
}
