#include "digest/render.h"

#include "digest/chart.h"
#include "digest/classify.h"
#include "digest/finding.h"
#include "digest/foot.h"
#include "digest/page.h"
#include "digest/words.h"

#define BORDER "border-bottom:1px solid #DFE4EA;"
#define MAX_BARS 5
#define PERCENT_BASE 10 /* below it a share says more than there is */

typedef struct {
	const DigestReport *report;
	const DigestView *view;
	DigestMail *mail;
	GString *out;
} Page;

static void
add_chip(GString *out, const char *kind, const char *text)
{
	static const struct {
		const char *kind, *class, *colour, *ground;
	} looks[] = {
		{ "alarm", "red redbg", "#B3261E", "#FDECEA" },
		{ "change", "amb ambbg", "#8A5300", "#FCF3E3" },
		{ "good", "grn grnbg", "#14713F", "#E6F4EC" },
		{ "tag", "acc accbg", "#1D5BBF", "#E8F0FC" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(looks); i++)
		if (g_str_equal(looks[i].kind, kind)) {
			const DigestField fields[] = {
				{ "class", looks[i].class },
				{ "colour", looks[i].colour },
				{ "ground", looks[i].ground },
				{ "text", text },
				{ NULL, NULL },
			};
			digest_page_add(out, "chip", fields);
		}
}

static void
add_state_chip(GString *out, const DigestItem *item)
{
	switch (item->state) {
	case DIGEST_NEW:
		add_chip(out, "change", "New this week");
		break;
	case DIGEST_RETURNED:
		add_chip(out, "change", "Back again");
		break;
	case DIGEST_GROWING:
		add_chip(out, "alarm", "\u25b2 Growing");
		break;
	case DIGEST_FADING:
		add_chip(out, "good", "\u25bc Fading");
		break;
	case DIGEST_STEADY:
	case DIGEST_QUIET:
	case DIGEST_SINGLE:
		break;
	}
}

static char *
make_chips(const DigestItem *item)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (item->urgency > 0)
		add_chip(out, "alarm", "Urgent");
	add_state_chip(out, item);
	for (char **tag = item->tags; *tag; tag++) {
		g_autofree char *words = digest_tag_words(*tag);
		add_chip(out, "tag", words);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static unsigned
colour_of(const DigestItem *item)
{
	if (item->section == DIGEST_GOOD || item->state == DIGEST_FADING ||
	    item->state == DIGEST_QUIET)
		return DIGEST_GREEN;
	if (item->state == DIGEST_GROWING || item->urgency > 0)
		return DIGEST_RED;
	return item->state == DIGEST_STEADY ? DIGEST_BLUE : DIGEST_AMBER;
}

/* A small chart where there is a past to show. */
static char *
make_spark(Page *page, const DigestItem *item, const char *fragment,
    DigestChartSize size)
{
	g_autofree char *name = g_strdup_printf("item%d", item->number);
	g_autofree char *alt = digest_item_alt(item);
	g_autofree char *src = NULL;
	int n = digest_weeks_shown(page->report);

	if (item->state == DIGEST_SINGLE || n < 3)
		return g_strdup("");
	src = digest_mail_image(page->mail, page->view, name,
	    digest_chart_line(
	        item->weeks + DIGEST_WEEKS - n, n, colour_of(item), size));
	return digest_page_part(fragment,
	    (const DigestField[]){ { "src", src }, { "alt", alt }, { 0 } });
}

static void
add_button(const Page *page, GString *out, const char *fragment,
    const char *words, const char *text)
{
	g_autofree char *href = digest_page_mailto(
	    page->view->reply_to, page->mail->subject, words);
	const DigestField fields[] = {
		{ "href", href },
		{ "words", words },
		{ "text", text },
		{ NULL, NULL },
	};

	digest_page_add(out, fragment, fields);
}

static char *
make_buttons(const Page *page, const DigestItem *item)
{
	static const struct {
		const char *words, *text;
	} answers[] = {
		{ "taking it", "We\u2019re on it" },
		{ "tell me more", "Tell me more" },
		{ "not ours", "Not ours" },
	};
	g_autoptr(GString) buttons = g_string_new(NULL);

	if (!page->view->reply_to)
		return g_strdup("");
	for (unsigned i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_autofree char *words =
		    g_strdup_printf("%d %s", item->number, answers[i].words);
		add_button(page, buttons, i ? "button-second" : "button", words,
		    answers[i].text);
	}
	return digest_page_part("buttons",
	    (const DigestField[]){ { "buttons", buttons->str }, { 0 } });
}

static char *
make_quote(const Page *page, const DigestItem *item)
{
	g_autofree char *day = NULL;
	g_autofree char *by = NULL;

	if (!item->quote)
		return g_strdup("");
	day = digest_weekday(item->quote_at, page->view->zone);
	by = g_strdup_printf("A customer, %s", day);
	return digest_page_part(
	    "quote", (const DigestField[]){
	                 { "quote", item->quote }, { "by", by }, { 0 } });
}

static char *
make_since(const Page *page, const DigestItem *item)
{
	g_autofree char *since = digest_item_since(item, page->view->zone);
	g_autofree char *change = digest_item_change(item, page->view->zone);

	return *change ? g_strdup_printf("%s \u00b7 %s", change, since)
	               : g_steal_pointer(&since);
}

static void
add_item(Page *page, const DigestItem *item, bool last)
{
	const DigestChartSize size = { 120, 34 };
	g_autofree char *number = g_strdup_printf("%d", item->number);
	g_autofree char *chips = make_chips(item);
	g_autofree char *counts = digest_item_counts(item);
	g_autofree char *since = make_since(page, item);
	g_autofree char *spark = make_spark(page, item, "spark", size);
	g_autofree char *quote = make_quote(page, item);
	g_autofree char *buttons = make_buttons(page, item);
	const DigestField fields[] = {
		{ "border", last ? "" : BORDER },
		{ "number", number },
		{ "title", item->title },
		{ "chips", chips },
		{ "counts", counts },
		{ "since", since },
		{ "spark", spark },
		{ "quote", quote },
		{ "buttons", buttons },
		{ NULL, NULL },
	};

	digest_page_add(page->out, "item", fields);
}

/* "3 customers, 4 mails, as many as last week, bug: crash". */
static char *
make_line_counts(const Page *page, const DigestItem *item)
{
	g_autofree char *counts = digest_item_counts(item);
	g_autofree char *since = make_since(page, item);
	g_autofree char *tag =
	    item->tags[0] ? digest_tag_words(item->tags[0]) : NULL;

	return g_strdup_printf("%s \u00b7 %s%s%s", counts, since,
	    tag ? " \u00b7 " : "", tag ? tag : "");
}

static void
add_line(Page *page, const DigestItem *item, bool last)
{
	const DigestChartSize size = { 96, 27 };
	g_autofree char *number = g_strdup_printf("%d", item->number);
	g_autofree char *counts = make_line_counts(page, item);
	g_autofree char *spark = make_spark(page, item, "line-spark", size);
	g_autofree char *quote =
	    item->quote
	        ? digest_page_part("line-quote",
	              (const DigestField[]){ { "quote", item->quote }, { 0 } })
	        : g_strdup("");
	const DigestField fields[] = {
		{ "border", last ? "" : BORDER },
		{ "number", number },
		{ "title", item->title },
		{ "counts", counts },
		{ "quote", quote },
		{ "spark", spark },
		{ NULL, NULL },
	};

	digest_page_add(page->out, "line", fields);
}

static void
add_section_head(Page *page, const char *title, const char *note)
{
	const DigestField fields[] = {
		{ "mark", "" },
		{ "title", title },
		{ "note", note },
		{ NULL, NULL },
	};

	digest_page_add(page->out, "section", fields);
}

static void
add_section(Page *page, DigestSection section)
{
	const GPtrArray *items = page->report->items;
	const DigestItem *last = NULL;

	for (unsigned i = 0; i < items->len; i++)
		if (((const DigestItem *)items->pdata[i])->section == section)
			last = items->pdata[i];
	if (!last)
		return;
	add_section_head(page, digest_section_title(section), "");
	for (unsigned i = 0; i < items->len; i++) {
		const DigestItem *item = items->pdata[i];

		if (item->section != section)
			continue;
		if (section == DIGEST_FIRST)
			add_item(page, item, item == last);
		else
			add_line(page, item, item == last);
	}
	digest_page_add(page->out, "card-end", NULL);
}

static void
add_tiles(Page *page)
{
	g_autoptr(GPtrArray) tiles =
	    digest_tiles(page->report, page->view->name);

	digest_page_add(page->out, "tiles", NULL);
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
		digest_page_add(page->out, "tile", fields);
	}
	digest_page_add(page->out, "tiles-end", NULL);
}

/* The department's weeks; nothing while there is no past to show. */
static void
add_chart(Page *page)
{
	const DigestChartSize size = { 576, 80 };
	int n = digest_weeks_shown(page->report);
	g_autofree char *series = digest_series(page->report->weeks, n);
	g_autofree char *alt = NULL;
	g_autofree char *note = NULL;
	g_autofree char *src = NULL;
	g_autofree char *from = NULL;

	if (n < 3)
		return;
	alt = g_strdup_printf("Bar chart, mails a week: %s", series);
	note = g_strdup_printf("the last %d, this one in blue", n);
	from = g_strdup_printf("%d weeks ago", n - 1);
	src = digest_mail_image(page->mail, page->view, "weeks",
	    digest_chart_bars(
	        page->report->weeks + DIGEST_WEEKS - n, n, DIGEST_BLUE, size));
	const DigestField fields[] = {
		{ "title", "Mails a week" },
		{ "note", note },
		{ "src", src },
		{ "alt", alt },
		{ "from", from },
		{ "to", "this week" },
		{ NULL, NULL },
	};
	digest_page_add(page->out, "chart", fields);
}

static void
add_bar(Page *page, const DigestTag *tag, int64_t most)
{
	int64_t all = page->report->mails;
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

	digest_page_add(page->out, "bar", fields);
}

static void
add_bars(Page *page)
{
	const GPtrArray *tags = page->report->tags;
	g_autofree char *mails =
	    digest_count(page->report->mails, "mail", "mails");
	g_autofree char *note =
	    g_strdup_printf("%s; one can count twice", mails);

	if (tags->len < 2 || page->report->mails < DIGEST_MANY)
		return;
	add_section_head(page, "What the mails are about", note);
	for (unsigned i = 0; i < MIN(tags->len, MAX_BARS); i++)
		add_bar(page, tags->pdata[i],
		    ((const DigestTag *)tags->pdata[0])->mails);
	digest_page_add(page->out, "card-end", NULL);
}

static void
add_head(Page *page)
{
	const DigestView *view = page->view;
	g_autofree char *days = digest_days(&page->report->period, view->zone);
	g_autofree char *kind = g_strdup_printf("%s weekly", view->name);
	g_autofree char *title = g_strdup_printf("%s, %s", kind, days);
	g_autofree char *preheader = digest_preheader(page->report);
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

	digest_page_add(page->out, "begin", fields);
	if (view->banner)
		digest_page_add(page->out, "banner", fields);
	digest_page_add(page->out, "top", fields);
}

static void
add_finding(Page *page)
{
	g_autofree char *headline = digest_headline(page->report);
	g_autofree char *lead =
	    digest_lead(page->report, page->view->name, page->view->zone);
	const DigestField fields[] = {
		{ "chip", "" },
		{ "headline", headline },
		{ "lead", lead },
		{ NULL, NULL },
	};

	digest_page_add(page->out, "headline", fields);
	add_tiles(page);
	add_chart(page);
	digest_page_add(page->out, "card-end", NULL);
}

static void
add_more(Page *page)
{
	g_autofree char *more = digest_more(page->report);
	const DigestField fields[] = { { "text", more }, { NULL, NULL } };

	if (more)
		digest_page_add(page->out, "foot", fields);
}

static void
add_foot(Page *page)
{
	const DigestView *view = page->view;
	g_auto(GStrv) foot = digest_foot(page->report, view->name,
	    view->reply_to, view->zone, view->zone_name);

	for (char **text = foot; *text; text++)
		digest_page_add(page->out, "foot",
		    (const DigestField[]){ { "text", *text }, { 0 } });
	digest_page_add(page->out, "end", NULL);
}

void
digest_render_html(
    const DigestReport *report, const DigestView *view, DigestMail *mail)
{
	Page page = { report, view, mail, g_string_new(NULL) };

	g_ptr_array_set_size(mail->images, 0);
	add_head(&page);
	add_finding(&page);
	for (int section = 0; section < DIGEST_SECTIONS; section++)
		add_section(&page, (DigestSection)section);
	add_bars(&page);
	add_more(&page);
	add_foot(&page);
	g_free(mail->html);
	mail->html = g_string_free(page.out, FALSE);
}
