/* JSON values as bytes that are quick to write and to read, for pipes between
 * our own processes. */
#pragma once

#include <glib.h>
#include <jansson.h>

/*
 * Packs @json: objects, lists, strings, integers, true, false and null; keys of
 * 255 bytes at most. Strings go as they are, without quoting, which is most of
 * what json_dumps() and json_loadb() take for a mail.
 * Returns: (transfer full).
 */
GBytes *core_pack(const json_t *json);

/*
 * Takes it apart again; @bytes may come from a process in a sender's hands.
 * Keys are UTF-8 without NUL; other strings have no NUL, and whether they are
 * UTF-8 is for whoever reads them to check; of equal keys the last counts;
 * nothing may follow. CORE_ERROR_DATA says at which byte it is wrong.
 * Returns: (transfer full).
 */
json_t *core_unpack(GBytes *bytes, GError **error);
