#include "mail/header/addresses.h"

#include "core/message.h"
#include "core/text.h"
#include "mail/autoptr.h"
#include "mail/header/encoded.h"
#include "mail/header/loose-names.h"

#include <string.h>

typedef struct {
	GPtrArray *list;
	size_t max_bytes;
	bool is_full;
} Reader;

static char *
clean_line(const Reader *self, const char *text)
{
	return core_text_line(text, strlen(text), self->max_bytes);
}

/* Whether @span is of letters, digits and @signs, no two of which meet. */
static bool
is_of(MailSpan span, const char *signs)
{
	bool was_sign = true;

	for (size_t i = 0; i < span.length; i++) {
		bool is_sign = !g_ascii_isalnum(span.start[i]);

		if (is_sign && (was_sign || !strchr(signs, span.start[i])))
			return false;
		was_sign = is_sign;
	}
	return !was_sign;
}

static MailSpan
strip(MailSpan span)
{
	while (span.length && g_ascii_isspace(*span.start)) {
		span.start++;
		span.length--;
	}
	while (span.length && g_ascii_isspace(span.start[span.length - 1]))
		span.length--;
	return span;
}

/* Whether @name, without blanks around it, may stand before an address as it
 * is: plain words, or in quotes that hold nothing to take away. */
static bool
is_plain_name(MailSpan *name)
{
	if (!name->length || *name->start != '"')
		return !name->length || is_of(*name, " -_'");
	if (name->length < 2 || name->start[name->length - 1] != '"')
		return false;
	*name = (MailSpan){ name->start + 1, name->length - 2 };
	for (size_t i = 0; i < name->length; i++)
		if (!g_ascii_isalnum(name->start[i]) &&
		    !strchr(" -_'.,&()/@", name->start[i]))
			return false;
	return true;
}

/* "a@b.example" or "Ann Doe <a@b.example>". Returns: whether that is all of
 * @value. */
static bool
add_simple(const Reader *self, MailSpan value)
{
	MailSpan all = strip(value), name = { "", 0 }, address = all;
	const char *angle = memchr(all.start, '<', all.length);

	if (angle) {
		name =
		    strip((MailSpan){ all.start, (size_t)(angle - all.start) });
		address = (MailSpan){ angle + 1,
			(size_t)(all.start + all.length - angle - 1) };
		if (!address.length || address.start[--address.length] != '>')
			return false;
	}
	const char *at = memchr(address.start, '@', address.length);
	size_t local = at ? (size_t)(at - address.start) : 0;
	if (!is_of((MailSpan){ address.start, local }, "._-+") ||
	    !is_of((MailSpan){ at + 1, address.length - local - 1 }, ".-") ||
	    !is_plain_name(&name))
		return false;
	g_autofree char *clean_name =
	    core_text_line(name.start, name.length, self->max_bytes);
	g_autofree char *clean =
	    core_text_line(address.start, address.length, self->max_bytes);
	g_ptr_array_add(self->list, core_address_new(clean_name, clean));
	return true;
}

/* Takes what stands before the next comma outside quotes. Returns: whether
 * there is one. */
static bool
take_piece(MailSpan *rest, MailSpan *ret_piece)
{
	bool in_quotes = false;
	size_t length = 0;

	for (; length < rest->length; length++) {
		if (rest->start[length] == ',' && !in_quotes)
			break;
		in_quotes ^= rest->start[length] == '"';
	}
	bool is_comma = length < rest->length;
	*ret_piece = (MailSpan){ rest->start, length };
	length += is_comma;
	*rest = (MailSpan){ rest->start + length, rest->length - length };
	return is_comma;
}

/* A list of such, as most are: GMime makes ten objects of each. Adds nothing
 * where there is another among them. */
static bool
add_all_simple(const Reader *self, MailSpan value)
{
	guint before = self->list->len;
	MailSpan piece;
	bool goes_on = true;

	while (goes_on) {
		goes_on = take_piece(&value, &piece);
		if (self->list->len >= CORE_MESSAGE_LIST_MAX ||
		    !add_simple(self, piece)) {
			g_ptr_array_set_size(self->list, (gint)before);
			return false;
		}
	}
	return true;
}

static void
add_mailbox(const Reader *self, InternetAddress *address)
{
	const char *name = internet_address_get_name(address);
	const char *mailbox = internet_address_mailbox_get_addr(
	    INTERNET_ADDRESS_MAILBOX(address));
	g_autofree char *clean_name = clean_line(self, name ? name : "");
	g_autofree char *clean = clean_line(self, mailbox ? mailbox : "");

	if (*clean || *clean_name)
		g_ptr_array_add(
		    self->list, core_address_new(clean_name, clean));
}

/* Groups (RFC 5322 3.4) give their members; groups inside groups are none. */
static void
add_addresses(Reader *self, InternetAddressList *addresses, int depth)
{
	int count = addresses ? internet_address_list_length(addresses) : 0;

	for (int i = 0; i < count; i++) {
		InternetAddress *address =
		    internet_address_list_get_address(addresses, i);

		if (self->list->len >= CORE_MESSAGE_LIST_MAX) {
			self->is_full = true;
			return;
		}
		if (INTERNET_ADDRESS_IS_MAILBOX(address))
			add_mailbox(self, address);
		else if (INTERNET_ADDRESS_IS_GROUP(address) && depth > 0)
			add_addresses(self,
			    internet_address_group_get_members(
			        INTERNET_ADDRESS_GROUP(address)),
			    depth - 1);
	}
}

/* Behind what belongs to a link or to a directory, not to an address. */
static const char *
skip_scheme(const char *mailbox)
{
	static const char *const schemes[] = { "mailto:", "smtp:" };

	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (g_ascii_strncasecmp(
		        mailbox, schemes[i], strlen(schemes[i])) == 0)
			return mailbox + strlen(schemes[i]);
	return mailbox;
}

/* "Name a@b.example", without the brackets that a parser goes by. */
static void
add_unbracketed(const Reader *self, const char *value)
{
	const char *at = strrchr(value, '@');
	const char *start = at, *stop = at;

	while (start && start > value && !strchr(" \t\"'<>,;", start[-1]))
		start--;
	while (stop && *stop && !strchr(" \t\"'<>,;", *stop))
		stop++;
	if (!at || start == at || stop == at + 1)
		return;
	g_autofree char *name = g_strndup(value, (gsize)(start - value));
	g_autofree char *address = g_strndup(start, (gsize)(stop - start));
	g_autofree char *clean_name =
	    clean_line(self, g_strdelimit(name, "\"<", ' '));
	g_autofree char *clean = clean_line(self, skip_scheme(address));
	g_ptr_array_add(self->list, core_address_new(clean_name, clean));
}

static bool
has_address(const GPtrArray *list)
{
	for (guint i = 0; i < list->len; i++) {
		const CoreAddress *address = g_ptr_array_index(list, i);

		if (strchr(address->address, '@'))
			return true;
	}
	return false;
}

bool
mail_addresses_read(const MailSpan *value, size_t max_bytes, GPtrArray *list)
{
	Reader self = { .list = list, .max_bytes = max_bytes };
	MailCharsetFaults faults = { .guessed = false };
	guint before = list->len;

	if (add_all_simple(&self, *value))
		return true;
	g_autoptr(GMimeParserOptions) options = g_mime_parser_options_new();
	g_mime_parser_options_set_allow_addresses_without_domain(options, TRUE);
	g_autoptr(GString) quoted =
	    mail_encoded_quote(value->start, value->length, &faults);
	g_autoptr(InternetAddressList) addresses =
	    internet_address_list_parse(options, quoted->str);
	add_addresses(&self, addresses, 1);
	if (!has_address(list) && strchr(quoted->str, '@')) {
		g_ptr_array_set_size(list, (gint)before);
		add_unbracketed(&self, quoted->str);
	}
	mail_loose_names_mend(list, before, max_bytes);
	return !self.is_full;
}
