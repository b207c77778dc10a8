#include "digest/foot.h"

#include "digest/words.h"

#include <string.h>

static char *
foot_counted(const DigestReport *report, GTimeZone *zone, const char *zone_name)
{
	g_autofree char *first =
	    digest_weekday_day(report->period.start_at, zone);
	g_autofree char *last =
	    digest_weekday_day(report->period.end_at - 1, zone);
	g_autofree char *persons =
	    digest_count(report->base.persons, "mail", "mails");
	const char *slash = strrchr(zone_name, '/');
	g_autoptr(GString) out = g_string_new(NULL);

	g_string_append_printf(out,
	    "Week %s: %s 00:00 to %s 24:00 (%s). In it, people wrote %s to the"
	    " company",
	    report->period.name, first, last, slash ? slash + 1 : zone_name,
	    persons);
	if (report->base.unrouted > 0)
		g_string_append_printf(out,
		    "; %d of them went to no department",
		    (int)report->base.unrouted);
	g_string_append(out, ". ");
	if (report->base.guessed > 0)
		g_string_append_printf(out,
		    "For %d of them no rule was sure: what they are marked is"
		    " the guess of a model. ",
		    (int)report->base.guessed);
	if (report->late > 0)
		g_string_append_printf(out,
		    "%d that came late, from earlier weeks, %s counted here. ",
		    (int)report->late, report->late == 1 ? "is" : "are");
	g_string_append(out, "Names are left out and quotes shortened.");
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
foot_source(const StoreFeedbackSource *source, GTimeZone *zone)
{
	g_autoptr(GString) out = g_string_new(NULL);

	g_string_append_printf(out,
	    "Mailbox %s since then: %" G_GINT64_FORMAT
	    " listed = %" G_GINT64_FORMAT " new + %" G_GINT64_FORMAT
	    " duplicate + %" G_GINT64_FORMAT " vanished + %" G_GINT64_FORMAT
	    " skipped",
	    source->mailbox, source->listed, source->fresh, source->duplicate,
	    source->vanished, source->skipped);
	if (source->complete_until > 0) {
		g_autofree char *until =
		    digest_moment(source->complete_until, zone);
		g_string_append_printf(out, "; complete until %s", until);
	}
	g_string_append_c(out, '.');
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
add_sources(GStrvBuilder *out, const DigestReport *report, GTimeZone *zone)
{
	g_autoptr(GString) line = g_string_new(NULL);

	for (unsigned i = 0; i < report->sources->len; i++) {
		const StoreFeedbackSource *source = report->sources->pdata[i];
		g_autofree char *text = NULL;

		if (source->listed == 0 && source->complete_until == 0)
			continue;
		text = foot_source(source, zone);
		g_string_append_printf(
		    line, "%s%s", line->len > 0 ? " " : "", text);
	}
	if (line->len > 0)
		g_strv_builder_add(out, line->str);
}

char **
digest_foot(const DigestReport *report, const char *name, const char *reply_to,
    GTimeZone *zone, const char *zone_name)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();
	g_autofree char *counted = foot_counted(report, zone, zone_name);
	g_autofree char *why = NULL;

	g_strv_builder_add(out, counted);
	add_sources(out, report, zone);
	why = reply_to
	          ? g_strdup_printf(
	                "You get this because you are on the %s list. A reply"
	                " reaches a person: %s. Write there too to leave the"
	                " list or to get somebody else on it.",
	                name, reply_to)
	          : g_strdup_printf(
	                "You get this because you are on the %s list.", name);
	g_strv_builder_add(out, why);
	return g_strv_builder_end(out);
}
