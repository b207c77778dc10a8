/* Why a mail could not be delivered: its status code, and whether the address
 * is dead. */
#pragma once

#include <stdbool.h>

/* "5.1.1" at @text: class 2, 4 or 5 (RFC 3463 2). Returns: (transfer full)
 * (nullable). */
char *mail_failure_take_status(const char *text);

/*
 * The code that says most: one that @diagnosis, the words of the server that
 * refused, holds goes before @declared, which is a translation of them, and one
 * with a detail before one without.
 *
 * @declared: as mail_failure_take_status() gives it, or NULL.
 * Returns: (transfer full) (nullable).
 */
char *mail_failure_status(const char *declared, const char *diagnosis);

/*
 * Whether it is the address that is at fault, so that it stays so however often
 * it is tried. A full mailbox, a refused text or a delay is not (RFC 3463 3.2),
 * nor an address that was taken and refused with the text: that is a filter.
 *
 * @transcript: what was said on the line, where the notice shows it.
 */
bool mail_failure_is_hard(
    const char *status, const char *diagnosis, const char *transcript);
