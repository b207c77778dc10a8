/* winmail.dat: what Outlook wraps attachments and text in (MS-OXTNEF). */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
	size_t max_files;
	size_t max_text_bytes;
} MailTnefLimits;

typedef struct {
	GPtrArray *files; /* CoreAttachment *; names not yet clean */
	char *text;       /* the body as plain text; NULL where none */
	char *html;       /* the body as HTML; NULL where none */
	char *subject;    /* NULL where none is told */
	bool is_cut;      /* it ends too early, or is more than the limits */
} MailTnef;

/*
 * Reads @bytes, trusting none of its lengths: what is there before the first
 * fault counts. Text is UTF-8 that may hold controls. A body in RTF alone
 * becomes the text or the HTML that was put into it. A message in a message is
 * one file of it, named by its subject, and gives the words where there are no
 * others.
 *
 * @ret_tnef: (transfer full): mail_tnef_clear() it; written on success.
 * Returns: false where it is no TNEF at all.
 */
bool mail_tnef_read(const void *bytes, size_t length,
    const MailTnefLimits *limits, MailTnef *ret_tnef);

void mail_tnef_clear(MailTnef *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MailTnef, mail_tnef_clear)
