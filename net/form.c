#include "net/form.h"

#include <stdbool.h>
#include <string.h>

struct _NetForm {
	bool is_too_long;
	size_t length;
	char text[NET_FORM_BYTES + 1]; /* of one size, so that no copy stays */
};

NetForm *
net_form_new(void)
{
	return g_new0(NetForm, 1);
}

static void
put(NetForm *self, const char *bytes, size_t n)
{
	if (self->length + n > NET_FORM_BYTES) {
		self->is_too_long = true;
		return;
	}
	memcpy(self->text + self->length, bytes, n);
	self->length += n;
}

static void
put_encoded(NetForm *self, const char *value)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *value; value++) {
		const unsigned char byte = (unsigned char)*value;
		const char code[] = { '%', digits[byte >> 4],
			digits[byte & 15] };

		if (g_ascii_isalnum(*value) || strchr("-._~", *value))
			put(self, value, 1);
		else
			put(self, code, sizeof code);
	}
}

void
net_form_add(NetForm *self, const char *name, const char *value)
{
	if (self->length > 0)
		put(self, "&", 1);
	put_encoded(self, name);
	put(self, "=", 1);
	put_encoded(self, value);
}

const char *
net_form_text(const NetForm *self)
{
	return self->is_too_long ? NULL : self->text;
}

void
net_form_free(NetForm *self)
{
	if (!self)
		return;
	explicit_bzero(self, sizeof *self);
	g_free(self);
}
