#include "mail/mime/uuencode.h"

#include "core/message.h"

#include <string.h>

#define BLOCK "begin 644 a b.txt\n#86)C\n`\nend\n"

static void
assert_takes(
    const char *before, const char *after, const char *name, int64_t bytes)
{
	g_autoptr(GString) text = g_string_new(before);
	g_autoptr(GPtrArray) attachments = g_ptr_array_new();

	mail_uuencode_take(text, attachments);
	g_assert_cmpstr(text->str, ==, after);
	g_assert_cmpint(attachments->len, ==, name ? 1 : 0);
	if (!name)
		return;
	CoreAttachment *found = attachments->pdata[0];
	g_assert_cmpstr(found->name, ==, name);
	g_assert_cmpint(found->size_bytes, ==, bytes);
	g_free(found->name);
	g_free(found->type);
	g_free(found);
}

static void
test_takes_files_out(void)
{
	assert_takes(BLOCK, "", "a b.txt", 3);
	assert_takes(
	    "Hello\n\n" BLOCK "\nBye\n", "Hello\n\n\nBye\n", "a b.txt", 3);
	assert_takes("begin 0755 x\r\n#86)C\r\n \r\nend\r\nBye", "Bye", "x", 3);
	assert_takes("begin 644 x\n#86)C\n\nend\nBye", "Bye", "x", 3);
	/* cut off, or broken by a line that is none */
	assert_takes("begin 644 x\n#86)C\n#86)C", "", "x", 6);
	assert_takes("begin 644 x\n#86)C\nand so on\n", "and so on\n", "x", 3);
}

static void
test_leaves_words_alone(void)
{
	static const char *const rows[] = { "", "begin 644 x\nwords follow\n",
		"begin 644 x", "begin with the end\n",
		"begin 9 x\n#86)C\nend\n", "begin 644 x\nend\n",
		"We begin 644 x\n#86)C\nend\n" };

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_takes(rows[i], rows[i], NULL, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/uuencode/takes", test_takes_files_out);
	g_test_add_func("/mail/uuencode/leaves", test_leaves_words_alone);
	return g_test_run();
}
