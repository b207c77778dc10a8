/* Reads any bytes as the fields that hold addresses. With libFuzzer
 * (-fsanitize=fuzzer and -DTRIBUNE_FUZZER) it is a fuzz target; else it reads
 * what is in mail/corpus. */
#include "mail/test-corpus.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const heads[] = {
		"From: ", "To: ", "Cc: ", "Reply-To: ", "Sender: "
	};

	test_corpus_read_mail(
	    heads[size ? data[0] % G_N_ELEMENTS(heads) : 0], data, size);
	return 0;
}

#ifndef TRIBUNE_FUZZER
int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_corpus_add(
	    "/mail/addresses", "replies.eml", LLVMFuzzerTestOneInput);
	return g_test_run();
}
#endif
