#include "mail/charset/charset.h"

#include "core/text.h"
#include "mail/charset/guess.h"
#include "mail/charset/hz.h"
#include "mail/charset/jis.h"
#include "mail/charset/name.h"
#include "mail/charset/single.h"
#include "mail/charset/wide.h"

#include <errno.h>
#include <iconv.h>
#include <link.h>
#include <stdint.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"
#define WORST_BAD 8 /* one bad byte in so many: it is another charset */

/* What holds ASCII and then one byte a character: text in it that is valid
 * UTF-8 beyond ASCII is UTF-8 under a wrong name. */
static const char *const single_byte[] = { "ISO-8859-", "WINDOWS-125", "CP125",
	"KOI8-", "CP874" };

/* What programs that write UTF-8 by now still call it. */
static const char *const two_bytes[] = { "GB18030", "CP949", "CP932",
	"BIG5-HKSCS", "EUC-JP" };

/* Those with a file of their own that much mail is in. */
static const char *const loaded[] = { "GB18030", "CP949", "CP932", "BIG5-HKSCS",
	"EUC-JP", "ISO-2022-JP" };

static bool
has_high_byte(const char *bytes, size_t length)
{
	return core_text_ascii(bytes, length) < length;
}

/* Keeps one converter of @charset open: the C library unloads what none is open
 * of, and loads it from disk again for the next mail. */
static void
keep_loaded(const char *charset)
{
	static gsize kept[G_N_ELEMENTS(loaded)]; /* iconv_t, for ever */

	for (size_t i = 0; i < G_N_ELEMENTS(loaded); i++)
		if (strcmp(loaded[i], charset) == 0 &&
		    g_once_init_enter(&kept[i]))
			g_once_init_leave(
			    &kept[i], (gsize)iconv_open("UTF-8", charset));
}

/* Returns: NULL where there is no such charset. @ret_bad counts the bytes that
 * meant nothing. (transfer full) */
static GString *
convert(const char *bytes, size_t length, const char *charset, size_t *ret_bad)
{
	if (mail_single_is(charset))
		return mail_single_decode(bytes, length, charset, ret_bad);
	iconv_t converter = iconv_open("UTF-8", charset);
	g_autoptr(GString) out = NULL;
	char *in = (char *)(uintptr_t)bytes; /* iconv does not write there */
	size_t left = length, bad = 0;

	if (converter == (iconv_t)-1)
		return NULL;
	keep_loaded(charset);
	out = g_string_sized_new(length + length / 4 + 16);
	/* the last round, without input, gives out what a converter kept back
	 * to join with a mark that did not come */
	for (bool is_last = false; !is_last;) {
		char buffer[4096], *to = buffer;
		size_t room = sizeof buffer;

		is_last = left == 0;
		size_t done =
		    iconv(converter, is_last ? NULL : &in, &left, &to, &room);
		int fault = errno;

		g_string_append_len(
		    out, buffer, (gssize)(sizeof buffer - room));
		if (done != (size_t)-1 || fault == E2BIG || is_last)
			continue;
		g_string_append(out, REPLACEMENT);
		bad++;
		in++;
		left--;
	}
	(void)iconv_close(converter); /* reads only: nothing to lose */
	*ret_bad = bad;
	return g_steal_pointer(&out);
}

/* As convert(), also with signs that the standard has no place for. */
static GString *
convert_jis(const char *bytes, size_t length, size_t *ret_bad)
{
	g_autoptr(GString) text =
	    convert(bytes, length, "ISO-2022-JP", ret_bad);
	size_t bad = 0;

	if (text && memchr(text->str, '\033', text->len))
		*ret_bad += 1; /* one that the converter does not know */
	if (!text || !*ret_bad || has_high_byte(bytes, length))
		return g_steal_pointer(&text);
	g_autoptr(GString) shifted = mail_jis_to_cp932(bytes, length);
	g_autoptr(GString) other =
	    convert(shifted->str, shifted->len, "CP932", &bad);
	if (!other || bad >= *ret_bad)
		return g_steal_pointer(&text);
	*ret_bad = bad;
	return g_steal_pointer(&other);
}

static GString *
convert_hz(const char *bytes, size_t length, size_t *ret_bad)
{
	g_autoptr(GString) shifted = mail_hz_to_gb(bytes, length);

	return convert(shifted->str, shifted->len, "GB18030", ret_bad);
}

/* As convert(), also of names with other signs between their parts than iconv
 * wants: "koi8_r", "cp-1252". */
static GString *
convert_named(
    const char *bytes, size_t length, const char *name, size_t *ret_bad)
{
	if (strcmp(name, "HZ-GB-2312") == 0)
		return convert_hz(bytes, length, ret_bad);
	GString *text = strcmp(name, "ISO-2022-JP") == 0
	                    ? convert_jis(bytes, length, ret_bad)
	                    : convert(bytes, length, name, ret_bad);

	if (text || !strpbrk(name, "_-"))
		return text;
	g_autofree char *hyphened = g_strdelimit(g_strdup(name), "_", '-');
	g_auto(GStrv) parts = g_strsplit(hyphened, "-", -1);
	g_autofree char *joined = g_strjoinv("", parts);
	text = convert(bytes, length, hyphened, ret_bad);
	return text ? text : convert(bytes, length, joined, ret_bad);
}

static bool
is_mislabelled(const char *bytes, size_t length, const char *charset)
{
	for (size_t i = 0; i < G_N_ELEMENTS(single_byte); i++)
		if (g_str_has_prefix(charset, single_byte[i]))
			return has_high_byte(bytes, length) &&
			       (mail_guess_is_utf8(bytes, length) ||
			           (strcmp(charset, "WINDOWS-1252") == 0 &&
			               mail_guess_is_foreign(bytes, length)));
	for (size_t i = 0; i < G_N_ELEMENTS(two_bytes); i++)
		if (strcmp(charset, two_bytes[i]) == 0)
			return mail_guess_is_surely_utf8(bytes, length);
	return strcmp(charset, "UTF-8") == 0 &&
	       (!mail_guess_is_utf8(bytes, length) ||
	           g_str_has_prefix(
	               mail_guess_charset(bytes, length), "ISO-2022"));
}

/* Pages of Windows that have letters where standards have controls. */
static const char *
with_letters(const char *bytes, size_t length, const char *name)
{
	static const char *const pages[][2] = { { "ISO-8859-2",
		                                    "WINDOWS-1250" },
		{ "ISO-8859-4", "WINDOWS-1257" },
		{ "ISO-8859-7", "WINDOWS-1253" },
		{ "ISO-8859-8", "WINDOWS-1255" },
		{ "ISO-8859-13", "WINDOWS-1257" },
		{ "ISO-8859-15", "WINDOWS-1252" } };
	const char *page = NULL;

	for (size_t i = 0; name && i < G_N_ELEMENTS(pages) && !page; i++)
		page = strcmp(name, pages[i][0]) == 0 ? pages[i][1] : NULL;
	for (size_t i = 0; page && i < length; i++)
		if ((unsigned char)bytes[i] >= 0x80 &&
		    (unsigned char)bytes[i] < 0xA0)
			return page;
	return name;
}

static GString *
decode_guessed(const char *bytes, size_t length, MailCharsetFaults *faults)
{
	size_t bad = 0;
	GString *text = convert_named(
	    bytes, length, mail_guess_charset(bytes, length), &bad);

	faults->replaced |= bad > 0;
	return text ? text : g_string_new_len(bytes, (gssize)length);
}

/* Most text and nearly every header: no converter need be opened for it. */
static bool
is_plainly_utf8(const char *bytes, size_t length, const char *name)
{
	bool is_utf8 = !name || strcmp(name, "UTF-8") == 0;

	if (!is_utf8)
		return mail_single_has_ascii(name) &&
		       core_text_is_plain(bytes, length);
	return core_text_is_plain(bytes, length) ||
	       (g_utf8_validate_len(bytes, length, NULL) &&
	           !memchr(bytes, '\033', length));
}

/* As mail_charset_decode(), with a @name that iconv knows, or NULL. */
static GString *
decode_named(const char *bytes, size_t length, const char *name,
    MailCharsetFaults *faults)
{
	g_autoptr(GString) text = NULL;
	size_t bad = 0;

	if (!name || is_mislabelled(bytes, length, name)) {
		faults->guessed |= name || has_high_byte(bytes, length);
		return decode_guessed(bytes, length, faults);
	}
	text = convert_named(
	    bytes, length, with_letters(bytes, length, name), &bad);
	if (!text || bad * WORST_BAD > length) {
		faults->guessed = true;
		return decode_guessed(bytes, length, faults);
	}
	faults->replaced |= bad > 0;
	return g_steal_pointer(&text);
}

GString *
mail_charset_decode(const char *bytes, size_t length, const char *charset,
    MailCharsetFaults *faults)
{
	g_autofree char *name = mail_charset_name(charset);

	if (is_plainly_utf8(bytes, length, name)) {
		size_t mark = mail_wide_mark(bytes, length);

		faults->guessed |=
		    !name && (charset || has_high_byte(bytes, length));
		return g_string_new_len(bytes + mark, (gssize)(length - mark));
	}
	faults->guessed |= charset && !name;
	const char *wide = mail_wide_judge(bytes, length, name);
	if (!wide)
		return decode_named(bytes, length, name, faults);
	size_t mark = mail_wide_mark(bytes, length);
	/* by NULs or a mark UTF-16 is what it is called */
	faults->guessed |= !name || strcmp(name, "UTF-8") == 0 ||
	                   *name != 'U' || strcmp(wide, "UTF-8") == 0;
	return decode_named(bytes + mark, length - mark, wide, faults);
}

GString *
mail_charset_decode_page(const char *bytes, size_t length, unsigned page)
{
	static const struct {
		unsigned page;
		const char *charset;
	} others[] = { { 65001, "UTF-8" }, { 20127, "US-ASCII" },
		{ 28591, "ISO-8859-1" }, { 10000, "MACINTOSH" } };
	MailCharsetFaults faults = { .guessed = false };
	g_autofree char *charset = g_strdup_printf("CP%u", page);

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (page == others[i].page)
			return mail_charset_decode(
			    bytes, length, others[i].charset, &faults);
	return mail_charset_decode(bytes, length, charset, &faults);
}

void
mail_charset_flag(const MailCharsetFaults *faults, CoreMessage *record)
{
	if (faults->guessed)
		core_message_flag(record, "charset-guessed");
	if (faults->replaced)
		core_message_flag(record, "bytes-replaced");
}

/* Where the C library keeps its converters: beside the one it has loaded. */
static int
find_folder(struct dl_phdr_info *info, size_t size, void *data)
{
	char **folder = data;

	(void)size;
	if (!info->dlpi_name || !strstr(info->dlpi_name, "/gconv/"))
		return 0;
	*folder = g_path_get_dirname(info->dlpi_name);
	return 1;
}

static void
close_converter(void *data)
{
	(void)iconv_close(data);
}

static void
keep_open(GPtrArray *converters, const char *charset)
{
	iconv_t converter = iconv_open("UTF-8", charset);

	if (converter != (iconv_t)-1)
		g_ptr_array_add(converters, converter);
}

GPtrArray *
mail_charset_preload(void)
{
	/* Those whose file has a name of its own, and the commonest of one byte
	 * a character: GMime reads broken parameters and names by them, and
	 * does without others. */
	static const char *const first[] = { "UTF-7", "UTF-16", "UTF-32",
		"UNICODE", "ANSI_X3.110-1983", "T.61-8BIT", "ISO-8859-1",
		"ISO-8859-2", "ISO-8859-15", "WINDOWS-1250", "WINDOWS-1251",
		"WINDOWS-1252", "KOI8-R" };
	GPtrArray *converters = g_ptr_array_new_with_free_func(close_converter);
	g_autofree char *folder = NULL;
	g_autoptr(GDir) files = NULL;
	const char *file;

	for (size_t i = 0; i < G_N_ELEMENTS(first); i++)
		keep_open(converters, first[i]);
	(void)dl_iterate_phdr(find_folder, &folder);
	files = folder ? g_dir_open(folder, 0, NULL) : NULL;
	while (files && (file = g_dir_read_name(files))) {
		g_autofree char *charset = g_strndup(file, strcspn(file, "."));

		if (g_str_has_suffix(file, ".so") && !mail_single_is(charset))
			keep_open(converters, charset);
	}
	return converters;
}
