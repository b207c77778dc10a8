#include "core/units.h"

#include "core/error.h"

#include <string.h>

#define DURATION_MAX_MS (INT64_C(3653) * 86400 * 1000)
#define SIZE_MAX_BYTES (INT64_C(1) << 50)

typedef struct {
	const char *name;
	int64_t factor;
} Unit;

/* Returns: the number times its unit, or -1 for what is neither. */
static int64_t
parse(const char *text, const Unit *units, size_t n_units, int64_t max)
{
	size_t digits = strspn(text, "0123456789");
	g_autofree char *number = g_strndup(text, digits);
	guint64 value;

	if (!g_ascii_string_to_unsigned(number, 10, 0, max, &value, NULL))
		return -1;
	for (size_t i = 0; i < n_units; i++) {
		if (strcmp(text + digits, units[i].name) != 0)
			continue;
		if ((int64_t)value > max / units[i].factor)
			return -1;
		return (int64_t)value * units[i].factor;
	}
	return value == 0 && text[digits] == '\0' ? 0 : -1;
}

bool
core_duration_parse(const char *text, int64_t *ret_ms, GError **error)
{
	static const Unit units[] = { { "ms", 1 }, { "s", 1000 },
		{ "m", 60000 }, { "h", 3600000 }, { "d", 86400000 },
		{ "w", 604800000 } };
	int64_t ms = parse(text, units, G_N_ELEMENTS(units), DURATION_MAX_MS);

	if (ms < 0) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
		    "'%.40s' is not a duration: a whole number and ms, s, m, "
		    "h, d or w, at most 10 years",
		    text);
		return false;
	}
	*ret_ms = ms;
	return true;
}

bool
core_size_parse(const char *text, int64_t *ret_bytes, GError **error)
{
	static const Unit units[] = { { "B", 1 }, { "KB", 1 << 10 },
		{ "MB", 1 << 20 }, { "GB", 1 << 30 } };
	int64_t bytes = parse(text, units, G_N_ELEMENTS(units), SIZE_MAX_BYTES);

	if (bytes < 0) {
		g_set_error(error, CORE_ERROR, CORE_ERROR_DATA,
		    "'%.40s' is not a size: a whole number and B, KB, MB or GB",
		    text);
		return false;
	}
	*ret_bytes = bytes;
	return true;
}

char *
core_size_format(int64_t bytes)
{
	static const char *const names[] = { "KB", "MB", "GB", "TB" };
	int64_t left = MAX(bytes, 0);
	unsigned i = 0;

	if (left < 1024)
		return core_count_format(left, "byte", "bytes");
	/* In tenths and whole numbers: printf would follow the locale. */
	int64_t unit = 1024;
	while (
	    i + 1 < G_N_ELEMENTS(names) &&
	    left / unit * 10 + (left % unit * 10 + unit / 2) / unit >= 10240) {
		unit *= 1024;
		i++;
	}
	int64_t whole = left / unit;
	int64_t tenths = (left % unit * 10 + unit / 2) / unit;
	whole += tenths / 10;
	tenths %= 10;
	if (tenths == 0)
		return g_strdup_printf(
		    "%" G_GINT64_FORMAT " %s", whole, names[i]);
	return g_strdup_printf(
	    "%" G_GINT64_FORMAT ".%d %s", whole, (int)tenths, names[i]);
}

char *
core_duration_format(int64_t seconds)
{
	int64_t left = MAX(seconds, 0);
	int64_t minutes = left / 60, hours = left / 3600;

	if (left < 60)
		return g_strdup_printf("%" G_GINT64_FORMAT " s", left);
	if (hours >= 48)
		return g_strdup_printf("%" G_GINT64_FORMAT " days", hours / 24);
	if (hours == 0)
		return g_strdup_printf("%" G_GINT64_FORMAT " min", minutes);
	if (minutes % 60 == 0)
		return g_strdup_printf("%" G_GINT64_FORMAT " h", hours);
	return g_strdup_printf(
	    "%" G_GINT64_FORMAT " h %d min", hours, (int)(minutes % 60));
}

char *
core_count_format(int64_t count, const char *one, const char *many)
{
	return g_strdup_printf(
	    "%" G_GINT64_FORMAT " %s", count, count == 1 ? one : many);
}

char *
core_percent_format(double probability)
{
	if (probability > 0.99)
		return g_strdup("over 99%");
	if (probability < 0.01)
		return g_strdup("under 1%");
	return g_strdup_printf("%d%%", (int)(probability * 100 + 0.5));
}
