#include "ingest/unpack.h"

#include "core/error.h"
#include "ingest/error.h"
#include "ingest/lines.h"

#include <glib/gstdio.h>
#include <string.h>
#include <zstd.h>

/* Text that packs, but not to nothing. */
static GByteArray *
text_of(size_t length)
{
	GByteArray *text = g_byte_array_new();

	for (unsigned i = 0; text->len < length; i++) {
		g_autofree char *line =
		    g_strdup_printf("%u: it broke, and again %u\n", i, i * i);

		g_byte_array_append(text, (guint8 *)line, (guint)strlen(line));
	}
	g_byte_array_set_size(text, (guint)length);
	return text;
}

/* Adds one frame of @bytes to @packed. */
static void
pack(GByteArray *packed, const void *bytes, size_t length, int window_log)
{
	size_t room = ZSTD_compressBound(length);
	g_autofree char *frame = g_malloc(room);
	ZSTD_CCtx *context = ZSTD_createCCtx();

	g_assert_nonnull(context);
	if (window_log) {
		ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
		/* Told the size, it would take a window that fits it. */
		ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
	}
	ZSTD_outBuffer out = { frame, room, 0 };
	ZSTD_inBuffer in = { bytes, length, 0 };
	/* In two calls: then the size is not known when the frame begins. */
	size_t flushed = ZSTD_compressStream2(context, &out, &in, ZSTD_e_flush);
	g_assert_false(ZSTD_isError(flushed));
	size_t left = ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
	g_assert_true(left == 0);
	g_byte_array_append(packed, (guint8 *)frame, (guint)out.pos);
	ZSTD_freeCCtx(context);
}

/* A file called *@suffix of @bytes; it is removed by put_away(). */
static char *
put(const char *suffix, const void *bytes, size_t length)
{
	g_autofree char *template =
	    g_strconcat("tribune-unpack-XXXXXX", suffix, NULL);
	char *path = NULL;
	int fd = g_file_open_tmp(template, &path, NULL);

	g_assert_cmpint(fd, >=, 0);
	g_close(fd, NULL);
	g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
	return path;
}

static void
put_away(char *path)
{
	g_assert_cmpint(g_remove(path), ==, 0);
	g_free(path);
}

static IngestUnpack *
open_bytes(const char *suffix, const GByteArray *bytes)
{
	char *path = put(suffix, bytes->data, bytes->len);
	IngestUnpack *file = ingest_unpack_open(path, NULL);

	g_assert_nonnull(file);
	put_away(path);
	return file;
}

/* Reads @file to its end by pieces of @step; what came goes to @into. */
static bool
read_all(IngestUnpack *file, size_t step, GByteArray *into, GError **error)
{
	g_autofree char *piece = g_malloc(step);
	size_t length;

	do {
		length = step;
		if (!ingest_unpack_read(file, piece, &length, error))
			return false;
		g_assert_true(length <= step);
		g_byte_array_append(into, (guint8 *)piece, (guint)length);
	} while (length > 0);
	return true;
}

static void
assert_same(const GByteArray *one, const GByteArray *other)
{
	g_assert_cmpmem(one->data, one->len, other->data, other->len);
}

static void
test_gives_what_was_packed(void)
{
	static const size_t lengths[] = { 0, 1, 1000, 131072, 900000 };
	static const size_t steps[] = { 1000, 65536, 1 << 20 };

	for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++)
		for (unsigned j = 0; j < G_N_ELEMENTS(steps); j++) {
			g_autoptr(GByteArray) text = text_of(lengths[i]);
			g_autoptr(GByteArray) packed = g_byte_array_new();
			g_autoptr(GByteArray) got = g_byte_array_new();
			pack(packed, text->data, text->len, 0);
			g_autoptr(IngestUnpack) file =
			    open_bytes(".zst", packed);

			g_assert_true(read_all(file, steps[j], got, NULL));
			assert_same(got, text);
			g_assert_cmpint(
			    ingest_unpack_size(file), ==, packed->len);
			g_assert_cmpint(
			    ingest_unpack_used(file), ==, packed->len);
		}
}

/* As `cat a.zst b.zst` and parallel packers write. */
static void
test_frames_follow_each_other(void)
{
	static const guint8 skipped[] = { 0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0,
		'a', 'b', 'c' };
	g_autoptr(GByteArray) packed = g_byte_array_new();
	g_autoptr(GByteArray) got = g_byte_array_new();

	g_byte_array_append(packed, skipped, sizeof skipped);
	pack(packed, "one\n", 4, 0);
	pack(packed, "", 0, 0);
	g_byte_array_append(packed, skipped, sizeof skipped);
	pack(packed, "two\n", 4, 0);
	g_autoptr(IngestUnpack) file = open_bytes("", packed);
	g_assert_true(read_all(file, 100, got, NULL));
	g_assert_cmpmem(got->data, got->len, "one\ntwo\n", 8);
}

static void
test_a_plain_file_is_as_it_is(void)
{
	static const char *const texts[] = { "", "a", "\x28\xb5\x2f", "(\xb5/x",
		"From me\n" };

	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GByteArray) text = g_byte_array_new();
		g_autoptr(GByteArray) got = g_byte_array_new();
		g_byte_array_append(
		    text, (const guint8 *)texts[i], (guint)strlen(texts[i]));
		g_autoptr(IngestUnpack) file = open_bytes(".eml", text);

		ingest_unpack_allow(file, 0);
		g_assert_true(read_all(file, 2, got, NULL));
		assert_same(got, text);
	}
}

static void
assert_damaged(IngestUnpack *file, const char *how)
{
	g_autoptr(GByteArray) got = g_byte_array_new();
	g_autoptr(GError) error = NULL;

	g_assert_false(read_all(file, 65536, got, &error));
	g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
	g_assert_nonnull(strstr(error->message, how));
	g_assert_nonnull(strstr(error->message, "tribune-unpack-"));
}

static void
test_a_file_cut_short_is_damaged(void)
{
	g_autoptr(GByteArray) text = text_of(300000);
	g_autoptr(GByteArray) packed = g_byte_array_new();

	pack(packed, text->data, text->len, 0);
	for (guint length = packed->len - 1; length > 4; length -= length / 3) {
		g_byte_array_set_size(packed, length);
		g_autoptr(IngestUnpack) file = open_bytes("", packed);
		assert_damaged(file, "ends within");
	}
}

static void
test_damage_is_told(void)
{
	g_autoptr(GByteArray) behind = g_byte_array_new();
	g_autoptr(GByteArray) plain = g_byte_array_new();
	g_autoptr(GByteArray) wide = g_byte_array_new();
	g_autoptr(GByteArray) text = text_of(100000);

	pack(behind, "one\n", 4, 0);
	g_byte_array_append(behind, (const guint8 *)"and more", 8);
	g_autoptr(IngestUnpack) more = open_bytes(".zst", behind);
	assert_damaged(more, "rame");
	g_byte_array_append(plain, (const guint8 *)"Subject: a\n", 11);
	g_autoptr(IngestUnpack) none = open_bytes(".eml.zst", plain);
	assert_damaged(none, "not zstd");
	pack(wide, text->data, text->len, 28);
	g_autoptr(IngestUnpack) window = open_bytes(".zst", wide);
	assert_damaged(window, "memory");
}

static void
test_a_bomb_is_refused(void)
{
	g_autoptr(GByteArray) packed = g_byte_array_new();
	g_autofree char *zeros = g_malloc0(8 << 20);

	pack(packed, zeros, 8 << 20, 0);
	g_assert_cmpint(packed->len, <, 10000);
	g_autoptr(IngestUnpack) bomb = open_bytes(".zst", packed);
	assert_damaged(bomb, "beyond all measure");
	g_autoptr(IngestUnpack) allowed = open_bytes(".zst", packed);
	g_autoptr(GByteArray) got = g_byte_array_new();
	ingest_unpack_allow(allowed, 8 << 20);
	g_assert_true(read_all(allowed, 65536, got, NULL));
	g_assert_cmpint(got->len, ==, 8 << 20);
}

/* The lines before a fault are whole ones, and all of them. */
static void
test_lines_come_up_to_the_damage(void)
{
	g_autoptr(GByteArray) packed = g_byte_array_new();
	g_autoptr(GError) error = NULL;
	IngestLine line = { NULL, 0, false };
	const char *peeked;
	size_t length = 7;

	pack(packed, "one\ntwo\nthr", 11, 0);
	pack(packed, "ee\n", 3, 0);
	g_byte_array_set_size(packed, packed->len - 1);
	char *path = put(".zst", packed->data, packed->len);
	g_autoptr(IngestLines) lines = ingest_lines_open(path, NULL);
	put_away(path);
	g_assert_true(ingest_lines_peek(lines, &peeked, &length, NULL));
	g_assert_cmpmem(peeked, (int)length, "one\ntwo", 7);
	for (const char *const *want =
	         (const char *const[]){ "one\n", "two\n", NULL };
	     *want; want++) {
		g_assert_true(ingest_lines_next(lines, &line, NULL));
		g_assert_cmpmem(
		    line.bytes, (int)line.length, *want, (int)strlen(*want));
	}
	while (ingest_lines_next(lines, &line, &error))
		g_assert_true(line.length > 0);
	g_assert_error(error, CORE_ERROR, CORE_ERROR_DATA);
}

/* Whatever the bytes, it ends. */
static void
test_takes_any_bytes(void)
{
	g_autoptr(GByteArray) text = text_of(5000);

	for (int run = 0; run < 500; run++) {
		g_autoptr(GByteArray) packed = g_byte_array_new();
		g_autoptr(GByteArray) got = g_byte_array_new();

		pack(packed, text->data, text->len, 0);
		for (int i = g_test_rand_int_range(1, 4); i > 0; i--)
			packed->data[g_test_rand_int_range(
			    0, (gint32)packed->len)] =
			    (guint8)g_test_rand_int_range(0, 256);
		g_autoptr(IngestUnpack) file = open_bytes("", packed);
		(void)read_all(file, 1000, got, NULL); /* either is right */
		g_assert_cmpint(got->len, <=, 1 << 20);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ingest/unpack/packed", test_gives_what_was_packed);
	g_test_add_func("/ingest/unpack/frames", test_frames_follow_each_other);
	g_test_add_func("/ingest/unpack/plain", test_a_plain_file_is_as_it_is);
	g_test_add_func("/ingest/unpack/cut", test_a_file_cut_short_is_damaged);
	g_test_add_func("/ingest/unpack/damage", test_damage_is_told);
	g_test_add_func("/ingest/unpack/bomb", test_a_bomb_is_refused);
	g_test_add_func("/ingest/unpack/any", test_takes_any_bytes);
	g_test_add_func(
	    "/ingest/lines/damage", test_lines_come_up_to_the_damage);
	return g_test_run();
}
