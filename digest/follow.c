#define G_LOG_DOMAIN "digest"

#include "digest/follow.h"

#include "core/stop.h"
#include "digest/error.h"
#include "digest/escalation.h"
#include "digest/outage-alarm.h"
#include "digest/outbox.h"
#include "digest/schedule.h"
#include "net/error.h"
#include "store/error.h"
#include "store/settled.h"
#include "store/status.h"
#include "store/urgent.h"

#define TICK_US G_USEC_PER_SEC
#define NAP_US 100000
#define TROUBLE_S 60   /* after a fault that only time or people mend */
#define PATIENCE_S 120 /* of an escalation that waits for other mail */

typedef struct {
	const CoreConfig *config;
	const CoreClock *clock;
	const volatile sig_atomic_t *stop;
	Store *store;
	DigestOutbox *outbox;
	char **mailboxes;
	int64_t since_at;
} Follow;

static char **
list_mailboxes(const CoreConfig *config)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();

	for (unsigned i = 0; i < config->mailboxes->len; i++)
		g_strv_builder_add(
		    out, ((const CoreMailbox *)config->mailboxes->pdata[i])
		             ->server.name);
	return g_strv_builder_end(out);
}

static void
log_frozen(const CoreDepartment *department, const char *period, void *data)
{
	(void)data;
	g_log_structured(G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "DEPARTMENT",
	    department ? department->id : "executives", "MESSAGE",
	    "%s is ready to be sent", period);
}

static void
log_outcome(const StoreOutboxRow *row, const char *why, void *data)
{
	(void)data;
	if (!why)
		return;
	g_log_structured(G_LOG_DOMAIN,
	    row->state == STORE_OUTBOX_FAILED ? G_LOG_LEVEL_CRITICAL
	                                      : G_LOG_LEVEL_WARNING,
	    "DEPARTMENT", row->subject, "MESSAGE",
	    "mail %" G_GINT64_FORMAT " is %s: %s", row->id,
	    store_outbox_state_name((int)row->state), why);
}

/* Whether an escalation has waited long enough for the rest of the mail. */
static bool
is_impatient(Store *store, int64_t now, bool *ret_impatient, GError **error)
{
	g_autoptr(GPtrArray) rows = NULL;

	if (!store_urgent_list(
	        store, now - DIGEST_ESCALATION_AGE_S, &rows, error))
		return false;
	*ret_impatient = false;
	for (unsigned i = 0; i < rows->len; i++) {
		const StoreUrgent *row = rows->pdata[i];
		*ret_impatient |= row->arrived_at + PATIENCE_S <= now;
	}
	return true;
}

/* Not for other mail to be read: this may be why it is not. */
static bool
raise_alarms(Follow *self, GError **error)
{
	const DigestOutageQuery query = { self->config,
		core_clock_now(self->clock), self->since_at };
	g_autoptr(GPtrArray) mailboxes = NULL;

	if (!digest_outage_alarm(self->store, &query, &mailboxes, error))
		return false;
	for (unsigned i = 0; i < mailboxes->len; i++)
		g_log_structured(G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "MAILBOX",
		    mailboxes->pdata[i], "MESSAGE",
		    "an alarm is ready to be sent: it is not read any more");
	return true;
}

static bool
build(Follow *self, GError **error)
{
	int64_t now = core_clock_now(self->clock);
	bool settled, impatient;

	if (!store_is_settled(self->store, (const char *const *)self->mailboxes,
	        self->since_at, &settled, error) ||
	    !is_impatient(self->store, now, &impatient, error))
		return false;
	if ((settled || impatient) &&
	    !digest_schedule_escalation(
	        self->store, self->config, now, log_frozen, NULL, error))
		return false;
	return !settled || digest_schedule_departments(self->store,
	                       self->config, now, log_frozen, NULL, error);
}

static bool
send(Follow *self, GError **error)
{
	DigestSent sent;
	bool done;

	if (!self->config->send)
		return true;
	done =
	    digest_outbox_send(self->outbox, log_outcome, NULL, &sent, error);
	if (sent.sent > 0)
		g_message("%d sent", (int)sent.sent);
	if (sent.expired > 0)
		g_warning("%d were too old to be sent", (int)sent.expired);
	return done;
}

/* The one place that decides whether a fault ends the loop. */
static bool
is_passing(const GError *error)
{
	return error->domain == DIGEST_ERROR || error->domain == NET_ERROR ||
	       g_error_matches(error, STORE_ERROR, STORE_ERROR_BUSY) ||
	       g_error_matches(error, STORE_ERROR, STORE_ERROR_FULL);
}

static void
wait(const Follow *self, int64_t length_us)
{
	int64_t until_us = g_get_monotonic_time() + length_us;

	while (!core_stop_is_asked(self->stop) &&
	       g_get_monotonic_time() < until_us)
		g_usleep(NAP_US);
}

/* A relay that fails has deferred its mails: the next look may come soon. */
static int64_t
wait_after(const GError *fault)
{
	return fault &&
	               !g_error_matches(fault, DIGEST_ERROR, DIGEST_ERROR_RELAY)
	           ? TROUBLE_S * G_USEC_PER_SEC
	           : TICK_US;
}

static bool
loop(Follow *self, GError **error)
{
	while (!core_stop_is_asked(self->stop)) {
		g_autoptr(GError) fault = NULL;

		if (!raise_alarms(self, &fault) || !build(self, &fault) ||
		    !send(self, &fault)) {
			if (!is_passing(fault)) {
				g_propagate_error(
				    error, g_steal_pointer(&fault));
				return false;
			}
			g_warning("%s", fault->message);
		}
		wait(self, wait_after(fault));
	}
	return true;
}

bool
digest_follow(Store *store, const CoreConfig *config, const CoreClock *clock,
    const volatile sig_atomic_t *stop, GError **error)
{
	g_autoptr(DigestOutbox) outbox =
	    digest_outbox_new(store, config, clock, stop, error);
	g_auto(GStrv) mailboxes = list_mailboxes(config);
	Follow self = { config, clock, stop, store, outbox, mailboxes,
		core_clock_now(clock) };

	return outbox && loop(&self, error);
}

static bool
is_outbox_idle(Store *store, int64_t now, bool *ret_idle, GError **error)
{
	g_autoptr(GPtrArray) due = NULL;
	StoreStatus status;

	if (!store_outbox_list(store, now, &due, error) ||
	    !store_status_read(store, &status, error))
		return false;
	*ret_idle = due->len == 0 && status.outbox[STORE_OUTBOX_SENDING] == 0;
	return true;
}

bool
digest_is_idle(Store *store, const CoreConfig *config, int64_t since_at,
    int64_t now, bool *ret_idle, GError **error)
{
	g_auto(GStrv) mailboxes = list_mailboxes(config);
	const DigestOutageQuery query = { config, now, since_at };
	bool settled, alarming, due, idle;

	if (!store_is_settled(store, (const char *const *)mailboxes, since_at,
	        &settled, error) ||
	    !is_outbox_idle(store, now, &idle, error))
		return false;
	if (!settled || !idle) {
		*ret_idle = false;
		return true;
	}
	if (!digest_outage_is_due(store, &query, &alarming, error) ||
	    !digest_schedule_is_due(store, config, now, &due, error))
		return false;
	*ret_idle = !due && !alarming;
	return true;
}
