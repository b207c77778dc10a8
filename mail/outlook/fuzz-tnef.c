/* Reads any bytes as a winmail.dat. With libFuzzer (-fsanitize=fuzzer and
 * -DTRIBUNE_FUZZER) it is a fuzz target; else it reads what is in
 * mail/corpus. */
#include "mail/outlook/tnef.h"
#include "mail/test-corpus.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const MailTnefLimits limits = { 100, 10000 };
	g_auto(MailTnef) tnef = { .files = NULL };

	if (mail_tnef_read(data, size, &limits, &tnef) &&
	    tnef.files->len > limits.max_files)
		abort();
	return 0;
}

#ifndef TRIBUNE_FUZZER
int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_corpus_add("/mail/tnef", "whole.tnef", LLVMFuzzerTestOneInput);
	test_corpus_add("/mail/tnef-rtf", "rtf.tnef", LLVMFuzzerTestOneInput);
	return g_test_run();
}
#endif
