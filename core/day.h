/* Days and moments of a time zone, its clock changes minded. A day is counted
 * as GDate's Julian day: 1 is the 1st of January of the year 1. */
#pragma once

#include <glib.h>
#include <stdint.h>

/* Returns: the day that it is in @zone at @at, bounded to the years 1970 to
 * 9998. */
int64_t core_day_at(int64_t at, GTimeZone *zone);

/* Returns: when the local clock first shows @minute (0..1440) of @day, or
 * passes it in a gap. */
int64_t core_day_moment(int64_t day, int minute, GTimeZone *zone);

/* Returns: 1 for a Monday .. 7 for a Sunday. */
int core_day_weekday(int64_t day);

/* Returns: the Monday of @day's week. */
int64_t core_day_monday(int64_t day);
