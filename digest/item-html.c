#include "digest/item-html.h"

#include "digest/chart.h"
#include "digest/finding.h"
#include "digest/page.h"
#include "digest/words.h"

#define BORDER "border-bottom:1px solid #DFE4EA;"

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
make_spark(DigestSheet *sheet, const DigestItem *item, const char *fragment,
    DigestChartSize size)
{
	g_autofree char *name = g_strdup_printf("item%d", item->number);
	g_autofree char *alt = digest_item_alt(item);
	g_autofree char *src = NULL;
	int n = digest_weeks_shown(sheet->report);

	if (item->state == DIGEST_SINGLE || n < 3)
		return g_strdup("");
	src = digest_mail_image(sheet->mail, sheet->view, name,
	    digest_chart_line(
	        item->weeks + DIGEST_WEEKS - n, n, colour_of(item), size));
	return digest_page_part(fragment,
	    (const DigestField[]){ { "src", src }, { "alt", alt }, { 0 } });
}

static void
add_button(const DigestSheet *sheet, GString *out, const char *fragment,
    const char *words, const char *text)
{
	g_autofree char *href = digest_page_mailto(
	    sheet->view->reply_to, sheet->mail->subject, words);
	const DigestField fields[] = {
		{ "href", href },
		{ "words", words },
		{ "text", text },
		{ NULL, NULL },
	};

	digest_page_add(out, fragment, fields);
}

static char *
make_buttons(const DigestSheet *sheet, const DigestItem *item)
{
	static const struct {
		const char *words, *text;
	} answers[] = {
		{ "taking it", "We\u2019re on it" },
		{ "tell me more", "Tell me more" },
		{ "not ours", "Not ours" },
	};
	g_autoptr(GString) buttons = g_string_new(NULL);

	if (!sheet->view->reply_to)
		return g_strdup("");
	for (unsigned i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_autofree char *words =
		    g_strdup_printf("%d %s", item->number, answers[i].words);
		add_button(sheet, buttons, i ? "button-second" : "button",
		    words, answers[i].text);
	}
	return digest_page_part("buttons",
	    (const DigestField[]){ { "buttons", buttons->str }, { 0 } });
}

static char *
make_quote(const DigestSheet *sheet, const DigestItem *item)
{
	g_autofree char *day = NULL;
	g_autofree char *by = NULL;

	if (!item->quote)
		return g_strdup("");
	day = digest_weekday(item->quote_at, sheet->view->zone);
	by = g_strdup_printf("A customer, %s", day);
	return digest_page_part(
	    "quote", (const DigestField[]){
	                 { "quote", item->quote }, { "by", by }, { 0 } });
}

static char *
make_since(const DigestSheet *sheet, const DigestItem *item)
{
	g_autofree char *since = digest_item_since(item, sheet->view->zone);
	g_autofree char *change = digest_item_change(item, sheet->view->zone);

	return *change ? g_strdup_printf("%s \u00b7 %s", change, since)
	               : g_steal_pointer(&since);
}

void
digest_item_card(DigestSheet *sheet, const DigestItem *item, bool last)
{
	const DigestChartSize size = { 120, 34 };
	g_autofree char *number = g_strdup_printf("%d", item->number);
	g_autofree char *chips = make_chips(item);
	g_autofree char *counts = digest_item_counts(item);
	g_autofree char *since = make_since(sheet, item);
	g_autofree char *spark = make_spark(sheet, item, "spark", size);
	g_autofree char *quote = make_quote(sheet, item);
	g_autofree char *buttons = make_buttons(sheet, item);
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

	digest_page_add(sheet->out, "item", fields);
}

/* "3 customers, 4 mails, as many as last week, bug: crash". */
static char *
make_line_counts(const DigestSheet *sheet, const DigestItem *item)
{
	g_autofree char *counts = digest_item_counts(item);
	g_autofree char *since = make_since(sheet, item);
	g_autofree char *tag =
	    item->tags[0] ? digest_tag_words(item->tags[0]) : NULL;

	return g_strdup_printf("%s \u00b7 %s%s%s", counts, since,
	    tag ? " \u00b7 " : "", tag ? tag : "");
}

void
digest_item_line(DigestSheet *sheet, const DigestItem *item, bool last)
{
	const DigestChartSize size = { 96, 27 };
	g_autofree char *number = g_strdup_printf("%d", item->number);
	g_autofree char *counts = make_line_counts(sheet, item);
	g_autofree char *spark = make_spark(sheet, item, "line-spark", size);
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

	digest_page_add(sheet->out, "line", fields);
}
