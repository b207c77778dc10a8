#include "core/clock.h"

#include "core/error.h"

#include <string.h>

#define LAST_AT INT64_C(253402300799) /* the end of the year 9999 */

/* What a pattern of 'd' for a digit and literal characters has let through. */
static bool
has_shape(const char *text, size_t length, const char *shape)
{
	if (length != strlen(shape))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (shape[i] == 'd' ? !g_ascii_isdigit(text[i])
		                    : g_ascii_toupper(text[i]) != shape[i])
			return false;
	}
	return true;
}

static int
number_at(const char *text, size_t start, size_t digits)
{
	int number = 0;

	for (size_t i = start; i < start + digits; i++)
		number = number * 10 + (text[i] - '0');
	return number;
}

/* @zone is "Z", "+02:00" or "-02:00". */
static bool
parse_zone(const char *zone, int *ret_offset_s)
{
	if (has_shape(zone, strlen(zone), "Z")) {
		*ret_offset_s = 0;
		return true;
	}
	if ((zone[0] != '+' && zone[0] != '-') ||
	    !has_shape(zone + 1, strlen(zone + 1), "dd:dd"))
		return false;
	int hours = number_at(zone, 1, 2), minutes = number_at(zone, 4, 2);
	if (hours > 23 || minutes > 59)
		return false;
	int offset_s = (hours * 60 + minutes) * 60;
	*ret_offset_s = zone[0] == '-' ? -offset_s : offset_s;
	return true;
}

/* @text begins with "2026-01-01T08:00:00". */
static bool
parse_clock_and_zone(const char *text, double *ret_second, int *ret_offset_s)
{
	const char *zone = text + 19;

	if (*zone == '.') {
		zone++;
		if (!g_ascii_isdigit(*zone))
			return false;
		while (g_ascii_isdigit(*zone))
			zone++;
	}
	if (!parse_zone(zone, ret_offset_s))
		return false;
	*ret_second = number_at(text, 17, 2);
	return true;
}

static GDateTime *
parse_time(const char *text, int *ret_offset_s)
{
	size_t length = strlen(text);
	double second = 0;
	int hour = 0, minute = 0;

	*ret_offset_s = 0;
	if (length > 19) {
		if (!has_shape(text, 19, "dddd-dd-ddTdd:dd:dd") ||
		    !parse_clock_and_zone(text, &second, ret_offset_s))
			return NULL;
		hour = number_at(text, 11, 2);
		minute = number_at(text, 14, 2);
	} else if (!has_shape(text, length, "dddd-dd-dd")) {
		return NULL;
	}
	return g_date_time_new_utc(number_at(text, 0, 4), number_at(text, 5, 2),
	    number_at(text, 8, 2), hour, minute, second);
}

int64_t
core_clock_now(const CoreClock *self)
{
	return self->fixed_at ? self->fixed_at
	                      : g_get_real_time() / G_USEC_PER_SEC;
}

char *
core_time_format(int64_t at)
{
	g_autoptr(GDateTime) time =
	    g_date_time_new_from_unix_utc(CLAMP(at, 0, LAST_AT));

	return g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

bool
core_time_parse(const char *text, int64_t *ret_at, GError **error)
{
	int offset_s;
	g_autoptr(GDateTime) time = parse_time(text, &offset_s);
	int64_t at = time ? g_date_time_to_unix(time) - offset_s : -1;

	if (at < 0 || at > LAST_AT) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
		    "'%.40s' is not a time as 2026-11-16T08:00:00Z or a date "
		    "as 2026-11-16, from 1970 on",
		    text);
		return false;
	}
	*ret_at = at;
	return true;
}
