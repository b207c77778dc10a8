/* Splits the header block of a raw mail into fields: linear, without copies. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Bytes inside the mail (borrowed), or anywhere. */
typedef struct {
	const char *start;
	size_t length;
} MailSpan;

typedef struct {
	MailSpan name;  /* printable ASCII, not empty */
	MailSpan value; /* all after the colon with the line ends inside it, but
	                   not the last */
} MailField;

/* Whether @span is @text, in any case. */
bool mail_span_is(const MailSpan *span, const char *text);

/*
 * Takes the next field off @rest, which is a mail or what an earlier call left
 * of it. Returns: false where the header block ends: @rest is the body then,
 * its empty line taken off. A line that is no field begins the body too.
 */
bool mail_field_next(MailSpan *rest, MailField *ret_field);

/* Drops a line "From ..." that an mbox left before the fields. */
void mail_skip_from_line(MailSpan *rest);

/* Whether @field is called @name, in any case. */
bool mail_field_is(const MailField *field, const char *name);

/* Length of the header block of @bytes, with the empty line that ends it; all
 * of @length where nothing does. */
size_t mail_header_length(const void *bytes, size_t length);
