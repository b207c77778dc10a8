#include "mail/outlook/tnef.h"

#include "core/message.h"
#include "mail/outlook/mapi.h"

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

/* The example of MS-OXRTFCP 4.1: "hello world". */
#define HELLO                                                                  \
	"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg12"           \
	"5B2\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0"
#define WRAPPED                                                                \
	"\0\0\0\0\x36\0\0\0MELA\0\0\0\0"                                       \
	"{\\rtf1\\fromhtml1{\\*\\htmltag <b>}bold{\\*\\htmltag </b>}}"

/* A message whose body is @rtf alone, packed. */
static GString *
rtf_message(const char *rtf, size_t length)
{
	GString *out = begin();
	g_autoptr(GString) list = g_string_new(NULL);

	put(list, 2, 4);
	put_string(list, 0x001F, 0x0037, "S\0\0", 4);
	put_string(list, 0x0102, 0x1009, rtf, length);
	put_attribute(out, 0x00069003, list->str, list->len);
	return out;
}

static void
test_reads_a_body_of_rtf(void)
{
	g_autoptr(GString) plain = rtf_message(HELLO, sizeof HELLO - 1);
	g_autoptr(GString) html = rtf_message(WRAPPED, sizeof WRAPPED - 1);
	g_autoptr(GString) both = rtf_message(HELLO, sizeof HELLO - 1);
	g_auto(MailTnef) one = { .files = NULL }, two = { .files = NULL };
	g_auto(MailTnef) three = { .files = NULL };

	g_assert_true(mail_tnef_read(plain->str, plain->len, &limits, &one));
	g_assert_cmpstr(one.text, ==, "hello world");
	g_assert_cmpstr(one.subject, ==, "S");
	g_assert_null(one.html);
	g_assert_true(mail_tnef_read(html->str, html->len, &limits, &two));
	g_assert_cmpstr(two.html, ==, "<b>bold</b>");
	g_assert_null(two.text);
	put_attribute(both, 0x0002800C, "body", 4);
	g_assert_true(mail_tnef_read(both->str, both->len, &limits, &three));
	g_assert_cmpstr(three.text, ==, "body");
}

/* @inner as the only attachment of a message without words. */
static GString *
wrap(const GString *inner)
{
	GString *out = begin();
	g_autoptr(GString) list = g_string_new(NULL);
	g_autoptr(GString) value = g_string_new(NULL);

	g_string_append_len(value, "sixteen bytes id", 16);
	g_string_append_len(value, inner->str, (gssize)inner->len);
	put(list, 2, 4);
	put(list, 0x0003 | 0x37050000, 4);
	put(list, 5, 4);
	put_string(list, 0x000D, 0x3701, value->str, value->len);
	put_attribute(out, 0x00069002, "", 0);
	put_attribute(out, 0x00069005, list->str, list->len);
	return out;
}

static void
test_a_message_inside_is_one_file(void)
{
	g_autoptr(GString) inner = rtf_message(HELLO, sizeof HELLO - 1);
	g_autoptr(GString) outer = wrap(inner);
	g_autoptr(GString) both = wrap(inner);
	g_auto(MailTnef) one = { .files = NULL }, two = { .files = NULL };

	g_assert_true(mail_tnef_read(outer->str, outer->len, &limits, &one));
	g_assert_cmpint(one.files->len, ==, 1);
	assert_file(&one, 0, "S.msg", "application/vnd.ms-outlook",
	    16 + (int64_t)inner->len);
	g_assert_cmpstr(one.text, ==, "hello world");
	put_attribute(both, 0x0002800C, "mine", 4);
	g_assert_true(mail_tnef_read(both->str, both->len, &limits, &two));
	g_assert_cmpstr(two.text, ==, "mine");
}

static void
test_messages_inside_have_a_limit(void)
{
	g_autoptr(GString) bytes = rtf_message(HELLO, sizeof HELLO - 1);
	g_auto(MailTnef) tnef = { .files = NULL };

	for (int i = 0; i < 1000; i++) {
		GString *outer = wrap(bytes);

		g_string_free(bytes, TRUE);
		bytes = outer;
	}
	g_assert_true(mail_tnef_read(bytes->str, bytes->len, &limits, &tnef));
	g_assert_cmpint(tnef.files->len, ==, 1);
	g_assert_null(tnef.text);
}

static void
test_no_length_is_trusted(void)
{
	g_autoptr(GString) bytes = whole();
	g_autoptr(GString) inner = rtf_message(HELLO, sizeof HELLO - 1);
	g_autoptr(GString) outer = wrap(inner);

	g_string_append_len(bytes, outer->str + 6, (gssize)outer->len - 6);
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
			g_assert_cmpint(bent.files->len, <=, 3);
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
	g_test_add_func("/mail/tnef/rtf", test_reads_a_body_of_rtf);
	g_test_add_func(
	    "/mail/tnef/message", test_a_message_inside_is_one_file);
	g_test_add_func(
	    "/mail/tnef/messages", test_messages_inside_have_a_limit);
	g_test_add_func("/mail/tnef/lengths", test_no_length_is_trusted);
	g_test_add_func("/mail/tnef/cut", test_what_is_cut_is_said);
	g_test_add_func(
	    "/mail/tnef/count", test_a_count_that_lies_ends_with_the_list);
	return g_test_run();
}
