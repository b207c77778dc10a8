#include "mail/bounce.h"

#include "core/text.h"
#include "mail/content.h"
#include "mail/headers.h"

#include <string.h>

#define STATUS_PART_BYTES (256 * 1024)
#define SEARCHED_BYTES (64 * 1024) /* of a notice in free form */

/* The delivery-status part anywhere in @entity, or NULL. */
static GMimePart *
find_status_part(GMimeObject *entity, int depth)
{
	if (GMIME_IS_PART(entity)) {
		GMimeContentType *type = g_mime_object_get_content_type(entity);

		return g_mime_content_type_is_type(
		           type, "message", "delivery-status")
		           ? GMIME_PART(entity)
		           : NULL;
	}
	if (!GMIME_IS_MULTIPART(entity) || depth == 0)
		return NULL;
	for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(entity));
	     i++) {
		GMimePart *found = find_status_part(
		    g_mime_multipart_get_part(GMIME_MULTIPART(entity), i),
		    depth - 1);

		if (found)
			return found;
	}
	return NULL;
}

static char *
status_text(GMimePart *part)
{
	bool is_cut;
	g_autoptr(GString) bytes =
	    mail_content_read(part, STATUS_PART_BYTES, &is_cut);

	return core_text_clean(bytes->str, bytes->len, STATUS_PART_BYTES, NULL);
}

/* The value of @line if it is the field @name (with its colon), or NULL. */
static const char *
field_value(const char *line, const char *name)
{
	size_t length = strlen(name);

	if (g_ascii_strncasecmp(line, name, length) != 0)
		return NULL;
	return line + length + strspn(line + length, " \t");
}

/* "rfc822;<a@b>" or "a@b" to "a@b"; NULL for what is no address. */
static char *
take_address(const char *value)
{
	const char *type_end = strchr(value, ';');
	const char *start = type_end ? type_end + 1 : value;
	size_t length;

	start += strspn(start, " \t<\"");
	length = strcspn(start, " \t>\",;()[]'");
	while (length && (start[length - 1] == '.' || start[length - 1] == ':'))
		length--;
	g_autofree char *address = g_strndup(start, length);
	return core_address_is_plain(address) ? g_steal_pointer(&address)
	                                      : NULL;
}

static void
add_recipient(CoreBounce *bounce, char *address)
{
	if (!address)
		return;
	for (guint i = 0; i < bounce->recipients->len; i++)
		if (g_ascii_strcasecmp(g_ptr_array_index(bounce->recipients, i),
		        address) == 0) {
			g_free(address);
			return;
		}
	if (bounce->recipients->len < CORE_MESSAGE_LIST_MAX)
		g_ptr_array_add(bounce->recipients, address);
	else
		g_free(address);
}

/* "5.1.1" at @text: class 2, 4 or 5 (RFC 3463). NULL otherwise. */
static char *
take_status(const char *text)
{
	size_t subject, detail;

	if (!strchr("245", *text) || !*text || text[1] != '.')
		return NULL;
	subject = strspn(text + 2, "0123456789");
	if (!subject || subject > 3 || text[2 + subject] != '.')
		return NULL;
	detail = strspn(text + 3 + subject, "0123456789");
	if (!detail || detail > 3)
		return NULL;
	return g_strndup(text, 3 + subject + detail);
}

/* The first status code that stands by itself in @text. */
static char *
find_status(const char *text)
{
	for (const char *at = text; *at; at++) {
		bool is_start =
		    at == text || (!g_ascii_isalnum(at[-1]) && at[-1] != '.');
		char *status = is_start ? take_status(at) : NULL;

		if (status && *status != '2' &&
		    !g_ascii_isalnum(at[strlen(status)]) &&
		    at[strlen(status)] != '.')
			return status;
		g_free(status);
	}
	return NULL;
}

static bool
contains(const char *folded, const char *const *words, size_t n_words)
{
	for (size_t i = 0; i < n_words; i++)
		if (strstr(folded, words[i]))
			return true;
	return false;
}

/* Whether it is the address that is at fault: it stays so however often it is
 * tried. A full mailbox or a refused text is not (RFC 3463 3.2). */
static bool
is_dead_address(const char *status, const char *notice)
{
	static const char *const codes[] = { "5.1.1", "5.1.2", "5.1.3", "5.1.6",
		"5.1.10", "5.4.4" };
	static const char *const words[] = { "user unknown", "unknown user",
		"no such user", "does not exist", "doesn't exist",
		"recipient unknown", "unknown recipient", "address unknown",
		"unknown address", "no such person", "no such address",
		"no such recipient", "no mailbox here", "unknown local",
		"invalid recipient", "host unknown", "unknown host",
		"host not found", "domain not found", "unrouteable address",
		"unrouteable mail domain", "addressee unknown", "has moved",
		"not listed in", "invalid mailbox", "unbekannter empfanger" };
	g_autofree char *folded = core_text_fold(notice);

	if (status && *status != '5')
		return false;
	for (size_t i = 0; status && i < G_N_ELEMENTS(codes); i++)
		if (strcmp(status, codes[i]) == 0)
			return true;
	return contains(folded, words, G_N_ELEMENTS(words));
}

/* One recipient's fields, up to the blank line that ends them. */
typedef struct {
	char *final, *original, *status;
	const char *diagnosis; /* borrowed from the lines; never NULL */
	bool is_delayed;
} StatusGroup;

static void
end_group(CoreBounce *bounce, StatusGroup *group, bool *delivered)
{
	char *address = group->final ? group->final : group->original;
	bool good = group->status && *group->status == '2';

	if (address && !good) {
		add_recipient(bounce, g_strdup(address));
		if (!group->is_delayed &&
		    is_dead_address(group->status, group->diagnosis))
			bounce->hard = true;
		if (group->status && !bounce->status)
			bounce->status = g_strdup(group->status);
	}
	*delivered |= address && good;
	g_free(group->final);
	g_free(group->original);
	g_free(group->status);
	*group = (StatusGroup){ .diagnosis = "" };
}

static void
read_group_line(StatusGroup *group, const char *line)
{
	const char *value;

	if ((value = field_value(line, "Final-Recipient:")) && !group->final) {
		group->final = take_address(value);
	} else if ((value = field_value(line, "Original-Recipient:")) &&
	           !group->original) {
		group->original = take_address(value);
	} else if ((value = field_value(line, "Status:")) && !group->status) {
		group->status = take_status(value);
	} else if ((value = field_value(line, "Diagnostic-Code:"))) {
		group->diagnosis = value;
	} else if ((value = field_value(line, "Action:"))) {
		group->is_delayed =
		    g_ascii_strncasecmp(value, "delayed", 7) == 0;
	}
}

/* Returns: NULL where nothing failed: a receipt. */
static CoreBounce *
read_status_part(GMimePart *part)
{
	g_autofree char *text = status_text(part);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	CoreBounce *bounce = core_bounce_new();
	StatusGroup group = { .diagnosis = "" };
	bool delivered = false;

	for (size_t i = 0; lines[i]; i++) {
		if (*lines[i] == '\0')
			end_group(bounce, &group, &delivered);
		else
			read_group_line(&group, lines[i]);
	}
	end_group(bounce, &group, &delivered);
	if (!bounce->recipients->len && delivered) {
		core_bounce_free(bounce);
		return NULL;
	}
	return bounce;
}

static bool
is_from_mail_system(const CoreMessage *record)
{
	static const char *const names[] = { "mailer-daemon", "mailerdaemon",
		"mail-daemon", "mdaemon", "postmaster", "post_master",
		"mail delivery system", "mail delivery subsystem",
		"mail.delivery.system", "system administrator", "bounce@",
		"bounces@" };
	const char *from = mail_header(record, "From");
	const char *path = mail_header(record, "Return-Path");
	g_autofree char *folded = core_text_fold(from ? from : "");
	g_autofree char *folded_path = core_text_fold(path ? path : "");

	return contains(folded, names, G_N_ELEMENTS(names)) ||
	       contains(folded_path, names, 1) ||
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
		"returning message to sender" };
	g_autofree char *folded =
	    core_text_fold(record->subject ? record->subject : "");

	return contains(folded, words, G_N_ELEMENTS(words));
}

/* Where the notice ends and the returned mail begins. */
static size_t
notice_length(const char *text)
{
	static const char *const marks[] = {
		"--- Below this line is a copy of the message",
		"------ This is a copy of", "----- Original message -----",
		"--- The header of the original message",
		"----- Message header follows", "Received: from",
		"----- Unsent message follows", "Return-Path: <"
	};
	size_t length = MIN(strlen(text), SEARCHED_BYTES);

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		const char *at = g_strstr_len(text, (gssize)length, marks[i]);

		/* at the very top it would leave nothing */
		if (at && at - text > 20)
			length = (size_t)(at - text);
	}
	return length;
}

/* The addresses in <> or by themselves on a line of the notice. */
static void
find_recipients(const char *notice, CoreBounce *bounce)
{
	g_auto(GStrv) lines = g_strsplit(notice, "\n", 4096);

	for (size_t i = 0; lines[i] && bounce->recipients->len < 100; i++) {
		char *line = g_strstrip(lines[i]);
		const char *at = strchr(line, '<');

		if (at && strchr(at, '@'))
			add_recipient(bounce, take_address(at));
		else if (strchr(line, '@'))
			add_recipient(bounce, take_address(line));
	}
}

static bool
sounds_soft(const char *notice)
{
	static const char *const words[] = { "will keep trying",
		"will be retried", "this is a warning message only",
		"do not need to resend", "delivery attempts will continue",
		"delayed", "mailbox is full", "mailbox full", "over quota",
		"quota exceeded", "will continue trying",
		"wird weiterhin versucht" };
	g_autofree char *folded = core_text_fold(notice);

	return contains(folded, words, G_N_ELEMENTS(words));
}

static CoreBounce *
read_notice(const CoreMessage *record)
{
	const char *text = record->text ? record->text : "";
	g_autofree char *notice = g_strndup(text, notice_length(text));
	const char *failed = mail_header(record, "X-Failed-Recipients");
	g_auto(GStrv) listed = g_strsplit(failed ? failed : "", ",", 1000);
	CoreBounce *bounce = core_bounce_new();

	for (size_t i = 0; listed[i]; i++)
		add_recipient(bounce, take_address(g_strstrip(listed[i])));
	if (!bounce->recipients->len)
		find_recipients(notice, bounce);
	bounce->status = find_status(notice);
	bounce->hard = is_dead_address(bounce->status, notice) &&
	               (bounce->status || !sounds_soft(notice));
	return bounce;
}

CoreBounce *
mail_bounce_read(
    GMimeMessage *message, const CoreMessage *record, const char **ret_reason)
{
	GMimeObject *root = g_mime_message_get_mime_part(message);
	GMimePart *part = root ? find_status_part(root, 4) : NULL;

	if (part) {
		CoreBounce *bounce = read_status_part(part);

		if (bounce)
			*ret_reason = "Content-Type: message/delivery-status";
		return bounce;
	}
	if (mail_header(record, "X-Failed-Recipients")) {
		*ret_reason = "X-Failed-Recipients";
		return read_notice(record);
	}
	if (is_from_mail_system(record) && has_bounce_subject(record)) {
		*ret_reason = "a mail system's notice";
		return read_notice(record);
	}
	return NULL;
}
