/* Reads any bytes as a mail system's notice. With libFuzzer (-fsanitize=fuzzer
 * and -DTRIBUNE_FUZZER) it is a fuzz target; else it reads what is in
 * mail/corpus. */
#include "mail/test-corpus.h"

#define REPORT                                                                 \
	"Content-Type: multipart/report; report-type=delivery-status;"         \
	" boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* the first byte says how the notice is made */
	static const char *const heads[] = {
		"Subject: Undelivered Mail Returned to Sender\n\n",
		"Content-Type: message/delivery-status\n\n",
		REPORT,
		"X-Failed-Recipients: ",
	};
	const char *head = heads[size ? data[0] % G_N_ELEMENTS(heads) : 0];
	g_autofree char *whole =
	    g_strconcat("From: MAILER-DAEMON@b.example\n", head, NULL);

	test_corpus_read_mail(whole, data, size);
	return 0;
}

#ifndef TRIBUNE_FUZZER
int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_corpus_add("/mail/bounce", "bounce.eml", LLVMFuzzerTestOneInput);
	return g_test_run();
}
#endif
