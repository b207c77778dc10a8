/* The mail to the operator about a mailbox that is not read any more. */
#pragma once

#include "digest/outage.h"
#include "digest/render.h"

/* Returns: (transfer full): a whole mail. @view->name is the path of the
 * config. Pure. */
DigestMail *digest_render_outage(
    const DigestOutage *outage, const DigestView *view, int64_t built_at);
