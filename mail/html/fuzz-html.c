/* Reads any bytes as HTML, which gives the same however much of it gumbo is
 * shown. With libFuzzer (-fsanitize=fuzzer and
 * -DTRIBUNE_FUZZER) it is a fuzz target; else it reads what is in
 * mail/corpus. */
#include "mail/charset/charset.h"
#include "mail/html/html.h"
#include "mail/test-corpus.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const MailHtmlLimits limits = { 40, 10000, false };
	static const MailHtmlLimits thorough = { 40, 10000, true };
	MailCharsetFaults faults = { .guessed = false };
	g_autoptr(GString) text =
	    mail_charset_decode((const char *)data, size, "utf-8", &faults);
	g_auto(MailHtml) html = { .text = NULL }, all = { .text = NULL };

	mail_html_read(text->str, text->len, &limits, &html);
	if (strlen(html.text) > limits.max_bytes ||
	    !g_utf8_validate(html.text, -1, NULL))
		abort();
	mail_html_read(text->str, text->len, &thorough, &all);
	if (strcmp(html.text, all.text) != 0 ||
	    html.has_hidden != all.has_hidden || html.is_cut != all.is_cut)
		abort();
	return 0;
}

#ifndef TRIBUNE_FUZZER
int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_corpus_add("/mail/html", "html.eml", LLVMFuzzerTestOneInput);
	return g_test_run();
}
#endif
