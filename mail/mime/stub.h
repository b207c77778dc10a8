/* Plain text that only stands in for the HTML beside it. */
#pragma once

#include "mail/mime/part.h"

#include <glib.h>
#include <stdbool.h>

/*
 * Whether the HTML in @alternative, a part or a multipart that begins with one,
 * says several times as much as @plain, which is short: "your program shows no
 * HTML". The HTML is weighed, not read.
 */
bool mail_stub_is(const GString *plain, const MailPart *alternative);
