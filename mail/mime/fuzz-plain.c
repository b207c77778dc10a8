/* Divides any mail that is plain enough as GMime does. With libFuzzer
 * (-fsanitize=fuzzer and -DTRIBUNE_FUZZER) it is a fuzz target; else it reads
 * what is in mail/corpus. */
#include "mail/mime/plain.h"

#include "mail/header/head.h"
#include "mail/mime/scan.h"
#include "mail/mime/test-tree.h"
#include "mail/mime/tree.h"
#include "mail/test-corpus.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
compare(const GArray *fields, MailSpan body)
{
	g_autoptr(MailPart) plain = mail_plain_read(fields, body);

	if (!plain)
		return;
	g_autoptr(MailTree) tree = mail_tree_parse(fields, body);
	g_autofree char *ours = test_tree_told(plain);
	g_autofree char *theirs = test_tree_told(mail_tree_root(tree));
	if (strcmp(ours, theirs) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) raw =
	    size ? g_bytes_new(data, size) : g_bytes_new_static("\n", 1);
	g_auto(MailScan) scan = { .bytes = NULL };
	CoreLimits limits;
	size_t length;

	g_mime_init();
	core_limits_default(&limits);
	mail_scan(raw, &limits, &scan);
	const char *bytes = g_bytes_get_data(scan.bytes, &length);
	size_t head = MIN(scan.body_offset, length);
	g_autoptr(GArray) fields = mail_head_split(bytes, head);
	compare(fields, (MailSpan){ bytes + head, length - head });
	return 0;
}

#ifndef TRIBUNE_FUZZER
int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	test_corpus_add("/mail/plain", "parts.eml", LLVMFuzzerTestOneInput);
	return g_test_run();
}
#endif
