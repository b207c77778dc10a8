#include "mail/test-corpus.h"

#include "core/message-wire.h"
#include "mail/read.h"

#include <stdlib.h>
#include <string.h>

#define BENT 2000

typedef struct {
	const char *seed;
	int (*read)(const uint8_t *data, size_t size);
} Target;

/* @file: NULL for the folder. Returns: (transfer full). */
static char *
corpus_path(const char *file)
{
	const char *top = g_getenv("top_srcdir");

	return g_build_filename(top ? top : ".", "mail", "corpus", file, NULL);
}

static void
test_replays_its_corpus(const void *data)
{
	const Target *target = data;
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
		(void)target->read((uint8_t *)bytes, length);
	}
	g_assert_cmpint(n, >, 0);
}

static void
test_bent_seeds_are_read(const void *data)
{
	const Target *target = data;
	g_autofree char *path = corpus_path(target->seed);
	g_autoptr(GRand) rand = g_rand_new_with_seed(42);
	g_autofree char *bytes = NULL;
	size_t length;

	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	for (int i = 0; i < BENT; i++) {
		int cut = g_rand_int_range(rand, 0, (int)length);
		size_t kept = i % 4 ? length : (size_t)cut;
		/* exactly as long, for the sanitizer to see a step beyond */
		g_autofree char *bent = g_memdup2(bytes, kept);
		int at = g_rand_int_range(rand, 0, (int)length);

		if ((size_t)at < kept)
			bent[at] = (char)g_rand_int_range(rand, 0, 256);
		(void)target->read((uint8_t *)bent, kept);
	}
}

void
test_corpus_add(const char *path, const char *seed,
    int (*read)(const uint8_t *data, size_t size))
{
	g_autofree char *corpus = g_strconcat(path, "/corpus", NULL);
	g_autofree char *bent = g_strconcat(path, "/bent", NULL);
	Target target = { seed, read };

	g_test_add_data_func_full(corpus, g_memdup2(&target, sizeof target),
	    test_replays_its_corpus, g_free);
	g_test_add_data_func_full(bent, g_memdup2(&target, sizeof target),
	    test_bent_seeds_are_read, g_free);
}

void
test_corpus_read_mail(const char *head, const uint8_t *data, size_t size)
{
	MailReadOptions options = { .domains = NULL };
	GByteArray *bytes = g_byte_array_new();

	g_byte_array_append(bytes, (const guint8 *)head, (guint)strlen(head));
	g_byte_array_append(bytes, data, (guint)size);
	g_autoptr(GBytes) raw = g_byte_array_free_to_bytes(bytes);
	core_limits_default(&options.limits);
	g_autoptr(CoreMessage) record = mail_read(raw, &options);
	g_autoptr(GByteArray) packed = g_byte_array_new();
	core_message_pack(record, packed);
	g_autoptr(CoreMessage) back = core_message_unpack(
	    packed->data, packed->len, &options.limits, NULL);
	if (!back)
		abort();
}
