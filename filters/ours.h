/* Which addresses are ours, and which mails are therefore our answers. */
#pragma once

#include "core/config.h"
#include "core/message.h"

/* Whether everybody writes to @address: a mailbox's user, or what digests are
 * sent from. */
bool filter_is_our_mailbox(const CoreConfig *config, const char *address);

/* Whether @address is of one of our domains. */
bool filter_is_at_home(const CoreConfig *config, const char *address);

/*
 * Whether @message, which arrived in @mailboxes (names, ended by NULL), is a
 * blind copy of an answer: one of those mailboxes has `bcc-answers`, one of us
 * wrote it to somebody else, it names none of our mailboxes as a recipient, and
 * nothing says that the sender is forged.
 */
bool filter_is_blind_copy(const CoreConfig *config,
    const char *const *mailboxes, const CoreMessage *message);
