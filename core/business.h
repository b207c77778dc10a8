/* Business hours: how long somebody who works by them has waited. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* The same hours on some days of each week. */
typedef struct {
	int first_weekday, last_weekday; /* 1 Monday .. 7 Sunday, both worked */
	int from_minute, to_minute;      /* of the day, 0..1440, from < to */
} CoreBusiness;

/* Parses "monday-friday 09:00-17:30", one day as "monday 09:00-12:00", or
 * "always". The days may not go over a Sunday, the hours not over midnight;
 * 24:00 is the end of a day. CORE_ERROR_DATA. */
bool core_business_parse(
    const char *text, CoreBusiness *ret_business, GError **error);

/* Business hours in a place. Owns its array. */
typedef struct {
	CoreBusiness business;
	GArray *holidays; /* int64_t, days as core/day.h counts them */
	GTimeZone *zone;  /* borrowed */
} CoreOffice;

/* Whether @text is a date as "2026-12-25", 1971..9998. */
bool core_is_date(const char *text);

/* @holidays: dates that core_is_date() allows; NULL for none. */
void core_office_init(CoreOffice *self, const CoreBusiness *business,
    char **holidays, GTimeZone *zone);
void core_office_clear(CoreOffice *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CoreOffice, core_office_clear)

/* Whether @day is worked on. */
bool core_office_works(const CoreOffice *self, int64_t day);

/* Returns: how many seconds of business hours lie between @from and @to, 0 when
 * @to is not after @from. Time beyond ten years is not looked at. */
int64_t core_office_between(const CoreOffice *self, int64_t from, int64_t to);

/* Returns: the day that is @days (0..1000) worked days after @day. */
int64_t core_office_after(const CoreOffice *self, int64_t day, int64_t days);
