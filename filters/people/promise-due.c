#include "filters/people/promise-due.h"

#include "core/day.h"

static int64_t
day_of_count(const FilterSaid *said, int64_t today, const CoreOffice *office)
{
	GDate date;

	switch (said->unit) {
	case 'b':
		return core_office_after(office, today, said->number);
	case 'w':
		return today + 7 * said->number;
	case 'f':
		return today + 14 * said->number;
	case 'm':
		g_date_clear(&date, 1);
		g_date_set_julian(&date, (guint32)today);
		g_date_add_months(&date, (guint)said->number);
		return g_date_get_julian(&date);
	default:
		return today + said->number;
	}
}

/* Returns: the next such date after @today, 0 for one that is none. */
static int64_t
day_of_date(const FilterSaid *said, int64_t today)
{
	GDate date, now;

	g_date_clear(&now, 1);
	g_date_set_julian(&now, (guint32)today);
	for (unsigned year = g_date_get_year(&now), tries = 0; tries < 5;
	     year++, tries++) {
		if (!g_date_valid_dmy((GDateDay)said->number,
		        (GDateMonth)said->month, (GDateYear)year))
			continue;
		g_date_clear(&date, 1);
		g_date_set_dmy(&date, (GDateDay)said->number,
		    (GDateMonth)said->month, (GDateYear)year);
		if (g_date_get_julian(&date) >= today)
			return g_date_get_julian(&date);
	}
	return 0;
}

static int64_t
end_of_month(int64_t today)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)today);
	g_date_set_day(&date, 1);
	g_date_add_months(&date, 1);
	return (int64_t)g_date_get_julian(&date) - 1;
}

/* The last worked day of @today's week, or its Sunday once that is over. */
static int64_t
end_of_week(const CoreOffice *office, int64_t today)
{
	int64_t monday = core_day_monday(today);
	int64_t last = monday + office->business.last_weekday - 1;

	return last >= today ? last : monday + 6;
}

static int64_t
day_of(const FilterSaid *said, const FilterPhrase *phrase, int64_t today,
    const CoreOffice *office)
{
	int64_t ahead;

	switch (phrase->kind) {
	case FILTER_PHRASE_COUNT:
		return day_of_count(said, today, office);
	case FILTER_PHRASE_DAY:
		ahead = said->weekday - core_day_weekday(today);
		return today + (ahead > 0 ? ahead : ahead + 7);
	case FILTER_PHRASE_NEXT_DAY:
		return core_day_monday(today) + 7 + said->weekday - 1;
	case FILTER_PHRASE_DATE:
		return day_of_date(said, today);
	case FILTER_PHRASE_THIS_WEEK:
		return end_of_week(office, today);
	case FILTER_PHRASE_NEXT_WEEK:
		return end_of_week(office, core_day_monday(today) + 7);
	case FILTER_PHRASE_THIS_MONTH:
		return end_of_month(today);
	case FILTER_PHRASE_IN:
		return today + phrase->days;
	case FILTER_PHRASE_WILL:
		break;
	}
	g_assert_not_reached();
}

int64_t
filter_promise_due(const FilterSaid *said, const FilterPhrase *phrase,
    const CoreOffice *office, int64_t said_at)
{
	int64_t day;

	if (phrase->kind == FILTER_PHRASE_COUNT && said->unit == 'h')
		return said_at + (int64_t)said->number * 3600;
	day = day_of(said, phrase, core_day_at(said_at, office->zone), office);
	/* Who counts days does not mean to come in on a Sunday. */
	if (phrase->kind == FILTER_PHRASE_COUNT &&
	    !core_office_works(office, day))
		day = core_office_after(office, day, 1);
	return day > 0 ? core_day_moment(day, 24 * 60, office->zone) : 0;
}
