/* What an invitation says in words (RFC 5545). */
#pragma once

#include <glib.h>

/*
 * Summary, location and description of the first event or task in @calendar,
 * UTF-8, one below the other. Lines may be folded and broken.
 * Returns: (transfer full): empty where it says nothing.
 */
GString *mail_calendar_text(const GString *calendar);
