#include "digest/chart.h"

#include <cairo.h>
#include <math.h>

#define SCALE 2
#define RADIUS 3.0

static cairo_t *
begin(DigestChartSize size)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_ARGB32, size.width * SCALE, size.height * SCALE);
	cairo_t *cairo = cairo_create(surface);

	cairo_surface_destroy(surface);
	cairo_scale(cairo, SCALE, SCALE);
	return cairo;
}

static void
set_colour(cairo_t *cairo, unsigned colour, double alpha)
{
	cairo_set_source_rgba(cairo, (colour >> 16 & 0xff) / 255.0,
	    (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0, alpha);
}

static cairo_status_t
append(void *data, const unsigned char *bytes, unsigned length)
{
	g_byte_array_append(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

static GBytes *
end(cairo_t *cairo)
{
	GByteArray *png = g_byte_array_new();
	cairo_status_t status = cairo_surface_write_to_png_stream(
	    cairo_get_target(cairo), append, png);

	g_assert(status == CAIRO_STATUS_SUCCESS); /* it writes to memory */
	cairo_destroy(cairo);
	return g_byte_array_free_to_bytes(png);
}

static int64_t
largest(const int64_t *values, int n)
{
	int64_t most = 1;

	for (int i = 0; i < n; i++)
		most = MAX(most, values[i]);
	return most;
}

static void
draw_base(cairo_t *cairo, DigestChartSize size)
{
	set_colour(cairo, DIGEST_GREY, 0.5);
	cairo_rectangle(cairo, 0, size.height - 1, size.width, 1);
	cairo_fill(cairo);
}

/* A bar with round upper corners. */
static void
draw_bar(cairo_t *cairo, double x, double width, double top, double bottom)
{
	double radius = MIN(RADIUS, (bottom - top) / 2);

	cairo_new_path(cairo);
	cairo_move_to(cairo, x, bottom);
	cairo_arc(cairo, x + radius, top + radius, radius, G_PI, 1.5 * G_PI);
	cairo_arc(
	    cairo, x + width - radius, top + radius, radius, -0.5 * G_PI, 0);
	cairo_line_to(cairo, x + width, bottom);
	cairo_close_path(cairo);
	cairo_fill(cairo);
}

GBytes *
digest_chart_bars(
    const int64_t *values, int n, unsigned colour, DigestChartSize size)
{
	cairo_t *cairo = begin(size);
	double step = (double)size.width / n, width = step * 0.62;
	double most = (double)largest(values, n), room = size.height - 2;

	draw_base(cairo, size);
	for (int i = 0; i < n; i++) {
		double height = room * (double)values[i] / most;

		if (values[i] == 0)
			continue;
		set_colour(cairo, i == n - 1 ? colour : DIGEST_GREY, 1);
		draw_bar(cairo, i * step + (step - width) / 2, width,
		    size.height - 1 - MAX(height, 2), size.height - 1);
	}
	return end(cairo);
}

typedef struct {
	double x, y;
} Point;

static Point
point_of(const int64_t *values, int n, int i, DigestChartSize size)
{
	double left = 2, right = size.width - 5, top = 5,
	       bottom = size.height - 4;
	double most = (double)largest(values, n);

	return (Point){ n > 1 ? left + (right - left) * i / (n - 1) : right,
		bottom - (bottom - top) * (double)values[i] / most };
}

static void
trace(cairo_t *cairo, const int64_t *values, int n, DigestChartSize size)
{
	cairo_new_path(cairo);
	for (int i = 0; i < n; i++) {
		Point point = point_of(values, n, i, size);
		cairo_line_to(cairo, point.x, point.y);
	}
}

GBytes *
digest_chart_line(
    const int64_t *values, int n, unsigned colour, DigestChartSize size)
{
	cairo_t *cairo = begin(size);
	Point first = point_of(values, n, 0, size);
	Point last = point_of(values, n, n - 1, size);

	draw_base(cairo, size);
	trace(cairo, values, n, size);
	cairo_line_to(cairo, last.x, size.height - 1);
	cairo_line_to(cairo, first.x, size.height - 1);
	cairo_close_path(cairo);
	set_colour(cairo, colour, 0.18);
	cairo_fill(cairo);
	trace(cairo, values, n, size);
	set_colour(cairo, colour, 1);
	cairo_set_line_width(cairo, 2);
	cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
	cairo_stroke(cairo);
	cairo_arc(cairo, last.x, last.y, 3, 0, 2 * G_PI);
	cairo_fill(cairo);
	return end(cairo);
}
