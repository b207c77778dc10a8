/* Which links of HTML are worth showing beside their text. */
#pragma once

#include <stdbool.h>

/*
 * Whether @url leads out of the mail (to the web or an address) and says what
 * @text, which it is the link of, does not.
 */
bool mail_link_is_news(const char *url, const char *text);
