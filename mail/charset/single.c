#include "mail/charset/single.h"

#include "core/text.h"

#include <iconv.h>
#include <string.h>

#define HIGH 128 /* bytes beyond ASCII */
#define REPLACEMENT "\xef\xbf\xbd"

/* All of them iconv knows for sure. */
static const char *const charsets[] = { "WINDOWS-1252", "CP1252",
	"WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1254", "WINDOWS-874", "CP874",
	"ISO-8859-2", "ISO-8859-15", "KOI8-R" };

typedef struct {
	char utf8[HIGH][4]; /* by the low bits; "" means nothing */
} Table;

/* The place of @charset among those known, or their number. */
static size_t
place_of(const char *charset)
{
	size_t i = 0;

	while (i < G_N_ELEMENTS(charsets) && strcmp(charsets[i], charset) != 0)
		i++;
	return i;
}

bool
mail_single_is(const char *charset)
{
	return place_of(charset) < G_N_ELEMENTS(charsets);
}

static Table *
make_table(const char *charset)
{
	iconv_t converter = iconv_open("UTF-8", charset);
	Table *self = g_new0(Table, 1);

	for (size_t i = 0; i < HIGH; i++) {
		char byte = (char)(0x80 | i), *in = &byte, *out = self->utf8[i];
		size_t left = 1, room = sizeof self->utf8[i] - 1;

		if (iconv(converter, &in, &left, &out, &room) == (size_t)-1)
			*self->utf8[i] = '\0';
	}
	(void)iconv_close(converter); /* reads only: nothing to lose */
	return self;
}

static const Table *
table_of(const char *charset)
{
	static gsize known[G_N_ELEMENTS(charsets)]; /* Table *, for ever */
	size_t i = place_of(charset);

	g_assert(i < G_N_ELEMENTS(charsets));
	if (g_once_init_enter(&known[i]))
		g_once_init_leave(&known[i], (gsize)make_table(charset));
	return (const Table *)known[i];
}

GString *
mail_single_decode(
    const char *bytes, size_t length, const char *charset, size_t *ret_bad)
{
	const Table *table = table_of(charset);
	GString *text = g_string_sized_new(length + length / 4 + 16);
	size_t bad = 0;

	for (size_t i = 0; i < length; i++) {
		size_t ascii = core_text_ascii(bytes + i, length - i);

		g_string_append_len(text, bytes + i, (gssize)ascii);
		i += ascii;
		if (i == length)
			break;
		const char *utf8 = table->utf8[bytes[i] & (HIGH - 1)];
		bad += !*utf8;
		g_string_append(text, *utf8 ? utf8 : REPLACEMENT);
	}
	*ret_bad = bad;
	return text;
}
