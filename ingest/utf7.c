#include "ingest/utf7.h"

#include "core/text.h"

#include <stdint.h>
#include <string.h>

/* Base64 with a comma for the slash, and without padding. */
static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
    "yz0123456789+,";

/* Bits on their way between 16-bit units and digits of 6. */
typedef struct {
	uint32_t bits;
	unsigned n; /* of @bits that count, from the right */
} Bits;

static void
put_unit(GString *wire, Bits *bits, uint32_t unit)
{
	bits->bits = bits->bits << 16 | unit;
	bits->n += 16;
	while (bits->n >= 6) {
		bits->n -= 6;
		g_string_append_c(wire, digits[bits->bits >> bits->n & 63]);
	}
	bits->bits &= (1u << bits->n) - 1;
}

/* Encodes the run of characters beyond ASCII at @name. Returns: its end. */
static const char *
put_run(GString *wire, const char *name)
{
	Bits bits = { 0 };

	g_string_append_c(wire, '&');
	for (; *name & 0x80; name = core_text_next(name)) {
		gunichar c = g_utf8_get_char(name);
		if (c < 0x10000) {
			put_unit(wire, &bits, c);
			continue;
		}
		put_unit(wire, &bits, 0xd800 + ((c - 0x10000) >> 10));
		put_unit(wire, &bits, 0xdc00 + ((c - 0x10000) & 0x3ff));
	}
	if (bits.n > 0)
		g_string_append_c(wire, digits[bits.bits << (6 - bits.n) & 63]);
	g_string_append_c(wire, '-');
	return name;
}

char *
ingest_utf7_encode(const char *name)
{
	g_autoptr(GString) wire = g_string_new(NULL);

	while (*name) {
		if (*name & 0x80) {
			name = put_run(wire, name);
			continue;
		}
		if (g_ascii_iscntrl(*name))
			return NULL;
		g_string_append(
		    wire, *name == '&' ? "&-" : (char[]){ *name, 0 });
		name++;
	}
	return g_string_free(g_steal_pointer(&wire), FALSE);
}

/* Adds the unit to @name, or keeps it in *@high until its second half comes.
 * Returns: false where the halves do not fit, or for what ASCII says shorter.
 */
static bool
take_unit(GString *name, uint32_t unit, uint32_t *high)
{
	bool is_low = unit >= 0xdc00 && unit < 0xe000;

	if (is_low != (*high != 0))
		return false;
	if (unit >= 0xd800 && unit < 0xdc00) {
		*high = unit;
		return true;
	}
	if (is_low)
		unit = 0x10000 + ((*high - 0xd800) << 10) + (unit - 0xdc00);
	else if (unit < 0x80)
		return false;
	*high = 0;
	g_string_append_unichar(name, unit);
	return true;
}

/* Decodes what stands between '&' and '-'. */
static bool
take_run(GString *name, const char *run, const char *end)
{
	Bits bits = { 0 };
	uint32_t high = 0;

	for (; run < end; run++) {
		const char *digit = strchr(digits, *run);
		if (!digit)
			return false;
		bits.bits = bits.bits << 6 | (uint32_t)(digit - digits);
		bits.n += 6;
		if (bits.n < 16)
			continue;
		bits.n -= 16;
		if (!take_unit(name, bits.bits >> bits.n & 0xffff, &high))
			return false;
		bits.bits &= (1u << bits.n) - 1;
	}
	return high == 0 && bits.n < 6 && bits.bits == 0;
}

char *
ingest_utf7_decode(const char *wire)
{
	g_autoptr(GString) name = g_string_new(NULL);

	for (const char *end; *wire; wire = end) {
		end = wire + 1;
		if (*wire & 0x80 || g_ascii_iscntrl(*wire))
			return NULL;
		if (*wire != '&') {
			g_string_append_c(name, *wire);
			continue;
		}
		end = strchr(wire, '-');
		if (!end || !take_run(name, wire + 1, end))
			return NULL;
		if (end == wire + 1)
			g_string_append_c(name, '&');
		end++;
	}
	return core_text_is_clean(name->str, name->len)
	           ? g_string_free(g_steal_pointer(&name), FALSE)
	           : NULL;
}
