#include "cli/wait.h"

#include "core/day.h"
#include "core/units.h"

CoreOffice
cli_office(const CoreConfig *config)
{
	CoreOffice office;

	core_office_init(
	    &office, &config->business, config->holidays, config->zone);
	return office;
}

/* Time within business hours: days of it are worked days. */
static char *
format_worked(const CoreOffice *office, int64_t worked_s)
{
	const CoreBusiness *business = &office->business;
	int64_t day_s = (business->to_minute - business->from_minute) * 60;
	g_autofree char *duration = core_duration_format(worked_s);

	if (worked_s >= 2 * day_s)
		return g_strdup_printf(
		    "%" G_GINT64_FORMAT " business days", worked_s / day_s);
	return g_strdup_printf("%s of business hours", duration);
}

char *
cli_wait_format(const CoreOffice *office, int64_t from, int64_t to)
{
	int64_t worked_s = core_office_between(office, from, to);
	g_autofree char *all = core_duration_format(to - from);
	g_autofree char *inside = format_worked(office, worked_s);

	if (worked_s >= to - from)
		return g_steal_pointer(&all);
	if (worked_s == 0)
		return g_strdup_printf("%s (outside business hours)", all);
	return g_strdup_printf("%s (%s)", all, inside);
}

char *
cli_due_format(const CoreOffice *office, int64_t due_at)
{
	int64_t last_day = core_day_at(due_at - 1, office->zone);
	bool is_whole_day =
	    core_day_moment(last_day + 1, 0, office->zone) == due_at;
	g_autoptr(GDateTime) utc =
	    g_date_time_new_from_unix_utc(is_whole_day ? due_at - 1 : due_at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, office->zone);

	return g_date_time_format(
	    local, is_whole_day ? "%Y-%m-%d" : "%Y-%m-%d %H:%M");
}
