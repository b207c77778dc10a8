/* Looks for a customer's own words in any text. With libFuzzer
 * (-fsanitize=fuzzer and -DTRIBUNE_FUZZER) it is a fuzz target; else it reads
 * what is in mail/corpus. */
#include "core/text.h"
#include "mail/mime/body.h"
#include "mail/test-corpus.h"
#include "mail/words/words.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text =
	    core_text_clean((const char *)data, size, size * 3, NULL);
	bool is_full = false;
	g_autofree char *words = mail_words(text, NULL, &is_full);

	/* a view of the text that is never empty */
	if (!g_utf8_validate(words, -1, NULL) ||
	    mail_body_is_blank(words) != mail_body_is_blank(text))
		abort();
	return 0;
}

#ifndef TRIBUNE_FUZZER
int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_corpus_add("/mail/words", "replies.eml", LLVMFuzzerTestOneInput);
	return g_test_run();
}
#endif
