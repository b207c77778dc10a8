/* Who speaks for us: people whose mails praise, recommend or show, and for
 * which of their mails we think so. */
#pragma once

#include "store/roll.h"

typedef enum {
	FILTER_ADVOCATE_REFERRAL, /* sends others to us */
	FILTER_ADVOCATE_ANSWER,   /* answers others, or has advice for them */
	FILTER_ADVOCATE_TESTIMONIAL, /* says what it did for them */
	FILTER_ADVOCATE_CONTENT,     /* made something and shows it */
	FILTER_ADVOCATE_PRAISE,
	FILTER_ADVOCATE_KINDS
} FilterAdvocateKind;

/* Returns: "referral", ... (static). */
const char *filter_advocate_kind_name(FilterAdvocateKind kind);

/*
 * One person. The points are plain: 5 a referral or answer, 4 a testimonial, 3
 * for something made, 1 a praise (3 at most), and 1 more for each further month
 * in which there was any.
 */
typedef struct {
	int64_t contact_id;                /* of the person */
	int counts[FILTER_ADVOCATE_KINDS]; /* mails of each kind */
	int months;
	int points;
	int64_t first_at, last_at;
	int64_t best_id; /* the latest mail of the weightiest kind */
	bool complains;  /* a complaint, or leaving, came after last_at */
} FilterAdvocate;

/*
 * Finds them by the mails since @since: who has complained since then stands
 * behind all others, then the more points the earlier.
 * @ret_advocates: (transfer full): FilterAdvocate.
 */
bool filter_advocates(
    Store *store, int64_t since, GArray **ret_advocates, GError **error);
