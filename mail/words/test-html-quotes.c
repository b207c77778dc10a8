#include "mail/html/html.h"
#include "mail/words/words.h"

#include <glib.h>
#include <string.h>

/* What programs write below the words in HTML. */
static const char *const quotations[] = {
	/* Gmail */
	"<br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" "
	"class=\"gmail_attr\">On Mon, Nov 16, 2026 at 8:00 AM Ann Doe "
	"&lt;<a href=\"mailto:ann@b.example\">ann@b.example</a>&gt; wrote:<br>"
	"</div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex\">"
	"<div dir=\"ltr\">asked</div></blockquote></div>",
	"<div class=\"gmail_extra\"><br><div class=\"gmail_quote\">Den mån 16 "
	"nov. 2026 kl 08:00 skrev Ann &lt;ann@b.example&gt;:<br><blockquote "
	"class=\"gmail_quote\">asked<br></blockquote></div></div>",
	"<div class=\"gmail_quote\">---------- Forwarded message ---------<br>"
	"From: <b>Ann</b> &lt;ann@b.example&gt;<br>Date: Mon<br>Subject: x<br>"
	"To: s@c.example<br><br>asked</div>",
	/* Apple */
	"<br><div><blockquote type=\"cite\"><div>On 16 Nov 2026, at 08:00, Ann "
	"&lt;ann@b.example&gt; wrote:</div><br><div>asked</div></blockquote>"
	"</div>",
	"<div dir=\"ltr\">Von meinem iPhone gesendet</div><div dir=\"ltr\"><br>"
	"<blockquote type=\"cite\">Am 16.11.2026 um 08:00 schrieb Ann:<br>"
	"<br></blockquote></div><blockquote type=\"cite\"><div>asked</div>"
	"</blockquote>",
	"<br id=\"lineBreakAtBeginningOfMessage\"><div><br><blockquote "
	"type=\"cite\"><div>2026/11/16 8:00、Ann &lt;ann@b.example&gt;のメール:"
	"</div><div>asked</div></blockquote></div>",
	"<div><br><div>Begin forwarded message:</div><blockquote "
	"type=\"cite\"><div><b>From: </b>Ann</div>asked</blockquote></div>",
	/* Thunderbird */
	"<div class=\"moz-cite-prefix\">Am 16.11.2026 um 08:00 schrieb Ann:<br>"
	"</div><blockquote type=\"cite\" cite=\"mid:x@y\">asked</blockquote>",
	"<div class=\"moz-forward-container\"><br><br>-------- Message "
	"transféré "
	"--------<table class=\"moz-email-headers-table\"><tbody><tr><th>Sujet "
	": </th><td>x</td></tr><tr><th>De : </th><td>ann@b.example</td></tr>"
	"</tbody></table><p>asked</p></div>",
	"<pre class=\"moz-signature\" cols=\"72\">-- \nBob Roe\nRoe Ltd</pre>",
	/* Yahoo */
	"<div id=\"yahoo_quoted_1\" class=\"yahoo_quoted\"><div><div>On "
	"Monday, "
	"November 16, 2026 at 08:00:00 AM GMT, Ann Doe "
	"&lt;ann@b.example&gt; wrote: </div><div><br></div><div>asked<br>this"
	"</div></div></div>",
	"<div class=\"yahoo_quoted\"><div>Ann Doe ann@b.example kello 08.00 "
	"maanantaina</div><div>asked<br>this</div></div>",
	"<p class=\"yahoo-quoted-begin\">Il lunedì 16 novembre 2026 alle ore "
	"08:00:00 CET, Ann &lt;ann@b.example&gt; ha scritto:</p><blockquote "
	"class=\"iosymail\">asked</blockquote>",
	/* Outlook */
	"<div><div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:"
	"3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\"><b>From:</b> Ann Doe "
	"&lt;ann@b.example&gt; <br><b>Sent:</b> Monday, November 16, 2026 8:00 "
	"AM<br><b>To:</b> Support<br><b>Subject:</b> Crash</p></div></div>"
	"<p class=\"MsoNormal\">asked</p>",
	"<div><div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:"
	"3.0pt 0in 0in 0in'><p class=MsoNormal><b>Saatja:</b> Ann Doe "
	"<br><b>Saadetud:</b> esmaspäev, 16. november 2026 "
	"8:00<br><b>Adressaat:"
	"</b> Support<br><b>Teema:</b> Crash</p></div></div><p>asked</p>",
	"<div id=\"appendonsend\"></div><hr style=\"display:inline-block;"
	"width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" "
	"dir=\"ltr\"><font "
	"face=\"Calibri\"><b>Από:</b> Ann Doe &lt;ann@b.example&gt;<br><b>"
	"Στάλθηκε:</b> Δευτέρα, 16 Νοεμβρίου 2026<br><b>Προς:</b> Support<br>"
	"<b>Θέμα:</b> Crash</font><div>&nbsp;</div></div><div>asked</div>",
	"<hr><div id=\"x_divRplyFwdMsg\" dir=\"ltr\"><b>Feladó:</b> "
	"Ann<br><b>Elküldve:</b> 2026. november 16.<br><b>Címzett:</b> Support"
	"<br><b>Tárgy:</b> Crash</div><div>asked</div>",
	"<div class=\"OutlookMessageHeader\" dir=\"ltr\" align=\"left\"><hr "
	"tabindex=\"-1\"><font face=\"Tahoma\"><b>Gönderen:</b> Ann<br><b>"
	"Gönderilmiş:</b> 16 Kasım 2026<br><b>Kime:</b> "
	"Support<br><b>Konu:</b> "
	"Crash<br></font><br></div>asked",
	"<span id=\"OLK_SRC_BODY_SECTION\"><div style=\"BORDER-TOP: #b5c4df "
	"1pt "
	"solid\"><span><b>Fra: </b></span>Ann<br><span><b>Dato: </b></span>16. "
	"nov. 2026<br><span><b>Til: </b></span>Support<br><span><b>Emne: </b>"
	"</span>Crash</div><div>asked</div></span>",
	"<div id=\"mail-editor-reference-message-container\"><hr><div "
	"class=\"ms-outlook-mobile-reference-message\"><div><b>From: </b>Ann "
	"&lt;ann@b.example&gt;<br><b>Date: </b>Monday, 16 November 2026 at "
	"08:00"
	"<br><b>To: </b>Support<br><b>Subject: </b>Crash<br></div>asked</div>"
	"</div>",
	"<blockquote><div>-----Original Message-----<br>From: Ann<br>asked"
	"</div></blockquote>",
	/* GMX, WEB.DE, Freenet */
	"<div name=\"quote\" style=\"margin:10px 5px 5px 10px; padding: 10px 0 "
	"10px 10px; border-left:2px solid "
	"#C3D9E5;\"><div><b>Gesendet:</b>&nbsp;"
	"Montag, 16. November 2026 um 08:00 Uhr<br><b>Von:</b>&nbsp;\"Ann\" "
	"&lt;ann@b.example&gt;<br><b>An:</b>&nbsp;s@c.example<br><b>Betreff:"
	"</b>&nbsp;Crash</div><div name=\"quoted-content\">asked<br>this</div>"
	"</div>",
	/* Proton, Zoho, Notes */
	"<div class=\"protonmail_quote\">Le lundi 16 novembre 2026 à 08:00, "
	"Ann "
	"&lt;ann@b.example&gt; a écrit :<br><br><blockquote "
	"class=\"protonmail_quote\" type=\"cite\">asked</blockquote></div>",
	"<div class=\"zmail_extra\"><div id=\"Zm-_Id_-Sgn1\">---- Am Mo., 16 "
	"Nov. 2026 08:00:00 +0100 <b>Ann &lt;ann@b.example&gt;</b> schrieb ----"
	"<br></div><blockquote>asked</blockquote></div>",
	"<font color=\"#990099\">-----Ann Doe &lt;ann@b.example&gt; wrote: "
	"-----"
	"</font><blockquote style=\"border-left:2px solid\">To: Support<br>"
	"asked</blockquote>",
	"<table><tr><td>From:</td><td>Ann Doe &lt;ann@b.example&gt;</td></tr>"
	"<tr><td>To:</td><td>Support</td></tr><tr><td>Date:</td><td>16.11.2026 "
	"08:00</td></tr><tr><td>Subject:</td><td>Crash</td></tr></table><hr>"
	"asked",
};

static char *
own_words(const char *html)
{
	MailHtmlLimits limits = { .max_depth = 400, .max_bytes = 1 << 20 };
	g_auto(MailHtml) read = { .text = NULL };
	bool is_full;

	mail_html_read(html, strlen(html), &limits, &read);
	return mail_words(read.text, NULL, &is_full);
}

static void
test_quotations_of_many_programs_go(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(quotations); i++) {
		g_autofree char *html =
		    g_strconcat("<html><body><div>It has 3 faults.<br>And more"
		                "</div>",
		        quotations[i], "</body></html>", NULL);
		g_autofree char *words = own_words(html);

		g_assert_cmpstr(words, ==, "It has 3 faults.\nAnd more");
	}
}

static void
test_words_that_were_set_in_stay(void)
{
	static const char *const starts[] = {
		"<blockquote style=\"margin:0 0 0 "
		"40px;border:none;padding:0px\">",
		"<blockquote style=\"margin: 0 0 0 40px; border: none; "
		"padding: "
		"0px;\">",
		"<blockquote style=\"margin-top:0;margin-bottom:0\">",
		"<blockquote style=\"margin-top: 0px; margin-bottom: 0px;\">",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		g_autofree char *html =
		    g_strconcat("<p>It has 3 faults:</p>", starts[i],
		        "<div>it leaks</div></blockquote><p>Bob</p>", NULL);
		g_autofree char *words = own_words(html);

		g_assert_cmpstr(
		    words, ==, "It has 3 faults:\n\nit leaks\n\nBob");
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/mail/html-quotes", test_quotations_of_many_programs_go);
	g_test_add_func(
	    "/mail/html-quotes/set-in", test_words_that_were_set_in_stay);
	return g_test_run();
}
