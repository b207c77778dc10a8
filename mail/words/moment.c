#include "mail/words/moment.h"

#include <glib.h>
#include <string.h>

static bool
is_digit_at(const char *text, size_t i)
{
	return g_ascii_isdigit(text[i]);
}

/* strspn() takes longer than a number of two digits is worth. */
size_t
mail_moment_digits(const char *text)
{
	size_t n = 0;

	while (g_ascii_isdigit(text[n]))
		n++;
	return n;
}

bool
mail_moment_is_time(const char *text)
{
	size_t hour = mail_moment_digits(text);

	return hour && hour <= 2 &&
	       (text[hour] == ':' || text[hour] == 'h' || text[hour] == 'H') &&
	       is_digit_at(text, hour + 1) && is_digit_at(text, hour + 2) &&
	       !is_digit_at(text, hour + 3);
}

bool
mail_moment_is_date(const char *text)
{
	size_t first = mail_moment_digits(text);

	if (first == 4)
		return memcmp(text, "19", 2) == 0 || memcmp(text, "20", 2) == 0;
	if (first > 2 ||
	    (text[first] != '.' && text[first] != '/' && text[first] != '-'))
		return false;
	const char *second = text + first + 1;
	size_t month = mail_moment_digits(second);

	return month && month <= 2 && second[month] == text[first] &&
	       is_digit_at(second, month + 1);
}
