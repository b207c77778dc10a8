#include "cli/disk.h"

#include "core/units.h"
#include "store/wal.h"

#include <inttypes.h>

bool
cli_disk_read(
    const CliContext *context, Store *store, CliDisk *ret_disk, GError **error)
{
	const CoreConfig *config = context->config;
	CliDisk disk = { .least_percent =
		             (int)config->limits.free_space_percent };

	if (!store_room_read(config->database, &disk.room, error))
		return false;
	if (store && !store_growth_read(store, core_clock_now(&context->clock),
	                 &disk.growth, error))
		return false;
	disk.wal_bytes = store ? store_wal_bytes(store) : 0;
	disk.days_left = store_growth_days_left(
	    &disk.growth, disk.room.free_bytes -
	                      disk.room.all_bytes / 100 * disk.least_percent);
	*ret_disk = disk;
	return true;
}

bool
cli_disk_is_full(const CliDisk *self)
{
	return store_room_percent(&self->room) < self->least_percent;
}

bool
cli_disk_is_tight(const CliDisk *self)
{
	return self->days_left >= 0 && self->days_left < CLI_DISK_FEW_DAYS;
}

/* About how long that is, in the unit that people would take. */
static char *
describe_days(int64_t days)
{
	if (days < 0)
		return g_strdup("it does not grow");
	if (days < 2)
		return g_strdup_printf(
		    "room for %s", days == 0 ? "less than a day" : "a day");
	if (days < 60)
		return g_strdup_printf("room for %" PRId64 " days", days);
	if (days < 730)
		return g_strdup_printf(
		    "room for %" PRId64 " months", days / 30);
	if (days < 36500)
		return g_strdup_printf(
		    "room for %" PRId64 " years", days / 365);
	return g_strdup("room for a century");
}

char *
cli_disk_describe(const CliDisk *self)
{
	g_autofree char *left = core_size_format(self->room.free_bytes);
	g_autofree char *all = core_size_format(self->room.all_bytes);
	g_autofree char *rate = core_size_format(self->growth.bytes_a_day);
	g_autofree char *days =
	    core_count_format(self->growth.days, "day", "days");
	g_autofree char *lasts = describe_days(self->days_left);

	if (self->growth.days == 0)
		return g_strdup_printf("%s of %s (%d%%) free; too little mail"
		                       " to say for how long",
		    left, all, store_room_percent(&self->room));
	return g_strdup_printf(
	    "%s of %s (%d%%) free; the mail of the last %s took %s a day:"
	    " %s",
	    left, all, store_room_percent(&self->room), days, rate, lasts);
}
