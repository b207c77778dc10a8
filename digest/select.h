/* Turns messages into a report: counts by topic, ranks, chooses. Pure. */
#pragma once

#include "digest/report.h"

typedef struct {
	CorePeriod period;
	int64_t week_starts[DIGEST_WEEKS + 1]; /* and the period's end */
	int64_t history_at;   /* of the first mail ever; 0: none */
	GHashTable *patterns; /* int64_t * -> StoreFeedbackPattern * */
	int max_items;        /* limits.digest_items */
} DigestSelection;

/*
 * @rows: (transfer full): StoreFeedback * of all the weeks, in order.
 * Returns: (transfer full): a report without titles and quotes, base and
 * sources. Equal rows give an equal report, whatever their ids.
 */
DigestReport *digest_select(const DigestSelection *selection, GPtrArray *rows);

/* Drops the last item; it is counted as one more that is not listed. */
void digest_report_drop(DigestReport *self);
