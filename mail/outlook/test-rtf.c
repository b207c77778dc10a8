#include "mail/outlook/rtf-unpack.h"
#include "mail/outlook/rtf.h"

#include <string.h>

#define MAX_BYTES 10000

typedef struct {
	const char *bytes;
	size_t length;
	const char *text;
	bool is_cut;
} Packed;

#define PACKED(bytes, text, is_cut)                                            \
	{                                                                      \
		bytes, sizeof bytes - 1, text, is_cut                          \
	}
#define HELLO                                                                  \
	"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg12"           \
	"5B2\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0"

static char *
unpack(const char *bytes, size_t length, size_t max_bytes, bool *ret_cut)
{
	const uint8_t *start = (const uint8_t *)bytes;
	GString *text = mail_rtf_unpack(
	    (MailBytes){ start, start + length }, max_bytes, ret_cut);

	return g_string_free(text, FALSE);
}

static void
test_unpacks(void)
{
	static const Packed rows[] = {
		/* the examples of MS-OXRTFCP 4.1 and 4.2 */
		PACKED(HELLO,
		    "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", false),
		PACKED("\x1a\0\0\0\x1c\0\0\0LZFu\xe2\xd4\x4b\x51\x41\0\x04 "
		       "WXYZ\x0dn}\x01\x0e\xb0",
		    "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}", false),
		PACKED(
		    "\x10\0\0\0\x04\0\0\0MELA\0\0\0\0{ab}more", "{ab}", false),
		PACKED("\x10\0\0\0\x09\0\0\0MELA\0\0\0\0{ab}", "{ab}", true),
		PACKED("\x10\0\0\0\x04\0\0\0ZIPP\0\0\0\0{ab}", "", false),
		PACKED("\x10\0\0\0\x04\0\0\0LZF", "", false),
		PACKED("\x10\0\0\0\x04\0\0\0LZFu\0\0\0\0\0ab", "ab", true),
		PACKED("", "", false),
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		bool is_cut;
		g_autofree char *text =
		    unpack(rows[i].bytes, rows[i].length, MAX_BYTES, &is_cut);

		g_assert_cmpstr(text, ==, rows[i].text);
		g_assert_cmpint(is_cut, ==, rows[i].is_cut);
	}
}

static void
test_unpacks_no_more_than_the_limit(void)
{
	/* each pair of bytes stands for 17 of the beginning */
	g_autoptr(GString) bomb = g_string_new(NULL);
	bool is_cut;

	g_string_append_len(bomb, "\0\0\0\0\xff\xff\xff\xffLZFu\0\0\0\0", 16);
	for (int i = 0; i < 1000; i++) {
		g_string_append_c(bomb, '\xff');
		for (int j = 0; j < 8; j++)
			g_string_append_len(bomb, "\x00\x0f", 2);
	}
	g_autofree char *text = unpack(bomb->str, bomb->len, 100, &is_cut);
	g_assert_cmpint(strlen(text), ==, 100);
	g_assert_true(is_cut);
	g_autofree char *stored =
	    unpack("\0\0\0\0\x04\0\0\0MELA\0\0\0\0abcd", 20, 3, &is_cut);
	g_assert_cmpstr(stored, ==, "abc");
	g_assert_true(is_cut);
}

typedef struct {
	const char *rtf, *text;
	bool is_html;
} Row;

static void
assert_reads(const Row *row)
{
	g_auto(MailRtf) rtf = { .text = NULL };

	mail_rtf_read(row->rtf, strlen(row->rtf), MAX_BYTES, &rtf);
	g_assert_cmpstr(rtf.text->str, ==, row->text);
	g_assert_cmpint(rtf.is_html, ==, row->is_html);
	g_assert_false(rtf.is_cut);
}

static void
test_reads_the_words(void)
{
	static const Row rows[] = {
		{ "{\\rtf1\\ansi Hello\\par\nworld}", "Hello\nworld", false },
		{ "{\\rtf1 a\\tab b\\line c \\{\\}\\\\\\~\\_}",
		    "a\tb\nc {}\\\u00a0-", false },
		{ "{\\rtf1{\\fonttbl{\\f0\\fswiss Arial;}}{\\colortbl;}"
		  "{\\stylesheet x}{\\info{\\author Ann}}{\\*\\generator W;}"
		  "\\f0\\fs20 words}",
		    "words", false },
		{ "{\\rtf1\\ansicpg1252 Gr\\'fc\\'dfe \\emdash\\rquote}",
		    "Gr\u00fc\u00dfe \u2014\u2019", false },
		{ "{\\rtf1\\uc1 \\u8364?5 \\uc2\\u-10179 ??\\u-8704 ??.}",
		    "\u20ac5 \U0001f600.", false },
		{ "{\\rtf1 \\u-10179 ?x\\u-8704 ?}", "\ufffdx\ufffd", false },
		{ "{\\rtf1{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 "
		  "B;}{\\f2\\fcharset128 C;}}\\f1 \\'cf\\'f0\\f0 "
		  "\\'e4{\\f2\\'82\\'a0}\\plain\\'e4}",
		    "\u041f\u0440\u00e4\u3042\u00e4", false },
		{ "{\\rtf1 a{\\pict\\bin4 }}}}b}c{\\*\\unknown x{y}z}d}", "acd",
		    false },
		{ "{\\rtf1 {\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt "
		  "here}}}",
		    "here", false },
		{ "{\\rtf1 {\\*\\htmltag64 <p>}seen\\htmlrtf too}", "seentoo",
		    false },
		{ "{\\rtf1\\fromtext one\\par two}", "one\ntwo", false },
		{ "words}}}} and \\", "words and ", false },
		{ "\\'z\\'4\\u\\bin-5 \\bin99999999999 x", "z4\ufffd", false },
		{ "", "", false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_reads(&rows[i]);
}

static void
test_unwraps_html(void)
{
	static const Row rows[] = {
		{ "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf "
		  "{\\b \\htmlrtf0 Hi{\\*\\htmltag84 &amp;}\\htmlrtf "
		  "&\\htmlrtf0 you\\htmlrtf }\\htmlrtf0 {\\*\\htmltag72 "
		  "</p>\\par}{\\*\\mhtmltag64 <x>}}",
		    "<p>Hi&amp;you</p>\n", true },
		{ "{\\rtf1\\fromhtml1 \\htmlrtf \\par no\\htmlrtf0\\par "
		  "\\'e4}",
		    "\n\u00e4", true },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_reads(&rows[i]);
}

static void
test_hostile_rtf_has_its_limits(void)
{
	g_autoptr(GString) deep = g_string_new("{\\rtf1 ");
	g_auto(MailRtf) nested = { .text = NULL }, cut = { .text = NULL };

	for (int i = 0; i < 100000; i++)
		g_string_append(deep, "{{\\f1");
	g_string_append(deep, " in}");
	for (int i = 0; i < 199999; i++)
		g_string_append_c(deep, '}');
	g_string_append(deep, "out");
	mail_rtf_read(deep->str, deep->len, MAX_BYTES, &nested);
	g_assert_cmpstr(nested.text->str, ==, "inout");
	mail_rtf_read("{\\rtf1 0123456789}", 18, 5, &cut);
	g_assert_cmpstr(cut.text->str, ==, "01234");
	g_assert_true(cut.is_cut);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/rtf/unpacks", test_unpacks);
	g_test_add_func(
	    "/mail/rtf/unpack-limit", test_unpacks_no_more_than_the_limit);
	g_test_add_func("/mail/rtf/words", test_reads_the_words);
	g_test_add_func("/mail/rtf/html", test_unwraps_html);
	g_test_add_func("/mail/rtf/limits", test_hostile_rtf_has_its_limits);
	return g_test_run();
}
