#include "net/resolve.h"

#include "core/stop.h"
#include "net/error.h"

#define SLICE_US (G_USEC_PER_SEC / 4) /* how soon *stop is seen */

/* Shared with the thread, which outlives a caller that gave up: whoever lets go
 * last frees it. */
typedef struct {
	char *host;
	char port[8];
	GMutex mutex;
	GCond finished;
	bool is_finished;
	int code; /* of getaddrinfo() */
	NetAddresses *addresses;
} Lookup;

static void
lookup_clear(void *data)
{
	Lookup *self = data;

	if (self->addresses)
		freeaddrinfo(self->addresses);
	g_mutex_clear(&self->mutex);
	g_cond_clear(&self->finished);
	g_free(self->host);
}

static void
lookup_unref(Lookup *self)
{
	g_atomic_rc_box_release_full(self, lookup_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lookup, lookup_unref)

static void *
look_up(void *data)
{
	g_autoptr(Lookup) self = data;
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV };
	NetAddresses *addresses = NULL;
	int code = getaddrinfo(self->host, self->port, &hints, &addresses);

	g_mutex_lock(&self->mutex);
	self->code = code;
	self->addresses = code == 0 ? addresses : NULL;
	self->is_finished = true;
	g_cond_signal(&self->finished);
	g_mutex_unlock(&self->mutex);
	return NULL;
}

/* Returns: whether the thread finished in time. */
static bool
await(Lookup *self, int64_t deadline_us, const volatile sig_atomic_t *stop)
{
	g_autoptr(GMutexLocker) locker G_GNUC_UNUSED =
	    g_mutex_locker_new(&self->mutex);

	while (!self->is_finished) {
		int64_t now_us = g_get_monotonic_time();
		if (now_us >= deadline_us || core_stop_is_asked(stop))
			return false;
		(void)g_cond_wait_until(&self->finished, &self->mutex,
		    MIN(deadline_us, now_us + SLICE_US)); /* looked at above */
	}
	return true;
}

static bool
fail(const char *words, GError **error)
{
	g_set_error_literal(error, NET_ERROR, NET_ERROR_NETWORK, words);
	return false;
}

bool
net_resolve(const char *host, int port, int64_t deadline_us,
    const volatile sig_atomic_t *stop, NetAddresses **ret_addresses,
    GError **error)
{
	g_autoptr(Lookup) self = g_atomic_rc_box_new0(Lookup);
	g_autoptr(GThread) thread = NULL;

	g_mutex_init(&self->mutex);
	g_cond_init(&self->finished);
	g_snprintf(self->port, sizeof self->port, "%d", port);
	self->host = g_hostname_to_ascii(host);
	if (!self->host)
		return fail("unknown host", error);
	thread = g_thread_try_new(
	    "resolve", look_up, g_atomic_rc_box_acquire(self), NULL);
	if (!thread) {
		g_atomic_rc_box_release(self);
		return fail("no thread for the look-up", error);
	}
	if (!await(self, deadline_us, stop))
		return fail("look-up of the host timed out", error);
	if (self->code == EAI_NONAME || self->code == EAI_NODATA)
		return fail("unknown host", error);
	if (self->code != 0)
		return fail(gai_strerror(self->code), error);
	*ret_addresses = g_steal_pointer(&self->addresses);
	return true;
}
