/* Where a header ends that no blank line ends. */
#pragma once

#include "mail/line.h"

/* Zero before the first line of a header. */
typedef struct {
	const char *body; /* where the body begins, by the lines so far, if no
	                     blank line ends them; or NULL */
	char last;        /* sign of the last line */
} MailHeadEnd;

/* A sign that is missing before a line: a line end before a body, a blank
 * before what goes on with a field. */
typedef struct {
	const char *at;
	char sign;
} MailMissing;

/* Whether @line begins a field: a name, blanks perhaps, a colon. */
bool mail_line_is_field(const MailLine *line);

/* Whether that is one that mail is known by: "From:", "X-Mailer:"; words may
 * begin with others ("Note:"). */
bool mail_line_is_mail_field(const MailLine *line);

/* Takes the next line of the header, which is not empty. Returns: whether it
 * goes on with a field and lacks the blank that says so. */
bool mail_head_end_follow(MailHeadEnd *self, const MailLine *line);
