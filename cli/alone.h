/* For what must not be done while anything else uses the database. */
#pragma once

#include <glib.h>

/* Takes the lock of every role of @database. Returns: (transfer full): the
 * locks, given back when the array is freed; NULL with "stop Tribune first"
 * when one is held. */
GPtrArray *cli_be_alone(const char *database, GError **error);
