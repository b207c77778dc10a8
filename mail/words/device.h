/* The line that a phone or a mail program writes below a mail by itself. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* "Sent from my phone", "Get Outlook for iOS", "Virus-free. www.avast.com", in
 * some languages. */
bool mail_device_is(const char *line);

/* How many of the last of @n_lines @lines are such: one, two where a link to
 * the program stands below or a name above that it goes on from, 0 for none. */
size_t mail_device_find(char *const *lines, size_t n_lines);
