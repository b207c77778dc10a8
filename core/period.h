/* ISO weeks of a time zone, and the weekly moments at which digests are due. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A week: half open, so that neighbours share no second. */
typedef struct {
	char name[16]; /* "2026-W46", ISO 8601 */
	int64_t start_at,
	    end_at; /* Monday 00:00 local, the next Monday 00:00 */
} CorePeriod;

/* Parses "2026-W46", 1971..9998. CORE_ERROR_DATA when there is no such week. */
bool core_period_parse(
    const char *name, GTimeZone *zone, CorePeriod *ret_period, GError **error);

/* The week that holds @at. */
CorePeriod core_period_of(int64_t at, GTimeZone *zone);

/* The week @weeks after (or, negative, before) @period; days are stepped in
 * local time, never by 86,400 s. */
CorePeriod core_period_shift(
    const CorePeriod *period, int weeks, GTimeZone *zone);

/* Parses "08:00", 00:00..23:59, into a minute of the day. CORE_ERROR_DATA. */
bool core_minute_parse(const char *text, int *ret_minute, GError **error);

/* Parses "monday", in any case: 1 Monday .. 7 Sunday. */
bool core_weekday_parse(const char *text, int *ret_weekday);

/* "monday 08:00", local time. */
typedef struct {
	int weekday; /* 1 Monday .. 7 Sunday */
	int minute;  /* of the day, 0..1439 */
} CoreWeekly;

/* CORE_ERROR_DATA unless @text is a weekday and HH:MM. */
bool core_weekly_parse(
    const char *text, CoreWeekly *ret_weekly, GError **error);

/*
 * Returns: the last time at or before @now that @weekly came round. In a gap of
 * the clock it is the first minute after, in an overlap the first of the two.
 */
int64_t core_weekly_last(
    const CoreWeekly *weekly, int64_t now, GTimeZone *zone);
