/* Turns text of any charset, right or wrong, into UTF-8. */
#pragma once

#include "core/message.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
	bool guessed;  /* the bytes were read in another charset than named */
	bool replaced; /* some of them meant nothing */
} MailCharsetFaults;

/*
 * Decodes @bytes as @charset says (NULL: nothing is said). It never fails: an
 * unknown charset, or one that the bytes plainly are not in, is guessed
 * (mail/charset/guess.h), and a byte that means nothing becomes U+FFFD.
 *
 * @faults: what was wrong is set, the rest is left as it is.
 * Returns: (transfer full): UTF-8 that may still hold NULs and controls; its
 * length is in the GString.
 */
GString *mail_charset_decode(const char *bytes, size_t length,
    const char *charset, MailCharsetFaults *faults);

/* The same for one of Microsoft's code pages by its number. (transfer full) */
GString *mail_charset_decode_page(
    const char *bytes, size_t length, unsigned page);

/* Flags charset-guessed and bytes-replaced. */
void mail_charset_flag(const MailCharsetFaults *faults, CoreMessage *record);

/*
 * Opens and keeps a converter of every charset that is not read by a table
 * (mail/charset/single.h), so that none is loaded from disk later.
 * Milliseconds. Returns: (transfer full): free with g_ptr_array_unref() when no
 * more is to be decoded.
 */
GPtrArray *mail_charset_preload(void);
