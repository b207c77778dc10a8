#include "core/text.h"

#include <string.h>

/* As text.h says it, by GLib's decoder. */
static bool
is_clean_char(const char *bytes, size_t length)
{
	static const gunichar ranges[][2] = { { 0, 8 }, { 0xB, 0x1F },
		{ 0x7F, 0x9F }, { 0x61C, 0x61C }, { 0x200B, 0x200B },
		{ 0x200E, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x2064 },
		{ 0x2066, 0x2069 }, { 0xFEFF, 0xFEFF } };
	gunichar c = g_utf8_get_char_validated(bytes, (gssize)length);

	if (c == (gunichar)-1 || c == (gunichar)-2 ||
	    g_unichar_to_utf8(c, NULL) != (int)length)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return false;
	return true;
}

static bool
are_clean_chars(const char *bytes, size_t length)
{
	for (size_t n = 1; n <= MIN(length, 4); n++)
		if (is_clean_char(bytes, n))
			return n == length ||
			       are_clean_chars(bytes + n, length - n);
	return false;
}

static void
assert_alike(const char *bytes, size_t length)
{
	g_assert_cmpint(core_text_is_clean(bytes, length), ==,
	    are_clean_chars(bytes, length));
}

static void
test_each_character_counts(void)
{
	static const char fourth[] = { '\x7e', '\x7f', '\x80', '\x8b', '\xbf',
		'\xc0', '\xe2' };
	char bytes[4];

	for (int lead = 0x80; lead < 256; lead++)
		for (int second = 0x7E; second < 256; second++)
			for (int third = 0x7E; third < 0xF8; third++) {
				bytes[0] = (char)lead;
				bytes[1] = (char)second;
				bytes[2] = (char)third;
				bytes[3] = fourth[third % sizeof fourth];
				for (size_t n = 1; n <= sizeof bytes; n++)
					assert_alike(bytes, n);
			}
}

/* Bytes are looked at by the eight and the 32: each of them counts, whatever
 * the others are. */
static void
test_each_byte_counts_at_each_place(void)
{
	for (int byte = 0; byte < 256; byte++) {
		bool is_printable = byte >= ' ' && byte < 0x7F;
		bool is_clean = is_printable || byte == '\n' || byte == '\t';

		for (size_t at = 0; at < 83; at++) {
			char text[] =
			    "all of two blocks and then nineteen bytes are\n"
			    "what it takes to look at each of them";
			size_t length = strlen(text);

			text[at] = (char)byte;
			g_assert_cmpint(core_text_is_plain(text, length), ==,
			    is_clean || byte == '\r');
			g_assert_cmpint(
			    core_text_is_clean(text, length), ==, is_clean);
		}
	}
	g_assert_true(core_text_is_plain("", 0));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/core/text/each-byte", test_each_byte_counts_at_each_place);
	g_test_add_func(
	    "/core/text/each-character", test_each_character_counts);
	return g_test_run();
}
