#include "mail/charset/name.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define NAME_BYTES 40
#define SIGNS "-_."

/* Charsets that mail names by one word and means by another: mostly a superset
 * that programs really write. */
static const char *const aliases[][2] = {
	{ "ascii", "UTF-8" },
	{ "us-ascii", "UTF-8" },
	{ "ansi_x3.4-1968", "UTF-8" },
	{ "utf-8", "UTF-8" },
	{ "utf8mb4", "UTF-8" },
	{ "unicode-1-1-utf-7", "UTF-7" },
	{ "iso-8859-1", "WINDOWS-1252" },
	{ "latin1", "WINDOWS-1252" },
	{ "iso-8859-9", "WINDOWS-1254" },
	{ "iso-8859-8-i", "ISO-8859-8" },
	{ "iso-8859-8-e", "ISO-8859-8" },
	{ "8859-1", "WINDOWS-1252" },
	{ "ansi", "WINDOWS-1252" },
	{ "gb2312", "GB18030" },
	{ "gbk", "GB18030" },
	{ "gb_2312-80", "GB18030" },
	{ "hz", "HZ-GB-2312" },
	{ "ks_c_5601-1987", "CP949" },
	{ "euc-kr", "CP949" },
	{ "shift_jis", "CP932" },
	{ "sjis", "CP932" },
	{ "big5", "BIG5-HKSCS" },
	{ "mac-roman", "MACINTOSH" },
	{ "tis-620", "CP874" },
	{ "iso-8859-11", "CP874" },
	{ "iso-2022-jp-ms", "ISO-2022-JP" },
	{ "cp50220", "ISO-2022-JP" },
	{ "cp50221", "ISO-2022-JP" },
};

/* Pages that have another name. */
static const struct {
	guint64 page;
	const char *name;
} pages[] = { { 932, "CP932" }, { 936, "GB18030" }, { 949, "CP949" },
	{ 20866, "KOI8-R" }, { 20936, "GB18030" }, { 54936, "GB18030" },
	{ 65001, "UTF-8" } };

/* Whether they are the same but for signs and a year behind a colon. */
static bool
is_same(const char *name, const char *alias)
{
	for (;; name++, alias++) {
		name += strspn(name, SIGNS);
		alias += strspn(alias, SIGNS);
		if (!*alias)
			return !*name || *name == ':';
		if (*name != *alias)
			return false;
	}
}

/* "win-1251", "cp1251": (nullable) (transfer full) */
static char *
page_name(const char *name)
{
	static const char *const prefixes[] = { "windows", "win", "cp", "ms" };
	char *end;

	for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
		if (!g_str_has_prefix(name, prefixes[i]))
			continue;
		const char *digits = name + strlen(prefixes[i]);
		digits += strspn(digits, SIGNS);
		guint64 page = g_ascii_strtoull(digits, &end, 10);
		if (!g_ascii_isdigit(*digits) || *end)
			return NULL;
		for (size_t j = 0; j < G_N_ELEMENTS(pages); j++)
			if (pages[j].page == page)
				return g_strdup(pages[j].name);
		return g_strdup_printf("%s%" G_GUINT64_FORMAT,
		    page >= 1250 && page <= 1258 ? "WINDOWS-" : "CP", page);
	}
	return NULL;
}

char *
mail_charset_name(const char *charset)
{
	g_autofree char *name = NULL;

	if (!charset)
		return NULL;
	if (g_ascii_strncasecmp(charset, "x-", 2) == 0)
		charset += 2;
	if (!*charset || strlen(charset) > NAME_BYTES)
		return NULL;
	name = g_ascii_strdown(charset, -1);
	for (const char *c = name; *c; c++)
		if (!g_ascii_isalnum(*c) && !strchr("-_.:+", *c))
			return NULL; /* "//" and "," steer iconv itself */
	for (size_t i = 0; i < G_N_ELEMENTS(aliases); i++)
		if (is_same(name, aliases[i][0]))
			return g_strdup(aliases[i][1]);
	char *page = page_name(name);
	return page ? page : g_ascii_strup(name, -1);
}
