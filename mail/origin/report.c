#include "mail/origin/report.h"

#include "core/text.h"
#include "mail/origin/failure.h"

#include <string.h>

#define ADDRESS_BYTES 254 /* RFC 5321 4.5.3.1.3 */

/* One recipient's fields, up to the blank line that ends them. */
typedef struct {
	char *final, *original, *status;
	char *diagnosis; /* NULL where there is none */
	bool is_present; /* a recipient was named, if not well */
	bool is_delayed, is_delivered;
} Group;

typedef struct {
	CoreBounce *bounce;
	const char *notice;
	Group group;
	bool is_first; /* no failure was read yet */
	bool delivered;
} Reader;

/* The address in @value, whatever it is made of. (transfer full) */
static char *
cut_address(const char *value)
{
	const char *type_end = strchr(value, ';');
	const char *at = strchr(value, '@');
	const char *start =
	    type_end && (!at || type_end < at) ? type_end + 1 : value;
	size_t length;

	start += strspn(start, " \t<\"'[(");
	if (g_ascii_strncasecmp(start, "smtp:", 5) == 0 ||
	    g_ascii_strncasecmp(start, "smtp=", 5) == 0)
		start += 5;
	length = strcspn(start, " \t\n>\",;()[]'");
	while (length && strchr(".:", start[length - 1]))
		length--;
	return g_strndup(start, length);
}

char *
mail_report_take_address(const char *value)
{
	g_autofree char *address = cut_address(value);

	return core_address_is_plain(address) ? g_steal_pointer(&address)
	                                      : NULL;
}

/* Where a field names an address, it may be none that could exist, such as
 * "a@b_c.example": it failed for that. */
static char *
take_failed(const char *value)
{
	g_autofree char *address = cut_address(value);
	const char *at = strchr(address, '@');

	return at && at > address && at[1] && !strchr(at + 1, '@') &&
	               strlen(address) <= ADDRESS_BYTES
	           ? g_steal_pointer(&address)
	           : NULL;
}

void
mail_report_add(CoreBounce *bounce, char *address)
{
	g_autofree char *owned = address;

	if (!address || bounce->recipients->len >= CORE_MESSAGE_LIST_MAX)
		return;
	for (guint i = 0; i < bounce->recipients->len; i++)
		if (g_ascii_strcasecmp(
		        g_ptr_array_index(bounce->recipients, i), address) == 0)
			return;
	g_ptr_array_add(bounce->recipients, g_steal_pointer(&owned));
}

/* The answer that stands behind @address on its line of @notice, "a@b.example:
 * 550 5.1.1 unknown", or NULL. */
static char *
said_of(const char *notice, const char *address)
{
	const char *at = address ? strstr(notice, address) : NULL;

	if (!at)
		return NULL;
	at += strlen(address);
	at += strspn(at, ">\"') :");
	return strchr("45", *at) && *at && g_ascii_isdigit(at[1]) &&
	               g_ascii_isdigit(at[2])
	           ? g_strndup(at, strcspn(at, "\n"))
	           : NULL;
}

static void
judge_first(Reader *self, const char *address)
{
	Group *group = &self->group;
	g_autofree char *said =
	    group->diagnosis ? NULL : said_of(self->notice, address);
	const char *diagnosis = group->diagnosis ? group->diagnosis
	                        : said           ? said
	                                         : self->notice;

	self->bounce->status = mail_failure_status(group->status, diagnosis);
	self->bounce->hard =
	    !group->is_delayed &&
	    mail_failure_is_hard(self->bounce->status, diagnosis, self->notice);
	self->is_first = false;
}

static void
end_group(Reader *self)
{
	Group *group = &self->group;
	bool good =
	    group->is_delivered || (group->status && *group->status == '2');

	if (group->is_present && !good) {
		char **address =
		    group->original ? &group->original : &group->final;

		if (self->is_first)
			judge_first(self, *address);
		mail_report_add(self->bounce, g_steal_pointer(address));
	}
	self->delivered |= group->is_present && good;
	g_free(group->final);
	g_free(group->original);
	g_free(group->status);
	g_free(group->diagnosis);
	*group = (Group){ .final = NULL };
}

/* The value of @line, behind comments, if it is the field @name (with its
 * colon), or NULL. */
static const char *
field_value(const char *line, const char *name)
{
	size_t length = strlen(name);

	if (g_ascii_strncasecmp(line, name, length) != 0)
		return NULL;
	line += length + strspn(line + length, " \t");
	while (*line == '(' && strchr(line, ')')) {
		line = strchr(line, ')') + 1;
		line += strspn(line, " \t");
	}
	return line;
}

/* The address in Original-Recipient, as the sender wrote it: some servers leave
 * it in the form that SMTP has it in (RFC 3461 4), where plus and equals signs
 * are codes. (transfer full) */
static char *
take_original(const char *value)
{
	g_autofree char *address = take_failed(value);
	g_autoptr(GString) plain = g_string_new(address);

	if (!address)
		return NULL;
	g_string_replace(plain, "+2B", "+", 0);
	g_string_replace(plain, "+3D", "=", 0);
	return g_strdup(plain->str);
}

static void
read_action(Group *group, const char *value)
{
	group->is_delayed = g_ascii_strncasecmp(value, "delayed", 7) == 0;
	group->is_delivered = g_ascii_strncasecmp(value, "delivered", 9) == 0 ||
	                      g_ascii_strncasecmp(value, "relayed", 7) == 0 ||
	                      g_ascii_strncasecmp(value, "expanded", 8) == 0;
}

static void
read_field(Reader *self, const char *line)
{
	Group *group = &self->group;
	const char *value;

	if ((value = field_value(line, "Final-Recipient:"))) {
		if (group->final)
			end_group(self); /* the blank line was forgotten */
		group->is_present = true;
		group->final = take_failed(value);
	} else if ((value = field_value(line, "Original-Recipient:"))) {
		if (group->final && group->status)
			end_group(self);
		group->is_present = true;
		if (!group->original)
			group->original = take_original(value);
	} else if ((value = field_value(line, "Status:")) && !group->status) {
		group->status = mail_failure_take_status(value);
	} else if ((value = field_value(line, "Action:"))) {
		read_action(group, value);
	} else if ((value = field_value(line, "Diagnostic-Code:")) &&
	           !group->diagnosis) {
		group->diagnosis = g_strdup(value);
	}
}

CoreBounce *
mail_report_read(const char *text, const char *notice, bool *ret_delivered)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	Reader self = {
		.bounce = core_bounce_new(), .notice = notice, .is_first = true
	};

	g_autoptr(GString) field = g_string_new(NULL);
	for (size_t i = 0; lines[i]; i++) {
		size_t blanks = strspn(lines[i], " \t");

		if (blanks && lines[i][blanks]) { /* folded */
			g_string_append(field, lines[i] + blanks - 1);
			continue;
		}
		read_field(&self, field->str);
		g_string_assign(field, lines[i] + blanks);
		if (!field->len)
			end_group(&self);
	}
	read_field(&self, field->str);
	end_group(&self);
	*ret_delivered = self.delivered;
	if (!self.is_first)
		return self.bounce;
	core_bounce_free(self.bounce);
	return NULL;
}
