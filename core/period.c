#include "core/period.h"

#include "core/day.h"
#include "core/error.h"

#include <stdio.h>
#include <string.h>

/* @monday is the Julian day of one. */
static CorePeriod
period_from(int64_t monday, GTimeZone *zone)
{
	CorePeriod period = { .start_at = core_day_moment(monday, 0, zone),
		.end_at = core_day_moment(monday + 7, 0, zone) };
	GDate thursday;

	/* ISO 8601: a week is of the year that has its Thursday. */
	g_date_clear(&thursday, 1);
	g_date_set_julian(&thursday, (guint32)(monday + 3));
	g_snprintf(period.name, sizeof(period.name), "%04d-W%02u",
	    g_date_get_year(&thursday),
	    (g_date_get_day_of_year(&thursday) - 1) / 7 + 1);
	return period;
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
		CorePeriod period =
		    period_from(core_day_monday(g_date_get_julian(&fourth)) +
		                    (week - 1) * 7,
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
	return period_from(core_day_monday(core_day_at(at, zone)), zone);
}

CorePeriod
core_period_shift(const CorePeriod *period, int weeks, GTimeZone *zone)
{
	int64_t monday = core_day_at(period->start_at, zone);

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
core_weekday_parse(const char *text, int *ret_weekday)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday" };

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(names[i], text) == 0) {
			*ret_weekday = (int)i + 1;
			return true;
		}
	return false;
}

bool
core_weekly_parse(const char *text, CoreWeekly *ret_weekly, GError **error)
{
	g_auto(GStrv) words = g_strsplit(text, " ", 2);
	CoreWeekly weekly;

	if (!words[0] || !core_weekday_parse(words[0], &weekly.weekday) ||
	    !words[1] || !core_minute_parse(words[1], &weekly.minute, NULL)) {
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
	int64_t day =
	    core_day_monday(core_day_at(now, zone)) + 7 + weekly->weekday - 1;
	int64_t at = core_day_moment(day, weekly->minute, zone);

	while (at > now && day > 7) {
		day -= 7;
		at = core_day_moment(day, weekly->minute, zone);
	}
	return at;
}
