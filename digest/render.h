/* Turns what a mail says into its HTML and its text. Pure. */
#pragma once

#include "digest/report.h"

/* Who it is for and where it goes; all borrowed. */
typedef struct {
	const char *brand;     /* "Customer Voice" */
	const char *name;      /* the department's, for people */
	const char *reply_to;  /* addresses parted by commas, or NULL */
	const char *banner;    /* a line above all, or NULL */
	const char *notice;    /* likewise: what is missing, or NULL */
	const char *image_key; /* makes Content-IDs: "HEX@example.com"; NULL
	                          puts the pictures themselves into the HTML */
	GTimeZone *zone;
	const char *zone_name;
} DigestView;

/* A mail's words and pictures. */
typedef struct {
	char *subject;
	char *html, *text;
	GPtrArray *images; /* MailImage * */
} DigestMail;

void digest_mail_free(DigestMail *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigestMail, digest_mail_free)

/* Returns: (transfer full): with nothing in it. */
DigestMail *digest_mail_new(void);

/*
 * Adds @png (transfer full) as @name, "chart".
 * Returns: (transfer full): what goes into src="".
 */
char *digest_mail_image(
    DigestMail *self, const DigestView *view, const char *name, GBytes *png);

/* Fills the HTML, and the text, of a department's digest. */
void digest_render_html(
    const DigestReport *report, const DigestView *view, DigestMail *mail);
void digest_render_text(
    const DigestReport *report, const DigestView *view, DigestMail *mail);

/* The headings of the sections, the same in both. */
const char *digest_section_title(DigestSection section);
