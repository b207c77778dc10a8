#include "mail/html/html.h"

#include "mail/html/flatten.h"

#include <string.h>

static const MailHtmlLimits limits = { .max_depth = 400, .max_bytes = 1048576 };

static void
test_becomes_the_text_a_reader_sees(void)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "<p>one</p><p>two</p>", "one\n\ntwo" },
		{ "<div>one</div><div>two</div>", "one\ntwo" },
		{ "one<br>two<br><br><br>three", "one\ntwo\n\nthree" },
		{ "<div>one</div><div>&nbsp;</div><div>two&nbsp;</div>three",
		    "one\n\ntwo\nthree" },
		{ "a  <b>b</b>\n\tc&nbsp;d", "a b c d" },
		{ "<ul><li>one<li>two</ul>", "- one\n- two" },
		{ "<ol><li>one<li>two<ul><li>a</ul><li>three</ol>",
		    "1. one\n2. two\n\n- a\n\n3. three" },
		{ "<ol start=\"4\"><li>four</ol><ol start=x><li>one</ol>",
		    "4. four\n\n1. one" },
		{ "<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td" },
		{ "<a href=\"https://x.example/?a=1&amp;b=2\">here</a>",
		    "here (https://x.example/?a=1&b=2)" },
		{ "<a href=\"//x.example/a\">here</a>",
		    "here (//x.example/a)" },
		{ "<a href=\"https://x.example/\">https://x.example/</a>",
		    "https://x.example/" },
		{ "<a href=\"http://x.example/\">http://x.example</a>",
		    "http://x.example" },
		{ "<a href=\"http://x.example\">x.example</a>",
		    "x.example (http://x.example)" },
		{ "<a href=\"mailto:a@x.example?subject=s\">Ann</a>",
		    "Ann (mailto:a@x.example?subject=s)" },
		{ "<a href=\"mailto:a@x.example\">a@x.example</a>",
		    "a@x.example" },
		{ "<a href=\"#top\">up</a>", "up" },
		{ "<a href=\"mailto:\">mail</a>", "mail" },
		{ "<a href=\"http://\">web</a>", "web" },
		{ "<a href=\"javascript:x()\">here</a>", "here" },
		{ "<pre>a\n  b</pre>", "a\n  b" },
		{ "<img alt=\"\xf0\x9f\x98\x80\" src=x>", "\xf0\x9f\x98\x80" },
		{ "<title>t</title><style>s</style><script>x</script>y", "y" },
		{ "<!--[if mso]><p>no</p><![endif]-->yes", "yes" },
		{ "<!--[if mso]><b>Pay</b><![endif]--><a "
		  "style='mso-hide:all' href='https://x.example/'>Pay</a>",
		    "Pay (https://x.example/)" },
		{ "<b><!-- no>yes</b><p>too", "yes\n\ntoo" },
		{ "a &lt;b&gt; &#x41; 1 < 2", "a <b> A 1 < 2" },
		{ "mine<blockquote>theirs<br>too</blockquote>mine",
		    "mine\n\n> theirs\n> too\n\nmine" },
		{ "<blockquote>a<blockquote>b</blockquote></blockquote>",
		    "> a\n\n> > b" },
		{ "<b><i>unclosed", "unclosed" },
		{ "<p>isn&#395555555555555t", "isn\xef\xbf\xbdt" },
		{ "<p style='font-size:0.9em'>small</p>", "small" },
		{ "<table style='font-size: 0px'><tr><td> "
		  "<b style='font-size:12pt'>seen</b> <i>",
		    "seen" },
		{ "<div style='font-size:0'><font size=2>seen", "seen" },
		{ "<div style='font-size:0'><b style='font-size:small'>seen",
		    "seen" },
		{ "<b style='font-size:0;font-size:9px'>seen", "seen" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(MailHtml) html = { .text = NULL };

		mail_html_read(rows[i][0], strlen(rows[i][0]), &limits, &html);
		g_assert_cmpstr(html.text, ==, rows[i][1]);
		g_assert_false(
		    html.has_hidden || html.is_cut || html.is_flattened);
	}
}

static void
test_hidden_text_is_left_out_and_told(void)
{
	static const char *const rows[] = {
		"<p hidden>no</p>yes",
		"<span style=\"display: none\">no</span>yes",
		"<div style=\"color:red;DISPLAY:NONE\">no</div>yes",
		"<font style='font-size:0'>no</font>yes",
		"<div style='visibility:hidden'><p>no</p></div>yes",
		"<div style='display:none;mso-hide:all'>no</div>yes",
		"<p style=max-height:0px>no</p>yes",
		"<p style='font-size:1px'><b style='font-size:2em'>no</b></p>"
		"yes",
		"<p style='font-size:1px'><b style='font-size:inherit'>no</b>"
		"</p>yes",
		"<p style='font-size:0'>no<b style='font-size:9pt'>yes</b></p>",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(MailHtml) html = { .text = NULL };

		mail_html_read(rows[i], strlen(rows[i]), &limits, &html);
		g_assert_cmpstr(html.text, ==, "yes");
		g_assert_true(html.has_hidden);
	}
}

static void
test_is_cut_at_its_limit(void)
{
	static const MailHtmlLimits small = { .max_depth = 400,
		.max_bytes = 10 };
	g_auto(MailHtml) at = { .text = NULL }, beyond = { .text = NULL };
	g_auto(MailHtml) marks = { .text = NULL }, quote = { .text = NULL };

	mail_html_read("0123456789", 10, &small, &at);
	g_assert_cmpstr(at.text, ==, "0123456789");
	g_assert_false(at.is_cut);
	mail_html_read("012345678\xc3\xa4", 11, &small, &beyond);
	g_assert_cmpstr(beyond.text, ==, "012345678");
	g_assert_true(beyond.is_cut);
	mail_html_read("012345678<blockquote>9", 22, &small, &quote);
	g_assert_cmpstr(quote.text, ==, "012345678");
	g_assert_true(quote.is_cut);
	mail_html_read("012345678<p>9<p>0", 17, &small, &marks);
	g_assert_cmpstr(marks.text, ==, "012345678");
	g_assert_true(marks.is_cut);
}

static char *
repeat(const char *part, int times, const char *end)
{
	GString *all = g_string_new(NULL);

	for (int i = 0; i < times; i++)
		g_string_append(all, part);
	g_string_append(all, end);
	return g_string_free(all, FALSE);
}

static void
test_depth_has_a_limit(void)
{
	g_autofree char *at = repeat("<div>", 400, "words");
	g_autofree char *beyond = repeat("<div>", 401, "words");
	g_auto(MailHtml) one = { .text = NULL }, two = { .text = NULL };

	mail_html_read(at, strlen(at), &limits, &one);
	g_assert_cmpstr(one.text, ==, "words");
	g_assert_false(one.is_flattened);
	mail_html_read(beyond, strlen(beyond), &limits, &two);
	g_assert_cmpstr(two.text, ==, "words");
	g_assert_true(two.is_flattened);
}

/* Each of these cost seconds or gigabytes without mail/html/flatten.c. */
static void
test_hostile_markup_is_read_in_time(void)
{
	static const struct {
		const char *part;
		int times;
	} rows[] = {
		{ "<div>", 100000 },
		{ "<b><i><u><font>", 50000 },
		{ "<table><tr><td>", 30000 },
		{ "<a ", 300000 },
		{ "<a =\"'", 200000 },
		{ "<!--", 200000 },
		{ "<!-->", 200000 },
		{ "<!--a>", 200000 },
		{ "<style>", 100000 },
		{ "<ul><li>", 30000 },
		{ "<svg>", 50000 },
		{ "<template>", 50000 },
		{ "<select><option>", 50000 },
		{ "<table><br>x", 30000 },
		{ "<blockquote><br>x", 30000 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *html =
		    repeat(rows[i].part, rows[i].times, "words");
		g_auto(MailHtml) read = { .text = NULL };
		int64_t start_us = g_get_monotonic_time();

		mail_html_read(html, strlen(html), &limits, &read);
		g_assert_nonnull(read.text);
		g_assert_cmpint(strlen(read.text), <=, limits.max_bytes);
		g_assert_cmpint(
		    g_get_monotonic_time() - start_us, <, 20 * G_USEC_PER_SEC);
	}
}

static void
test_flatten_keeps_what_is_not_deep(void)
{
	static const char *const rows[][2] = {
		{ "<p>a</p>", "<p>a</p>" },
		{ "<b class=x>a</b>", "<span class=x>a</span>" },
		{ "<!-->a<!-- b -->c", "ac" },
		{ "a<!-- b --><!--#c><p>d</p><!--e>f", "a<p>d</p>f" },
		{ "a<!--b", "a" },
		{ "1 < 2 <3", "1 &lt; 2 &lt;3" },
		{ "<a title=\"x>y\">z</a>", "<a title=\"x>y\">z</a>" },
		{ "<script>if (a<b) x</script>",
		    "<script>if (a<b) x</script>" },
		{ "a<", "a&lt;" },
		{ "<a", "&lt;a" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		bool flattened;
		g_autoptr(GString) flat =
		    mail_flatten(rows[i][0], strlen(rows[i][0]), 4, &flattened);

		g_assert_cmpstr(flat->str, ==, rows[i][1]);
		g_assert_false(flattened);
	}
}

static void
test_flatten_drops_tags_beyond_a_limit(void)
{
	g_autofree char *many = repeat("a=1 ", 1000, ">x</p>");
	g_autofree char *attributes = g_strconcat("<p ", many, NULL);
	bool deep, full;
	g_autoptr(GString) one =
	    mail_flatten("<div><div><div>x</div></div></div>", 34, 2, &deep);
	g_autoptr(GString) two =
	    mail_flatten(attributes, strlen(attributes), 2, &full);

	g_assert_cmpstr(one->str, ==, "<div><div>x</div></div>");
	g_assert_true(deep);
	g_assert_cmpstr(two->str, ==, "x</p>");
	g_assert_true(full);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/html/text", test_becomes_the_text_a_reader_sees);
	g_test_add_func(
	    "/mail/html/hidden", test_hidden_text_is_left_out_and_told);
	g_test_add_func("/mail/html/cut", test_is_cut_at_its_limit);
	g_test_add_func("/mail/html/depth", test_depth_has_a_limit);
	g_test_add_func(
	    "/mail/html/hostile", test_hostile_markup_is_read_in_time);
	g_test_add_func(
	    "/mail/flatten/keeps", test_flatten_keeps_what_is_not_deep);
	g_test_add_func(
	    "/mail/flatten/drops", test_flatten_drops_tags_beyond_a_limit);
	return g_test_run();
}
