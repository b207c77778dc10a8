/* The warning that a company's gateway writes above what comes from outside. */
#pragma once

#include <stddef.h>

/*
 * "CAUTION: This email originated from outside of the organization. Do not
 * click links ...", in some languages, and "You don't often get email from
 * ...", at the start of @lines (ended by NULL).
 *
 * Returns: how many lines it takes, with blank ones around it; 0 for none.
 */
size_t mail_banner_find(char *const *lines);
