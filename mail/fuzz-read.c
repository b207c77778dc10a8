/* Reads any bytes as a mail. With libFuzzer (-fsanitize=fuzzer and
 * -DTRIBUNE_FUZZER) it is a fuzz target; else it reads what is in
 * mail/corpus. */
#include "core/message-json.h"
#include "mail/read.h"
#include "mail/test-corpus.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	MailReadOptions options = { .domains = NULL };
	g_autoptr(GBytes) raw = g_bytes_new(data, size);

	core_limits_default(&options.limits);
	g_autoptr(CoreMessage) record = mail_read(raw, &options);
	json_t *json = core_message_to_wire(record);
	g_autoptr(CoreMessage) back =
	    core_message_from_wire(json, &options.limits, NULL);
	/* what the child sends, the parent must take */
	if (!back)
		abort();
	json_decref(json);
	return 0;
}

#ifndef TRIBUNE_FUZZER
int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_corpus_add(
	    "/mail/read", "alternative.eml", LLVMFuzzerTestOneInput);
	return g_test_run();
}
#endif
