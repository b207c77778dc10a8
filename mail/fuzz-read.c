/* Reads any bytes as a mail. With libFuzzer (-fsanitize=fuzzer and
 * -DTRIBUNE_FUZZER) it is a fuzz target; else it reads what is in
 * mail/corpus. */
#include "core/message-json.h"
#include "mail/read.h"

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
/* @file: NULL for the folder. Returns: (transfer full). */
static char *
corpus_path(const char *file)
{
	const char *top = g_getenv("top_srcdir");

	return g_build_filename(top ? top : ".", "mail", "corpus", file, NULL);
}

static void
test_replays_its_corpus(void)
{
	g_autofree char *folder = corpus_path(NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) files = g_dir_open(folder, 0, &error);
	const char *name;
	int n = 0;

	g_assert_no_error(error);
	for (; (name = g_dir_read_name(files)); n++) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *bytes = NULL;
		size_t length;

		g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
		(void)LLVMFuzzerTestOneInput((uint8_t *)bytes, length);
	}
	g_assert_cmpint(n, >, 0);
}

/* Each seed with a byte changed, cut off or doubled, by chance but the same
 * each time. */
static void
test_bent_seeds_are_read(void)
{
	g_autofree char *path = corpus_path("alternative.eml");
	g_autoptr(GRand) rand = g_rand_new_with_seed(42);
	g_autofree char *bytes = NULL;
	size_t length;

	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	for (int i = 0; i < 2000; i++) {
		g_autofree char *bent = g_memdup2(bytes, length);
		int at = g_rand_int_range(rand, 0, (int)length);

		bent[at] = (char)g_rand_int_range(rand, 0, 256);
		(void)LLVMFuzzerTestOneInput((uint8_t *)bent,
		    i % 4 ? length
		          : (size_t)g_rand_int_range(rand, 0, (int)length));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/read/corpus", test_replays_its_corpus);
	g_test_add_func("/mail/read/bent", test_bent_seeds_are_read);
	return g_test_run();
}
#endif
