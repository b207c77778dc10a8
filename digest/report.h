/* What a department's digest says, before it is put into words or pictures:
 * plain row values. */
#pragma once

#include "core/period.h"
#include "store/feedback.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define DIGEST_WEEKS 9 /* this one, the last, and the eight before it */

/* What a topic does. */
typedef enum {
	DIGEST_NEW,      /* first written about in this week */
	DIGEST_RETURNED, /* nobody for four weeks or more, now again */
	DIGEST_GROWING,
	DIGEST_STEADY,
	DIGEST_FADING,
	DIGEST_QUIET,  /* several wrote before, nobody in this week */
	DIGEST_SINGLE, /* one message that is like no other */
} DigestState;

/* Where an item stands in the mail, in this order. */
typedef enum {
	DIGEST_FIRST, /* asks for an answer */
	DIGEST_WATCH,
	DIGEST_GOOD,
	DIGEST_GONE,
} DigestSection;
#define DIGEST_SECTIONS 4

/* A topic (pattern) or a single message. */
typedef struct {
	int number; /* from 1; 0 until it is chosen */
	DigestState state;
	DigestSection section;
	int64_t pattern_id, message_id; /* one of them; the other is 0 */
	int64_t mails, customers;       /* of this week, late ones too */
	int64_t late;                   /* of the mails */
	int64_t customers_before;       /* of the week before */
	int64_t weeks[DIGEST_WEEKS];    /* customers a week, this one last */
	int64_t first_at;               /* for any department */
	int64_t before_at;   /* the last before this week, likewise; 0: none */
	int64_t last_at;     /* of this week, or of the last before it */
	int urgency;         /* the highest: 0, 1, 2 */
	int64_t score;       /* larger comes first */
	GPtrArray *messages; /* const StoreFeedback *, this week's */
	char **tags;         /* of at least half its mails, at most two */
	char *title;         /* filled by digest/gather.c, as are these: */
	char *quote;         /* NULL: nothing fit to be quoted */
	int64_t quote_at;
} DigestItem;

void digest_item_free(DigestItem *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigestItem, digest_item_free)

typedef struct {
	char *tag;
	int64_t mails;
} DigestTag;

typedef struct {
	CorePeriod period;
	int known_weeks; /* before this one with mail to compare, 0..8 */
	int64_t mails, customers, late;
	int64_t mails_before, customers_before;
	int64_t weeks[DIGEST_WEEKS]; /* mails a week, this one last */
	int64_t fresh, growing;      /* topics, listed or not */
	int64_t urgent;              /* mails with urgency */
	int64_t singles;             /* mails that are like no other */
	GPtrArray *items;            /* DigestItem *, in the order of numbers */
	int64_t more_topics, more_singles; /* that no item lists */
	GPtrArray *tags;                   /* DigestTag *, most mails first */
	GPtrArray *rows;                   /* StoreFeedback *, all weeks */
	StoreFeedbackBase base;
	GPtrArray *sources; /* StoreFeedbackSource * */
} DigestReport;

void digest_report_free(DigestReport *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigestReport, digest_report_free)
