#include "mail/compose.h"

#include "mail/error.h"

#include <gmime/gmime.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)

static const MailHeader headers[] = {
	{ "Auto-Submitted", "auto-generated" },
	{ "List-Id", "<qa.example.com>" },
	{ NULL, NULL },
};

static MailDraft
draft_of(const char *subject)
{
	return (MailDraft){
		.message_id = "digest.qa.2026-W46.r1.00ff@example.com",
		.date_at = 1794819600,
		.from_name = "Customer Voice",
		.from_address = "voice@example.com",
		.to = "qa@example.com",
		.subject = subject,
		.headers = headers,
		.text = "Plain.\n",
		.html = "<p>Rich.</p>\n",
	};
}

static GMimeMessage *
parse(GBytes *bytes)
{
	size_t length;
	const char *data = g_bytes_get_data(bytes, &length);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	g_object_unref(parser);
	g_object_unref(stream);
	g_assert_nonnull(message);
	return message;
}

static void
test_subjects_come_back(void)
{
	g_autofree char *blanks = g_strnfill(300, ' ');
	g_autofree char *word = g_strnfill(1500, 'w');
	const char *subjects[] = { "Plain words", "",
		"=?UTF-8?Q?no?=", "Z\xc3\xbcrich \xe2\x82\xac 5", word,
		"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98"
		"\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f"
		"\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80!",
		"many words that are far too long to stand on a single line of"
		" a header and so have to be folded twice at the very least" };

	for (unsigned i = 0; i < G_N_ELEMENTS(subjects); i++) {
		MailDraft draft = draft_of(subjects[i]);
		g_autoptr(GBytes) bytes = mail_compose(&draft, NULL);
		g_autoptr(GMimeMessage) message = parse(bytes);

		g_assert_cmpstr(
		    g_mime_message_get_subject(message), ==, subjects[i]);
		g_assert_cmpint(
		    g_mime_header_list_get_count(
		        g_mime_object_get_header_list(GMIME_OBJECT(message))),
		    ==, 8);
	}
	MailDraft draft = draft_of(blanks);
	g_autoptr(GBytes) bytes = mail_compose(&draft, NULL);
	g_autoptr(GMimeMessage) message = parse(bytes);
	g_assert_cmpstr(
	    g_mime_message_get_message_id(message), ==, draft.message_id);
}

static void
test_refuses_header_injection(void)
{
	const MailHeader bad_header[] = {
		{ "List-Id", "a\r\nBcc: x@y.example" }, { NULL, NULL }
	};
	MailDraft drafts[8];

	for (unsigned i = 0; i < G_N_ELEMENTS(drafts); i++)
		drafts[i] = draft_of("fine");
	drafts[0].subject = "a\r\nBcc: evil@example.org";
	drafts[1].subject = "\xc3\xa9\nBcc: evil@example.org";
	drafts[2].to = "a@example.com>\r\nRCPT TO:<evil@example.org";
	drafts[3].to = "a@example.com, b@example.com";
	drafts[4].from_name = "A\r\nBcc: evil@example.org";
	drafts[5].from_address = "no address";
	drafts[6].message_id = "a@b\r\nBcc: evil";
	drafts[7].headers = bad_header;
	for (unsigned i = 0; i < G_N_ELEMENTS(drafts); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(mail_compose(&drafts[i], &error));
		g_assert_error(error, MAIL_ERROR, MAIL_ERROR_COMPOSE);
	}
}

static void
assert_text(GMimeObject *part, const char *type, const char *expected)
{
	g_autofree char *text = NULL;
	GMimeContentType *found = g_mime_object_get_content_type(part);

	g_assert_true(g_mime_content_type_is_type(found, "text", type));
	text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	g_autoptr(GString) lines = g_string_new(text);
	g_string_replace(lines, "\r\n", "\n", 0);
	g_assert_cmpstr(lines->str, ==, expected);
}

static void
test_bodies_come_back(void)
{
	g_autofree char *line = g_strnfill(5000, 'x');
	const char *bodies[] = { "one\n", "trailing blank \nand tab\t\n",
		".\n..\nFrom here\n.dot\n", "\xc3\xa4\xc3\xb6\xc3\xbc = 100%\n",
		line };

	for (unsigned i = 0; i < G_N_ELEMENTS(bodies); i++) {
		MailDraft draft = draft_of("bodies");
		g_autoptr(GBytes) bytes = NULL;
		g_autoptr(GMimeMessage) message = NULL;
		g_autofree char *expected =
		    g_str_has_suffix(bodies[i], "\n")
		        ? g_strdup(bodies[i])
		        : g_strconcat(bodies[i], "\n", NULL);

		draft.text = expected;
		draft.html = expected;
		bytes = mail_compose(&draft, NULL);
		message = parse(bytes);
		GMimeMultipart *both =
		    GMIME_MULTIPART(g_mime_message_get_mime_part(message));
		g_assert_cmpint(g_mime_multipart_get_count(both), ==, 2);
		assert_text(
		    g_mime_multipart_get_part(both, 0), "plain", expected);
		assert_text(
		    g_mime_multipart_get_part(both, 1), "html", expected);
	}
}

static void
test_lines_are_short_and_seven_bit(void)
{
	g_autofree char *line = g_strnfill(3000, '=');
	MailDraft draft = draft_of("\xe2\x82\xac");
	g_autoptr(GBytes) bytes = NULL;
	size_t length, column = 0;

	draft.text = line;
	bytes = mail_compose(&draft, NULL);
	const unsigned char *data = g_bytes_get_data(bytes, &length);
	for (size_t i = 0; i < length; i++) {
		g_assert_cmpint(data[i], <, 0x7f);
		g_assert_true(data[i] != '\n' || (i && data[i - 1] == '\r'));
		column = data[i] == '\n' ? 0 : column + 1;
		g_assert_cmpint(column, <=, 78);
	}
	g_assert_cmpint(mail_quoted_size("a=\n"), ==, 6);
}

static void
clear_image(void *data)
{
	MailImage *image = data;

	g_bytes_unref(image->png);
	g_free(image);
}

static void
test_pictures_stand_inside_the_html(void)
{
	g_autoptr(GPtrArray) images =
	    g_ptr_array_new_with_free_func(clear_image);
	MailDraft draft = draft_of("pictures");
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GBytes) again = NULL;
	g_autoptr(GMimeMessage) message = NULL;
	MailImage *image = g_new0(MailImage, 1);
	char cid[] = "chart.00@example.com", name[] = "chart.png";

	*image = (MailImage){ cid, name, g_bytes_new_static("PNG\0\r\n", 6) };
	g_ptr_array_add(images, image);
	draft.images = images;
	bytes = mail_compose(&draft, NULL);
	again = mail_compose(&draft, NULL);
	g_assert_true(g_bytes_equal(bytes, again));
	message = parse(bytes);
	GMimeMultipart *both =
	    GMIME_MULTIPART(g_mime_message_get_mime_part(message));
	GMimeMultipart *related =
	    GMIME_MULTIPART(g_mime_multipart_get_part(both, 1));
	GMimeObject *part = g_mime_multipart_get_part(related, 1);
	g_assert_cmpstr(g_mime_object_get_content_id(part), ==, cid);
	g_assert_cmpstr(g_mime_object_get_disposition(part), ==, "inline");
	g_assert_cmpstr(
	    g_mime_part_get_filename(GMIME_PART(part)), ==, "chart.png");
}

static void
test_dates(void)
{
	g_autofree char *epoch = mail_date_format(0);
	g_autofree char *later = mail_date_format(1794819600);

	g_assert_cmpstr(epoch, ==, "Thu, 1 Jan 1970 00:00:00 +0000");
	g_assert_cmpstr(later, ==, "Mon, 16 Nov 2026 09:00:00 +0000");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_mime_init();
	g_test_add_func("/mail/compose/subjects", test_subjects_come_back);
	g_test_add_func(
	    "/mail/compose/injection", test_refuses_header_injection);
	g_test_add_func("/mail/compose/bodies", test_bodies_come_back);
	g_test_add_func(
	    "/mail/compose/lines", test_lines_are_short_and_seven_bit);
	g_test_add_func(
	    "/mail/compose/pictures", test_pictures_stand_inside_the_html);
	g_test_add_func("/mail/compose/dates", test_dates);
	return g_test_run();
}
