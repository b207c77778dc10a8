#include "mail/origin/origin.h"

#include "mail/fold.h"
#include "mail/header/headers.h"
#include "mail/mime/body.h"
#include "mail/origin/absence.h"
#include "mail/origin/automatic.h"
#include "mail/origin/bounce.h"
#include "mail/origin/signs.h"

#include <string.h>

#define CALENDAR_DEPTH 4 /* of multiparts above the calendar's part */

static void
decide(CoreMessage *record, CoreOrigin origin, const char *reason)
{
	record->origin = origin;
	g_free(record->origin_reason);
	record->origin_reason = g_strdup(reason);
}

/* Whether a sign of @kind decides for @origin. */
static bool
decide_by(CoreMessage *record, CoreOrigin origin, MailSigns kind)
{
	g_autofree char *reason = mail_signs_find(record, kind);

	if (reason)
		decide(record, origin, reason);
	return reason != NULL;
}

/* Whether @record answers a mail, by its headers or its subject. */
static bool
is_answer(const CoreMessage *record)
{
	const char *subject = record->subject ? record->subject : "";
	const char *colon = strchr(subject, ':');

	return record->in_reply_to->len || record->references->len ||
	       (colon && colon - subject >= 2 && colon - subject <= 4);
}

/* The wording of absence, or NULL. */
static const char *
absence(const CoreMessage *record)
{
	const char *wording =
	    mail_absence_in_subject(record->subject, record->own_words);

	return wording || !is_answer(record)
	           ? wording
	           : mail_absence_in_words(record->own_words);
}

/* What an answer that no person wrote says of itself, or NULL. */
static const char *
machine_words(const CoreMessage *record)
{
	const char *wording = is_answer(record)
	                          ? mail_automatic_challenge(record->own_words)
	                          : NULL;

	return wording || !is_answer(record)
	           ? wording
	           : mail_automatic_in_words(record->own_words);
}

/* Whether the list is a group address of our own that customers write to. */
static bool
is_our_group(const CoreMessage *record, char *const *domains)
{
	const char *id = mail_header(record, "List-Id");
	const char *start = id ? strrchr(id, '<') : NULL;

	if (!id)
		return false;
	start = start ? start + 1 : id;
	g_autofree char *name = g_strndup(start, strcspn(start, "> "));
	for (size_t i = 0; domains && domains[i]; i++) {
		size_t own = strlen(domains[i]), length = strlen(name);

		if (length > own && name[length - own - 1] == '.' &&
		    g_ascii_strcasecmp(name + length - own, domains[i]) == 0)
			return true;
	}
	return false;
}

static bool
is_machine(const CoreMessage *record)
{
	const char *address = record->from ? record->from->address : "";

	return mail_signs_is_machine(address) ||
	       (mail_signs_may_be_machine(address) &&
	           mail_automatic_is_impersonal(record->own_words));
}

static bool
decide_bounce(const MailPart *root, CoreMessage *record)
{
	const char *reason;

	if (!root)
		return false;
	record->bounce = mail_bounce_read(root, record, &reason);
	if (record->bounce)
		decide(record, CORE_ORIGIN_BOUNCE, reason);
	return record->bounce != NULL;
}

/* Auto-Submitted: auto-generated with a subject of absence is what Exchange
 * and some webmailers make of a vacation reply. */
static bool
decide_auto_reply(CoreMessage *record)
{
	const char *away, *wording;

	if (decide_by(record, CORE_ORIGIN_AUTO_REPLY, MAIL_SIGNS_AUTO_REPLY))
		return true;
	away = absence(record);
	wording = away ? away : machine_words(record);
	if (!wording)
		return false;
	g_autofree char *reason = g_strdup_printf(
	    "%s: %s", away ? "absence" : "a machine's words", wording);
	decide(record, CORE_ORIGIN_AUTO_REPLY, reason);
	return true;
}

/* "Accepted: Meeting", which a calendar sends when a button is pressed. */
static bool
is_calendar_answer(const MailPart *part, int depth)
{
	if (depth == 0)
		return false;
	if (part->kind != MAIL_PART_MULTIPART)
		return mail_span_is(&part->method, "reply") &&
		       mail_part_is(part, "text", "calendar");
	for (const MailPart *in = part->first; in; in = in->next)
		if (is_calendar_answer(in, depth - 1))
			return true;
	return false;
}

static bool
is_silent_answer(const MailPart *root, const CoreMessage *record)
{
	return root &&
	       (mail_body_is_blank(record->text) ||
	           mail_automatic_is_of_calendar(record->text)) &&
	       is_calendar_answer(root, CALENDAR_DEPTH);
}

/* What says that a mail arrived or was read (RFC 8098), or what somebody thinks
 * of it (RFC 5965): no person writes multipart/report. */
static bool
is_report(const MailPart *root)
{
	return root && mail_part_is(root, "multipart", "report");
}

/* What Hotmail makes of a complaint: the mail complained of, and no word. */
static bool
is_complaint(const MailPart *root, const CoreMessage *record)
{
	static const char opening[] = "complaint about message from ";
	const char *subject = record->subject ? record->subject : "";
	const MailPart *only = root ? root->first : NULL;

	return only && only->kind == MAIL_PART_MESSAGE && !only->next &&
	       g_ascii_strncasecmp(subject + strspn(subject, " "), opening,
	           strlen(opening)) == 0;
}

/* What receivers tell of a domain's mails, whose subject is fixed (RFC 7489
 * 7.2.1.1, RFC 8460 3.3). */
static bool
is_of_dmarc(const CoreMessage *record)
{
	static const char *const words[] = {
		"report domain:", " submitter:", " report-id:"
	};
	g_autofree char *folded =
	    mail_fold(record->subject ? record->subject : "");
	bool is = true;

	for (size_t i = 0; is && i < G_N_ELEMENTS(words); i++)
		is = strstr(folded, words[i]) != NULL;
	return is;
}

/* The first of list, generated, newsletter and notification that fits. */
static bool
decide_by_headers(CoreMessage *record, char *const *domains)
{
	bool ours = is_our_group(record, domains);

	return (!ours &&
	           decide_by(record, CORE_ORIGIN_LIST, MAIL_SIGNS_LIST)) ||
	       decide_by(
	           record, CORE_ORIGIN_NOTIFICATION, MAIL_SIGNS_GENERATED) ||
	       (!ours && decide_by(record, CORE_ORIGIN_LIST,
	                     MAIL_SIGNS_NEWSLETTER)) ||
	       decide_by(
	           record, CORE_ORIGIN_NOTIFICATION, MAIL_SIGNS_NOTIFICATION);
}

/* What says that it is a report, or no person's for another reason. */
static const char *
reason_of_report(const MailPart *root, const CoreMessage *record)
{
	if (is_report(root))
		return "Content-Type: multipart/report";
	if (is_complaint(root, record))
		return "a complaint";
	if (is_of_dmarc(record))
		return "a report on a domain";
	return NULL;
}

void
mail_origin_decide(
    const MailPart *root, char *const *domains, CoreMessage *record)
{
	const char *report;

	if (decide_bounce(root, record) ||
	    decide_by(record, CORE_ORIGIN_SPAM, MAIL_SIGNS_SPAM))
		return;
	if ((report = reason_of_report(root, record)))
		decide(record, CORE_ORIGIN_NOTIFICATION, report);
	else if (decide_auto_reply(record) ||
	         decide_by_headers(record, domains))
		return;
	else if (is_silent_answer(root, record))
		decide(record, CORE_ORIGIN_NOTIFICATION, "a calendar's answer");
	else if (is_machine(record))
		decide(record, CORE_ORIGIN_NOTIFICATION, "From: a machine's");
	else if (mail_automatic_is_receipt(record->subject, record->own_words))
		decide(record, CORE_ORIGIN_NOTIFICATION, "a receipt");
	else if (mail_automatic_in_words(record->own_words))
		decide(record, CORE_ORIGIN_NOTIFICATION, "a machine's words");
	else
		decide(record, CORE_ORIGIN_PERSON, "nothing says otherwise");
}
