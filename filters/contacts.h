/* Who wrote: the person's row, and what their mails say plainly about them. */
#pragma once

#include "core/message.h"
#include "filters/match.h"
#include "store/contacts.h"

/* Returns: the address in lower case, without blanks at its ends; NULL for one
 * that is none (transfer full). */
char *filter_contact_address(const CoreAddress *address);

/* Returns: the display name, bounded, without the quotes, addresses and "via
 * List" that programs put into it; "" for none (transfer full). */
char *filter_contact_name(const CoreAddress *address);

/* Returns: (nullable): the type that @matches (FilterMatch *) and the @known
 * one (or NULL) make together, in whatever order mails come (static, or
 * @known). */
const char *filter_contact_type(const GPtrArray *matches, const char *known);
