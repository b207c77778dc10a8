#include "core/day.h"

#define DAY_S 86400
#define LAST_AT INT64_C(253370764800) /* 9999-01-01: a whole year is left */

static int64_t
offset_at(GTimeZone *zone, int64_t at)
{
	int interval =
	    g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at);

	return g_time_zone_get_offset(zone, interval);
}

/* 1970-01-01 as a Julian day of GLib. */
static int64_t
epoch_day(void)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_dmy(&date, 1, G_DATE_JANUARY, 1970);
	return g_date_get_julian(&date);
}

int64_t
core_day_at(int64_t at, GTimeZone *zone)
{
	int64_t bounded = CLAMP(at, DAY_S, LAST_AT);

	return epoch_day() + (bounded + offset_at(zone, bounded)) / DAY_S;
}

int64_t
core_day_moment(int64_t day, int minute, GTimeZone *zone)
{
	int64_t local_s = (day - epoch_day()) * DAY_S + minute * 60;
	int64_t before_s = offset_at(zone, local_s - DAY_S);
	int64_t after_s = offset_at(zone, local_s + DAY_S);
	int64_t early = local_s - before_s;

	/* Of the two in an overlap, the offset before it gives the first. */
	if (offset_at(zone, early) == before_s)
		return early;
	if (offset_at(zone, local_s - after_s) == after_s)
		return local_s - after_s;
	int64_t low = local_s - after_s, high = early;
	while (low + 1 < high) {
		int64_t middle = low + (high - low) / 2;
		if (offset_at(zone, middle) == before_s)
			low = middle;
		else
			high = middle;
	}
	return high;
}

int
core_day_weekday(int64_t day)
{
	/* Julian day 1 of GLib is 0001-01-01, a Monday. */
	return (int)((day - 1) % 7) + 1;
}

int64_t
core_day_monday(int64_t day)
{
	return day - core_day_weekday(day) + 1;
}
