#include "mail/outlook/mapi.h"

#include "mail/charset/charset.h"

#include <string.h>

#define MULTIPLE 0x1000
#define NAMED 0x8000
#define GUID_BYTES 16

size_t
mail_bytes_left(const MailBytes *self)
{
	return (size_t)(self->end - self->at);
}

bool
mail_bytes_take(MailBytes *self, size_t length, MailBytes *ret_part)
{
	if (mail_bytes_left(self) < length)
		return false;
	*ret_part = (MailBytes){ self->at, self->at + length };
	self->at += length;
	return true;
}

bool
mail_bytes_u16(MailBytes *self, uint16_t *ret_value)
{
	MailBytes part;

	if (!mail_bytes_take(self, 2, &part))
		return false;
	*ret_value = (uint16_t)(part.at[0] | part.at[1] << 8);
	return true;
}

bool
mail_bytes_u32(MailBytes *self, uint32_t *ret_value)
{
	MailBytes part;

	if (!mail_bytes_take(self, 4, &part))
		return false;
	*ret_value = (uint32_t)part.at[0] | (uint32_t)part.at[1] << 8 |
	             (uint32_t)part.at[2] << 16 | (uint32_t)part.at[3] << 24;
	return true;
}

/* The room a value of @type takes, 0 for one that says so itself. */
static bool
fixed_bytes(uint16_t type, size_t *ret_bytes)
{
	switch (type) {
	case 0x0002: /* the two-byte ones are padded to four */
	case MAIL_MAPI_LONG:
	case 0x0004:
	case 0x000A:
	case 0x000B:
		*ret_bytes = 4;
		return true;
	case 0x0005:
	case 0x0006:
	case 0x0007:
	case 0x0014:
	case 0x0040:
		*ret_bytes = 8;
		return true;
	case 0x0048:
		*ret_bytes = GUID_BYTES;
		return true;
	case MAIL_MAPI_OBJECT:
	case MAIL_MAPI_STRING8:
	case MAIL_MAPI_UNICODE:
	case MAIL_MAPI_BINARY:
		*ret_bytes = 0;
		return true;
	default:
		return false;
	}
}

static bool
take_padded(MailBytes *list, uint32_t length, MailBytes *ret_part)
{
	MailBytes padding;

	if (!mail_bytes_take(list, length, ret_part))
		return false;
	/* the last value may go without its padding */
	(void)mail_bytes_take(
	    list, MIN((4 - length % 4) % 4, mail_bytes_left(list)), &padding);
	return true;
}

static bool
skip_name(MailBytes *list)
{
	MailBytes skipped;
	uint32_t kind, value;

	return mail_bytes_take(list, GUID_BYTES, &skipped) &&
	       mail_bytes_u32(list, &kind) && mail_bytes_u32(list, &value) &&
	       (kind == 0 || take_padded(list, value, &skipped));
}

static bool
take_value(MailBytes *list, size_t fixed, MailBytes *ret_value)
{
	uint32_t length;

	if (fixed)
		return mail_bytes_take(list, fixed, ret_value);
	return mail_bytes_u32(list, &length) &&
	       take_padded(list, length, ret_value);
}

static bool
take_property(MailBytes *list, MailProperty *ret_property)
{
	MailProperty property;
	uint16_t type;
	uint32_t count = 1;
	size_t fixed;

	if (!mail_bytes_u16(list, &type) ||
	    !mail_bytes_u16(list, &property.id) ||
	    (property.id >= NAMED && !skip_name(list)))
		return false;
	property.type = type & (uint16_t)~MULTIPLE;
	if (!fixed_bytes(property.type, &fixed))
		return false;
	if (((type & MULTIPLE) || !fixed) && !mail_bytes_u32(list, &count))
		return false;
	property.value = (MailBytes){ list->at, list->at };
	for (uint32_t i = 0; i < count; i++) {
		MailBytes value;

		if (!take_value(list, fixed, &value))
			return false;
		if (i == 0)
			property.value = value;
	}
	*ret_property = property;
	return true;
}

bool
mail_mapi_foreach(MailBytes list,
    void (*property)(const MailProperty *property, void *data), void *data)
{
	uint32_t count;

	if (!mail_bytes_u32(&list, &count))
		return false;
	/* a count that lies ends where the list does */
	for (uint32_t i = 0; i < count; i++) {
		MailProperty one;

		if (!take_property(&list, &one))
			return false;
		property(&one, data);
	}
	return true;
}

char *
mail_mapi_text(const MailProperty *property, unsigned codepage)
{
	size_t length = mail_bytes_left(&property->value);
	const char *bytes = (const char *)property->value.at;
	MailCharsetFaults faults = { .guessed = false };
	GString *text =
	    property->type == MAIL_MAPI_UNICODE
	        ? mail_charset_decode(bytes, length, "UTF-16LE", &faults)
	        : mail_charset_decode_page(bytes, length, codepage);

	while (text->len && text->str[text->len - 1] == '\0')
		g_string_truncate(text, text->len - 1);
	return g_string_free(text, FALSE);
}
