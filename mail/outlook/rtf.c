#include "mail/outlook/rtf.h"

#include "mail/charset/charset.h"
#include "mail/outlook/rtf-word.h"

#include <string.h>

#define DEPTH_MAX 200 /* deeper groups are read as part of the one above */
#define FONTS_MAX 1000
#define CODEPAGE_DEFAULT 1252

typedef enum { SHOWN, TAG, FONTS, SKIPPED } Place;

/* What a group changes for itself alone. */
typedef struct {
	Place place;
	bool suppressed; /* RTF for those who cannot read the HTML in it */
	unsigned page;   /* of bytes */
	int fallbacks;   /* bytes that stand for a \u to those who know none */
} Group;

typedef struct {
	const char *at, *end;
	Group group;
	GArray *groups; /* Group, those around it */
	size_t too_deep;
	GHashTable *fonts; /* number to code page */
	int font;          /* in the table of fonts */
	unsigned default_page;
	bool is_starred;  /* the next word names what may be ignored */
	int to_skip;      /* bytes left that stand for a \u */
	gunichar leading; /* half of a pair of UTF-16, or 0 */
	GString *bytes;   /* not yet decoded, of .bytes_page */
	unsigned bytes_page;
	size_t max_bytes;
	MailRtf rtf;
} Reader;

static void
flush(Reader *self)
{
	if (self->leading)
		g_string_append_unichar(self->rtf.text, 0xFFFD);
	self->leading = 0;
	if (!self->bytes->len)
		return;
	g_autoptr(GString) text = mail_charset_decode_page(
	    self->bytes->str, self->bytes->len, self->bytes_page);
	g_string_append_len(self->rtf.text, text->str, (gssize)text->len);
	g_string_truncate(self->bytes, 0);
}

/* Whether what comes now is to be kept. */
static bool
is_kept(Reader *self)
{
	const Group *group = &self->group;

	if (group->place != TAG && (group->place != SHOWN || group->suppressed))
		return false;
	self->rtf.is_cut |=
	    self->rtf.text->len + self->bytes->len >= self->max_bytes;
	return !self->rtf.is_cut;
}

static void
put_byte(Reader *self, char byte)
{
	if (self->to_skip > 0) {
		self->to_skip--;
		return;
	}
	if (!is_kept(self))
		return;
	if (self->leading || self->bytes_page != self->group.page)
		flush(self);
	self->bytes_page = self->group.page;
	g_string_append_c(self->bytes, byte);
}

static void
put_character(Reader *self, gunichar character)
{
	if (!is_kept(self))
		return;
	flush(self);
	g_string_append_unichar(
	    self->rtf.text, g_unichar_validate(character) ? character : 0xFFFD);
}

/* A number of 16 bits, which programs write with a sign. */
static void
put_utf16(Reader *self, int number)
{
	gunichar unit = (gunichar)number & 0xFFFF;

	self->to_skip = self->group.fallbacks;
	if (unit >= 0xDC00 && unit < 0xE000 && self->leading) {
		gunichar high = self->leading - 0xD800;

		self->leading = 0;
		put_character(self, 0x10000 + (high << 10) + (unit - 0xDC00));
	} else if (unit >= 0xD800 && unit < 0xDC00) {
		if (is_kept(self)) {
			flush(self);
			self->leading = unit;
		}
	} else {
		put_character(self, unit);
	}
}

static void
open_group(Reader *self)
{
	self->to_skip = 0;
	if (self->groups->len < DEPTH_MAX)
		g_array_append_val(self->groups, self->group);
	else
		self->too_deep++;
}

static void
close_group(Reader *self)
{
	guint above = self->groups->len;

	self->to_skip = 0;
	self->is_starred = false;
	if (self->too_deep) {
		self->too_deep--;
	} else if (above) {
		self->group = g_array_index(self->groups, Group, above - 1);
		g_array_set_size(self->groups, above - 1);
	}
}

static void
take_font(Reader *self, int number)
{
	gpointer page;

	if (self->group.place == FONTS)
		self->font = number;
	else if (g_hash_table_lookup_extended(
	             self->fonts, GINT_TO_POINTER(number), NULL, &page))
		self->group.page = GPOINTER_TO_UINT(page);
	else
		self->group.page = self->default_page;
}

static void
take_font_charset(Reader *self, int number)
{
	unsigned page = mail_rtf_charset_page(number);

	if (self->group.place == FONTS && page &&
	    g_hash_table_size(self->fonts) < FONTS_MAX)
		(void)g_hash_table_insert(self->fonts,
		    GINT_TO_POINTER(self->font), GUINT_TO_POINTER(page));
}

static void
skip_binary(Reader *self, int length)
{
	self->at += MIN(MAX(length, 0), self->end - self->at);
}

/* @number is what stands behind @word, or @word's own where nothing does. */
static void
obey(Reader *self, const MailRtfWord *word, int number)
{
	Group *group = &self->group;

	switch (word->action) {
	case MAIL_RTF_PUT:
		put_character(self, (gunichar)word->value);
		break;
	case MAIL_RTF_UTF16:
		put_utf16(self, number);
		break;
	case MAIL_RTF_FALLBACKS:
		group->fallbacks = CLAMP(number, 0, 8);
		break;
	case MAIL_RTF_PAGE:
		group->page = self->default_page = (unsigned)number;
		break;
	case MAIL_RTF_PLAIN:
		group->page = self->default_page;
		break;
	case MAIL_RTF_FONT:
		take_font(self, number);
		break;
	case MAIL_RTF_FONT_CHARSET:
		take_font_charset(self, number);
		break;
	case MAIL_RTF_FONTS:
		group->place = FONTS;
		break;
	case MAIL_RTF_FROM_HTML:
		self->rtf.is_html = number != 0;
		break;
	case MAIL_RTF_TAG:
		group->place = self->rtf.is_html ? TAG : SKIPPED;
		break;
	case MAIL_RTF_SUPPRESS:
		group->suppressed = number != 0 && self->rtf.is_html;
		break;
	case MAIL_RTF_BINARY:
		skip_binary(self, number);
		break;
	case MAIL_RTF_SKIP:
		group->place = SKIPPED;
		break;
	}
}

static void
read_word(Reader *self)
{
	const char *name = self->at;
	size_t length = 0;
	int number = 0;
	bool has_number, is_negative, is_starred = self->is_starred;

	while (self->at < self->end && g_ascii_isalpha(*self->at))
		self->at++;
	length = (size_t)(self->at - name);
	is_negative = self->at < self->end && *self->at == '-';
	self->at += is_negative;
	has_number = self->at < self->end && g_ascii_isdigit(*self->at);
	for (; self->at < self->end && g_ascii_isdigit(*self->at); self->at++)
		number = MIN(number, 10000000) * 10 + (*self->at - '0');
	if (self->at < self->end && *self->at == ' ')
		self->at++;
	self->is_starred = false;
	const MailRtfWord *word = mail_rtf_word(name, length);
	if (self->group.place == SKIPPED &&
	    (!word || word->action != MAIL_RTF_BINARY))
		return;
	if (word)
		obey(self, word,
		    !has_number   ? word->value
		    : is_negative ? -number
		                  : number);
	else if (is_starred)
		self->group.place = SKIPPED;
}

static void
read_hex(Reader *self)
{
	int high =
	    self->end - self->at > 1 ? g_ascii_xdigit_value(*self->at) : -1;
	int low = high >= 0 ? g_ascii_xdigit_value(self->at[1]) : -1;

	if (low < 0)
		return;
	self->at += 2;
	put_byte(self, (char)(high << 4 | low));
}

/* What stands behind a backslash. */
static void
read_control(Reader *self)
{
	if (self->at == self->end)
		return;
	if (g_ascii_isalpha(*self->at)) {
		read_word(self);
		return;
	}
	switch (*self->at++) {
	case '\'':
		read_hex(self);
		break;
	case '*':
		self->is_starred = true;
		break;
	case '~':
		put_character(self, 0xA0);
		break;
	case '_':
		put_byte(self, '-');
		break;
	case '\r':
	case '\n':
		put_character(self, '\n');
		break;
	case '\\':
	case '{':
	case '}':
		put_byte(self, self->at[-1]);
		break;
	default:
		break;
	}
}

void
mail_rtf_read(
    const char *rtf, size_t length, size_t max_bytes, MailRtf *ret_rtf)
{
	g_autoptr(GArray) groups = g_array_new(FALSE, FALSE, sizeof(Group));
	g_autoptr(GHashTable) fonts = g_hash_table_new(NULL, NULL);
	g_autoptr(GString) bytes = g_string_new(NULL);
	Reader self = { .at = rtf,
		.end = rtf + length,
		.group = { .place = SHOWN,
		    .page = CODEPAGE_DEFAULT,
		    .fallbacks = 1 },
		.groups = groups,
		.fonts = fonts,
		.default_page = CODEPAGE_DEFAULT,
		.bytes = bytes,
		.max_bytes = max_bytes,
		.rtf = { .text = g_string_new(NULL) } };

	while (self.at < self.end && !self.rtf.is_cut) {
		char c = *self.at++;

		if (c == '{')
			open_group(&self);
		else if (c == '}')
			close_group(&self);
		else if (c == '\\')
			read_control(&self);
		else if (c != '\r' && c != '\n')
			put_byte(&self, c);
	}
	flush(&self);
	*ret_rtf = self.rtf;
}

void
mail_rtf_clear(MailRtf *self)
{
	if (self->text)
		g_string_free(g_steal_pointer(&self->text), TRUE);
}
