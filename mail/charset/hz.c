#include "mail/charset/hz.h"

#include <stdbool.h>

/* What stands behind a tilde. Returns: whether that was a sign of HZ. */
static bool
take_sign(char sign, bool *is_chinese, GString *out)
{
	switch (sign) {
	case '{':
	case '}':
		*is_chinese = sign == '{';
		return true;
	case '~':
		g_string_append_c(out, '~');
		return true;
	case '\n':
		return true; /* the line goes on */
	default:
		return false;
	}
}

GString *
mail_hz_to_gb(const char *bytes, size_t length)
{
	GString *out = g_string_sized_new(length);
	bool is_chinese = false;

	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\n')
			is_chinese = false; /* each line begins anew */
		if (bytes[i] == '~' && i + 1 < length &&
		    take_sign(bytes[i + 1], &is_chinese, out))
			i++;
		else if (is_chinese && g_ascii_isgraph(bytes[i]))
			g_string_append_c(out, (char)(bytes[i] | 0x80));
		else
			g_string_append_c(out, bytes[i]);
	}
	return out;
}
