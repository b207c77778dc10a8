/* Who registers what: where a domain of somebody's own begins. */
#pragma once

/*
 * The registered domain of @domain, which is lower case: "acme.co.uk" of
 * "mail.acme.co.uk", "com" of "com", "co.uk" of "co.uk". What countries
 * register names below is known by its usual names, not by a list of all there
 * are.
 *
 * Returns: (transfer none): a part of @domain, to its end.
 */
const char *core_domain_registered(const char *domain);
