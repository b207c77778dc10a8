/* One item of a department's digest as HTML. */
#pragma once

#include "digest/render.h"

#include <glib.h>

/* A mail while it is written; all borrowed. */
typedef struct {
	const DigestReport *report;
	const DigestView *view;
	DigestMail *mail; /* takes the pictures; its subject is set */
	GString *out;
} DigestSheet;

/* Appends @item with chart, quote and buttons; @last: none of its section
 * follows. */
void digest_item_card(DigestSheet *sheet, const DigestItem *item, bool last);

/* The same in two lines, without buttons. */
void digest_item_line(DigestSheet *sheet, const DigestItem *item, bool last);
