#include "core/autoptr.h"
#include "core/error.h"
#include "core/pack.h"

#include <string.h>

static const char everything[] =
    "{\"a\": [], \"b\": [1, -9223372036854775807, true, false, null],"
    " \"c\": {\"\": \"\", \"d\": [[\"x\", \"\xc3\xa4\\n\"]]}, \"e\": {}}";

static void
test_comes_back_as_it_was(void)
{
	g_autoptr(json_t) json = json_loads(everything, 0, NULL);
	g_autoptr(GBytes) packed = core_pack(json);
	g_autoptr(GError) error = NULL;
	g_autoptr(json_t) back = core_unpack(packed, &error);

	g_assert_no_error(error);
	g_assert_true(json_equal(json, back));
}

static void
assert_refused(const void *bytes, size_t length)
{
	g_autoptr(GBytes) packed = g_bytes_new(bytes, length);
	g_autoptr(GError) error = NULL;

	g_assert_null(core_unpack(packed, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
}

static void
test_refuses(void)
{
	static const struct {
		const char *bytes;
		size_t length;
	} cases[] = {
		{ "", 0 }, { "x", 1 }, { "tt", 2 }, /* something follows */
		{ "i\1\0\0", 4 },                   /* half a number */
		{ "s\2\0\0\0a", 6 },                /* shorter than it says */
		{ "s\377\377\377\377a", 6 },        /* by far */
		{ "s\3\0\0\0a\0b", 8 },             /* a NUL */
		{ "a\377\377\377\377n", 6 },        /* fewer than it says */
		{ "o\1\0\0\0\1\0\0\0a", 10 },       /* no value */
		{ "o\1\0\0\0\1\0\0\0\377t", 11 },   /* a key that is no UTF-8 */
		{ "o\1\0\0\0\3\0\0\0a\0bt", 13 },   /* a key with a NUL */
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_refused(cases[i].bytes, cases[i].length);
}

static void
test_depth_and_keys_have_limits(void)
{
	g_autoptr(GByteArray) deep = g_byte_array_new();
	g_autofree char *key = g_strnfill(256, 'k');
	g_autoptr(GByteArray) wide = g_byte_array_new();

	for (int i = 0; i < 100000; i++)
		g_byte_array_append(deep, (const guint8 *)"a\1\0\0\0", 5);
	assert_refused(deep->data, deep->len);
	g_byte_array_append(wide, (const guint8 *)"o\1\0\0\0\0\1\0\0", 9);
	g_byte_array_append(wide, (const guint8 *)key, 256);
	g_byte_array_append(wide, (const guint8 *)"t", 1);
	assert_refused(wide->data, wide->len);
}

/* Each cut and each changed byte is refused or read, never more. */
static void
test_bent_bytes_are_read(void)
{
	g_autoptr(json_t) json = json_loads(everything, 0, NULL);
	g_autoptr(GBytes) packed = core_pack(json);
	size_t length;
	const char *data = g_bytes_get_data(packed, &length);

	for (size_t i = 0; i < length; i++) {
		assert_refused(data, i);
		for (int value = 0; value < 256; value += 5) {
			g_autofree char *bent = g_memdup2(data, length);
			g_autoptr(GBytes) bytes = NULL;
			json_t *read;

			bent[i] = (char)value;
			bytes = g_bytes_new(bent, length);
			read = core_unpack(bytes, NULL);
			json_decref(read);
		}
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/pack/round", test_comes_back_as_it_was);
	g_test_add_func("/core/pack/refuses", test_refuses);
	g_test_add_func("/core/pack/limits", test_depth_and_keys_have_limits);
	g_test_add_func("/core/pack/bent", test_bent_bytes_are_read);
	return g_test_run();
}
