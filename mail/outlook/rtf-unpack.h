/* The packing of RTF bodies (MS-OXRTFCP). */
#pragma once

#include "mail/outlook/mapi.h"

/*
 * Unpacks @packed to at most @max_bytes; what is there before the first fault
 * counts. The checksum is not looked at.
 *
 * @ret_cut: whether there was more, or it broke off.
 * Returns: (transfer full): empty where it is no such packing.
 */
GString *mail_rtf_unpack(MailBytes packed, size_t max_bytes, bool *ret_cut);
