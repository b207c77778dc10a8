/* What an escalation says, and how: plain in this version. */
#pragma once

#include "digest/render.h"
#include "store/urgent.h"

#define DIGEST_ALARM_SHOWN 5 /* mails that are told one by one */

/* One mail that cannot wait. */
typedef struct {
	const StoreUrgent *urgent;
	char *title;
	char *quote;       /* NULL: nothing fit to be quoted */
	char *departments; /* "PR, Support"; "" for none */
	char *topic;       /* its pattern's label, or NULL */
	StoreUrgentContext context;
} DigestAlarmItem;

typedef struct {
	GPtrArray *rows;  /* StoreUrgent *, all of them */
	GPtrArray *items; /* DigestAlarmItem *, the first of them */
	int64_t built_at;
	int days; /* that the contexts look back */
} DigestAlarm;

void digest_alarm_free(DigestAlarm *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigestAlarm, digest_alarm_free)

/* Returns: (transfer full): a whole mail. Pure. @view->name is not used. */
DigestMail *digest_render_alarm(
    const DigestAlarm *alarm, const DigestView *view);
