#include "core/sha256.h"

#include <string.h>

static void
test_known_digests(void)
{
	static const struct {
		const char *text, *hex;
	} cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb924"
		      "27ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223"
		         "b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		    "248d6a61d20638b8e5c026930c3e6039"
		    "a33ce45964ff2167f6ecedd419db06c1" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *hex =
		    core_sha256(cases[i].text, strlen(cases[i].text));

		g_assert_cmpstr(hex, ==, cases[i].hex);
	}
}

static void
test_pieces_count_as_one(void)
{
	char bytes[1000];
	g_autoptr(CoreSha256) sum = core_sha256_new();

	for (unsigned i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i * 7);
	g_autofree char *want = core_sha256(bytes, sizeof bytes);
	for (size_t piece = 1; piece < sizeof bytes; piece += 37) {
		for (size_t at = 0; at < sizeof bytes; at += piece)
			core_sha256_add(
			    sum, bytes + at, MIN(piece, sizeof bytes - at));
		g_autofree char *got = core_sha256_finish(sum);
		g_assert_cmpstr(got, ==, want);
	}
}

static void
test_agrees_with_another(void)
{
	for (size_t length = 0; length < 300; length++) {
		g_autofree char *bytes = g_strnfill(length, 'x');
		g_autofree char *ours = core_sha256(bytes, length);
		g_autofree char *theirs = g_compute_checksum_for_data(
		    G_CHECKSUM_SHA256, (const guchar *)bytes, length);

		g_assert_cmpstr(ours, ==, theirs);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/sha256/known", test_known_digests);
	g_test_add_func("/core/sha256/pieces", test_pieces_count_as_one);
	g_test_add_func("/core/sha256/other", test_agrees_with_another);
	return g_test_run();
}
