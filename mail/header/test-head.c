#include "mail/header/head.h"

#include "mail/autoptr.h"

#include <string.h>

/* "name=value|name=value": line ends of values as "$". */
static char *
told(const GArray *fields)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < fields->len; i++) {
		const MailField *field = &g_array_index(fields, MailField, i);

		g_string_append_printf(text, "%s%.*s=%.*s", i ? "|" : "",
		    (int)field->name.length, field->name.start,
		    (int)field->value.length, field->value.start);
	}
	g_strdelimit(text->str, "\n", '$');
	g_strdelimit(text->str, "\r", '^');
	return g_string_free(text, FALSE);
}

static const struct {
	const char *head, *told;
} heads[] = {
	{ "A: b\nC: d\n\n", "A= b$|C= d$" },
	{ "A: b\r\nC: d\r\n\r\n", "A= b^$|C= d^$" },
	{ "A: b\n c\n\td\nE:f\n\n", "A= b$ c$\td$|E=f$" },
	/* the old syntax of RFC 5322 4.5 */
	{ "A : b\nC\t:d\n\n", "A= b$|C=d$" },
	/* no fields, and what continues them */
	{ "A: b\nno field\n more: of it\nC: d\n\n", "A= b$|C= d$" },
	{ "A: b\nno field: this\nC: d\n\n", "A= b$|C= d$" },
	{ "A: b\n\x01: c\nD: e\n\n", "A= b$|D= e$" },
	{ "A: b\n: c\nD:\n\n", "A= b$|= c$|D=$" },
	{ "N\xc3\xa4me: b\n\n", "N\xc3\xa4me= b$" },
	/* no body */
	{ "A: b\nC: d", "A= b$|C= d" },
	{ "A: b\nC", "A= b$" },
	{ "\n", "" },
	{ "", "" },
};

static void
test_divides_fields(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++) {
		/* of just that size, so that a sanitizer sees reads beyond */
		size_t length = strlen(heads[i].head);
		g_autofree char *head = g_memdup2(heads[i].head, length);
		g_autoptr(GArray) fields = mail_head_split(head, length);
		g_autofree char *got = told(fields);

		g_assert_cmpstr(got, ==, heads[i].told);
	}
}

static GMimeMessage *
parse(const char *mail, size_t length)
{
	g_autoptr(GMimeStream) stream =
	    g_mime_stream_mem_new_with_buffer(mail, length);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);

	return g_mime_parser_construct_message(parser, NULL);
}

static void
test_divides_as_gmime_does(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++) {
		const char *head = heads[i].head;
		g_autoptr(GArray) fields = mail_head_split(head, strlen(head));
		g_autoptr(GMimeMessage) message = parse(head, strlen(head));
		g_autoptr(GArray) theirs = NULL;

		if (!message) /* it gives up a head that breaks off */
			continue;
		theirs = mail_head_of(message);
		g_autofree char *got = told(fields), *wanted = told(theirs);
		g_assert_cmpstr(got, ==, wanted);
	}
}

static void
test_reduces_to_what_tells_of_the_body(void)
{
	static const struct {
		const char *head, *mail;
	} rows[] = {
		{ "From: a\nContent-Type: text/plain;\n charset=utf-8\nTo: b\n"
		  "content-transfer-encoding: 8bit\n\n",
		    "Content-Type: text/plain;\n charset=utf-8\n"
		    "content-transfer-encoding: 8bit\n\nbody\n" },
		{ "From: a\r\nContent-ID: b\r\n\r\n",
		    "Content-ID: b\r\n\nbody\n" },
		{ "Content-ID: b", "Content-ID: b\n\nbody\n" },
		{ "From: a\nContents: b\n\n", "\nbody\n" },
	};
	const MailSpan body = { "body\n", 5 };

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GArray) fields =
		    mail_head_split(rows[i].head, strlen(rows[i].head));
		g_autoptr(GByteArray) mail = mail_head_reduce(fields, &body);

		g_assert_cmpmem(mail->data, mail->len, rows[i].mail,
		    (int)strlen(rows[i].mail));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_mime_init();
	g_test_add_func("/mail/head/divides", test_divides_fields);
	g_test_add_func("/mail/head/as-gmime", test_divides_as_gmime_does);
	g_test_add_func(
	    "/mail/head/reduces", test_reduces_to_what_tells_of_the_body);
	return g_test_run();
}
