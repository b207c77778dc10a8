#include "mail/outlook/rtf-word.h"

#include <glib.h>
#include <string.h>

static const MailRtfWord words[] = {
	{ "ansi", MAIL_RTF_PAGE, 1252 },
	{ "ansicpg", MAIL_RTF_PAGE, 1252 },
	{ "bin", MAIL_RTF_BINARY, 0 },
	{ "bullet", MAIL_RTF_PUT, 0x2022 },
	{ "cell", MAIL_RTF_PUT, '\t' },
	{ "colortbl", MAIL_RTF_SKIP, 0 },
	{ "emdash", MAIL_RTF_PUT, 0x2014 },
	{ "emspace", MAIL_RTF_PUT, ' ' },
	{ "endash", MAIL_RTF_PUT, 0x2013 },
	{ "enspace", MAIL_RTF_PUT, ' ' },
	{ "f", MAIL_RTF_FONT, 0 },
	{ "fcharset", MAIL_RTF_FONT_CHARSET, 0 },
	{ "filetbl", MAIL_RTF_SKIP, 0 },
	{ "fonttbl", MAIL_RTF_FONTS, 0 },
	{ "footer", MAIL_RTF_SKIP, 0 },
	{ "footerf", MAIL_RTF_SKIP, 0 },
	{ "footerl", MAIL_RTF_SKIP, 0 },
	{ "footerr", MAIL_RTF_SKIP, 0 },
	{ "fromhtml", MAIL_RTF_FROM_HTML, 1 },
	{ "header", MAIL_RTF_SKIP, 0 },
	{ "headerf", MAIL_RTF_SKIP, 0 },
	{ "headerl", MAIL_RTF_SKIP, 0 },
	{ "headerr", MAIL_RTF_SKIP, 0 },
	{ "htmlrtf", MAIL_RTF_SUPPRESS, 1 },
	{ "htmltag", MAIL_RTF_TAG, 0 },
	{ "info", MAIL_RTF_SKIP, 0 },
	{ "ldblquote", MAIL_RTF_PUT, 0x201C },
	{ "line", MAIL_RTF_PUT, '\n' },
	{ "lquote", MAIL_RTF_PUT, 0x2018 },
	{ "mac", MAIL_RTF_PAGE, 10000 },
	{ "nonshppict", MAIL_RTF_SKIP, 0 },
	{ "objdata", MAIL_RTF_SKIP, 0 },
	{ "page", MAIL_RTF_PUT, '\n' },
	{ "par", MAIL_RTF_PUT, '\n' },
	{ "pc", MAIL_RTF_PAGE, 437 },
	{ "pca", MAIL_RTF_PAGE, 850 },
	{ "pict", MAIL_RTF_SKIP, 0 },
	{ "plain", MAIL_RTF_PLAIN, 0 },
	{ "rdblquote", MAIL_RTF_PUT, 0x201D },
	{ "row", MAIL_RTF_PUT, '\n' },
	{ "rquote", MAIL_RTF_PUT, 0x2019 },
	{ "sect", MAIL_RTF_PUT, '\n' },
	{ "stylesheet", MAIL_RTF_SKIP, 0 },
	{ "tab", MAIL_RTF_PUT, '\t' },
	{ "u", MAIL_RTF_UTF16, 0xFFFD },
	{ "uc", MAIL_RTF_FALLBACKS, 1 },
};

const MailRtfWord *
mail_rtf_word(const char *name, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strncmp(words[i].name, name, length) == 0 &&
		    words[i].name[length] == '\0')
			return &words[i];
	return NULL;
}

unsigned
mail_rtf_charset_page(int number)
{
	static const struct {
		int number;
		unsigned page;
	} charsets[] = { { 0, 1252 }, { 77, 10000 }, { 128, 932 }, { 129, 949 },
		{ 130, 1361 }, { 134, 936 }, { 136, 950 }, { 161, 1253 },
		{ 162, 1254 }, { 163, 1258 }, { 177, 1255 }, { 178, 1256 },
		{ 186, 1257 }, { 204, 1251 }, { 222, 874 }, { 238, 1250 } };

	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++)
		if (charsets[i].number == number)
			return charsets[i].page;
	return 0;
}
