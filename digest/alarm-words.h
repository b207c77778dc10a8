/* Puts an escalation into plain words, the same for HTML and text. All pure;
 * all that is returned is (transfer full). */
#pragma once

#include "digest/alarm.h"

/* The mail's Subject, at most 60 characters: "Now: Letter before action (legal:
 * threat)". */
char *digest_alarm_subject(const DigestAlarm *alarm);

/* The headline, the sentences under it, and what is asked of the readers. */
char *digest_alarm_headline(const DigestAlarm *alarm);
char *digest_alarm_lead(const DigestAlarm *alarm, const DigestView *view);
char *digest_alarm_request(const DigestAlarm *alarm);

/* When @item came, which rule took it for which words, and who has it. */
char *digest_alarm_evidence(
    const DigestAlarmItem *item, const DigestView *view);

/* What the rows around each item show, and nothing that they do not; ended by
 * NULL. */
char **digest_alarm_observations(const DigestAlarm *alarm);

char *digest_alarm_foot(const DigestView *view);
