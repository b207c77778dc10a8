#include "digest/schedule.h"

#include "digest/error.h"
#include "digest/escalation.h"
#include "store/urgent.h"

CorePeriod
digest_schedule_period(
    const CoreConfig *config, const CoreDepartment *department, int64_t now)
{
	int64_t at = core_weekly_last(&department->digest, now, config->zone);
	CorePeriod week = core_period_of(at, config->zone);

	return core_period_shift(&week, -1, config->zone);
}

static DigestOrder
order_of(const CoreConfig *config, unsigned i, int64_t now)
{
	const CoreDepartment *department = config->departments->pdata[i];

	return (DigestOrder){ .config = config,
		.department = department,
		.period = digest_schedule_period(config, department, now),
		.now = now };
}

/* Takes "nothing to say" for a success that says nothing. */
static bool
allow_nothing(bool done, GError *local, GError **error)
{
	if (done)
		return true;
	if (g_error_matches(local, DIGEST_ERROR, DIGEST_ERROR_NOTHING)) {
		g_error_free(local);
		return true;
	}
	g_propagate_error(error, local);
	return false;
}

bool
digest_schedule_departments(Store *store, const CoreConfig *config, int64_t now,
    DigestFrozen frozen, void *data, GError **error)
{
	for (unsigned i = 0; config->send && i < config->departments->len;
	     i++) {
		DigestOrder order = order_of(config, i, now);
		GError *local = NULL;
		bool is_new = false;
		bool done = digest_department_freeze(
		    store, &order, false, &is_new, &local);

		if (!allow_nothing(done, local, error))
			return false;
		if (is_new)
			frozen(order.department, order.period.name, data);
	}
	return true;
}

static bool
may_escalate(const CoreConfig *config)
{
	return config->send && config->executive && config->executive->to &&
	       config->executive->to[0];
}

bool
digest_schedule_escalation(Store *store, const CoreConfig *config, int64_t now,
    DigestFrozen frozen, void *data, GError **error)
{
	g_autofree char *subject = NULL;
	GError *local = NULL;
	bool done;

	if (!may_escalate(config))
		return true;
	done = digest_escalation_freeze(store, config, now, &subject, &local);
	if (!allow_nothing(done, local, error))
		return false;
	if (done)
		frozen(NULL, "escalation", data);
	return true;
}

/* Whether the digest of @order is missing, and somebody wrote. */
static bool
is_department_due(
    Store *store, const DigestOrder *order, bool *ret_due, GError **error)
{
	g_autoptr(StoreFrozen) found = NULL;
	g_autoptr(DigestMail) mail = NULL;
	GError *local = NULL;
	bool done;

	if (!store_digest_find(store, "department", order->department->id,
	        order->period.name, &found, error))
		return false;
	if (found) {
		*ret_due = false;
		return true;
	}
	done = digest_department_preview(store, order, &mail, &local);
	*ret_due = done;
	return allow_nothing(done, local, error);
}

bool
digest_schedule_is_due(Store *store, const CoreConfig *config, int64_t now,
    bool *ret_due, GError **error)
{
	g_autoptr(GPtrArray) urgent = NULL;
	bool due = false;

	for (unsigned i = 0;
	     config->send && !due && i < config->departments->len; i++) {
		DigestOrder order = order_of(config, i, now);

		if (!is_department_due(store, &order, &due, error))
			return false;
	}
	if (!due && may_escalate(config)) {
		if (!store_urgent_list(
		        store, now - DIGEST_ESCALATION_AGE_S, &urgent, error))
			return false;
		due = urgent->len > 0;
	}
	*ret_due = due;
	return true;
}
