#include "digest/render.h"

#include "digest/classify.h"
#include "digest/finding.h"
#include "digest/foot.h"
#include "digest/plain.h"
#include "digest/words.h"

#include <string.h>

#define MAX_TAGS 5

static void
add_head(GString *out, const DigestReport *report, const DigestView *view)
{
	g_autofree char *days = digest_days(&report->period, view->zone);
	g_autofree char *left =
	    g_strdup_printf("%s - %s weekly", view->brand, view->name);
	g_autofree char *upper = g_utf8_strup(left, -1);
	g_autofree char *headline = digest_headline(report);
	g_autofree char *lead = digest_lead(report, view->name, view->zone);

	if (view->banner) {
		digest_plain_add(out, 0, NULL, view->banner);
		g_string_append_c(out, '\n');
	}
	if (view->notice) {
		digest_plain_add(out, 0, NULL, view->notice);
		g_string_append_c(out, '\n');
	}
	digest_plain_ends(out, upper, days);
	digest_plain_rule(out, '=');
	g_string_append_c(out, '\n');
	digest_plain_add(out, 0, NULL, headline);
	g_string_append_c(out, '\n');
	digest_plain_add(out, 0, NULL, lead);
}

static void
add_tiles(GString *out, const DigestReport *report, const DigestView *view)
{
	g_autoptr(GPtrArray) tiles = digest_tiles(report, view->name);
	int n = digest_weeks_shown(report);
	g_autofree char *series = digest_series(report->weeks, n);

	g_string_append_c(out, '\n');
	for (unsigned i = 0; i < tiles->len; i++) {
		const DigestTile *tile = tiles->pdata[i];

		g_string_append_printf(out, "%7s %s, %s\n", tile->value,
		    tile->label, tile->yardstick);
	}
	if (n >= 3)
		g_string_append_printf(
		    out, "\nMails a week, the last %d: %s\n", n, series);
}

static void
add_chips(GString *out, const DigestItem *item)
{
	g_autoptr(GString) line = g_string_new(NULL);

	if (item->urgency > 0)
		g_string_append(line, "Urgent. ");
	for (char **tag = item->tags; *tag; tag++) {
		g_autofree char *words = digest_tag_words(*tag);

		g_string_append_printf(
		    line, "%s%s", tag == item->tags ? "Marked " : ", ", words);
	}
	if (item->tags[0])
		g_string_append_c(line, '.');
	if (line->len > 0)
		digest_plain_add(out, 4, NULL, line->str);
}

static void
add_numbers(GString *out, const DigestItem *item, const DigestReport *report,
    const DigestView *view)
{
	g_autofree char *counts = digest_item_counts(item);
	g_autofree char *change = digest_item_change(item, view->zone);
	g_autofree char *since = digest_item_since(item, view->zone);
	int n = digest_weeks_shown(report);
	g_autofree char *series = digest_series(item->weeks, n);
	g_autofree char *line = g_strdup_printf(
	    "%s%s%s, %s", counts, *change ? ", " : "", change, since);

	digest_plain_add(out, 4, NULL, line);
	if (item->state != DIGEST_SINGLE && n >= 3)
		g_string_append_printf(
		    out, "    Customers, last %d weeks: %s\n", n, series);
}

static void
add_item(GString *out, const DigestItem *item, const DigestReport *report,
    const DigestView *view)
{
	g_autofree char *first = g_strdup_printf("[%d] ", item->number);

	digest_plain_add(out, 4, first, item->title);
	add_chips(out, item);
	add_numbers(out, item, report, view);
	if (item->quote) {
		g_autofree char *day =
		    digest_weekday(item->quote_at, view->zone);
		g_autofree char *quote = g_strdup_printf(
		    "\"%s\" (a customer, %s)", item->quote, day);

		g_string_append_c(out, '\n');
		digest_plain_add(out, 6, NULL, quote);
	}
	if (item->section == DIGEST_FIRST && view->reply_to)
		g_string_append_printf(out,
		    "\n    Reply:  %d taking it   |   %d tell me more   |   "
		    "%d not ours\n",
		    item->number, item->number, item->number);
	g_string_append_c(out, '\n');
}

static void
add_section(GString *out, DigestSection section, const DigestReport *report,
    const DigestView *view)
{
	bool begun = false;

	for (unsigned i = 0; i < report->items->len; i++) {
		const DigestItem *item = report->items->pdata[i];

		if (item->section != section)
			continue;
		if (!begun)
			digest_plain_heading(
			    out, digest_section_title(section));
		begun = true;
		add_item(out, item, report, view);
	}
	/* The next heading brings its own blank lines. */
	if (begun)
		g_string_truncate(out, out->len - 1);
}

static void
add_tags(GString *out, const DigestReport *report)
{
	g_autofree char *mails = digest_count(report->mails, "mail", "mails");
	g_autofree char *title = g_strdup_printf(
	    "What the mails are about (%s; one can count twice)", mails);

	if (report->tags->len < 2 || report->mails < DIGEST_MANY)
		return;
	digest_plain_heading(out, title);
	for (unsigned i = 0; i < MIN(report->tags->len, MAX_TAGS); i++) {
		const DigestTag *tag = report->tags->pdata[i];
		g_autofree char *words = digest_tag_words(tag->tag);

		g_string_append_printf(
		    out, "  %-28s %5" G_GINT64_FORMAT "\n", words, tag->mails);
	}
}

static void
add_foot(GString *out, const DigestReport *report, const DigestView *view)
{
	g_autofree char *more = digest_more(report);
	g_auto(GStrv) foot = digest_foot(
	    report, view->name, view->reply_to, view->zone, view->zone_name);

	if (more) {
		g_string_append_c(out, '\n');
		digest_plain_add(out, 0, NULL, more);
	}
	g_string_append(out, "\n-- \n");
	for (char **text = foot; *text; text++) {
		if (text != foot)
			g_string_append_c(out, '\n');
		digest_plain_add(out, 0, NULL, *text);
	}
}

void
digest_render_text(
    const DigestReport *report, const DigestView *view, DigestMail *mail)
{
	GString *out = g_string_new(NULL);

	add_head(out, report, view);
	add_tiles(out, report, view);
	for (int section = 0; section < DIGEST_SECTIONS; section++)
		add_section(out, (DigestSection)section, report, view);
	add_tags(out, report);
	add_foot(out, report, view);
	g_free(mail->text);
	mail->text = g_string_free(out, FALSE);
}
