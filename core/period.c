#include "core/period.h"

#include "core/error.h"

#include <stdio.h>
#include <string.h>

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

/* The day (Julian, of GLib) that it is in @zone at @at. */
static int64_t
local_day(int64_t at, GTimeZone *zone)
{
	int64_t bounded = CLAMP(at, DAY_S, LAST_AT);

	return epoch_day() + (bounded + offset_at(zone, bounded)) / DAY_S;
}

/* When the local clock first shows @minute of @day, or passes it in a gap. */
static int64_t
local_moment(int64_t day, int minute, GTimeZone *zone)
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

/* @monday is the Julian day of one. */
static CorePeriod
period_from(int64_t monday, GTimeZone *zone)
{
	CorePeriod period = { .start_at = local_moment(monday, 0, zone),
		.end_at = local_moment(monday + 7, 0, zone) };
	GDate thursday;

	/* ISO 8601: a week is of the year that has its Thursday. */
	g_date_clear(&thursday, 1);
	g_date_set_julian(&thursday, (guint32)(monday + 3));
	g_snprintf(period.name, sizeof(period.name), "%04d-W%02u",
	    g_date_get_year(&thursday),
	    (g_date_get_day_of_year(&thursday) - 1) / 7 + 1);
	return period;
}

static int64_t
monday_of(int64_t day)
{
	/* Julian day 1 of GLib is 0001-01-01, a Monday. */
	return day - (day - 1) % 7;
}

static bool
parse_week(const char *name, int *ret_year, int *ret_week)
{
	if (strlen(name) != 8 || strncmp(name + 4, "-W", 2) != 0)
		return false;
	for (int i = 0; i < 8; i++)
		if (i != 4 && i != 5 && !g_ascii_isdigit(name[i]))
			return false;
	*ret_year = (int)g_ascii_strtoll(name, NULL, 10);
	*ret_week = (int)g_ascii_strtoll(name + 6, NULL, 10);
	return *ret_year >= 1971 && *ret_year <= 9998 && *ret_week >= 1 &&
	       *ret_week <= 53;
}

bool
core_period_parse(
    const char *name, GTimeZone *zone, CorePeriod *ret_period, GError **error)
{
	int year, week;

	if (parse_week(name, &year, &week)) {
		GDate fourth;

		/* The 4th of January is always in week 1. */
		g_date_clear(&fourth, 1);
		g_date_set_dmy(&fourth, 4, G_DATE_JANUARY, (GDateYear)year);
		CorePeriod period = period_from(
		    monday_of(g_date_get_julian(&fourth)) + (week - 1) * 7,
		    zone);
		if (strcmp(period.name, name) == 0) {
			*ret_period = period;
			return true;
		}
	}
	g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
	    "'%.20s' is not a week as 2026-W46", name);
	return false;
}

CorePeriod
core_period_of(int64_t at, GTimeZone *zone)
{
	return period_from(monday_of(local_day(at, zone)), zone);
}

CorePeriod
core_period_shift(const CorePeriod *period, int weeks, GTimeZone *zone)
{
	int64_t monday = local_day(period->start_at, zone);

	return period_from(monday + (int64_t)weeks * 7, zone);
}

bool
core_minute_parse(const char *text, int *ret_minute, GError **error)
{
	if (strlen(text) == 5 && text[2] == ':' && g_ascii_isdigit(text[0]) &&
	    g_ascii_isdigit(text[1]) && g_ascii_isdigit(text[3]) &&
	    g_ascii_isdigit(text[4])) {
		int hour = (text[0] - '0') * 10 + text[1] - '0';
		int minute = (text[3] - '0') * 10 + text[4] - '0';

		if (hour < 24 && minute < 60) {
			*ret_minute = hour * 60 + minute;
			return true;
		}
	}
	g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
	    "'%.20s' is not a time of day, 00:00 to 23:59", text);
	return false;
}

bool
core_weekly_parse(const char *text, CoreWeekly *ret_weekly, GError **error)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday" };
	g_auto(GStrv) words = g_strsplit(text, " ", 2);
	CoreWeekly weekly = { 0 };

	for (unsigned i = 0; words[0] && i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(words[0], names[i]) == 0)
			weekly.weekday = (int)i + 1;
	if (weekly.weekday == 0 || !words[1] ||
	    !core_minute_parse(words[1], &weekly.minute, NULL)) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
		    "'%.40s' is not a weekday and time as 'monday 08:00'",
		    text);
		return false;
	}
	*ret_weekly = weekly;
	return true;
}

int64_t
core_weekly_last(const CoreWeekly *weekly, int64_t now, GTimeZone *zone)
{
	int64_t day = monday_of(local_day(now, zone)) + 7 + weekly->weekday - 1;
	int64_t at = local_moment(day, weekly->minute, zone);

	while (at > now && day > 7) {
		day -= 7;
		at = local_moment(day, weekly->minute, zone);
	}
	return at;
}
