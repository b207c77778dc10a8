/* Who wrote: address and name as they are kept. */
#pragma once

#include "core/message.h"

/* Returns: the address in lower case, without blanks at its ends; NULL for one
 * that is none (transfer full). */
char *filter_contact_address(const CoreAddress *address);

/* Returns: the display name, bounded, without the quotes, addresses and "via
 * List" that programs put into it; "" for none (transfer full). */
char *filter_contact_name(const CoreAddress *address);
