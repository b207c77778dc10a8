#include "mail/charset/charset.h"

#include "core/text.h"
#include "mail/charset/single.h"

#include <link.h>
#include <stdint.h>
#include <string.h>

typedef struct {
	const char *charset, *bytes, *text;
	bool guessed, replaced;
} Case;

static void
assert_decodes(const Case *row)
{
	MailCharsetFaults faults = { .guessed = false };
	g_autoptr(GString) text = mail_charset_decode(
	    row->bytes, strlen(row->bytes), row->charset, &faults);

	g_assert_cmpstr(text->str, ==, row->text);
	g_assert_cmpint(faults.guessed, ==, row->guessed);
	g_assert_cmpint(faults.replaced, ==, row->replaced);
}

static void
test_reads_what_is_said(void)
{
	static const Case rows[] = {
		{ NULL, "plain", "plain", false, false },
		{ "us-ascii", "plain", "plain", false, false },
		{ "UTF-8",
		    "Gr\xc3\xb6\xc3\x9f"
		    "e",
		    "Gr\xc3\xb6\xc3\x9f"
		    "e",
		    false, false },
		{ "iso-8859-1",
		    "Gr\xf6\xdf"
		    "e",
		    "Gr\xc3\xb6\xc3\x9f"
		    "e",
		    false, false },
		{ "ISO-8859-1", "\x80 10", "\xe2\x82\xac 10", false, false },
		{ "iso-8859-15", "\xa4 10", "\xe2\x82\xac 10", false, false },
		{ "koi8-r", "\xf0\xd2\xc9", "\xd0\x9f\xd1\x80\xd0\xb8", false,
		    false },
		{ "iso-2022-jp", "\033$B$\"\033(B", "\xe3\x81\x82", false,
		    false },
		{ "shift_jis", "\x82\xa0", "\xe3\x81\x82", false, false },
		{ "euc-jp", "\xa4\xa2", "\xe3\x81\x82", false, false },
		{ "gb2312", "\xc4\xe3", "\xe4\xbd\xa0", false, false },
		{ "x-gbk", "\xc4\xe3", "\xe4\xbd\xa0", false, false },
		{ "big5", "\xa7\x41", "\xe4\xbd\xa0", false, false },
		{ "ks_c_5601-1987", "\xc7\xd1", "\xed\x95\x9c", false, false },
		{ "windows-1258", "\xd0", "\xc4\x90", false, false },
		{ "koi8_r", "\xf0\xd2\xc9", "\xd0\x9f\xd1\x80\xd0\xb8", false,
		    false },
		{ "cp-1252", "\x80", "\xe2\x82\xac", false, false },
		{ "utf-7", "+AOQ-", "\xc3\xa4", false, false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_decodes(&rows[i]);
}

static void
test_guesses_where_it_is_wrong_or_missing(void)
{
	static const Case rows[] = {
		{ NULL, "\xc3\xa4", "\xc3\xa4", true, false },
		{ NULL, "\xe4", "\xc3\xa4", true, false },
		{ NULL, "\033$B$\"\033(B", "\xe3\x81\x82", false, false },
		{ "no-such-charset", "\xe4", "\xc3\xa4", true, false },
		{ "utf-8", "\xe4", "\xc3\xa4", true, false },
		{ "iso-8859-1", "\xc3\xa4", "\xc3\xa4", true, false },
		{ "utf-8//IGNORE", "a", "a", true, false },
		{ "../../etc/passwd", "a", "a", true, false },
		{ "", "a", "a", true, false },
		{ "euc-jp", "\xff\xff\xff", "\xc3\xbf\xc3\xbf\xc3\xbf", true,
		    false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_decodes(&rows[i]);
}

static void
test_names_are_read_whatever_their_signs(void)
{
	static const Case rows[] = {
		{ "iso8859-1", "\x80", "\xe2\x82\xac", false, false },
		{ "ISO_8859-1:1987", "\xe4", "\xc3\xa4", false, false },
		{ "utf_8", "\xc3\xa4", "\xc3\xa4", false, false },
		{ "win-1251", "\xc0", "\xd0\x90", false, false },
		{ "x-cp1250", "\xb9", "\xc4\x85", false, false },
		{ "windows-949", "\xc7\xd1", "\xed\x95\x9c", false, false },
		{ "cp65001", "\xc3\xa4", "\xc3\xa4", false, false },
		{ "x-mac-roman", "\x8a", "\xc3\xa4", false, false },
		{ "windows-", "\xe4", "\xc3\xa4", true, false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_decodes(&rows[i]);
}

#define HELLO_GB "\xc4\xe3\xba\xc3\xd0\xbb\xce\xf3"
#define HELLO_UTF8 "\xe4\xbd\xa0\xe5\xa5\xbd\xe8\xb0\xa2\xe8\xaf\xaf"
#define UMLAUTS "\xc4\xe4\xd6\xf6\xdc\xfc"
#define UMLAUTS_UTF8 "\xc3\x84\xc3\xa4\xc3\x96\xc3\xb6\xc3\x9c\xc3\xbc"

static void
test_what_bytes_are_goes_before_their_name(void)
{
	static const Case rows[] = {
		/* escapes under the name of what has none */
		{ "us-ascii", "\033$B$\"\033(B", "\xe3\x81\x82", true, false },
		{ "utf-8", "\033$B$\"\033(B", "\xe3\x81\x82", true, false },
		{ "iso-2022-jp", "\033(I1\033(B", "\xef\xbd\xb1", false,
		    false },
		{ "hz-gb-2312", "a ~{Dc~} ~~", "a \xe4\xbd\xa0 ~", false,
		    false },
		/* letters where the standard has controls */
		{ "iso-8859-2", "\x9c\xb9", "\xc5\x9b\xc4\x85", false, false },
		{ "iso-8859-2", "\xb9", "\xc5\xa1", false, false },
		/* pairs under a Western name */
		{ "iso-8859-1", HELLO_GB HELLO_GB HELLO_GB,
		    HELLO_UTF8 HELLO_UTF8 HELLO_UTF8, true, false },
		{ "iso-8859-1", UMLAUTS UMLAUTS UMLAUTS UMLAUTS UMLAUTS,
		    UMLAUTS_UTF8 UMLAUTS_UTF8 UMLAUTS_UTF8 UMLAUTS_UTF8
		        UMLAUTS_UTF8,
		    false, false },
		{ "iso-8859-1", "na\xefve caf\xe9", "na\xc3\xafve caf\xc3\xa9",
		    false, false },
		{ "utf-16", "plain words", "plain words", true, false },
		{ "utf-8",
		    "\xef\xbb\xbf"
		    "a",
		    "a", false, false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_decodes(&rows[i]);
}

static void
test_utf_16_says_its_order(void)
{
	static const struct {
		const char *charset;
		char bytes[6];
		bool guessed;
	} rows[] = {
		{ "utf-16", { '\xff', '\xfe', 'a', 0, 'b', 0 }, false },
		{ "utf-16", { '\xfe', '\xff', 0, 'a', 0, 'b' }, false },
		{ "utf-16", { 'a', 0, 'b', 0, '\n', 0 }, false },
		{ "utf-16", { 0, 'a', 0, 'b', 0, '\n' }, false },
		{ "utf-16le", { 0, 'a', 0, 'b', 0, '\n' }, false },
		{ "utf-8", { '\xff', '\xfe', 'a', 0, 'b', 0 }, true },
		{ NULL, { '\xfe', '\xff', 0, 'a', 0, 'b' }, true },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		MailCharsetFaults faults = { .guessed = false };
		g_autoptr(GString) text = mail_charset_decode(
		    rows[i].bytes, 6, rows[i].charset, &faults);

		g_assert_cmpstr(g_strchomp(text->str), ==, "ab");
		g_assert_cmpint(faults.guessed, ==, rows[i].guessed);
		g_assert_false(faults.replaced);
	}
}

static void
test_a_bad_byte_among_many_is_replaced(void)
{
	static const Case row = { "gb2312",
		"one two three four \xff five six seven",
		"one two three four \xef\xbf\xbd five six seven", false, true };
	static const Case utf8 = { "utf-8", "na\xc3\xafve caf\xc3\xa9 \xff",
		"na\xc3\xafve caf\xc3\xa9 \xef\xbf\xbd", false, true };

	assert_decodes(&row);
	assert_decodes(&utf8);
}

/* What iconv makes of @raw, each byte that it refuses being U+FFFD. */
static GString *
decode_by_iconv(const char *raw, size_t length, const char *charset)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < length; i++) {
		gsize n;
		g_autofree char *one =
		    g_convert(raw + i, 1, "UTF-8", charset, NULL, &n, NULL);

		g_string_append_len(
		    text, one ? one : "\xef\xbf\xbd", one ? (gssize)n : 3);
	}
	return text;
}

/* Returns: all names of charsets that iconv lists, or NULL. */
static GStrv
listed_charsets(void)
{
	const char *const list[] = { "iconv", "--list", NULL };
	g_autofree char *out = NULL;

	if (!g_spawn_sync(NULL, (char **)(uintptr_t)list, NULL,
	        G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL, NULL))
		return NULL;
	return g_strsplit_set(out, "/, \n", -1);
}

static void
assert_table_is_iconv(const char *charset)
{
	char raw[256];
	size_t bad, wanted_bad = 0;

	for (size_t i = 0; i < sizeof raw; i++)
		raw[i] = (char)i;
	g_autoptr(GString) text =
	    mail_single_decode(raw, sizeof raw, charset, &bad);
	g_autoptr(GString) wanted = decode_by_iconv(raw, sizeof raw, charset);
	g_assert_cmpmem(
	    text->str, (int)text->len, wanted->str, (int)wanted->len);
	for (const char *at = wanted->str; at < wanted->str + wanted->len;
	     at = core_text_next(at))
		wanted_bad += g_utf8_get_char(at) == 0xFFFD;
	g_assert_cmpint((int)bad, ==, (int)wanted_bad);
}

static void
test_tables_say_what_iconv_says(void)
{
	g_auto(GStrv) names = listed_charsets();
	int tables = 0;

	for (size_t i = 0; names && names[i]; i++)
		if (mail_single_is(names[i])) {
			assert_table_is_iconv(names[i]);
			tables++;
		}
	g_assert_cmpint(tables, >, 100);
}

static void
test_tables_are_of_one_byte_a_character(void)
{
	static const char *const yes[] = { "WINDOWS-1252", "CP1252",
		"WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1254", "CP874",
		"ISO-8859-2", "ISO-8859-15", "KOI8-R" };
	static const char *const no[] = { "", "NO-SUCH-CHARSET", "koi8-r",
		"WINDOWS-1258" /* joins marks */, "GB18030", "UTF-8", "UTF-7",
		"UTF-16", "ISO-2022-JP", "EUC-KR", "T.61-8BIT" };

	for (size_t i = 0; i < G_N_ELEMENTS(yes); i++)
		g_assert_true(mail_single_has_ascii(yes[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(no); i++)
		g_assert_false(mail_single_is(no[i]));
	g_assert_true(mail_single_is("IBM037"));
	g_assert_false(mail_single_has_ascii("IBM037"));
}

static void
test_nuls_pass_through(void)
{
	MailCharsetFaults faults = { .guessed = false };
	g_autoptr(GString) wide =
	    mail_charset_decode("a\0b\0", 4, "utf-16le", &faults);
	g_autoptr(GString) bytes =
	    mail_charset_decode("a\0b", 3, NULL, &faults);

	g_assert_cmpmem(wide->str, (int)wide->len, "ab", 2);
	g_assert_cmpmem(bytes->str, (int)bytes->len, "a\0b", 3);
}

static void
test_preload_holds_many(void)
{
	g_autoptr(GPtrArray) converters = mail_charset_preload();

	/* a system with one charset would read no mail */
	g_assert_cmpint(converters->len, >, 4);
}

static int
count_converters(struct dl_phdr_info *info, size_t size, void *data)
{
	int *count = data;

	(void)size;
	*count += info->dlpi_name && strstr(info->dlpi_name, "/gconv/");
	return 0;
}

/* A locked child may open no file for the converter that a mail asks for. */
static void
test_preload_leaves_no_file_to_open(void)
{
	g_autoptr(GPtrArray) converters = mail_charset_preload();
	g_auto(GStrv) names = listed_charsets();
	int before = 0;

	g_assert_cmpint(converters->len, >, 0);
	(void)dl_iterate_phdr(count_converters, &before);
	for (size_t i = 0; names && names[i]; i++) {
		MailCharsetFaults faults = { .guessed = false };
		g_autoptr(GString) text =
		    mail_charset_decode("\xe4\xf6\xfc", 3, names[i], &faults);
		int now = 0;

		g_assert_cmpint((int)text->len, >, 0);
		(void)dl_iterate_phdr(count_converters, &now);
		if (now != before)
			g_test_message("%s needs a file", names[i]);
		g_assert_cmpint(now, ==, before);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/charset/names", test_names_are_read_whatever_their_signs);
	g_test_add_func("/mail/charset/bytes-first",
	    test_what_bytes_are_goes_before_their_name);
	g_test_add_func("/mail/charset/utf-16", test_utf_16_says_its_order);
	g_test_add_func("/mail/charset/reads", test_reads_what_is_said);
	g_test_add_func(
	    "/mail/charset/guesses", test_guesses_where_it_is_wrong_or_missing);
	g_test_add_func(
	    "/mail/charset/bad-byte", test_a_bad_byte_among_many_is_replaced);
	g_test_add_func(
	    "/mail/charset/tables", test_tables_say_what_iconv_says);
	g_test_add_func("/mail/charset/table-or-not",
	    test_tables_are_of_one_byte_a_character);
	g_test_add_func("/mail/charset/nuls", test_nuls_pass_through);
	g_test_add_func("/mail/charset/preload", test_preload_holds_many);
	g_test_add_func(
	    "/mail/charset/no-file", test_preload_leaves_no_file_to_open);
	return g_test_run();
}
