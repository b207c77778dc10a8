/* Copies a tag of HTML with none but those attributes that are looked at when
 * it is read, and puts aside what is in them: gumbo compares each with all
 * before it, and keeps all. */
#pragma once

#include "mail/html/mark.h"

#include <glib.h>
#include <stdbool.h>

#define MAIL_TAG_NAME 16 /* bytes; longer names are cut, and none of ours */

typedef struct {
	char name[MAIL_TAG_NAME]; /* lower case */
	bool is_end;              /* "</p>" */
	bool has_style, has_size; /* seen so far, and kept so far */
} MailTag;

/* What gumbo takes for a blank, once line ends are LF. */
static inline bool
mail_tag_is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\f';
}

/* Copies the tag at @self->at, a '<' and a letter or a '/' and a letter, and
 * moves behind its '>'. Returns: false where it has no end. */
bool mail_tag_copy(MailCopy *self, MailTag *ret_tag);
