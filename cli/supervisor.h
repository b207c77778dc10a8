/* Keeps a few child processes running until told to stop. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
	const char *name; /* for the log */
	const char *const
	    *argv;    /* argv[0] is the program's path; ends by NULL */
	bool reloads; /* is passed SIGHUP, which it must not die of */
} CliChild;

/* Whether there is nothing left to do. Asked a few times a second. */
typedef bool (*CliIdle)(void *data, bool *ret_idle, GError **error);

typedef struct {
	int grace_ms; /* between SIGTERM and SIGKILL when stopping */
	CliIdle idle; /* NULL: run until a signal */
	void *idle_data;
} CliSupervision;

/*
 * Starts the @n_children of @children and starts each again when it ends, after
 * a wait that doubles while it keeps ending at once. SIGHUP is passed on to
 * those that reload. Returns when SIGTERM or
 * SIGINT comes or @supervision->idle says so, with all children gone; true
 * then. A child that ends with EX_CONFIG or EX_DATAERR would only do so again:
 * all are stopped, CORE_ERROR_CONFIG. CORE_ERROR_IO when one cannot be started
 * at all.
 */
bool cli_supervise(const CliChild *children, size_t n_children,
    const CliSupervision *supervision, GError **error);

/* Returns: milliseconds to leave a child alone that has ended @failures times
 * within a minute of its start, 1 or more: 500 doubling up to a minute. */
int cli_restart_wait_ms(int failures);
