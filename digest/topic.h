/* A topic, or a single message, while its mails are counted. */
#pragma once

#include "digest/report.h"

typedef struct _DigestTopic DigestTopic;

/* Returns: (transfer full): without a mail. */
DigestTopic *digest_topic_new(void);
void digest_topic_free(DigestTopic *self); /* NULL is allowed */

/* Counts @row (borrowed for as long as @self lives) in @week,
 * 0..DIGEST_WEEKS - 1; rows come in the order of time. */
void digest_topic_add(DigestTopic *self, const StoreFeedback *row, int week);

/* Fills what @self has counted into its item: weeks, customers, tags. */
void digest_topic_finish(DigestTopic *self);

/* Borrowed until it is taken; NULL from then on. */
DigestItem *digest_topic_item(DigestTopic *self);

/* Returns: (transfer full). */
DigestItem *digest_topic_take_item(DigestTopic *self);

/* The customers who wrote in @week. */
int64_t digest_topic_customers(const DigestTopic *self, int week);

/* This week's tags, most mails first. Returns: (transfer full): DigestTag *. */
GPtrArray *digest_topic_tags(const DigestTopic *self);

/* A GCompareFunc over DigestTopic **: larger score first, then more mails, then
 * the later one; no two with mail of this week are equal. */
int digest_topic_compare(const void *a, const void *b);
