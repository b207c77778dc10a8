#include "digest/chart.h"

#include <cairo.h>
#include <string.h>

typedef struct {
	const unsigned char *bytes;
	size_t length;
} Rest;

static cairo_status_t
read_png(void *data, unsigned char *out, unsigned length)
{
	Rest *rest = data;

	if (length > rest->length)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(out, rest->bytes, length);
	rest->bytes += length;
	rest->length -= length;
	return CAIRO_STATUS_SUCCESS;
}

/* Reads a picture back; it must be whole and of twice @size. */
static cairo_surface_t *
open_png(GBytes *png, DigestChartSize size)
{
	Rest rest = { NULL, 0 };
	cairo_surface_t *surface;

	rest.bytes = g_bytes_get_data(png, &rest.length);
	surface = cairo_image_surface_create_from_png_stream(read_png, &rest);
	g_assert_cmpint(
	    cairo_surface_status(surface), ==, CAIRO_STATUS_SUCCESS);
	g_assert_cmpint(rest.length, ==, 0);
	g_assert_cmpint(
	    cairo_image_surface_get_format(surface), ==, CAIRO_FORMAT_ARGB32);
	g_assert_cmpint(
	    cairo_image_surface_get_width(surface), ==, size.width * 2);
	g_assert_cmpint(
	    cairo_image_surface_get_height(surface), ==, size.height * 2);
	return surface;
}

/* 0xAARRGGBB at a place of the picture as it is shown. */
static uint32_t
pixel(cairo_surface_t *surface, int x, int y)
{
	uint32_t value;

	memcpy(&value,
	    cairo_image_surface_get_data(surface) +
	        y * 2 * cairo_image_surface_get_stride(surface) + x * 8,
	    sizeof value);
	return value;
}

static void
test_the_last_bar_stands_out(void)
{
	static const int64_t values[] = { 10, 0, 5, 10 };
	const DigestChartSize size = { 80, 42 };
	g_autoptr(GBytes) png = digest_chart_bars(values, 4, DIGEST_BLUE, size);
	cairo_surface_t *surface = open_png(png, size);
	const uint32_t grey = 0xff000000 | DIGEST_GREY;
	const uint32_t blue = 0xff000000 | DIGEST_BLUE;

	/* In the middle of each bar, near its foot and near the top. */
	g_assert_cmphex(pixel(surface, 10, 38), ==, grey);
	g_assert_cmphex(pixel(surface, 10, 8), ==, grey);
	g_assert_cmphex(pixel(surface, 30, 38), ==, 0);
	g_assert_cmphex(pixel(surface, 50, 38), ==, grey);
	g_assert_cmphex(pixel(surface, 50, 8), ==, 0);
	g_assert_cmphex(pixel(surface, 70, 38), ==, blue);
	g_assert_cmphex(pixel(surface, 70, 8), ==, blue);
	/* Between them it is transparent. */
	g_assert_cmphex(pixel(surface, 0, 0), ==, 0);
	g_assert_cmphex(pixel(surface, 20, 20), ==, 0);
	cairo_surface_destroy(surface);
}

static void
test_a_line_ends_in_a_dot(void)
{
	static const int64_t values[] = { 0, 0, 8 };
	const DigestChartSize size = { 120, 34 };
	g_autoptr(GBytes) png = digest_chart_line(values, 3, DIGEST_RED, size);
	cairo_surface_t *surface = open_png(png, size);

	g_assert_cmphex(pixel(surface, 115, 5), ==, 0xff000000 | DIGEST_RED);
	g_assert_cmphex(pixel(surface, 0, 0), ==, 0);
	g_assert_cmphex(pixel(surface, 40, 5), ==, 0);
	cairo_surface_destroy(surface);
}

static void
test_any_values_make_a_picture(void)
{
	static const struct {
		int n;
		int64_t values[9];
	} cases[] = {
		{ 1, { 0 } },
		{ 1, { 1 } },
		{ 9, { 0 } },
		{ 9, { 1, 1, 1, 1, 1, 1, 1, 1, 1 } },
		{ 3, { INT64_MAX, 0, INT64_MAX } },
		{ 2, { 1, 1000000 } },
	};
	static const DigestChartSize sizes[] = { { 120, 34 }, { 96, 27 },
		{ 576, 80 } };

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		for (unsigned k = 0; k < G_N_ELEMENTS(sizes); k++) {
			g_autoptr(GBytes) bars =
			    digest_chart_bars(cases[i].values, cases[i].n,
			        DIGEST_GREEN, sizes[k]);
			g_autoptr(GBytes) line =
			    digest_chart_line(cases[i].values, cases[i].n,
			        DIGEST_GREEN, sizes[k]);

			cairo_surface_destroy(open_png(bars, sizes[k]));
			cairo_surface_destroy(open_png(line, sizes[k]));
			g_assert_cmpint(g_bytes_get_size(bars), <, 8192);
			g_assert_cmpint(g_bytes_get_size(line), <, 8192);
		}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/digest/chart/bars", test_the_last_bar_stands_out);
	g_test_add_func("/digest/chart/line", test_a_line_ends_in_a_dot);
	g_test_add_func("/digest/chart/any", test_any_values_make_a_picture);
	return g_test_run();
}
