#include "mail/mime/content.h"

#include <string.h>

#define LONG 20000 /* several steps of decoding */

static MailPart
part_of(GMimeContentEncoding encoding, const char *bytes, size_t length)
{
	return (MailPart){ .kind = MAIL_PART_LEAF,
		.encoding = encoding,
		.content = { bytes, length } };
}

static void
assert_decodes(GMimeContentEncoding encoding, const char *bytes,
    const char *expected, size_t length)
{
	MailPart part = part_of(encoding, bytes, strlen(bytes));
	bool is_cut;
	g_autoptr(GString) all = mail_content_read(&part, length + 1, &is_cut);
	g_autoptr(GString) half = mail_content_read(&part, length / 2, &is_cut);

	g_assert_true(
	    all->len == length && memcmp(all->str, expected, length) == 0);
	g_assert_true(half->len == length / 2 &&
	              memcmp(half->str, expected, length / 2) == 0);
	g_assert_true(is_cut);
	g_assert_cmpint(mail_content_measure(&part), ==, length);
}

static void
test_decodes(void)
{
	static const struct {
		GMimeContentEncoding encoding;
		const char *bytes, *expected;
	} rows[] = {
		{ GMIME_CONTENT_ENCODING_DEFAULT, "a=20b", "a=20b" },
		{ GMIME_CONTENT_ENCODING_8BIT, "\xe4", "\xe4" },
		{ GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, "a=20b=\nc", "a bc" },
		{ GMIME_CONTENT_ENCODING_BASE64, "YWJj\nZGU=\n", "abcde" },
		/* the padding was lost */
		{ GMIME_CONTENT_ENCODING_BASE64, "YWJjZGU", "abcde" },
		{ GMIME_CONTENT_ENCODING_UUENCODE,
		    "an intro\nbegin 644 a.txt\n#86)C\n`\nend\n", "abc" },
		{ GMIME_CONTENT_ENCODING_UUENCODE, "", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_decodes(rows[i].encoding, rows[i].bytes,
		    rows[i].expected, strlen(rows[i].expected));
}

static void
test_decodes_what_is_long(void)
{
	g_autofree char *bytes = g_malloc(LONG);
	g_autofree char *base64 = NULL;
	g_autoptr(GString) uu = g_string_new("begin 644 a\n");

	memset(bytes, 'a', LONG);
	base64 = g_base64_encode((unsigned char *)bytes, LONG);
	assert_decodes(GMIME_CONTENT_ENCODING_BASE64, base64, bytes, LONG);
	/* 45 a line */
	for (int i = 0; i < LONG / 45; i++)
		g_string_append(uu, "M86%A86%A86%A86%A86%A86%A86%A86%A86%A86"
		                    "%A86%A86%A86%A86%A86%A\n");
	g_string_append(uu, "`\nend\n");
	assert_decodes(
	    GMIME_CONTENT_ENCODING_UUENCODE, uu->str, bytes, LONG / 45 * 45);
}

static void
test_measures_a_message_whole(void)
{
	MailPart text = part_of(GMIME_CONTENT_ENCODING_BASE64, "YWJj", 4);
	MailPart other = part_of(GMIME_CONTENT_ENCODING_DEFAULT, "ab", 2);
	MailPart both = { .kind = MAIL_PART_MULTIPART, .first = &text };
	MailPart message = { .kind = MAIL_PART_MESSAGE,
		.head_bytes = 100,
		.fields_bytes = 30,
		.first = &both };

	text.next = &other;
	g_assert_cmpint(mail_content_measure_whole(&message, 9), ==, 136);
	g_assert_cmpint(mail_content_measure_whole(&message, 2), ==, 130);
	g_assert_cmpint(mail_content_measure_whole(NULL, 9), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_mime_init();
	g_test_add_func("/mail/content/decodes", test_decodes);
	g_test_add_func("/mail/content/long", test_decodes_what_is_long);
	g_test_add_func("/mail/content/whole", test_measures_a_message_whole);
	return g_test_run();
}
