/* The digest process of `tribune run`: builds what is due, sends what is due.
 */
#pragma once

#include "core/clock.h"
#include "core/config.h"
#include "store/store.h"

#include <signal.h>

/*
 * Goes on until *@stop; call it with the "digest" lock held. Once all mail is
 * read and each mailbox polled since the start it builds what is due; an
 * escalation also when its mail has waited two minutes for that. A server or
 * password that does not work is logged and tried again; only what the database
 * cannot do ends it.
 */
bool digest_follow(Store *store, const CoreConfig *config,
    const CoreClock *clock, const volatile sig_atomic_t *stop, GError **error);

/*
 * Whether digest_follow() has nothing left to do but to wait for a time or for
 * mail: all is read since @since_at, nothing is to be built, and no mail is due
 * or on the wire.
 */
bool digest_is_idle(Store *store, const CoreConfig *config, int64_t since_at,
    int64_t now, bool *ret_idle, GError **error);
