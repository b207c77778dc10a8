/* One `tribune parse` process and the socket to it. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct _FilterParseChild FilterParseChild;

typedef struct {
	const char *program; /* to start as `PROGRAM parse` */
	GBytes *options;     /* mail_serve_options() */
	size_t answer_bytes; /* what an answer has at most */
} FilterParseSetup;

/*
 * Starts a process that holds nothing but its end of a socket, standard error
 * and a few harmless settings of the environment, and that signals from a
 * terminal or a service manager do not reach: it ends when the other end of the
 * socket does. Its first answer, to the options, is an empty frame.
 * CORE_ERROR_IO when it cannot be started. Returns: (transfer full).
 */
FilterParseChild *filter_parse_child_start(
    const FilterParseSetup *setup, GError **error);

/* Kills the process and waits for its end. NULL is allowed. */
void filter_parse_child_free(FilterParseChild *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterParseChild, filter_parse_child_free)

/* Puts @raw, of 4 GB at most (a reference is taken), behind the questions that
 * are not yet answered. */
void filter_parse_child_ask(FilterParseChild *self, GBytes *raw);

/* Returns: the CPU time that the process has used; where that cannot be told,
 * as with one that has ended, INT64_MAX. */
int64_t filter_parse_child_cpu_us(const FilterParseChild *self);

/* For poll(). */
int filter_parse_child_fd(const FilterParseChild *self);
short filter_parse_child_events(const FilterParseChild *self);

/* Sends and receives what can be without waiting. FILTER_ERROR_CHILD when the
 * process is gone: free it. */
bool filter_parse_child_step(FilterParseChild *self, GError **error);

/*
 * Takes the next answer: they come in the order of the questions.
 * FILTER_ERROR_CHILD when the process breaks the form: free it.
 * @ret_answer: (transfer full): of bytes that stay until the next step; NULL
 * until it is whole.
 */
bool filter_parse_child_take(
    FilterParseChild *self, GBytes **ret_answer, GError **error);
