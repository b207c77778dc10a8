#include "store/growth.h"

#include "store/db.h"

#define DAY_S INT64_C(86400)

enum { SQL_OLDEST, SQL_RECENT, SQL_ALL, SQL_USED };
const char *const store_growth_sql[] = {
	[SQL_OLDEST] = "SELECT coalesce(min(received_at), 0) FROM message",
	[SQL_RECENT] = "SELECT count(*) FROM message WHERE received_at >= :from"
	               " AND received_at < :now",
	[SQL_ALL] = "SELECT count(*) FROM message",
	[SQL_USED] = "SELECT (page_count - freelist_count) * page_size FROM"
	             " pragma_page_count, pragma_freelist_count,"
	             " pragma_page_size",
	NULL,
};

typedef struct {
	int64_t now;
	StoreGrowth growth;
} Reading;

static bool
count_recent(Store *self, Reading *reading, int64_t from_at, GError **error)
{
	g_autoptr(StoreStmt) stmt =
	    store_stmt(self, store_growth_sql[SQL_RECENT], error);
	bool row;

	if (!stmt)
		return false;
	store_bind_int(stmt, ":from", from_at);
	store_bind_int(stmt, ":now", reading->now);
	if (!store_step(stmt, &row, error))
		return false;
	reading->growth.mails = store_int(stmt, 0);
	return true;
}

static bool
read_all(Store *self, void *data, GError **error)
{
	Reading *reading = data;
	int64_t oldest_at, all, used_bytes, from_at;
	int days;

	reading->growth = (StoreGrowth){ 0 };
	if (!store_query_int(
	        self, store_growth_sql[SQL_OLDEST], &oldest_at, error) ||
	    !store_query_int(self, store_growth_sql[SQL_ALL], &all, error) ||
	    !store_query_int(
	        self, store_growth_sql[SQL_USED], &used_bytes, error))
		return false;
	days = (int)CLAMP(
	    (reading->now - oldest_at) / DAY_S, 0, STORE_GROWTH_DAYS);
	if (all == 0 || days == 0)
		return true;
	from_at = reading->now - days * DAY_S;
	if (!count_recent(self, reading, from_at, error))
		return false;
	reading->growth.days = days;
	reading->growth.bytes_a_day =
	    used_bytes / all * reading->growth.mails / days;
	return true;
}

bool
store_growth_read(
    Store *self, int64_t now, StoreGrowth *ret_growth, GError **error)
{
	Reading reading = { .now = now };

	if (!store_snapshot(self, read_all, &reading, error))
		return false;
	*ret_growth = reading.growth;
	return true;
}

int64_t
store_growth_days_left(const StoreGrowth *self, int64_t free_bytes)
{
	if (self->days == 0 || self->bytes_a_day <= 0)
		return -1;
	return MAX(free_bytes, 0) / self->bytes_a_day;
}
