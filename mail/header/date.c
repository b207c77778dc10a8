#include "mail/header/date.h"

#include <glib.h>
#include <gmime/gmime.h>
#include <string.h>

#define EPOCH_DAY 719163 /* 1970-01-01, where 0001-01-01 is day 1 */
#define ZONE_HOURS 14    /* of an offset that some place has */

static bool
take_text(const char **at, const char *text)
{
	size_t length = strlen(text);

	if (strncmp(*at, text, length) != 0)
		return false;
	*at += length;
	return true;
}

/* Takes a number of @least to @most digits that no other follows. */
static bool
take_number(const char **at, size_t least, size_t most, int *ret_number)
{
	size_t digits = 0;
	int number = 0;

	for (; digits <= most && g_ascii_isdigit((*at)[digits]); digits++)
		number = number * 10 + ((*at)[digits] - '0');
	if (digits < least || digits > most)
		return false;
	*at += digits;
	*ret_number = number;
	return true;
}

/* Takes one of the @n_names of three letters. @ret_number: from 1 on. */
static bool
take_name(const char **at, const char *names, size_t n_names, int *ret_number)
{
	for (size_t i = 0; i < n_names; i++)
		if (strncmp(*at, names + 3 * i, 3) == 0) {
			*at += 3;
			*ret_number = (int)i + 1;
			return true;
		}
	return false;
}

/* "16 Nov 2026 ", with or without "Mon, ". */
static bool
take_day(const char **at, int64_t *ret_day)
{
	int weekday, day, month, year;
	GDate date;

	if (take_name(at, "MonTueWedThuFriSatSun", 7, &weekday) &&
	    !take_text(at, ", "))
		return false;
	if (!take_number(at, 1, 2, &day) || !take_text(at, " ") ||
	    !take_name(
	        at, "JanFebMarAprMayJunJulAugSepOctNovDec", 12, &month) ||
	    !take_text(at, " ") || !take_number(at, 4, 4, &year) ||
	    !take_text(at, " ") ||
	    !g_date_valid_dmy(
	        (GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return false;
	g_date_clear(&date, 1);
	g_date_set_dmy(
	    &date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	*ret_day = (int64_t)g_date_get_julian(&date) - EPOCH_DAY;
	return true;
}

/* "08:00:21 " */
static bool
take_time(const char **at, int *ret_seconds)
{
	int hour, minute, second;

	if (!take_number(at, 2, 2, &hour) || !take_text(at, ":") ||
	    !take_number(at, 2, 2, &minute) || !take_text(at, ":") ||
	    !take_number(at, 2, 2, &second) || !take_text(at, " ") ||
	    hour > 23 || minute > 59 || second > 59)
		return false;
	*ret_seconds = (hour * 60 + minute) * 60 + second;
	return true;
}

/* "+0100", to the end. */
static bool
take_zone(const char **at, int *ret_seconds)
{
	bool is_west = **at == '-';
	int zone;

	if ((!take_text(at, "+") && !take_text(at, "-")) ||
	    !take_number(at, 4, 4, &zone) || (*at)[strspn(*at, " ")] ||
	    zone % 100 > 59 || zone / 100 > ZONE_HOURS)
		return false;
	*ret_seconds = (zone / 100 * 60 + zone % 100) * (is_west ? -60 : 60);
	return true;
}

/* As nearly all are written: GMime makes a dozen objects of it. */
static bool
read_plain(const char *text, int64_t *ret_at)
{
	int64_t day;
	int time, zone;

	text += strspn(text, " ");
	if (!take_day(&text, &day) || !take_time(&text, &time) ||
	    !take_zone(&text, &zone))
		return false;
	*ret_at = day * 86400 + time - zone;
	return true;
}

/* Whether @text begins as @pattern says, where "0" is any digit. */
static bool
looks_like(const char *text, const char *pattern)
{
	for (; *pattern; text++, pattern++)
		if (*pattern == '0' ? !g_ascii_isdigit(*text)
		                    : *text != *pattern)
			return false;
	return true;
}

/* "08.00.21", as some programs write: "08:00:21" */
static void
mend_time(char *text)
{
	for (char *c = text; *c; c++)
		if (looks_like(c, "00.00.00"))
			c[2] = c[5] = ':';
}

/* "GMT+01:00": " +0100", which is all that a zone may be (RFC 5322 3.3) */
static void
mend_zone(char *text)
{
	char *time = strchr(text, ':');
	char *sign = time ? strpbrk(time, "+-") : NULL;

	if (!sign || !g_ascii_isdigit(sign[1]))
		return;
	for (char *c = sign; g_ascii_isalpha(c[-1]); c--)
		c[-1] = ' ';
	if (looks_like(sign + 1, "00:00"))
		memmove(sign + 3, sign + 4, strlen(sign + 3));
}

/* The years of three digits that programs wrote after 1999 (RFC 5322 4.3). */
static char *
mend_year(char *text)
{
	g_autofree char *owned = text;

	for (const char *c = text; *c; c++)
		if (looks_like(c, " 000 ")) {
			int year = 1900 + (int)g_ascii_strtoll(c + 1, NULL, 10);

			return g_strdup_printf(
			    "%.*s%d%s", (int)(c + 1 - text), text, year, c + 4);
		}
	return g_steal_pointer(&owned);
}

static GDateTime *
read_mended(const char *text)
{
	g_autofree char *mended = mend_year(g_strdup(text));
	const char *start = mended + strspn(mended, " ");

	if (looks_like(start, "0000-00-00T"))
		return g_date_time_new_from_iso8601(start, NULL);
	mend_time(mended);
	mend_zone(mended);
	return g_mime_utils_header_decode_date(mended);
}

bool
mail_date_read(const char *text, int64_t *ret_at)
{
	if (read_plain(text, ret_at))
		return true;
	g_autoptr(GDateTime) date = read_mended(text);
	if (date)
		*ret_at = g_date_time_to_unix(date);
	return date != NULL;
}
