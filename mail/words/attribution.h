/* The line by which a mail program says whose words it quotes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * "On Monday Ann wrote:" at the start of @lines (ended by NULL), over up to six
 * of them: known by its build, a date or an address and a verb or a colon at
 * its end, more than by its language.
 *
 * @ret_sure: whether what follows is a quotation even if no line of it is
 * marked. Written only where there is one.
 * Returns: how many lines it takes, 0 for none.
 */
size_t mail_attribution(char *const *lines, bool *ret_sure);
