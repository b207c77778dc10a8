/* A part of a mail as its header says it is; where its bytes stand. */
#pragma once

#include "mail/header/fields.h"

#include <gmime/gmime.h>
#include <stdbool.h>

typedef enum {
	MAIL_PART_LEAF,
	MAIL_PART_MULTIPART,
	MAIL_PART_MESSAGE, /* a message inside, with its own header */
} MailPartKind;

/* What is not said has a start of NULL. Nothing is copied or decoded. */
typedef struct _MailPart MailPart;
struct _MailPart {
	MailPartKind kind;
	MailSpan type, subtype; /* "text" and "plain", in any case */
	MailSpan charset, format, delsp, method, report_type; /* parameters */
	MailSpan outer_charset; /* said of a multipart that it is in */
	MailSpan disposition;   /* "attachment", in any case */
	MailSpan id;            /* Content-ID, without its brackets */
	MailSpan raw_type, raw_disposition, raw_description; /* as written */
	GMimeContentEncoding encoding;
	MailSpan content;  /* of a leaf, encoded */
	size_t head_bytes; /* of its own header, about; 0 where nothing holds it
	                      but multiparts */
	MailPart *first;   /* what is in a multipart, or the message's body */
	MailPart *next;    /* beside it */
	GArray *fields;    /* MailField of the message inside, no Content-* */
	size_t fields_bytes; /* of those, about */
};

MailPart *mail_part_new(MailPartKind kind); /* transfer full */

/* Frees @self with all in it and beside it. NULL is allowed. */
void mail_part_free(MailPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailPart, mail_part_free)

bool mail_part_is(const MailPart *self, const char *type, const char *subtype);

/* Its type in lower case: "text/plain" (transfer full). */
char *mail_part_type(const MailPart *self);
