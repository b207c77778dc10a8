/* Small charts as PNG files: twice the size they are shown at, transparent,
 * without a word in them. */
#pragma once

#include <glib.h>
#include <stdint.h>

typedef struct {
	int width, height; /* as shown, in pixels */
} DigestChartSize;

/* Mid tones that hold on white and on black. */
#define DIGEST_BLUE 0x3B7DDD
#define DIGEST_RED 0xDE4F3F
#define DIGEST_GREEN 0x279A63
#define DIGEST_AMBER 0xC9821B
#define DIGEST_GREY 0x8A99AD

/*
 * A bar for each of the @n @values, 0 or more, the last one in @colour
 * (0xRRGGBB) and those before it grey. Equal arguments give equal bytes.
 * Returns: (transfer full).
 */
GBytes *digest_chart_bars(
    const int64_t *values, int n, unsigned colour, DigestChartSize size);

/* A line over the @n @values with a dot at its end. Returns: (transfer full).
 */
GBytes *digest_chart_line(
    const int64_t *values, int n, unsigned colour, DigestChartSize size);
