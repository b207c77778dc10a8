#include "mail/mime/stub.h"

#include "mail/mime/content.h"
#include "mail/mime/text-part.h"

#include <string.h>

#define STUB_BYTES 1000      /* longer text says something itself */
#define TIMES 3              /* what the HTML says more, */
#define MORE 400             /* and so many letters */
#define WEIGHED_BYTES 100000 /* far beyond what decides */
#define DEPTH 8

/* The HTML that stands first in @part, or NULL. (borrowed) */
static const MailPart *
first_html(const MailPart *part)
{
	for (int depth = 0;
	     depth < DEPTH && part && part->kind == MAIL_PART_MULTIPART;
	     depth++)
		part = part->first;
	return part && part->kind == MAIL_PART_LEAF &&
	               mail_text_part_kind(part) == MAIL_TEXT_HTML
	           ? part
	           : NULL;
}

static bool
begins(const char *at, const char *end, const char *with)
{
	size_t length = strlen(with);

	return (size_t)(end - at) >= length &&
	       g_ascii_strncasecmp(at, with, length) == 0;
}

/* Behind the tag at @at, and behind the whole element where what is in it is
 * never shown. */
static const char *
skip_tag(const char *at, const char *end)
{
	static const char *const unseen[][2] = { { "<style", "</style" },
		{ "<script", "</script" }, { "<title", "</title" },
		{ "<!--", "-->" } };

	for (size_t i = 0; i < G_N_ELEMENTS(unseen); i++)
		if (begins(at, end, unseen[i][0]))
			while (at < end && !begins(at, end, unseen[i][1]))
				at++;
	const char *close = memchr(at, '>', (size_t)(end - at));
	return close ? close + 1 : end;
}

/* The bytes between tags, blanks aside. */
static size_t
weigh(const GString *html)
{
	const char *end = html->str + html->len;
	size_t weight = 0;

	for (const char *at = html->str; at < end;) {
		if (*at == '<') {
			at = skip_tag(at, end);
			continue;
		}
		weight += !g_ascii_isspace(*at);
		at++;
	}
	return weight;
}

bool
mail_stub_is(const GString *plain, const MailPart *alternative)
{
	size_t least = TIMES * plain->len + MORE;
	const MailPart *html =
	    plain->len > STUB_BYTES ? NULL : first_html(alternative);
	bool is_cut;

	if (!html || html->content.length < least)
		return false;
	g_autoptr(GString) bytes =
	    mail_content_read(html, WEIGHED_BYTES, &is_cut);
	return weigh(bytes) >= least;
}
