/* The line that a phone or a mail program writes below a mail by itself. */
#pragma once

#include <stdbool.h>

/* "Sent from my phone", "Get Outlook for iOS", "Virus-free. www.avast.com", in
 * some languages. */
bool mail_device_is(const char *line);
