#include "filters/people/retain.h"

#include "filters/people/erase.h"
#include "store/retain.h"

#define MAILS_A_TRANSACTION 100
#define DAY_S 86400

/* Returns: @months before @now, by the calendar of UTC. */
static int64_t
months_before(int64_t now, int64_t months)
{
	g_autoptr(GDateTime) today = g_date_time_new_from_unix_utc(now);
	g_autoptr(GDateTime) then = g_date_time_add_months(today, -(int)months);

	return g_date_time_to_unix(then);
}

static bool
retain_mails(Store *store, const StoreRetain *retain, bool dry_run,
    int64_t *ret_mails, GError **error)
{
	int64_t sum = 0, done;

	if (dry_run)
		return store_retain_count(store, retain, ret_mails, error);
	do {
		if (!store_retain_some(
		        store, retain, MAILS_A_TRANSACTION, &done, error))
			return false;
		sum += done;
	} while (done > 0);
	*ret_mails = sum;
	return true;
}

static bool
erase(Store *store, int64_t contact_id, int64_t now, GError **error)
{
	g_autoptr(FilterErasure) erasure =
	    filter_erasure_new(store, contact_id, error);

	return erasure && filter_erasure_run(store, erasure, now, error);
}

static bool
retain_people(Store *store, int64_t before, int64_t now, bool dry_run,
    int64_t *ret_people, GError **error)
{
	g_autoptr(GArray) ids = NULL;

	if (!store_retain_people(store, before, &ids, error))
		return false;
	for (unsigned i = 0; !dry_run && i < ids->len; i++)
		if (!erase(store, g_array_index(ids, int64_t, i), now, error))
			return false;
	*ret_people = ids->len;
	return true;
}

bool
filter_retain(Store *store, const CoreConfig *config, int64_t now, bool dry_run,
    FilterRetained *ret_retained, GError **error)
{
	const CoreRetention *keep = &config->retention;
	StoreRetain raw = { STORE_RETAIN_RAW,
		months_before(now, keep->raw_months), now };
	StoreRetain text = { STORE_RETAIN_TEXT,
		months_before(now, keep->text_months), now };
	FilterRetained retained = { 0 };

	if (keep->contact_months > 0 &&
	    !retain_people(store, months_before(now, keep->contact_months), now,
	        dry_run, &retained.people, error))
		return false;
	if (keep->raw_months > 0 &&
	    !retain_mails(store, &raw, dry_run, &retained.raw, error))
		return false;
	if (keep->text_months > 0 &&
	    !retain_mails(store, &text, dry_run, &retained.texts, error))
		return false;
	*ret_retained = retained;
	return dry_run || store_retain_done(store, now, error);
}

bool
filter_retain_daily(Store *store, const CoreConfig *config, int64_t now,
    FilterRetained *ret_retained, bool *ret_done, GError **error)
{
	int64_t last;

	if (!store_retain_last(store, &last, error))
		return false;
	*ret_done = now - last >= DAY_S;
	return !*ret_done ||
	       filter_retain(store, config, now, false, ret_retained, error);
}
