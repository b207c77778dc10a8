#include "core/business.h"

#include "core/clock.h"
#include "core/day.h"
#include "core/error.h"
#include "core/period.h"

#include <string.h>

#define LONGEST_DAYS 3660

static bool
refuse(const char *text, GError **error)
{
	g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
	    "'%.40s' are not business hours as 'monday-friday 09:00-17:30' or "
	    "'always'",
	    text);
	return false;
}

static bool
parse_days(const char *text, CoreBusiness *business)
{
	g_auto(GStrv) ends = g_strsplit(text, "-", 2);

	if (!ends[0] || !core_weekday_parse(ends[0], &business->first_weekday))
		return false;
	business->last_weekday = business->first_weekday;
	return !ends[1] ||
	       (core_weekday_parse(ends[1], &business->last_weekday) &&
	           business->last_weekday >= business->first_weekday);
}

static bool
parse_hours(const char *text, CoreBusiness *business)
{
	g_auto(GStrv) ends = g_strsplit(text, "-", 2);

	if (!ends[0] || !ends[1] ||
	    !core_minute_parse(ends[0], &business->from_minute, NULL))
		return false;
	if (strcmp(ends[1], "24:00") == 0)
		business->to_minute = 24 * 60;
	else if (!core_minute_parse(ends[1], &business->to_minute, NULL))
		return false;
	return business->from_minute < business->to_minute;
}

bool
core_business_parse(
    const char *text, CoreBusiness *ret_business, GError **error)
{
	g_auto(GStrv) halves = g_strsplit(text, " ", 2);
	CoreBusiness business = { 1, 7, 0, 24 * 60 };

	if (strcmp(text, "always") != 0 &&
	    (!halves[0] || !halves[1] || !parse_days(halves[0], &business) ||
	        !parse_hours(g_strchug(halves[1]), &business)))
		return refuse(text, error);
	*ret_business = business;
	return true;
}

/* Returns: the day, 0 for what is no date. */
static int64_t
parse_date(const char *text)
{
	int64_t at;

	if (strlen(text) != 10 || !core_time_parse(text, &at, NULL) ||
	    at < 365 * 86400)
		return 0;
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	return core_day_at(at, utc);
}

bool
core_is_date(const char *text)
{
	return parse_date(text) > 0;
}

void
core_office_init(CoreOffice *self, const CoreBusiness *business,
    char **holidays, GTimeZone *zone)
{
	self->business = *business;
	self->zone = zone;
	self->holidays = g_array_new(FALSE, FALSE, sizeof(int64_t));
	for (; holidays && *holidays; holidays++) {
		int64_t day = parse_date(*holidays);

		g_array_append_val(self->holidays, day);
	}
}

void
core_office_clear(CoreOffice *self)
{
	g_clear_pointer(&self->holidays, g_array_unref);
}

static bool
is_holiday(const CoreOffice *self, int64_t day)
{
	for (unsigned i = 0; i < self->holidays->len; i++)
		if (g_array_index(self->holidays, int64_t, i) == day)
			return true;
	return false;
}

bool
core_office_works(const CoreOffice *self, int64_t day)
{
	int weekday = core_day_weekday(day);

	return weekday >= self->business.first_weekday &&
	       weekday <= self->business.last_weekday && !is_holiday(self, day);
}

int64_t
core_office_between(const CoreOffice *self, int64_t from, int64_t to)
{
	int64_t first = core_day_at(from, self->zone);
	int64_t last = MIN(core_day_at(to, self->zone), first + LONGEST_DAYS);
	int64_t sum = 0;

	for (int64_t day = first; day <= last; day++) {
		if (!core_office_works(self, day))
			continue;
		int64_t opens = core_day_moment(
		    day, self->business.from_minute, self->zone);
		int64_t closes =
		    core_day_moment(day, self->business.to_minute, self->zone);
		sum += MAX(MIN(closes, to) - MAX(opens, from), 0);
	}
	return sum;
}

int64_t
core_office_after(const CoreOffice *self, int64_t day, int64_t days)
{
	int64_t last = day + LONGEST_DAYS;

	while (days > 0 && day < last)
		if (core_office_works(self, ++day))
			days--;
	return day;
}
