#include "mail/origin/origin.h"

#include "mail/header/headers.h"
#include "mail/mime/body.h"
#include "mail/origin/absence.h"
#include "mail/origin/automatic.h"
#include "mail/origin/bounce.h"

#include <string.h>

#define CALENDAR_DEPTH 4 /* of multiparts above the calendar's part */

/* What a header must begin with to decide; "" is any value. */
typedef struct {
	const char *header;
	const char *value;
} Sign;

static const Sign spam[] = {
	{ "X-Spam-Flag", "yes" },
	{ "X-Spam-Status", "yes" },
	{ "X-Spam", "yes" },
};

static const Sign auto_reply[] = {
	{ "Auto-Submitted", "auto-replied" },
	{ "X-Autoreply", "" },
	{ "X-Autorespond", "" },
	{ "X-Auto-Reply", "" },
	{ "X-Autoresponder", "" },
	{ "X-AutoReply-From", "" },
	{ "X-Mail-Autoreply", "" },
	{ "X-Precedence", "auto_reply" },
	{ "Precedence", "auto_reply" },
	{ "X-POST-MessageClass", "9; autoresponder" },
	{ "Delivered-To", "autoresponder" },
	{ "X-FC-MachineGenerated", "true" },
};

/* A list of people, or of addresses. */
static const Sign list[] = {
	{ "List-Id", "" },
	{ "List-Post", "" },
	{ "Mailing-List", "" },
	{ "X-Mailing-List", "" },
	{ "Precedence", "list" },
	{ "Precedence", "bulk" },
	{ "Precedence", "junk" },
	{ "X-Campaign", "" },
	{ "X-Mailer", "phplist" },
};

/* Alerts offer to be turned off, as newsletters do, but say what they are. */
static const Sign generated[] = {
	{ "Auto-Submitted", "auto-" },
};

static const Sign newsletter[] = {
	{ "List-Unsubscribe", "" },
};

static const Sign notification[] = {
	{ "X-Auto-Response-Suppress", "" },
	{ "X-Auto-Submitted", "" },
	{ "Feedback-ID", "" },
	{ "X-GitHub-Reason", "" },
	{ "X-Jira-Fingerprint", "" },
};

static const char *const machines[] = { "notification", "notifications",
	"notify", "alerts", "alert", "mailer", "newsletter", "news", "updates",
	"root", "cron", "nagios", "mailer-daemon" };

/* As a word of a local part: "noreply-orders", "comments-noreply2". */
static const char *const refusals[] = { "noreply", "no-reply", "no_reply",
	"no.reply", "donotreply", "do-not-reply", "do_not_reply" };

static bool
matches(const CoreMessage *record, const Sign *sign)
{
	const char *value;

	for (size_t i = 0; (value = mail_header_nth(record, sign->header, i));
	     i++)
		if (g_ascii_strncasecmp(
		        value, sign->value, strlen(sign->value)) == 0)
			return true;
	return false;
}

static const Sign *
find_sign(const CoreMessage *record, const Sign *signs, size_t n_signs)
{
	for (size_t i = 0; i < n_signs; i++)
		if (matches(record, &signs[i]))
			return &signs[i];
	return NULL;
}

static void
decide(CoreMessage *record, CoreOrigin origin, const char *reason)
{
	record->origin = origin;
	g_free(record->origin_reason);
	record->origin_reason = g_strdup(reason);
}

static void
decide_by(CoreMessage *record, CoreOrigin origin, const Sign *sign)
{
	g_autofree char *reason = g_strdup_printf(
	    "%s: %s", sign->header, *sign->value ? sign->value : "present");

	decide(record, origin, reason);
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
refuses_answers(const char *local)
{
	for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
		size_t length = strlen(refusals[i]);
		const char *at = strstr(local, refusals[i]);

		if (at && (at == local || !g_ascii_isalpha(at[-1])) &&
		    !g_ascii_isalpha(at[length]))
			return true;
	}
	return false;
}

static bool
is_machine(const CoreMessage *record)
{
	const char *address = record->from ? record->from->address : "";
	size_t length = strcspn(address, "@+");
	g_autofree char *local = g_ascii_strdown(address, (gssize)length);

	if (refuses_answers(local))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(machines); i++)
		if (strcmp(local, machines[i]) == 0)
			return true;
	return false;
}

/* What mail systems tell each other of a domain: the subject is laid down (RFC
 * 7489 7.2.1.1, RFC 8460 5.3), the words are not. */
static bool
is_domain_report(const CoreMessage *record)
{
	static const char opening[] = "report domain:";
	const char *subject = record->subject ? record->subject : "";

	return g_ascii_strncasecmp(subject, opening, strlen(opening)) == 0 &&
	       strstr(subject, "Submitter:") && strstr(subject, "Report-ID:");
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
	const Sign *sign =
	    find_sign(record, auto_reply, G_N_ELEMENTS(auto_reply));
	const char *away = sign ? NULL : absence(record);
	const char *wording = sign || away ? away : machine_words(record);

	if (sign) {
		decide_by(record, CORE_ORIGIN_AUTO_REPLY, sign);
	} else if (wording) {
		g_autofree char *reason = g_strdup_printf(
		    "%s: %s", away ? "absence" : "a machine's words", wording);

		decide(record, CORE_ORIGIN_AUTO_REPLY, reason);
	}
	return sign || wording;
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

/* The first of list, generated, newsletter and notification that fits. */
static bool
decide_by_headers(CoreMessage *record, char *const *domains)
{
	bool ours = is_our_group(record, domains);
	const struct {
		CoreOrigin origin;
		const Sign *signs;
		size_t n_signs;
	} steps[] = {
		{ CORE_ORIGIN_LIST, list, ours ? 0 : G_N_ELEMENTS(list) },
		{ CORE_ORIGIN_NOTIFICATION, generated,
		    G_N_ELEMENTS(generated) },
		{ CORE_ORIGIN_LIST, newsletter,
		    ours ? 0 : G_N_ELEMENTS(newsletter) },
		{ CORE_ORIGIN_NOTIFICATION, notification,
		    G_N_ELEMENTS(notification) },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		const Sign *sign =
		    find_sign(record, steps[i].signs, steps[i].n_signs);

		if (sign) {
			decide_by(record, steps[i].origin, sign);
			return true;
		}
	}
	return false;
}

void
mail_origin_decide(
    const MailPart *root, char *const *domains, CoreMessage *record)
{
	const Sign *sign;

	if (decide_bounce(root, record))
		return;
	if ((sign = find_sign(record, spam, G_N_ELEMENTS(spam)))) {
		decide_by(record, CORE_ORIGIN_SPAM, sign);
		return;
	}
	if (decide_auto_reply(record) || decide_by_headers(record, domains))
		return;
	if (is_silent_answer(root, record))
		decide(record, CORE_ORIGIN_NOTIFICATION, "a calendar's answer");
	else if (is_report(root))
		decide(record, CORE_ORIGIN_NOTIFICATION,
		    "Content-Type: multipart/report");
	else if (is_complaint(root, record))
		decide(record, CORE_ORIGIN_NOTIFICATION, "a complaint");
	else if (is_domain_report(record))
		decide(
		    record, CORE_ORIGIN_NOTIFICATION, "a report of a domain");
	else if (is_machine(record))
		decide(record, CORE_ORIGIN_NOTIFICATION, "From: a machine's");
	else if (mail_automatic_in_words(record->own_words))
		decide(record, CORE_ORIGIN_NOTIFICATION, "a machine's words");
	else
		decide(record, CORE_ORIGIN_PERSON, "nothing says otherwise");
}
