/* The lines below a writer's name: title, firm, telephone. */
#pragma once

#include <stddef.h>

/*
 * Looks for them at the end of @lines, of which there are @n_lines. They are
 * known by a closing above ("Kind regards,"), by the name of @writer (or NULL)
 * on a line of its own, by a line drawn around them, or by an address and a
 * telephone among them. The name stays, but inside drawn lines.
 *
 * Returns: how many lines stay; @n_lines where there is no such card.
 */
size_t mail_card_find(char *const *lines, size_t n_lines, const char *writer);
