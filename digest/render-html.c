#include "digest/render.h"

#include "digest/chart.h"
#include "digest/classify.h"
#include "digest/finding.h"
#include "digest/foot.h"
#include "digest/item-html.h"
#include "digest/page.h"
#include "digest/words.h"

#define MAX_BARS 5
#define PERCENT_BASE 10 /* below it a share says more than there is */

static void
add_section_head(DigestSheet *sheet, const char *title, const char *note)
{
	const DigestField fields[] = {
		{ "mark", "" },
		{ "title", title },
		{ "note", note },
		{ NULL, NULL },
	};

	digest_page_add(sheet->out, "section", fields);
}

static void
add_section(DigestSheet *sheet, DigestSection section)
{
	const GPtrArray *items = sheet->report->items;
	const DigestItem *last = NULL;

	for (unsigned i = 0; i < items->len; i++)
		if (((const DigestItem *)items->pdata[i])->section == section)
			last = items->pdata[i];
	if (!last)
		return;
	add_section_head(sheet, digest_section_title(section), "");
	for (unsigned i = 0; i < items->len; i++) {
		const DigestItem *item = items->pdata[i];

		if (item->section != section)
			continue;
		if (section == DIGEST_FIRST)
			digest_item_card(sheet, item, item == last);
		else
			digest_item_line(sheet, item, item == last);
	}
	digest_page_add(sheet->out, "card-end", NULL);
}

static void
add_tiles(DigestSheet *sheet)
{
	g_autoptr(GPtrArray) tiles =
	    digest_tiles(sheet->report, sheet->view->name);

	digest_page_add(sheet->out, "tiles", NULL);
	for (unsigned i = 0; i < tiles->len; i++) {
		const DigestTile *tile = tiles->pdata[i];
		const DigestField fields[] = {
			{ "value", tile->value },
			{ "label", tile->label },
			{ "yardstick", tile->yardstick },
			{ "class", tile->alarming ? "red" : "mut" },
			{ "colour", tile->alarming ? "#B3261E" : "#566274" },
			{ NULL, NULL },
		};
		digest_page_add(sheet->out, "tile", fields);
	}
	digest_page_add(sheet->out, "tiles-end", NULL);
}

/* The department's weeks; nothing while there is no past to show. */
static void
add_chart(DigestSheet *sheet)
{
	const DigestChartSize size = { 576, 80 };
	int n = digest_weeks_shown(sheet->report);
	g_autofree char *series = digest_series(sheet->report->weeks, n);
	g_autofree char *alt = NULL;
	g_autofree char *note = NULL;
	g_autofree char *src = NULL;
	g_autofree char *from = NULL;

	if (n < 3)
		return;
	alt = g_strdup_printf("Bar chart, mails a week: %s", series);
	note = g_strdup_printf("the last %d, this one in blue", n);
	from = g_strdup_printf("%d weeks ago", n - 1);
	src = digest_mail_image(sheet->mail, sheet->view, "weeks",
	    digest_chart_bars(
	        sheet->report->weeks + DIGEST_WEEKS - n, n, DIGEST_BLUE, size));
	const DigestField fields[] = {
		{ "title", "Mails a week" },
		{ "note", note },
		{ "src", src },
		{ "alt", alt },
		{ "from", from },
		{ "to", "this week" },
		{ NULL, NULL },
	};
	digest_page_add(sheet->out, "chart", fields);
}

static void
add_bar(DigestSheet *sheet, const DigestTag *tag, int64_t most)
{
	int64_t all = sheet->report->mails;
	g_autofree char *label = digest_tag_words(tag->tag);
	g_autofree char *value = digest_count(tag->mails, "", "");
	g_autofree char *width =
	    g_strdup_printf("%d", (int)MAX(tag->mails * 100 / most, 2));
	g_autofree char *share =
	    all < PERCENT_BASE
	        ? g_strdup("")
	        : g_strdup_printf("%d%%", (int)(tag->mails * 100 / all));
	const DigestField fields[] = {
		{ "label", label },
		{ "value", value },
		{ "width", width },
		{ "share", share },
		{ NULL, NULL },
	};

	digest_page_add(sheet->out, "bar", fields);
}

static void
add_bars(DigestSheet *sheet)
{
	const GPtrArray *tags = sheet->report->tags;
	g_autofree char *mails =
	    digest_count(sheet->report->mails, "mail", "mails");
	g_autofree char *note =
	    g_strdup_printf("%s; one can count twice", mails);

	if (tags->len < 2 || sheet->report->mails < DIGEST_MANY)
		return;
	add_section_head(sheet, "What the mails are about", note);
	for (unsigned i = 0; i < MIN(tags->len, MAX_BARS); i++)
		add_bar(sheet, tags->pdata[i],
		    ((const DigestTag *)tags->pdata[0])->mails);
	digest_page_add(sheet->out, "card-end", NULL);
}

static void
add_head(DigestSheet *sheet)
{
	const DigestView *view = sheet->view;
	g_autofree char *days = digest_days(&sheet->report->period, view->zone);
	g_autofree char *kind = g_strdup_printf("%s weekly", view->name);
	g_autofree char *title = g_strdup_printf("%s, %s", kind, days);
	g_autofree char *preheader = digest_preheader(sheet->report);
	g_autofree char *pad = digest_page_pad();
	const DigestField fields[] = {
		{ "title", title },
		{ "preheader", preheader },
		{ "pad", pad },
		{ "text", view->banner },
		{ "brand", view->brand },
		{ "kind", kind },
		{ "date", days },
		{ "colour", "#3B7DDD" },
		{ NULL, NULL },
	};

	digest_page_add(sheet->out, "begin", fields);
	if (view->banner)
		digest_page_add(sheet->out, "banner", fields);
	if (view->notice)
		digest_page_add(sheet->out, "banner",
		    (const DigestField[]){ { "text", view->notice }, { 0 } });
	digest_page_add(sheet->out, "top", fields);
}

static void
add_finding(DigestSheet *sheet)
{
	g_autofree char *headline = digest_headline(sheet->report);
	g_autofree char *lead =
	    digest_lead(sheet->report, sheet->view->name, sheet->view->zone);
	const DigestField fields[] = {
		{ "chip", "" },
		{ "headline", headline },
		{ "lead", lead },
		{ NULL, NULL },
	};

	digest_page_add(sheet->out, "headline", fields);
	add_tiles(sheet);
	add_chart(sheet);
	digest_page_add(sheet->out, "card-end", NULL);
}

static void
add_more(DigestSheet *sheet)
{
	g_autofree char *more = digest_more(sheet->report);
	const DigestField fields[] = { { "text", more }, { NULL, NULL } };

	if (more)
		digest_page_add(sheet->out, "foot", fields);
}

static void
add_foot(DigestSheet *sheet)
{
	const DigestView *view = sheet->view;
	g_auto(GStrv) foot = digest_foot(sheet->report, view->name,
	    view->reply_to, view->zone, view->zone_name);

	for (char **text = foot; *text; text++)
		digest_page_add(sheet->out, "foot",
		    (const DigestField[]){ { "text", *text }, { 0 } });
	digest_page_add(sheet->out, "end", NULL);
}

void
digest_render_html(
    const DigestReport *report, const DigestView *view, DigestMail *mail)
{
	DigestSheet sheet = { report, view, mail, g_string_new(NULL) };

	g_ptr_array_set_size(mail->images, 0);
	add_head(&sheet);
	add_finding(&sheet);
	for (int section = 0; section < DIGEST_SECTIONS; section++)
		add_section(&sheet, (DigestSection)section);
	add_bars(&sheet);
	add_more(&sheet);
	add_foot(&sheet);
	g_free(mail->html);
	mail->html = g_string_free(sheet.out, FALSE);
}
