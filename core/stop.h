/* The wish that a loop ends, which a signal handler or another thread utters.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>

/* @stop: NULL: nobody can wish it. Nothing but the wish itself is ordered. */
bool core_stop_is_asked(const volatile sig_atomic_t *stop);

/* May be called in a signal handler. */
void core_stop_ask(volatile sig_atomic_t *stop);
