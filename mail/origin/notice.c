#include "mail/origin/notice.h"

#include "core/text.h"
#include "mail/fold.h"
#include "mail/header/headers.h"
#include "mail/origin/automatic.h"
#include "mail/origin/failure.h"
#include "mail/origin/report.h"

#include <string.h>

#define SEARCHED_BYTES (64 * 1024)
#define OPENING_BYTES 2048 /* where a notice says what it is */
#define TOP_BYTES 20       /* marks at the very top would leave nothing */
#define LINES_MAX 4096
#define RECIPIENTS_MAX 100

/* Characters of an address that stands in a text. */
#define ADDRESS_CHARS                                                          \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"       \
	".!#$%&'*+-/=?^_`{|}~"

/* Of names that stand alone. */
#define LOCAL_BYTES 64 /* RFC 5321 4.5.3.1.1 */
#define LOCAL_CHARS "abcdefghijklmnopqrstuvwxyz0123456789._-"

typedef struct {
	const CoreMessage *record;
	CoreBounce *sure, *others;
	bool is_below; /* a line that named one for sure, or a remark on it */
} Finder;

/* Where the notice ends and the returned mail begins. */
static const char *const marks[] = { "Below this line is a copy of the message",
	"This is a copy of", "Original message -----", "-- Original message --",
	"The header of the original message", "Message header follows",
	"Message headers follow", "Unsent message follows",
	"original message follows", "Original message follows",
	"Enclosed is a copy of the message", "original message below this line",
	"Returned message follows", "Received: from", "Received: by",
	"Return-Path: <",
	"\nReturn-path:", "\nDKIM-Signature:", "\nMIME-Version:",
	"\nMime-Version:", "\nX-Mailer:", "\nMessage-ID:", "\nMessage-Id:" };

/* Folded. */
static const char *const wordings[] = { "could not be delivered",
	"couldn't be delivered", "could not deliver", "cannot be delivered",
	"can not be delivered", "can't be delivered", "was not delivered",
	"were not delivered", "wasn't delivered", "not been delivered",
	"unable to deliver", "undeliverable", "undelivered", "non-delivery",
	"delivery failed", "delivery failure", "delivery has failed",
	"delivery to the following", "failed to deliver", "failed permanently",
	"permanent error", "permanent fatal error", "permanent delivery error",
	"fatal error", "delivery error", "did not reach the following",
	"could not be sent", "returned to sender", "mailbox is full",
	"mailbox full", "over quota", "quota exceed", "user unknown",
	"unknown user", "no such user", "invalid user", "unknown recipient",
	"recipient unknown", "does not exist", "following recipient",
	"following address", "couldn't deliver", "wasn't able to deliver",
	"delivery error", "has been delayed", "still being retried",
	"will be retried", "will keep trying", "mail delivery",
	"delivery status", "nicht zugestellt", "unzustellbar",
	"n'a pas pu etre", "non remis", "no se pudo entregar",
	"no se ha podido", "non e stato possibile", "niet worden bezorgd",
	"nao foi entregue", "nie moze byc dostarczona", "配信",
	"送信できません", "не может быть доставлено", "has been returned",
	"returned because", "returning to sender", "failed addresses",
	"failed recipient", "error during delivery", "not a valid user",
	"not exactly match", "was rejected", "mailbox quota" };

static const char *const soft_wordings[] = { "will keep trying",
	"will be retried", "will continue trying", "this is a warning",
	"do not need to resend", "delivery attempts will continue",
	"has been delayed", "is delayed", "still being retried",
	"temporary failure", "wird weiterhin versucht" };

/* Those that are of mails alone, not of parcels. */
static const char *const mail_wordings[] = { "message could not be delivered",
	"mail could not be delivered", "email below could not be delivered",
	"message was not delivered", "message wasn't delivered",
	"deliver your message", "deliver your mail", "deliver message to",
	"deliver the message", "deliver the mail", "delivery to the following",
	"following recipient", "failed recipient", "error during delivery",
	"message n'a pas pu etre", "nachricht konnte nicht",
	"nachricht wurde nicht zugestellt", "送信できません" };

static size_t
notice_length(const char *text)
{
	size_t length = MIN(strlen(text), SEARCHED_BYTES);

	if (length <= TOP_BYTES)
		return length;
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		const char *at = memmem(text + TOP_BYTES, length - TOP_BYTES,
		    marks[i], strlen(marks[i]));

		if (at)
			length = (size_t)(at - text);
		if (length <= TOP_BYTES)
			break;
	}
	return length;
}

char *
mail_notice_text(const CoreMessage *record)
{
	const char *text = record->text ? record->text : "";
	size_t length = notice_length(text);

	while (length && (text[length] & 0xC0) == 0x80)
		length--;
	return g_strndup(text, length);
}

static bool
opens_with(
    const char *notice, const char *const *any_wordings, size_t n_wordings)
{
	size_t length = MIN(strlen(notice), OPENING_BYTES);

	while (length && (notice[length] & 0xC0) == 0x80)
		length--;
	g_autofree char *opening = g_strndup(notice, length);
	g_autofree char *folded = mail_fold(opening);
	return mail_fold_has(folded, any_wordings, n_wordings);
}

bool
mail_notice_is(const CoreMessage *record)
{
	g_autofree char *notice = mail_notice_text(record);

	return opens_with(notice, wordings, G_N_ELEMENTS(wordings));
}

static bool
is_of(const GPtrArray *addresses, const char *address)
{
	for (guint i = 0; i < addresses->len; i++) {
		const CoreAddress *one = g_ptr_array_index(addresses, i);

		if (g_ascii_strcasecmp(one->address, address) == 0)
			return true;
	}
	return false;
}

/* Whether @address is the mail system's or that of whom it tells. */
static bool
is_bystander(const CoreMessage *record, const char *address)
{
	return g_ascii_strncasecmp(address, "postmaster@", 11) == 0 ||
	       g_ascii_strncasecmp(address, "mailer-daemon@", 14) == 0 ||
	       g_ascii_strncasecmp(address, "abuse@", 6) == 0 ||
	       is_of(record->to, address) || is_of(record->cc, address) ||
	       is_of(record->reply_to, address) ||
	       (record->from &&
	           g_ascii_strcasecmp(record->from->address, address) == 0);
}

/* Whether what stands before and behind an address on @line makes it the one
 * that failed: it begins the line, or a label does. */
static bool
is_named(const char *line, size_t start, const char *rest)
{
	static const char *const named[] = { "error-for:", "rcpt to:",
		"final-recipient:", "original-recipient:", "recipient:",
		"failed recipient:", "recipients:", "x-failed-recipients:",
		"intended recipient:", "could not be delivered to:" };
	g_autofree char *before = g_ascii_strdown(line, (gssize)start);
	/* "554 <a@b>... User unknown" */
	const char *label = before + strspn(before, " \t<>*-0123456789.");

	if (!label[strspn(label, "<\"'([")])
		return !rest[strspn(rest, ">\"')] \t:.")] ||
		       strchr(">:([", *rest);
	return mail_fold_begins(label, named, G_N_ELEMENTS(named));
}

static bool
is_of_no_recipient(const char *line)
{
	static const char *const labels[] = { "message-id:", "from:", "to:",
		"cc:", "sender:", "reply-to:", "mail from", "x-",
		"references:", "in-reply-to:", "arrival-date", "for further",
		"from ", "mailto:", "subject:" };
	g_autofree char *start = g_ascii_strdown(
	    line + strspn(line, " \t>"), (gssize)strcspn(line, "@"));

	return mail_fold_begins(start, labels, G_N_ELEMENTS(labels)) ||
	       strstr(start, "contact");
}

/* "... accepts no mail from a@b": the sender's. */
static bool
is_of_sender(const char *line, size_t start)
{
	while (start && strchr(" <\"'", line[start - 1]))
		start--;
	return start > 5 &&
	       g_ascii_strncasecmp(line + start - 5, " from", 5) == 0;
}

/* "(expanded from: <a@b>)", as sendmail, and "(generated from a@b)", as Exim
 * writes below what an alias became: the sender wrote the alias. */
static bool
take_alias(Finder *self, const char *line)
{
	static const char *const labels[] = { "(expanded from",
		"(generated from ", "(ultimately generated from " };
	GPtrArray *sure = self->sure->recipients;

	line += strspn(line, " \t");
	/* Postfix has it on the line of what it became */
	if (*line == '<' && strstr(line, "> (expanded from"))
		line = strstr(line, "> (expanded from") + 2;
	if (!mail_fold_begins(line, labels, G_N_ELEMENTS(labels)))
		return false;
	char *alias =
	    mail_report_take_address(strstr(line, " from") + strlen(" from:"));
	if (alias && self->is_below && sure->len)
		g_ptr_array_set_size(sure, (gint)sure->len - 1);
	mail_report_add(self->sure, alias);
	return true;
}

static void
find_on_line(Finder *self, const char *line)
{
	for (const char *at = strchr(line, '@'); at; at = strchr(at + 1, '@')) {
		size_t start = (size_t)(at - line);

		while (start && strchr(ADDRESS_CHARS, line[start - 1]))
			start--;
		char *address = mail_report_take_address(line + start);
		if (!address || is_bystander(self->record, address) ||
		    is_of_sender(line, start)) {
			g_free(address);
			continue;
		}
		const char *rest = at + 1 + strspn(at + 1, ADDRESS_CHARS);
		mail_report_add(
		    is_named(line, start, rest) ? self->sure : self->others,
		    address);
	}
}

static void
find_on(Finder *self, const char *line)
{
	guint n_sure = self->sure->recipients->len;

	if (strchr(line, '@') && !take_alias(self, line) &&
	    !is_of_no_recipient(line))
		find_on_line(self, line);
	self->is_below = self->sure->recipients->len > n_sure ||
	                 (self->is_below && line[strspn(line, " \t")] == '(');
}

/* "... to the following recipients:" and, on the lines below, names alone: of
 * the domain whose system tells of them. */
static void
find_names(Finder *self, char *const *lines)
{
	const CoreAddress *from = self->record->from;
	g_autofree char *domain =
	    core_address_domain(from ? from->address : "");
	bool is_list = false;

	for (size_t i = 0; *domain && lines[i]; i++) {
		g_autofree char *line = g_strstrip(g_strdup(lines[i]));
		size_t length = strlen(line);

		if (length && line[length - 1] == ':') {
			is_list = strstr(line, "recipients") != NULL;
		} else if (length && length <= LOCAL_BYTES &&
		           length == strspn(line, LOCAL_CHARS)) {
			if (is_list)
				mail_report_add(self->others,
				    g_strconcat(line, "@", domain, NULL));
		} else if (length) {
			is_list = false;
		}
	}
}

/* The addresses that begin a line or follow a label; where there are none, all
 * that are not the mail system's or ours. */
static CoreBounce *
find_recipients(
    const CoreMessage *record, const char *notice, bool *ret_is_sure)
{
	g_auto(GStrv) lines = g_strsplit(notice, "\n", LINES_MAX);
	Finder self = { record, core_bounce_new(), core_bounce_new(), false };

	for (size_t i = 0;
	     lines[i] && self.sure->recipients->len < RECIPIENTS_MAX &&
	     self.others->recipients->len < RECIPIENTS_MAX;
	     i++)
		find_on(&self, lines[i]);
	if (!self.sure->recipients->len && !self.others->recipients->len)
		find_names(&self, lines);
	CoreBounce *found =
	    self.sure->recipients->len ? self.sure : self.others;
	*ret_is_sure = found == self.sure;
	core_bounce_free(found == self.sure ? self.others : self.sure);
	return found;
}

bool
mail_notice_is_whole(const CoreMessage *record, bool is_returned)
{
	const char *words = record->own_words ? record->own_words : "";
	bool is_sure = false;

	if (!opens_with(words, mail_wordings, G_N_ELEMENTS(mail_wordings)) ||
	    !mail_automatic_is_impersonal(words))
		return false;
	core_bounce_free(find_recipients(record, words, &is_sure));
	return is_sure || is_returned || strstr(words, "\nFinal-Recipient:");
}

/* What @notice says of its first recipient: up to the next one, or on the one
 * line that a server's answer is. */
static char *
first_reason(const char *notice, const CoreBounce *bounce)
{
	const char *start, *line, *end = NULL;

	if (bounce->recipients->len < 2)
		return g_strdup(notice);
	start = strstr(notice, g_ptr_array_index(bounce->recipients, 0));
	if (!start)
		return g_strdup(notice);
	for (line = start; line > notice && line[-1] != '\n';)
		line--;
	if (g_ascii_isdigit(*line))
		return g_strndup(line, strcspn(line, "\n"));
	end = strstr(start, g_ptr_array_index(bounce->recipients, 1));
	return end ? g_strndup(start, (size_t)(end - start)) : g_strdup(notice);
}

static bool
sounds_soft(const char *notice)
{
	g_autofree char *folded = mail_fold(notice);

	return mail_fold_has(
	    folded, soft_wordings, G_N_ELEMENTS(soft_wordings));
}

CoreBounce *
mail_notice_read(const CoreMessage *record)
{
	g_autofree char *notice = mail_notice_text(record);
	const char *failed = mail_header(record, "X-Failed-Recipients");
	g_auto(GStrv) listed = g_strsplit(failed ? failed : "", ",", 1000);
	bool is_sure;
	CoreBounce *bounce = failed ? core_bounce_new()
	                            : find_recipients(record, notice, &is_sure);

	for (size_t i = 0; listed[i]; i++)
		mail_report_add(
		    bounce, mail_report_take_address(g_strstrip(listed[i])));
	g_autofree char *reason = first_reason(notice, bounce);
	bounce->status = mail_failure_status(NULL, reason);
	bounce->hard = mail_failure_is_hard(bounce->status, reason, notice) &&
	               (bounce->status || !sounds_soft(notice));
	return bounce;
}
