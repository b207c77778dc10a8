/* Which elements of HTML no reader sees. */
#pragma once

#include <gumbo.h>
#include <stdbool.h>

/* Whether an attribute or the inline style of the element @node hides it. */
bool mail_hidden_is(const GumboNode *node);
