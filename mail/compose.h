/* Builds a finished mail as bytes: the one place where headers are written. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A picture inside the HTML, which names it as "cid:CID". */
typedef struct {
	char *cid;  /* without <>, "chart.1f2e@example.com" */
	char *name; /* "chart.png" */
	GBytes *png;
} MailImage;

typedef struct {
	const char *name, *value; /* plain ASCII */
} MailHeader;

/* All borrowed. Text is clean UTF-8 (core/text.h) with LF for line ends. */
typedef struct {
	const char *message_id; /* without <> */
	int64_t date_at;
	const char *from_name;     /* "" where none */
	const char *from_address;  /* plain, as core_address_is_plain() */
	const char *to;            /* one plain address */
	const char *subject;       /* UTF-8, one line */
	const MailHeader *headers; /* further ones, ended by a NULL name */
	const char *text, *html;   /* the two alternatives */
	const GPtrArray *images;   /* MailImage *, or NULL */
} MailDraft;

/*
 * Returns: (transfer full): the mail: CRLF line ends, 7-bit bytes only, no line
 * over 998; the same for the same @draft, boundaries included. NULL with
 * MAIL_ERROR_COMPOSE when a header would hold CR, LF or another control, or an
 * address is not plain.
 */
GBytes *mail_compose(const MailDraft *draft, GError **error);

/* Returns: the bytes that @text takes in a mail, quoted-printable. */
size_t mail_quoted_size(const char *text);

/* Returns: "Mon, 16 Nov 2026 09:00:00 +0000" (transfer full). */
char *mail_date_format(int64_t at);
