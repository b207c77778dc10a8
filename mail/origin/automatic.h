/* Mails that say themselves that a machine wrote them. */
#pragma once

#include <stdbool.h>

/*
 * The wording by which @words say that they were written by a machine ("This is
 * an automated response") and what for (a receipt, a number, no reply wanted),
 * or NULL (static). One of the two alone is what a person writes or quotes, and
 * so is what speaks of itself or asks.
 */
const char *mail_automatic_in_words(const char *words);

/* The wording by which @words ask the sender of a mail, with a link or an
 * address, to prove that he is one ("To release your message ..."), or NULL
 * (static). */
const char *mail_automatic_challenge(const char *words);

/* Whether @words open without a question and never speak of themselves. */
bool mail_automatic_is_impersonal(const char *words);

/* Whether @text, a calendar's answer, opens as the calendar writes without a
 * person's note: "Ann Doe has accepted this invitation." */
bool mail_automatic_is_of_calendar(const char *text);

/* Whether @subject and @words are those by which a mail program tells, without
 * the report of RFC 8098, that a mail was read, or deleted unread. */
bool mail_automatic_is_receipt(const char *subject, const char *words);
