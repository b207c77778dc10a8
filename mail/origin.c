#include "mail/origin.h"

#include "core/text.h"
#include "mail/bounce.h"
#include "mail/headers.h"

#include <string.h>

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

static const Sign list[] = {
	{ "List-Id", "" },
	{ "List-Unsubscribe", "" },
	{ "List-Post", "" },
	{ "Mailing-List", "" },
	{ "X-Mailing-List", "" },
	{ "Precedence", "list" },
	{ "Precedence", "bulk" },
	{ "Precedence", "junk" },
	{ "X-Campaign", "" },
	{ "X-Mailer", "phplist" },
};

static const Sign notification[] = {
	{ "Auto-Submitted", "auto-" },
	{ "X-Auto-Response-Suppress", "" },
	{ "X-Auto-Submitted", "" },
	{ "Feedback-ID", "" },
	{ "X-GitHub-Reason", "" },
	{ "X-Jira-Fingerprint", "" },
};

/* Subjects of absence, folded; at the start, after "Re:" and the like. */
static const char *const absences[] = { "automatic reply", "auto reply",
	"auto-reply", "autoreply", "auto response", "auto-response",
	"automatic response", "autoresponse", "auto:", "out of office",
	"out of the office", "out-of-office", "ooo:", "vacation reply",
	"on vacation", "away from my mail", "abwesend", "abwesenheit",
	"automatische antwort", "automatisch antwoord", "autosvar",
	"automatsvar", "reponse automatique", "absence du bureau",
	"absent du bureau", "respuesta automatica", "fuera de la oficina",
	"ausente de la oficina", "risposta automatica", "fuori ufficio",
	"resposta automatica", "fora do escritorio", "afwezig",
	"automaattinen vastaus", "automatyczna odpowiedz" };

static const char *const machines[] = { "noreply", "no-reply", "no_reply",
	"no.reply", "donotreply", "do-not-reply", "do_not_reply",
	"notification", "notifications", "notify", "alerts", "alert", "mailer",
	"newsletter", "news", "updates", "root", "cron", "nagios" };

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

/* The wording of absence that the subject begins with, or NULL. */
static const char *
absence(const CoreMessage *record)
{
	g_autofree char *folded =
	    core_text_fold(record->subject ? record->subject : "");
	const char *start = folded;

	while (g_str_has_prefix(start, "re:") || g_str_has_prefix(start, "aw:"))
		start += 3 + strspn(start + 3, " ");
	start += strspn(start, "[(*");
	for (size_t i = 0; i < G_N_ELEMENTS(absences); i++)
		if (g_str_has_prefix(start, absences[i]))
			return absences[i];
	return NULL;
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
	size_t length = strcspn(address, "@+");

	for (size_t i = 0; i < G_N_ELEMENTS(machines); i++)
		if (strlen(machines[i]) == length &&
		    g_ascii_strncasecmp(address, machines[i], length) == 0)
			return true;
	return false;
}

static bool
decide_bounce(GMimeMessage *message, CoreMessage *record)
{
	const char *reason;

	if (!message)
		return false;
	record->bounce = mail_bounce_read(message, record, &reason);
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
	const char *wording = absence(record);

	if (sign) {
		decide_by(record, CORE_ORIGIN_AUTO_REPLY, sign);
	} else if (wording) {
		g_autofree char *reason =
		    g_strdup_printf("Subject: %s", wording);

		decide(record, CORE_ORIGIN_AUTO_REPLY, reason);
	}
	return sign || wording;
}

void
mail_origin_decide(
    GMimeMessage *message, char *const *domains, CoreMessage *record)
{
	const Sign *sign;

	if (decide_bounce(message, record))
		return;
	if ((sign = find_sign(record, spam, G_N_ELEMENTS(spam)))) {
		decide_by(record, CORE_ORIGIN_SPAM, sign);
		return;
	}
	if (decide_auto_reply(record))
		return;
	if (!is_our_group(record, domains) &&
	    (sign = find_sign(record, list, G_N_ELEMENTS(list))))
		decide_by(record, CORE_ORIGIN_LIST, sign);
	else if ((sign = find_sign(
	              record, notification, G_N_ELEMENTS(notification))))
		decide_by(record, CORE_ORIGIN_NOTIFICATION, sign);
	else if (is_machine(record))
		decide(record, CORE_ORIGIN_NOTIFICATION, "From: a machine's");
	else
		decide(record, CORE_ORIGIN_PERSON, "nothing says otherwise");
}
