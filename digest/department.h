/* A department's weekly digest: built, and frozen as finished mails. */
#pragma once

#include "core/config.h"
#include "digest/render.h"
#include "store/digests.h"
#include "store/store.h"

typedef struct {
	const CoreConfig *config;
	const CoreDepartment *department;
	CorePeriod period;
	int64_t now;
} DigestOrder;

/*
 * Writes the digest as it would be built now; keeps nothing. Its pictures are
 * in the HTML. DIGEST_ERROR_NOTHING when nobody wrote.
 * @ret_mail: (transfer full).
 */
bool digest_department_preview(Store *store, const DigestOrder *order,
    DigestMail **ret_mail, GError **error);

/*
 * Freezes the digest: rows, items, finished mails and tokens in one
 * transaction. One that is frozen already is success and stays as it is,
 * @recompute makes a new revision of it. Needs [send]. DIGEST_ERROR_NOTHING
 * when nobody wrote.
 * @ret_new: whether something was frozen.
 */
bool digest_department_freeze(Store *store, const DigestOrder *order,
    bool recompute, bool *ret_new, GError **error);
