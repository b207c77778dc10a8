/* Makes the content key of any bytes, whole and in pieces. With libFuzzer
 * (-fsanitize=fuzzer and -DTRIBUNE_FUZZER) it is a fuzz target; else it reads
 * what is in mail/corpus. */
#include "mail/key.h"
#include "mail/test-corpus.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t piece = size ? (size_t)data[size - 1] + 1 : 1;
	g_autofree char *whole = mail_key(data, size);
	g_autoptr(MailKey) key = mail_key_new();

	for (size_t at = 0; at < size; at += piece)
		mail_key_add(key, data + at, MIN(piece, size - at));
	g_autofree char *pieces = mail_key_finish(key);
	if (strcmp(whole, pieces) != 0)
		abort();
	return 0;
}

#ifndef TRIBUNE_FUZZER
int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_corpus_add("/mail/key", "alternative.eml", LLVMFuzzerTestOneInput);
	return g_test_run();
}
#endif
