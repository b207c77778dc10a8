/* The header block that a mail program writes above what it quotes. */
#pragma once

#include <stdbool.h>

/*
 * At least three of From, Sent, To and Subject one below the other at the start
 * of @lines (ended by NULL), as Outlook puts them before what it quotes, in
 * some languages; or three labels in any below the line that it draws. A parcel
 * and a certificate have such, too: From names a person.
 */
bool mail_labels_are_header(char *const *lines);
