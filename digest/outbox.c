#include "digest/outbox.h"

#include "core/fault.h"
#include "core/stop.h"
#include "digest/error.h"
#include "digest/smtp.h"

#include <string.h>

#define MINUTE_S 60
#define MINUTE_US (60 * G_USEC_PER_SEC)
#define NAP_US 100000
#define DOUBT_DIGEST_S (15 * MINUTE_S)
#define DOUBT_ESCALATION_S (2 * MINUTE_S)
#define MAILS_A_CONNECTION 20

struct _DigestOutbox {
	Store *store;
	const CoreConfig *config;
	const CoreClock *clock;
	const volatile sig_atomic_t *stop; /* or NULL */
	int64_t epoch;
	GQueue sent_us; /* int64_t *: when, within the last minute */
};

DigestOutbox *
digest_outbox_new(Store *store, const CoreConfig *config,
    const CoreClock *clock, const volatile sig_atomic_t *stop, GError **error)
{
	const StoreSendingDoubt doubt = { DOUBT_ESCALATION_S, DOUBT_DIGEST_S };
	g_autoptr(DigestOutbox) self = g_new0(DigestOutbox, 1);

	*self = (DigestOutbox){
		.store = store, .config = config, .clock = clock, .stop = stop
	};
	g_queue_init(&self->sent_us);
	if (!store_epoch_begin(store, "digest", &self->epoch, error) ||
	    !store_sending_recover(
	        store, self->epoch, core_clock_now(clock), &doubt, error))
		return NULL;
	return g_steal_pointer(&self);
}

void
digest_outbox_free(DigestOutbox *self)
{
	if (!self)
		return;
	g_queue_clear_full(&self->sent_us, g_free);
	g_free(self);
}

int64_t
digest_retry_s(int64_t attempts)
{
	static const int minutes[] = { 1, 5, 15, 30, 60 };
	int64_t last = G_N_ELEMENTS(minutes) - 1;

	return minutes[CLAMP(attempts - 1, 0, last)] * MINUTE_S;
}

static bool
is_error(const GError *error, DigestError code)
{
	return g_error_matches(error, DIGEST_ERROR, (int)code);
}

/* The one place that decides about a retry. */
void
digest_outbox_judge(const StoreOutboxRow *row, bool dot_sent, const GError *why,
    int64_t now, StoreSendingResult *ret_result)
{
	bool escalates = strcmp(row->kind, "department") != 0;

	ret_result->dots = row->dots;
	ret_result->sent_at = 0;
	ret_result->next_at = now;
	if (!why) {
		ret_result->state = STORE_OUTBOX_SENT;
		ret_result->sent_at = now;
	} else if (is_error(why, DIGEST_ERROR_REFUSED)) {
		ret_result->state = STORE_OUTBOX_FAILED;
	} else if (is_error(why, DIGEST_ERROR_UNCERTAIN)) {
		g_assert(dot_sent);
		ret_result->dots = row->dots + 1;
		/* It was sent once more already: a third would be too many. */
		ret_result->state =
		    row->dots > 0 ? STORE_OUTBOX_FAILED : STORE_OUTBOX_IN_DOUBT;
		ret_result->next_at =
		    now + (escalates ? DOUBT_ESCALATION_S : DOUBT_DIGEST_S);
	} else {
		ret_result->state = row->dots > 0 ? STORE_OUTBOX_IN_DOUBT
		                                  : STORE_OUTBOX_DEFERRED;
		ret_result->next_at = now + digest_retry_s(row->attempts);
	}
}

static bool
is_stopped(const DigestOutbox *self)
{
	return core_stop_is_asked(self->stop);
}

/* Waits until another mail is within the pace. */
static void
keep_pace(DigestOutbox *self)
{
	int64_t limit = self->config->limits.sends_per_minute;
	int64_t now_us = g_get_monotonic_time();

	while ((int64_t)g_queue_get_length(&self->sent_us) >= limit &&
	       !is_stopped(self)) {
		const int64_t *oldest = g_queue_peek_head(&self->sent_us);

		now_us = g_get_monotonic_time();
		if (now_us - *oldest >= MINUTE_US)
			g_free(g_queue_pop_head(&self->sent_us));
		else
			g_usleep(NAP_US);
	}
	now_us = g_get_monotonic_time();
	g_queue_push_tail(&self->sent_us, g_memdup2(&now_us, sizeof now_us));
}

typedef struct {
	Store *store;
	int64_t id;
	bool sent;
} Dot;

static bool
note_dot(void *data, GError **error)
{
	Dot *dot = data;

	if (!store_sending_dot(dot->store, dot->id, error))
		return false;
	dot->sent = true;
	CORE_FAULT_POINT();
	return true;
}

static void
count(DigestSent *sent, StoreOutboxState state)
{
	sent->sent += state == STORE_OUTBOX_SENT;
	sent->deferred += state == STORE_OUTBOX_DEFERRED;
	sent->failed += state == STORE_OUTBOX_FAILED;
	sent->in_doubt += state == STORE_OUTBOX_IN_DOUBT;
}

typedef struct {
	DigestOutcome outcome;
	void *data;
	DigestSent *sent;
} Listener;

/* Sends one claimed row. @ret_why: (transfer full): the mail's fault, or NULL.
 */
static bool
send_row(DigestOutbox *self, DigestSmtp *smtp, StoreOutboxRow *row,
    const Listener *listener, GError **ret_why, GError **error)
{
	Dot dot = { self->store, row->id, false };
	DigestAnswer answer = { 0, NULL };
	StoreSendingResult result = { 0 };
	g_autoptr(GError) why = NULL;
	bool done = digest_smtp_send(
	    smtp, row->recipient, row->bytes, note_dot, &dot, &answer, &why);

	digest_outbox_judge(
	    row, dot.sent, why, core_clock_now(self->clock), &result);
	result.code = answer.code;
	result.answer = answer.answer;
	g_assert(done == (why == NULL));
	CORE_FAULT_POINT();
	done = store_sending_settle(self->store, row->id, &result, error);
	g_free(answer.answer);
	if (!done)
		return false;
	row->state = result.state;
	row->next_at = result.next_at;
	count(listener->sent, result.state);
	if (listener->outcome)
		listener->outcome(
		    row, why ? why->message : NULL, listener->data);
	*ret_why = g_steal_pointer(&why);
	return true;
}

/* Nobody answers there: everything waits as long as the row that found out. */
static bool
give_up_relay(
    DigestOutbox *self, const StoreOutboxRow *row, GError *why, GError **error)
{
	if (!store_sending_postpone(self->store, core_clock_now(self->clock),
	        row->next_at, error)) {
		g_error_free(why);
		return false;
	}
	g_propagate_error(error, why);
	return false;
}

static bool
claim(DigestOutbox *self, StoreOutboxRow **ret_row, GError **error)
{
	*ret_row = NULL;
	return is_stopped(self) ||
	       store_sending_claim(self->store, self->epoch,
	           core_clock_now(self->clock), ret_row, error);
}

/* A server may tire of a long connection. */
static bool
renew(DigestOutbox *self, DigestSmtp **smtp, int n, GError **error)
{
	if (n % MAILS_A_CONNECTION == 0)
		g_clear_pointer(smtp, digest_smtp_free);
	if (!*smtp)
		*smtp = digest_smtp_new(self->config->send, error);
	return *smtp != NULL;
}

/* Whether there is anything to connect for. */
static bool
is_due(DigestOutbox *self, bool *ret_due, GError **error)
{
	g_autoptr(GPtrArray) rows = NULL;

	if (!store_outbox_list(
	        self->store, core_clock_now(self->clock), &rows, error))
		return false;
	*ret_due = rows->len > 0;
	return true;
}

static bool
send_due(DigestOutbox *self, const Listener *listener, GError **error)
{
	g_autoptr(DigestSmtp) smtp = NULL;
	bool due;

	if (!is_due(self, &due, error))
		return false;
	for (int n = 0; due && !is_stopped(self); n++) {
		g_autoptr(StoreOutboxRow) row = NULL;
		g_autoptr(GError) why = NULL;

		/* The password first: without one nothing is claimed. */
		if (!renew(self, &smtp, n, error))
			return false;
		keep_pace(self);
		if (!claim(self, &row, error))
			return false;
		if (!row)
			break;
		if (!send_row(self, smtp, row, listener, &why, error))
			return false;
		if (is_error(why, DIGEST_ERROR_RELAY))
			return give_up_relay(
			    self, row, g_steal_pointer(&why), error);
	}
	return true;
}

bool
digest_outbox_send(DigestOutbox *self, DigestOutcome outcome, void *data,
    DigestSent *ret_sent, GError **error)
{
	const Listener listener = { outcome, data, ret_sent };

	*ret_sent = (DigestSent){ 0 };
	return store_sending_expire(self->store, core_clock_now(self->clock),
	           &ret_sent->expired, error) &&
	       send_due(self, &listener, error);
}
