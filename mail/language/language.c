#include "mail/language/language.h"

#include "mail/language/cld2.h"
#include "mail/language/common-words.h"

#include <glib.h>
#include <string.h>

/* More says no more: a kilobyte takes a quarter of the time of a whole mail. */
#define LOOK_BYTES 1024
#define FEW_BYTES 200

/* Codes that ISO 639 has withdrawn. */
static const char *const renamed[][2] = {
	{ "iw", "he" },
	{ "jw", "jv" },
	{ "mo", "ro" },
};

/* The first @max_bytes of @text, cut between characters. */
static void
append_start(GString *out, const char *text, size_t max_bytes)
{
	size_t length = strlen(text);

	if (length > max_bytes)
		for (length = max_bytes; (text[length] & 0xC0) == 0x80;)
			length--;
	g_string_append_len(out, text, (gssize)length);
}

/* Blanks for the words of @text that hold @sign: links and addresses are in no
 * language, whatever words they are made of. */
static void
blank_out(GString *text, const char *sign)
{
	for (char *at = text->str; (at = strstr(at, sign));) {
		while (at > text->str && g_ascii_isgraph(at[-1]))
			at--;
		while (g_ascii_isgraph(*at))
			*at++ = ' ';
	}
}

char *
mail_language_detect(const char *subject, const char *words)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const char *code;

	if (subject && (!words || strlen(words) < FEW_BYTES)) {
		append_start(text, subject, LOOK_BYTES);
		g_string_append_c(text, '\n');
	}
	append_start(text, words ? words : "", LOOK_BYTES);
	blank_out(text, "://");
	blank_out(text, "@");
	/* CLD2 takes longer than all else that is read of a mail */
	code = mail_common_words_detect(text->str, text->len);
	if (!code)
		code = mail_cld2_detect(text->str, text->len);
	for (size_t i = 0; code && i < G_N_ELEMENTS(renamed); i++)
		if (strcmp(code, renamed[i][0]) == 0)
			code = renamed[i][1];
	/* "zh-Hant" is a script, not a language */
	return code ? g_strndup(code, strcspn(code, "-")) : NULL;
}
