#include "cli/wait.h"

#include "core/units.h"

CoreOffice
cli_office(const CoreConfig *config)
{
	CoreOffice office;

	core_office_init(
	    &office, &config->business, config->holidays, config->zone);
	return office;
}

char *
cli_wait_format(const CoreOffice *office, int64_t from, int64_t to)
{
	int64_t worked = core_office_between(office, from, to);
	g_autofree char *all = core_duration_format(to - from);
	g_autofree char *inside = core_duration_format(worked);

	if (worked >= to - from)
		return g_steal_pointer(&all);
	if (worked == 0)
		return g_strdup_printf("%s (outside business hours)", all);
	return g_strdup_printf("%s (%s of business hours)", all, inside);
}
