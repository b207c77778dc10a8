#include "digest/alarm.h"

#include "digest/alarm-words.h"
#include "digest/page.h"
#include "digest/plain.h"
#include "digest/words.h"

#define BORDER "border-bottom:1px solid #DFE4EA;"
#define RED "#DE4F3F"
#define BLUE "#3B7DDD"
#define UNKNOWN                                                                \
	"Whether it is true, and whom else it concerns who did not write. "    \
	"This"                                                                 \
	" tells what a mail says; nobody has checked it."

void
digest_alarm_free(DigestAlarm *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->items);
	g_ptr_array_unref(self->rows);
	g_free(self);
}

static void
add_section(
    GString *out, const char *colour, const char *title, const char *note)
{
	g_autofree char *mark = digest_page_part(
	    "mark", (const DigestField[]){ { "colour", colour }, { 0 } });
	const DigestField fields[] = {
		{ "mark", mark },
		{ "title", title },
		{ "note", note },
		{ NULL, NULL },
	};

	digest_page_add(out, "section", fields);
}

static void
add_point(GString *out, const char *text, const char *quote,
    const char *evidence, bool last)
{
	g_autofree char *quoted =
	    quote ? digest_page_part("line-quote",
	                (const DigestField[]){ { "quote", quote }, { 0 } })
	          : g_strdup("");
	const DigestField fields[] = {
		{ "border", last ? "" : BORDER },
		{ "strong", evidence ? "<b>" : "" },
		{ "text", text },
		{ "strong-end", evidence ? "</b>" : "" },
		{ "quote", quoted },
		{ "evidence", evidence ? evidence : "" },
		{ NULL, NULL },
	};

	digest_page_add(out, "point", fields);
}

static void
add_issues(GString *out, const DigestAlarm *alarm, const DigestView *view)
{
	unsigned hidden = alarm->rows->len - alarm->items->len;

	add_section(out, RED, "Issues", "what was written");
	for (unsigned i = 0; i < alarm->items->len; i++) {
		const DigestAlarmItem *item = alarm->items->pdata[i];
		g_autofree char *evidence = digest_alarm_evidence(item, view);

		add_point(out, item->title, item->quote, evidence,
		    i + 1 == alarm->items->len);
	}
	if (hidden > 0) {
		g_autofree char *more =
		    g_strdup_printf("%u more, not told here.", hidden);
		digest_page_add(out, "note",
		    (const DigestField[]){ { "text", more }, { 0 } });
	}
	digest_page_add(out, "card-end", NULL);
}

static void
add_points(GString *out, const DigestAlarm *alarm)
{
	g_auto(GStrv) lines = digest_alarm_observations(alarm);

	add_section(out, BLUE, "Observations", "what the mailbox shows");
	for (char **line = lines; *line; line++)
		add_point(out, *line, NULL, NULL, line[1] == NULL);
	digest_page_add(out, "card-end", NULL);
	add_section(out, "#8A99AD", "What we do not know", "");
	add_point(out, UNKNOWN, NULL, NULL, true);
	digest_page_add(out, "card-end", NULL);
}

static void
add_actions(GString *out, const DigestAlarm *alarm, const DigestView *view,
    const char *subject)
{
	static const struct {
		const char *words, *text;
	} answers[] = {
		{ "I take it", "I take it" },
		{ "call me", "Call me first" },
		{ "not urgent", "Not urgent" },
	};
	g_autoptr(GString) buttons = g_string_new(NULL);
	g_autofree char *request = digest_alarm_request(alarm);

	if (!view->reply_to)
		return;
	for (unsigned i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_autofree char *href = digest_page_mailto(
		    view->reply_to, subject, answers[i].words);
		const DigestField fields[] = {
			{ "href", href },
			{ "words", answers[i].words },
			{ "text", answers[i].text },
			{ NULL, NULL },
		};
		digest_page_add(
		    buttons, i ? "button-second" : "button", fields);
	}
	const DigestField fields[] = {
		{ "text", request },
		{ "buttons", buttons->str },
		{ NULL, NULL },
	};
	digest_page_add(out, "actions", fields);
}

static void
add_head(GString *out, const DigestAlarm *alarm, const DigestView *view,
    const char *subject)
{
	g_autofree char *date = digest_moment(alarm->built_at, view->zone);
	g_autofree char *headline = digest_alarm_headline(alarm);
	g_autofree char *lead = digest_alarm_lead(alarm, view);
	g_autofree char *pad = digest_page_pad();
	g_autofree char *chip = digest_page_part(
	    "alarm", (const DigestField[]){ { "text", "Cannot wait" }, { 0 } });
	const DigestField fields[] = {
		{ "title", subject },
		{ "preheader", lead },
		{ "pad", pad },
		{ "text", view->banner },
		{ "brand", view->brand },
		{ "kind", "Escalation" },
		{ "date", date },
		{ "colour", RED },
		{ "chip", chip },
		{ "headline", headline },
		{ "lead", lead },
		{ NULL, NULL },
	};

	digest_page_add(out, "begin", fields);
	if (view->banner)
		digest_page_add(out, "banner", fields);
	digest_page_add(out, "top", fields);
	digest_page_add(out, "headline", fields);
}

static char *
render_html(
    const DigestAlarm *alarm, const DigestView *view, const char *subject)
{
	GString *out = g_string_new(NULL);
	g_autofree char *foot = digest_alarm_foot(view);

	add_head(out, alarm, view, subject);
	add_actions(out, alarm, view, subject);
	digest_page_add(out, "card-end", NULL);
	add_issues(out, alarm, view);
	add_points(out, alarm);
	digest_page_add(
	    out, "foot", (const DigestField[]){ { "text", foot }, { 0 } });
	digest_page_add(out, "end", NULL);
	return g_string_free(out, FALSE);
}

static void
add_text_head(GString *out, const DigestAlarm *alarm, const DigestView *view)
{
	g_autofree char *date = digest_moment(alarm->built_at, view->zone);
	g_autofree char *left = g_strdup_printf("%s - escalation", view->brand);
	g_autofree char *upper = g_utf8_strup(left, -1);
	g_autofree char *headline = digest_alarm_headline(alarm);
	g_autofree char *lead = digest_alarm_lead(alarm, view);
	g_autofree char *request = digest_alarm_request(alarm);

	if (view->banner) {
		digest_plain_add(out, 0, NULL, view->banner);
		g_string_append_c(out, '\n');
	}
	digest_plain_ends(out, upper, date);
	digest_plain_rule(out, '=');
	g_string_append(out, "\nCANNOT WAIT\n\n");
	digest_plain_add(out, 0, NULL, headline);
	g_string_append_c(out, '\n');
	digest_plain_add(out, 0, NULL, lead);
	if (view->reply_to) {
		g_string_append_c(out, '\n');
		digest_plain_add(out, 0, NULL, request);
		g_string_append(out,
		    "\n    Reply:  I take it   |   call me   |   not urgent\n");
	}
}

static void
add_text_issues(GString *out, const DigestAlarm *alarm, const DigestView *view)
{
	unsigned hidden = alarm->rows->len - alarm->items->len;

	digest_plain_heading(out, "Issues - what was written");
	for (unsigned i = 0; i < alarm->items->len; i++) {
		const DigestAlarmItem *item = alarm->items->pdata[i];
		g_autofree char *evidence = digest_alarm_evidence(item, view);

		digest_plain_add(out, 2, "* ", item->title);
		if (item->quote) {
			g_autofree char *quote =
			    g_strdup_printf("\"%s\"", item->quote);
			digest_plain_add(out, 4, NULL, quote);
		}
		digest_plain_add(out, 2, NULL, evidence);
	}
	if (hidden > 0)
		g_string_append_printf(
		    out, "* %u more, not told here.\n", hidden);
}

static char *
render_text(const DigestAlarm *alarm, const DigestView *view)
{
	GString *out = g_string_new(NULL);
	g_auto(GStrv) lines = digest_alarm_observations(alarm);
	g_autofree char *foot = digest_alarm_foot(view);

	add_text_head(out, alarm, view);
	add_text_issues(out, alarm, view);
	digest_plain_heading(out, "Observations - what the mailbox shows");
	for (char **line = lines; *line; line++)
		digest_plain_add(out, 2, "* ", *line);
	digest_plain_heading(out, "What we do not know");
	digest_plain_add(out, 0, NULL, UNKNOWN);
	g_string_append(out, "\n-- \n");
	digest_plain_add(out, 0, NULL, foot);
	return g_string_free(out, FALSE);
}

DigestMail *
digest_render_alarm(const DigestAlarm *alarm, const DigestView *view)
{
	DigestMail *mail = digest_mail_new();

	mail->subject = digest_alarm_subject(alarm);
	mail->html = render_html(alarm, view, mail->subject);
	mail->text = render_text(alarm, view);
	return mail;
}
