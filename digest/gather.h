/* Reads from the store what a department's digest is made of. */
#pragma once

#include "core/config.h"
#include "digest/report.h"
#include "store/store.h"

/*
 * Reads the week @period of @department on the snapshot of the transaction it
 * is called in. DIGEST_ERROR_NOTHING when nobody wrote in it.
 * @ret_report: (transfer full): whole, with titles and quotes.
 */
bool digest_gather(Store *store, const CoreConfig *config,
    const CoreDepartment *department, const CorePeriod *period,
    DigestReport **ret_report, GError **error);
