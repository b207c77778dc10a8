/* Takes out of HTML what gumbo need not see, since it looks at each byte for
 * long: the words, which are put aside, and attributes nobody asks for. */
#pragma once

#include "mail/header/fields.h"

#include <glib.h>
#include <stdbool.h>

/* The same elements, with the same words in them once those that were put
 * aside stand where their marks are. */
typedef struct {
	GString *html; /* NULL: none was made */
	GArray *words; /* MailSpan, borrowed from the HTML it was made of */
} MailBrief;

/*
 * Makes @html, as mail_flatten() leaves it, brief; only its line ends are
 * changed. It must outlive what is made of it.
 *
 * @ret_brief: (transfer full): mail_brief_clear() it.
 * Returns: false where HTML is so written, or has such elements, that it is not
 * certain to be the same.
 */
bool mail_brief_make(GString *html, MailBrief *ret_brief);

/*
 * Takes the next words of a text node: what stands at *@text up to a mark, or
 * what was put aside for the mark there. *@text moves behind it.
 * Returns: false at the end.
 */
bool mail_brief_next(
    const MailBrief *self, const char **text, MailSpan *ret_words);

void mail_brief_clear(MailBrief *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MailBrief, mail_brief_clear)
