#include "mail/charset/wide.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define BYTES_MAX 2000 /* that are looked at */

static bool
begins(const char *bytes, size_t length, const char *mark)
{
	size_t marked = strlen(mark);

	return length >= marked && memcmp(bytes, mark, marked) == 0;
}

size_t
mail_wide_mark(const char *bytes, size_t length)
{
	static const char *const marks[] = { "\xef\xbb\xbf", "\xff\xfe",
		"\xfe\xff" };

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (begins(bytes, length, marks[i]))
			return strlen(marks[i]);
	return 0;
}

/* Of Western words one byte of two is NUL, always the same one, and the other
 * is ASCII. */
static const char *
order_of(const char *bytes, size_t length)
{
	size_t big = 0, little = 0;

	if (begins(bytes, length, "\xff\xfe"))
		return "UTF-16LE";
	if (begins(bytes, length, "\xfe\xff"))
		return "UTF-16BE";
	for (size_t i = 0; i + 1 < MIN(length, BYTES_MAX); i += 2) {
		big += !bytes[i] && g_ascii_isprint(bytes[i + 1]);
		little += g_ascii_isprint(bytes[i]) && !bytes[i + 1];
	}
	if (!big == !little)
		return NULL;
	return big ? "UTF-16BE" : "UTF-16LE";
}

const char *
mail_wide_judge(const char *bytes, size_t length, const char *name)
{
	static const char *const wide[] = { "UTF-16", "UTF-16LE", "UTF-16BE",
		"UCS-2", "UCS-2LE", "UCS-2BE", "UNICODE", "ISO-10646-UCS-2",
		"CSUNICODE" };
	bool has_nul = length && memchr(bytes, '\0', length);

	for (size_t i = 0; name && i < G_N_ELEMENTS(wide); i++) {
		if (strcmp(name, wide[i]) != 0)
			continue;
		if (!has_nul && length > 1 &&
		    g_utf8_validate_len(bytes, length, NULL))
			return "UTF-8";
		return order_of(bytes, length);
	}
	/* elsewhere NULs alone may be dirt */
	if (!has_nul || mail_wide_mark(bytes, length) != 2 ||
	    (name && g_str_has_prefix(name, "U") && strcmp(name, "UTF-8") != 0))
		return NULL;
	return order_of(bytes, length);
}
