#include "mail/html/brief.h"

#include "mail/html/html.h"

#include <string.h>

/* What is shown to gumbo, with the words in brackets; "" for none. */
static char *
brief_of(const char *html)
{
	g_autoptr(GString) flat = g_string_new(html);
	g_autoptr(GString) told = g_string_new(NULL);
	g_auto(MailBrief) brief = { .html = NULL };
	const char *at;
	MailSpan words;

	if (!mail_brief_make(flat, &brief))
		return g_strdup("");
	at = brief.html->str;
	while (mail_brief_next(&brief, &at, &words)) {
		bool is_aside = words.start >= flat->str &&
		                words.start < flat->str + flat->len;

		g_string_append_printf(told, is_aside ? "[%.*s]" : "%.*s",
		    (int)words.length, words.start);
	}
	return g_strdup(told->str);
}

static void
test_takes_out_what_nobody_asks_for(void)
{
	static const char *const rows[][2] = {
		{ "<p>some words</p>", "<p>[some words]</p>" },
		{ "<p>few</p>", "<p>few</p>" },
		{ "<td> \n\t some words \n </td>",
		    "<td> [some words \n ]</td>" },
		{ "<pre>\n\n  x</pre>\n\ny", "<pre>\n\n  x</pre>\n\ny" },
		{ "Gr\xc3\xbc\xc3\x9f"
		  "e an alle",
		    "[Gr\xc3\xbc\xc3\x9f"
		    "e an alle]" },
		{ "some&nbsp;words&ampall of those",
		    "some&nbsp;words&ampall [of those]" },
		{ "\xf0\x9f\x98\x80 \xc2\x85", "\xf0\x9f\x98\x80 \xc2\x85" },
		{ "one\r\ntwo three\r", "[one\ntwo three\n]" },
		{ "<P CLASS=a lang='x y' Style=\"Color: Red\" >", "<P>" },
		{ "<div class=a id = b style='dis play : none'/>",
		    "<div class=a id = b style='dis play : none'>" },
		{ "<a href=x?a=b title=\"'>\"name=c href>",
		    "<a href=x?a=b href>" },
		{ "<A HREF=\"http://x.example/\">",
		    "<A HREF=[http://x.example/]>" },
		{ "<a href='http://x.example/?a&amp;b'>",
		    "<a href='http://x.example/?a&amp;b'>" },
		{ "<img src=x alt='a picture\xc2\x80'>",
		    "<img alt='a picture\xc2\x80'>" },
		{ "<ol type=a start=4>", "<ol start=4>" },
		{ "<div hidden=hidden><p hidden>", "<div hidden><p hidden>" },
		{ "<span size=1 style=top:0 class>", "<span size style=top:0 "
		                                     "class>" },
		{ "<span style=top:0 size=1 style=font-size:0>", "<span>" },
		{ "<span style='&#100;isplay:none'>",
		    "<span style='&#100;isplay:none'>" },
		{ "<body style=top:0 bgcolor=\"#fff\">", "<body style=top:0>" },
		{ "</p class=\"a\" style=font-size:0>", "</p>" },
		{ "<!DOCTYPE html \">x", "<!DOCTYPE html \">x" },
		{ "<style>p{}</style><script>a<b</script>",
		    "<style>x</style><script>x</script>" },
		{ "<style>\n</style x><title>a b c d e f</title>",
		    "<style></style><title>a b c d e f</title>" },
		{ "<select><option value=1>one of two</select>",
		    "<select><option>[one of two]</select>" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *told = brief_of(rows[i][0]);

		g_assert_cmpstr(told, ==, rows[i][1]);
	}
}

static void
test_gives_up_where_it_is_not_certain(void)
{
	static const char *const rows[] = {
		"<svg><title><p>x",
		"<math>",
		"<plaintext>",
		"<frameset>",
		"<noscript>",
		"<select><style>",
		"<select><select>",
		"<style>p{}",
		"<style></styles>",
		"<script><!--<script></script>",
		"<p class=\"a",
		"<p class=",
		"<p class",
		"<p",
		"<",
		"</",
		"</ p>",
		"<!-- -->",
		"<!x",
		"&#983040;",
		"&#xF0000;",
		"&#0000000983040;",
		"\xf3\xb0\x80\x80",
		"<title>\xf3\xb0\x80\x80</title>",
		"<img alt=\"\xf3\xb0\x80\x80 \xf0\x9f\x98\x80\">",
		"\xff",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *told = brief_of(rows[i]);

		g_assert_cmpstr(told, ==, "");
	}
}

static void
assert_same(const char *html)
{
	const MailHtmlLimits limits = { 40, 200, false };
	const MailHtmlLimits thorough = { 40, 200, true };
	g_auto(MailHtml) brief = { .text = NULL }, all = { .text = NULL };

	mail_html_read(html, strlen(html), &limits, &brief);
	mail_html_read(html, strlen(html), &thorough, &all);
	g_assert_cmpstr(brief.text, ==, all.text);
	g_assert_cmpint(brief.has_hidden, ==, all.has_hidden);
	g_assert_cmpint(brief.is_cut, ==, all.is_cut);
}

/* Strings pieces of HTML together in any order. */
static void
test_reads_the_same(void)
{
	static const char *const pieces[] = { "<table>", "<tr>", "<td class=x>",
		"</table>", "words in a cell ", "\n  \n", "<p>", "</p>",
		"<pre>", "</pre>",
		"<a href=\"https://x.example/\" style=color:red>", "</a>",
		"&nbsp;", "&lt;tag&gt;", "&ampx", "&#8364;",
		"<div style='font-size:0px' class=a>", "<span size=2>",
		"<font size=3 style='color:red'>", "<div hidden>", "</div>",
		"<body style='color:red'>", "<body style='display:none'>",
		"<style>p { color: red }</style>", "<style> </style>",
		"<script>if (a<b) c()</script>", "<title>a title</title>",
		"<select>", "<option>an option</option>", "</select>",
		"<input type=hidden>", "<input type=text>", "<col>",
		"<caption>", "<blockquote>", "</blockquote>", "<li>", "<br/>",
		"<hr size=1>", "<img alt='a picture' src=x>",
		"<a href='https://x.example/?a&amp;b'>", "<a href=' x '>",
		"<img alt=' \xf0\x9f\x98\x80 a &lt; b '>", "</body>", "</html>",
		"<head>", "<textarea>\n\nx</textarea>",
		"<iframe>in a frame</iframe>", "<!doctype html>",
		"\xf0\x9f\x98\x80", "\xc2\xa0", "\x01",
		"some more words, as many as fill a line" };
	g_autoptr(GRand) rand = g_rand_new_with_seed(5);

	for (int round = 0; round < 5000; round++) {
		g_autoptr(GString) html = g_string_new(NULL);
		int count = g_rand_int_range(rand, 1, 16);

		for (int i = 0; i < count; i++)
			g_string_append(html, pieces[g_rand_int_range(rand, 0,
			                          (int)G_N_ELEMENTS(pieces))]);
		assert_same(html->str);
	}
}

static void
test_more_words_than_marks(void)
{
	g_autoptr(GString) html = g_string_new(NULL);
	const MailHtmlLimits limits = { 40, 1048576, false };
	g_auto(MailHtml) read = { .text = NULL };

	for (int i = 0; i < 70000; i++)
		g_string_append(html, "ten words<i>");
	mail_html_read(html->str, html->len, &limits, &read);
	g_assert_cmpuint(strlen(read.text), ==, 70000 * strlen("ten words"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/brief/takes-out-what-nobody-asks-for",
	    test_takes_out_what_nobody_asks_for);
	g_test_add_func("/mail/brief/gives-up-where-it-is-not-certain",
	    test_gives_up_where_it_is_not_certain);
	g_test_add_func("/mail/brief/reads-the-same", test_reads_the_same);
	g_test_add_func(
	    "/mail/brief/more-words-than-marks", test_more_words_than_marks);
	return g_test_run();
}
