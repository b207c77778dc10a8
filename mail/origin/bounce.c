#include "mail/origin/bounce.h"

#include "core/text.h"
#include "mail/fold.h"
#include "mail/header/headers.h"
#include "mail/mime/content.h"
#include "mail/origin/automatic.h"
#include "mail/origin/notice.h"
#include "mail/origin/report.h"
#include "mail/starts.h"
#include "mail/words/block.h"

#include <string.h>

#define STATUS_PART_BYTES (256 * 1024)
#define STATUS_DEPTH 6 /* of multiparts above the status part */

/* Also where it tells of addresses beyond ASCII (RFC 6533 6). */
static bool
is_status(const MailPart *part)
{
	return mail_part_is(part, "message", "delivery-status") ||
	       mail_part_is(part, "message", "global-delivery-status");
}

/* The delivery-status part anywhere in @part, or NULL. In a message inside it
 * is sought only where @into_messages: a gateway wraps a bounce so, but a
 * person forwards one. */
static const MailPart *
find_status_part(const MailPart *part, int depth, bool into_messages)
{
	const MailPart *found = NULL;

	if (depth == 0)
		return NULL;
	if (part->kind == MAIL_PART_LEAF)
		return is_status(part) ? part : NULL;
	if (part->kind == MAIL_PART_MESSAGE && !into_messages)
		return NULL;
	for (const MailPart *in = part->first; in && !found; in = in->next)
		found = find_status_part(in, depth - 1, into_messages);
	return found;
}

static char *
status_text(const MailPart *part)
{
	bool is_cut;
	g_autoptr(GString) bytes =
	    mail_content_read(part, STATUS_PART_BYTES, &is_cut);

	return core_text_clean(bytes->str, bytes->len, STATUS_PART_BYTES, NULL);
}

static bool
is_from_mail_system(const CoreMessage *record)
{
	static const char *const names[] = { "mailer-daemon", "mailerdaemon",
		"mail-daemon", "mdaemon", "postmaster", "post_master",
		"mail delivery system", "mail delivery subsystem",
		"mail.delivery.system", "system administrator", "bounce@",
		"bounces@" };
	static const char *const nobody[] = { "<>" };
	static gsize known;
	const char *from = mail_header(record, "From");
	const char *path = mail_header(record, "Return-Path");
	g_autofree char *folded = mail_fold(from ? from : "");
	g_autofree char *folded_path = mail_fold(path ? path : "");

	return mail_starts_occur(
	           mail_starts_of(&known, names, G_N_ELEMENTS(names)),
	           folded) ||
	       mail_fold_ends(folded, nobody, 1) ||
	       mail_fold_has(folded_path, names, 1) ||
	       g_str_has_prefix(folded_path, "<>");
}

/* Wordings of mail systems in the subject, folded. */
static bool
has_bounce_subject(const CoreMessage *record)
{
	static const char *const words[] = { "undeliver", "undelivered",
		"delivery status notification", "delivery failure",
		"delivery failed", "mail delivery", "returned mail",
		"failure notice", "delivery report", "delivery notification",
		"non remis", "unzustellbar", "could not be delivered",
		"message not delivered", "mail failure", "delivery has failed",
		"returned to sender", "delayed", "nondeliverable",
		"delivery problem", "rejected mail", "mail system error",
		"warning: could not send", "failed delivery",
		"nicht zugestellt", "no se puede entregar", "non consegnat",
		"delivery error", "undelivrable", "permanent delivery failure",
		"returning message to sender", "mail failed", "failed mail",
		"returning to sender", "non-delivery:", "メールエラー" };
	static gsize known;
	g_autofree char *folded =
	    mail_fold(record->subject ? record->subject : "");

	return mail_starts_occur(
	    mail_starts_of(&known, words, G_N_ELEMENTS(words)), folded);
}

/* multipart/report without the part that it is made for (RFC 6522). */
static bool
is_report(const MailPart *root)
{
	return mail_span_is(&root->report_type, "delivery-status");
}

static bool
is_from_daemon(const CoreMessage *record)
{
	return record->from && g_ascii_strncasecmp(record->from->address,
	                           "mailer-daemon@", 14) == 0;
}

/* Whether there is a whole mail in the parts of @root. */
static bool
returns_mail(const MailPart *root)
{
	for (const MailPart *part = root->first; part; part = part->next)
		if (part->kind == MAIL_PART_MESSAGE)
			return true;
	return false;
}

/* The header or wording by which a mail without a status part is a bounce, or
 * NULL. A gateway that does not call itself a mail system must say all that a
 * notice says, and nothing that a person would. */
static const char *
sign_of_notice(const CoreMessage *record, const MailPart *root, bool is_system)
{
	if (mail_header(record, "X-Failed-Recipients"))
		return "X-Failed-Recipients";
	if (is_report(root) && is_system)
		return "Content-Type: multipart/report";
	if (is_system && (has_bounce_subject(record) || mail_notice_is(record)))
		return "a mail system's notice";
	if (is_from_daemon(record) && returns_mail(root))
		return "a mail that MAILER-DAEMON returns";
	if (has_bounce_subject(record) &&
	    !mail_block_is_subject(record->subject) &&
	    mail_notice_is_whole(record, returns_mail(root)))
		return "a gateway's notice";
	return NULL;
}

/* Fields of a report among the words, as some gateways leave them. */
static CoreBounce *
read_inline_report(const CoreMessage *record)
{
	const char *text = record->text ? record->text : "";
	g_autofree char *notice = mail_notice_text(record);
	bool delivered;

	if (!strstr(text, "\nFinal-Recipient:"))
		return NULL;
	return mail_report_read(text, notice, &delivered);
}

/* Whether somebody wrote to whom the status is attached: asks, or says "I". */
static bool
is_of_person(const CoreMessage *record)
{
	return record->own_words &&
	       !mail_automatic_is_impersonal(record->own_words);
}

CoreBounce *
mail_bounce_read(
    const MailPart *root, const CoreMessage *record, const char **ret_reason)
{
	bool is_system = is_from_mail_system(record);
	const MailPart *part = find_status_part(root, STATUS_DEPTH, is_system);
	CoreBounce *bounce = NULL;
	const char *sign;

	if (part && (is_system || is_report(root) || !is_of_person(record))) {
		g_autofree char *text = status_text(part);
		g_autofree char *notice = mail_notice_text(record);
		bool delivered;

		bounce = mail_report_read(text, notice, &delivered);
		if (bounce)
			*ret_reason = "Content-Type: message/delivery-status";
		if (bounce || delivered)
			return bounce;
	}
	sign = sign_of_notice(record, root, is_system);
	if (!sign)
		return NULL;
	*ret_reason = sign;
	bounce = read_inline_report(record);
	return bounce ? bounce : mail_notice_read(record);
}
