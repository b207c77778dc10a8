/* Reads any bytes as HTML. With libFuzzer (-fsanitize=fuzzer and
 * -DTRIBUNE_FUZZER) it is a fuzz target; else it reads what is in
 * mail/corpus. */
#include "mail/charset.h"
#include "mail/html.h"
#include "mail/test-corpus.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const MailHtmlLimits limits = { 40, 10000 };
	MailCharsetFaults faults = { .guessed = false };
	g_autoptr(GString) text =
	    mail_charset_decode((const char *)data, size, "utf-8", &faults);
	g_auto(MailHtml) html = { .text = NULL };

	mail_html_read(text->str, text->len, &limits, &html);
	if (strlen(html.text) > limits.max_bytes ||
	    !g_utf8_validate(html.text, -1, NULL))
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
