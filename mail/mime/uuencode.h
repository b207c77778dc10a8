/* Files written into a text by uuencode, as mail did before MIME. */
#pragma once

#include <glib.h>

/*
 * Takes blocks of "begin 644 NAME" to "end" out of @text, in place; one whose
 * end does not come goes as far as its lines are right. A "begin" that no line
 * of data follows is text.
 * @attachments: gets a CoreAttachment (its name not yet clean, its type
 * application/octet-stream) for each.
 */
void mail_uuencode_take(GString *text, GPtrArray *attachments);
