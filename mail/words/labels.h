/* The header block that a mail program writes above what it quotes. */
#pragma once

#include <stdbool.h>

typedef enum {
	MAIL_LABEL_NONE = -1,
	MAIL_LABEL_FROM,
	MAIL_LABEL_SENT,
	MAIL_LABEL_TO,
	MAIL_LABEL_SUBJECT,
	MAIL_LABEL_REPLY_TO,
	MAIL_LABEL_OTHER, /* "Cc", "Importance" */
} MailLabel;
#define MAIL_LABELS 6

/* What the label at the start of @line names, in one of many languages, perhaps
 * in *stars*. @ret_value: what is behind its colon; written unless the result
 * is MAIL_LABEL_NONE. */
MailLabel mail_labels_row(const char *line, const char **ret_value);

/*
 * At least three of From, Sent, To and Subject one below the other at the start
 * of @lines (ended by NULL), as Outlook puts them before what it quotes, in
 * some languages; or three labels in any below the line that it draws. A parcel
 * and a certificate have such, too: From names a person.
 */
bool mail_labels_are_header(char *const *lines);
