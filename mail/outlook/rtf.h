/* Rich text (RTF 1.9), as old Outlook writes its mails. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
	GString *text; /* UTF-8 that may hold controls */
	bool is_html;  /* HTML was wrapped in it (MS-OXRTFEX): @text is that */
	bool is_cut;   /* there was more than the limit */
} MailRtf;

/*
 * Reads the words of @rtf, right or wrong, or the HTML that it was made of;
 * pictures, styles and fields' instructions are left out.
 *
 * @max_bytes: of the text, about.
 * @ret_rtf: (transfer full): mail_rtf_clear() it.
 */
void mail_rtf_read(
    const char *rtf, size_t length, size_t max_bytes, MailRtf *ret_rtf);

void mail_rtf_clear(MailRtf *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MailRtf, mail_rtf_clear)
