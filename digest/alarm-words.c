#include "digest/alarm-words.h"

#include "core/text.h"
#include "core/units.h"
#include "digest/words.h"

#include <jansson.h>
#include <string.h>

#define SUBJECT_CHARS 60

static const DigestAlarmItem *
first_of(const DigestAlarm *alarm)
{
	g_assert(alarm->items->len > 0);
	return alarm->items->pdata[0];
}

char *
digest_alarm_subject(const DigestAlarm *alarm)
{
	g_autofree char *tag = digest_tag_words(first_of(alarm)->urgent->tag);
	g_autofree char *behind =
	    alarm->rows->len == 1
	        ? g_strdup_printf("(%s)", tag)
	        : g_strdup_printf("(and %u more)", alarm->rows->len - 1);
	glong room = SUBJECT_CHARS - 7 - g_utf8_strlen(behind, -1);
	g_autofree char *title =
	    core_text_shorten(first_of(alarm)->title, (size_t)MAX(room, 12));

	return g_strdup_printf("Now: %s %s", title, behind);
}

char *
digest_alarm_headline(const DigestAlarm *alarm)
{
	if (alarm->rows->len == 1)
		return g_strdup_printf(
		    "\u201c%s\u201d", first_of(alarm)->title);
	return g_strdup_printf("\u201c%s\u201d, and %u more that cannot wait",
	    first_of(alarm)->title, alarm->rows->len - 1);
}

static char *
guessed_lead(const StoreUrgent *urgent, const char *at)
{
	g_autofree char *tag = digest_tag_words(urgent->tag);
	g_autofree char *sure = core_percent_format(urgent->probability);

	return g_strdup_printf(
	    "A customer wrote it on %s. No rule is sure of it: your sign %s"
	    " speaks for %s, which cannot wait, and a model is %s sure.",
	    at, urgent->rule, tag, sure);
}

static unsigned
count_guesses(const DigestAlarm *alarm)
{
	unsigned n = 0;

	for (unsigned i = 0; i < alarm->rows->len; i++)
		n += ((const StoreUrgent *)alarm->rows->pdata[i])->probability >
		     0;
	return n;
}

char *
digest_alarm_lead(const DigestAlarm *alarm, const DigestView *view)
{
	const StoreUrgent *first = first_of(alarm)->urgent;
	const unsigned guesses = count_guesses(alarm);
	g_autofree char *at =
	    digest_moment(first->message->received_at, view->zone);

	if (alarm->rows->len == 1 && first->probability > 0)
		return guessed_lead(first, at);
	if (alarm->rows->len == 1)
		return g_strdup_printf(
		    "A customer wrote it on %s. Your rule %s says that such a"
		    " mail cannot wait.",
		    at, first->rule);
	return g_strdup_printf("%u mails came since %s that cannot wait, %s."
	                       " Below is what they say.",
	    alarm->rows->len, at,
	    guesses == 0                  ? "as your rules say"
	    : guesses == alarm->rows->len ? "as a model guesses by your signs"
	                                  : "as your rules say or, by your"
	                                    " signs, a model guesses");
}

char *
digest_alarm_request(const DigestAlarm *alarm)
{
	const DigestAlarmItem *item = first_of(alarm);

	if (alarm->rows->len > 1)
		return g_strdup("Who takes them? One answer is enough. Until"
		                " then they are with the departments named"
		                " below, in the usual way.");
	return g_strdup_printf(
	    "Who takes it? One answer is enough. Until then it is %s%s%s.",
	    *item->departments ? "with " : "in the usual queue",
	    item->departments, *item->departments ? ", in the usual way" : "");
}

/* The words that matched: "“sue”, “lawyer”", at most three. */
static char *
make_spans(const StoreUrgent *urgent)
{
	json_t *spans = json_loads(urgent->spans, 0, NULL);
	g_autoptr(GString) out = g_string_new(NULL);

	for (size_t i = 0; i < MIN(json_array_size(spans), 3); i++) {
		const char *word = json_string_value(json_array_get(spans, i));
		g_autofree char *clean =
		    word ? digest_redact(word, urgent->message->sender) : NULL;
		g_autofree char *shown =
		    clean ? core_text_shorten(clean, 40) : NULL;

		if (shown)
			g_string_append_printf(out, "%s\u201c%s\u201d",
			    out->len > 0 ? ", " : "", shown);
	}
	json_decref(spans);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
name_rule(const StoreUrgent *urgent)
{
	g_autofree char *sure = core_percent_format(urgent->probability);

	if (urgent->probability > 0)
		return g_strdup_printf(
		    "a guess by sign %s, %s sure", urgent->rule, sure);
	return g_strdup_printf("rule %s", urgent->rule);
}

char *
digest_alarm_evidence(const DigestAlarmItem *item, const DigestView *view)
{
	g_autofree char *at =
	    digest_moment(item->urgent->message->received_at, view->zone);
	g_autofree char *spans = make_spans(item->urgent);
	g_autofree char *rule = name_rule(item->urgent);

	return g_strdup_printf("%s \u00b7 %s%s%s%s%s", at, rule,
	    *spans ? ", for " : "", spans,
	    *item->departments ? " \u00b7 with " : "", item->departments);
}

/* What the rows around it show, and nothing that they do not. */
char **
digest_alarm_observations(const DigestAlarm *alarm)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();

	for (unsigned i = 0; i < alarm->items->len; i++) {
		const DigestAlarmItem *item = alarm->items->pdata[i];
		g_autofree char *tag = digest_tag_words(item->urgent->tag);
		g_autofree char *same = digest_count(
		    item->context.same_tag, "other mail", "other mails");
		g_autofree char *earlier =
		    digest_count(item->context.earlier, "mail", "mails");
		g_autofree char *others = digest_count(
		    item->context.same_pattern, "other mail", "other mails");
		g_autoptr(GString) line = g_string_new(NULL);

		g_string_append_printf(line,
		    "%s carried the mark %s in the %d days before.",
		    item->context.same_tag > 0 ? same : "No other mail", tag,
		    alarm->days);
		if (item->context.earlier > 0)
			g_string_append_printf(line,
			    " This customer sent %s in that time.", earlier);
		if (item->topic && item->context.same_pattern > 0)
			g_string_append_printf(line,
			    " It is like %s about \u201c%s\u201d.", others,
			    item->topic);
		if (alarm->items->len > 1)
			g_string_prepend(line, "\u201d: ");
		if (alarm->items->len > 1)
			g_string_prepend(line, item->title);
		if (alarm->items->len > 1)
			g_string_prepend(line, "\u201c");
		g_strv_builder_add(out, line->str);
	}
	return g_strv_builder_end(out);
}

char *
digest_alarm_foot(const DigestView *view)
{
	const char *slash = strrchr(view->zone_name, '/');

	return g_strdup_printf(
	    "Times are of %s. Names are left out and quotes shortened; the"
	    " whole mail is in the shared mailbox. You get this because you are"
	    " on the executive list.%s%s%s",
	    slash ? slash + 1 : view->zone_name,
	    view->reply_to ? " A reply reaches a person: " : "",
	    view->reply_to ? view->reply_to : "", view->reply_to ? "." : "");
}
