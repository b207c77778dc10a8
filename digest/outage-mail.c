#include "digest/outage-mail.h"

#include "core/text.h"
#include "digest/page.h"
#include "digest/plain.h"
#include "digest/words.h"

#include <string.h>

#define BORDER "border-bottom:1px solid #DFE4EA;"
#define RED "#DE4F3F"
#define BLUE "#3B7DDD"
#define SUBJECT_CHARS 60
#define ERROR_CHARS 300

/* What the mail says, the same in HTML and text. */
typedef struct {
	char *headline, *lead, *foot;
	char **known, **steps; /* ended by NULL */
} Words;

static void
clear_words(Words *self)
{
	g_free(self->headline);
	g_free(self->lead);
	g_free(self->foot);
	g_strfreev(self->known);
	g_strfreev(self->steps);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, clear_words)

static char *
make_subject(const DigestOutage *outage)
{
	static const char before[] = "Not read: ";
	const char *behind = outage->refused_since ? " (login refused)" : "";
	/* A name that is cut has an ellipsis more. */
	glong room =
	    SUBJECT_CHARS - 1 - (glong)(strlen(before) + strlen(behind));
	g_autofree char *name =
	    core_text_shorten(digest_outage_name(outage), (size_t)room);

	return g_strconcat(before, name, behind, NULL);
}

static char *
make_lead(const DigestOutage *outage, GTimeZone *zone)
{
	int64_t since_at = outage->refused_since ? outage->refused_since
	                                         : outage->failing_since;
	g_autofree char *since = digest_moment(since_at, zone);

	return g_strdup_printf(
	    "%s since %s. Nothing is lost: mail waits on the server, and is"
	    " fetched once %s.",
	    outage->refused_since ? "The login has been refused at every try"
	                          : "Every poll has failed",
	    since,
	    outage->refused_since ? "the login works again"
	                          : "polls work again");
}

static char **
make_known(const DigestOutage *outage, GTimeZone *zone)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();
	g_autofree char *tried = digest_moment(outage->tried_at, zone);
	g_autofree char *until =
	    outage->complete_until ? digest_moment(outage->complete_until, zone)
	                           : NULL;
	g_autofree char *why = core_text_shorten(outage->error, ERROR_CHARS);
	g_autofree char *last =
	    g_strdup_printf("The last try, on %s, met this: %s", tried, why);
	g_autofree char *read =
	    until ? g_strdup_printf("All that came before %s is read.", until)
	          : g_strdup("The mailbox has never been read to its end.");

	g_strv_builder_add(out, last);
	g_strv_builder_add(out, read);
	return g_strv_builder_end(out);
}

static char *
how_to_log_in(const CoreServer *server)
{
	if (server->auth != CORE_AUTH_PASSWORD)
		return g_strdup_printf(
		    "Log in again, as the user who runs Tribune: tribune login"
		    " %s",
		    server->name);
	if (server->password_file)
		return g_strdup_printf(
		    "If the password has changed, put the new one on the first"
		    " line of %s.",
		    server->password_file);
	return g_strdup_printf("If the password has changed, change what"
	                       " [mailbox %s] gets it from.",
	    server->name);
}

static char **
make_steps(const DigestOutage *outage)
{
	const CoreServer *server = &outage->mailbox->server;
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();
	g_autofree char *log_in = how_to_log_in(server);

	if (outage->refused_since) {
		g_strv_builder_add(out, log_in);
		g_strv_builder_add(out,
		    "Or the account is locked, or wants an app password: try"
		    " its user and password in a mail program.");
	} else {
		g_strv_builder_add(
		    out, "Is the server up, and does this machine reach it?");
	}
	g_strv_builder_add(out,
	    "tribune check says whether it works, and what to mend if not.");
	g_strv_builder_add(out,
	    "Then there is nothing else to do: tribune run tries again by"
	    " itself, at least once in a quarter of an hour.");
	return g_strv_builder_end(out);
}

static Words
put_into_words(const DigestOutage *outage, const DigestView *view)
{
	const char *slash = strrchr(view->zone_name, '/');

	return (Words){
		.headline = g_strdup_printf(
		    "Mail to %s is not read", digest_outage_name(outage)),
		.lead = make_lead(outage, view->zone),
		.known = make_known(outage, view->zone),
		.steps = make_steps(outage),
		.foot = g_strdup_printf(
		    "While it lasts this mail comes once a day. Times are of"
		    " %s. You get it because you are the operator in %s.",
		    slash ? slash + 1 : view->zone_name, view->name),
	};
}

static void
add_section(GString *out, const char *colour, const char *title, char **points)
{
	g_autofree char *mark = digest_page_part(
	    "mark", (const DigestField[]){ { "colour", colour }, { 0 } });
	const DigestField head[] = {
		{ "mark", mark },
		{ "title", title },
		{ "note", "" },
		{ NULL, NULL },
	};

	digest_page_add(out, "section", head);
	for (; *points; points++) {
		const DigestField fields[] = {
			{ "border", points[1] ? BORDER : "" },
			{ "strong", "" },
			{ "text", *points },
			{ "strong-end", "" },
			{ "quote", "" },
			{ "evidence", "" },
			{ NULL, NULL },
		};
		digest_page_add(out, "point", fields);
	}
	digest_page_add(out, "card-end", NULL);
}

static void
add_head(GString *out, const Words *words, const DigestView *view,
    const char *subject, const char *date)
{
	g_autofree char *pad = digest_page_pad();
	g_autofree char *chip = digest_page_part(
	    "alarm", (const DigestField[]){ { "text", "Not read" }, { 0 } });
	const DigestField fields[] = {
		{ "title", subject },
		{ "preheader", words->lead },
		{ "pad", pad },
		{ "text", view->banner },
		{ "brand", view->brand },
		{ "kind", "Alarm" },
		{ "date", date },
		{ "colour", RED },
		{ "chip", chip },
		{ "headline", words->headline },
		{ "lead", words->lead },
		{ NULL, NULL },
	};

	digest_page_add(out, "begin", fields);
	if (view->banner)
		digest_page_add(out, "banner", fields);
	digest_page_add(out, "top", fields);
	digest_page_add(out, "headline", fields);
	digest_page_add(out, "card-end", NULL);
}

static char *
render_html(const Words *words, const DigestView *view, const char *subject,
    const char *date)
{
	GString *out = g_string_new(NULL);

	add_head(out, words, view, subject, date);
	add_section(out, RED, "What is known", words->known);
	add_section(out, BLUE, "What to do", words->steps);
	digest_page_add(out, "foot",
	    (const DigestField[]){ { "text", words->foot }, { 0 } });
	digest_page_add(out, "end", NULL);
	return g_string_free(out, FALSE);
}

static void
add_points(GString *out, const char *title, char **points)
{
	digest_plain_heading(out, title);
	for (; *points; points++)
		digest_plain_add(out, 2, "* ", *points);
}

static char *
render_text(const Words *words, const DigestView *view, const char *date)
{
	GString *out = g_string_new(NULL);
	g_autofree char *left = g_strdup_printf("%s - alarm", view->brand);
	g_autofree char *upper = g_utf8_strup(left, -1);

	if (view->banner) {
		digest_plain_add(out, 0, NULL, view->banner);
		g_string_append_c(out, '\n');
	}
	digest_plain_ends(out, upper, date);
	digest_plain_rule(out, '=');
	g_string_append(out, "\nNOT READ\n\n");
	digest_plain_add(out, 0, NULL, words->headline);
	g_string_append_c(out, '\n');
	digest_plain_add(out, 0, NULL, words->lead);
	add_points(out, "What is known", words->known);
	add_points(out, "What to do", words->steps);
	g_string_append(out, "\n-- \n");
	digest_plain_add(out, 0, NULL, words->foot);
	return g_string_free(out, FALSE);
}

DigestMail *
digest_render_outage(
    const DigestOutage *outage, const DigestView *view, int64_t built_at)
{
	DigestMail *mail = digest_mail_new();
	g_auto(Words) words = put_into_words(outage, view);
	g_autofree char *date = digest_moment(built_at, view->zone);

	mail->subject = make_subject(outage);
	mail->html = render_html(&words, view, mail->subject, date);
	mail->text = render_text(&words, view, date);
	return mail;
}
