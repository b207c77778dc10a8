#include "mail/tnef.h"

#include "core/message.h"
#include "mail/mapi.h"

#include <string.h>

static const MailTnefLimits limits = { 10, 100 };

static void
put(GString *out, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		g_string_append_c(out, (char)(value >> 8 * i & 0xff));
}

static GString *
begin(void)
{
	GString *out = g_string_new(NULL);

	put(out, 0x223E9F78, 4);
	put(out, 1, 2);
	return out;
}

static void
put_attribute(GString *out, uint32_t name, const char *data, size_t length)
{
	put(out, name == 0x00069003 || name == 0x0002800C ? 1 : 2, 1);
	put(out, name, 4);
	put(out, (uint32_t)length, 4);
	g_string_append_len(out, data, (gssize)length);
	put(out, 0, 2);
}

static void
put_string(
    GString *out, uint16_t type, uint16_t id, const char *value, size_t length)
{
	put(out, type, 2);
	put(out, id, 2);
	put(out, 1, 4);
	put(out, (uint32_t)length, 4);
	g_string_append_len(out, value, (gssize)length);
	put(out, 0, (int)((4 - length % 4) % 4));
}

/* Properties of every shape before the one that counts. */
static GString *
mixed_properties(uint32_t count)
{
	GString *out = g_string_new(NULL);

	put(out, count, 4);
	put(out, 0x0002 | 0x000B0000, 4); /* a short */
	put(out, 7, 4);
	put(out, 0x0040 | 0x00390000, 4); /* a time */
	put(out, 1, 4);
	put(out, 2, 4);
	put(out, 0x0003 | 0x80010000, 4); /* named by number */
	for (int i = 0; i < 5; i++)
		put(out, 0, 4);
	put(out, 5, 4); /* the number */
	put(out, 9, 4);
	put(out, 0x001E | 0x80020000, 4); /* named by a name */
	for (int i = 0; i < 4; i++)
		put(out, 0, 4);
	put(out, 1, 4);
	put(out, 6, 4);
	g_string_append_len(out, "n\0a\0m\0\0\0", 8);
	put(out, 1, 4);
	put(out, 2, 4);
	g_string_append_len(out, "x\0\0\0", 4);
	put(out, 0x1003 | 0x00500000, 4); /* several numbers */
	put(out, 2, 4);
	put(out, 1, 4);
	put(out, 2, 4);
	return out;
}

static void
assert_file(const MailTnef *tnef, guint i, const char *name, const char *type,
    int64_t bytes)
{
	const CoreAttachment *file = g_ptr_array_index(tnef->files, i);

	g_assert_cmpstr(file->name, ==, name);
	g_assert_cmpstr(file->type, ==, type);
	g_assert_cmpint(file->size_bytes, ==, bytes);
}

static GString *
whole(void)
{
	GString *out = begin();
	g_autoptr(GString) message = mixed_properties(7);
	g_autoptr(GString) file = g_string_new(NULL);
	g_autoptr(GString) inner = g_string_new(NULL);

	put_attribute(out, 0x00069007, "\xe4\x04\0\0\0\0\0\0", 8); /* 1252 */
	put_string(message, 0x001F, 0x1000, "H\0i\0\xe4\0\0\0", 8);
	put_string(message, 0x0102, 0x1013, "<p>Hi\xe4", 6);
	put_attribute(out, 0x00069003, message->str, message->len);
	put_attribute(out, 0x00069002, "", 0);
	put_attribute(out, 0x00018010, "SHORT~1.PDF\0", 12);
	put_attribute(out, 0x0006800F, "12345", 5);
	put(file, 2, 4);
	put_string(file, 0x001E, 0x3707, "a long n\xe4me.pdf\0", 15);
	put_string(file, 0x001E, 0x370E, "application/pdf\0", 16);
	put_attribute(out, 0x00069005, file->str, file->len);
	put_attribute(out, 0x00069002, "", 0);
	put(inner, 3, 4);
	put_string(inner, 0x001F, 0x3001, "M\0s\0\0\0", 6);
	put(inner, 0x0003 | 0x37050000, 4);
	put(inner, 5, 4);
	put_string(inner, 0x000D, 0x3701, "sixteen bytes id", 16);
	put_attribute(out, 0x00069005, inner->str, inner->len);
	return out;
}

static void
test_reads_files_and_text(void)
{
	g_autoptr(GString) bytes = whole();
	g_auto(MailTnef) tnef = { .files = NULL };

	g_assert_true(mail_tnef_read(bytes->str, bytes->len, &limits, &tnef));
	g_assert_cmpstr(tnef.text, ==, "Hi\xc3\xa4");
	g_assert_cmpstr(tnef.html, ==, "<p>Hi\xc3\xa4");
	g_assert_cmpint(tnef.files->len, ==, 2);
	assert_file(&tnef, 0, "a long n\xc3\xa4me.pdf", "application/pdf", 5);
	assert_file(&tnef, 1, "Ms", "application/vnd.ms-outlook", 16);
	g_assert_false(tnef.is_cut);
}

static void
test_old_attributes_will_do(void)
{
	g_autoptr(GString) bytes = begin();
	g_auto(MailTnef) tnef = { .files = NULL };

	put_attribute(bytes, 0x0002800C, "Words\0", 6);
	put_attribute(bytes, 0x00069002, "", 0);
	put_attribute(bytes, 0x0006800F, "123", 3);
	put_attribute(bytes, 0x00018010, "A.TXT\0", 6);
	put_attribute(bytes, 0x00069002, "", 0);
	g_assert_true(mail_tnef_read(bytes->str, bytes->len, &limits, &tnef));
	g_assert_cmpstr(tnef.text, ==, "Words");
	g_assert_null(tnef.html);
	assert_file(&tnef, 0, "A.TXT", "application/octet-stream", 3);
	assert_file(&tnef, 1, "", "application/octet-stream", 0);
}

static void
test_no_length_is_trusted(void)
{
	g_autoptr(GString) bytes = whole();

	/* cut anywhere, and with every byte at its most */
	for (size_t i = 0; i < bytes->len; i++) {
		g_auto(MailTnef) cut = { .files = NULL };
		g_auto(MailTnef) bent = { .files = NULL };
		g_autofree char *copy = g_memdup2(bytes->str, bytes->len);
		/* exactly as long, for the sanitizer to see a step beyond */
		g_autofree char *part = g_memdup2(bytes->str, i);

		g_assert_cmpint(
		    mail_tnef_read(part, i, &limits, &cut), ==, i >= 6);
		copy[i] = '\xff';
		if (mail_tnef_read(copy, bytes->len, &limits, &bent))
			g_assert_cmpint(bent.files->len, <=, 2);
	}
}

static void
test_what_is_cut_is_said(void)
{
	g_autoptr(GString) bytes = begin();
	g_auto(MailTnef) tnef = { .files = NULL };
	g_autofree char *body = g_strnfill(200, 'x');

	put_attribute(bytes, 0x0002800C, body, 200);
	for (int i = 0; i < 20; i++)
		put_attribute(bytes, 0x00069002, "", 0);
	put(bytes, 2, 1);
	put(bytes, 0x0006800F, 4);
	put(bytes, 0xffffffff, 4);
	g_assert_true(mail_tnef_read(bytes->str, bytes->len, &limits, &tnef));
	g_assert_cmpint(strlen(tnef.text), ==, 100);
	g_assert_cmpint(tnef.files->len, ==, 10);
	g_assert_true(tnef.is_cut);
}

static void
count(const MailProperty *property, void *data)
{
	int *n = data;

	g_assert_cmpint(mail_bytes_left(&property->value), <=, 16);
	*n += 1;
}

static void
test_a_count_that_lies_ends_with_the_list(void)
{
	g_autoptr(GString) list = mixed_properties(0xffffffff);
	const uint8_t *start = (const uint8_t *)list->str;
	int n = 0;

	g_assert_false(mail_mapi_foreach(
	    (MailBytes){ start, start + list->len }, count, &n));
	g_assert_cmpint(n, ==, 5);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/tnef/reads", test_reads_files_and_text);
	g_test_add_func("/mail/tnef/old", test_old_attributes_will_do);
	g_test_add_func("/mail/tnef/lengths", test_no_length_is_trusted);
	g_test_add_func("/mail/tnef/cut", test_what_is_cut_is_said);
	g_test_add_func(
	    "/mail/tnef/count", test_a_count_that_lies_ends_with_the_list);
	return g_test_run();
}
