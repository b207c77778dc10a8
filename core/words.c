#include "core/words.h"

#include "core/text.h"

#include <string.h>

/* What is known while one text is split. */
typedef struct {
	CoreWord word;
	void *data;
	GString *part; /* the word at hand, to be folded */
} Split;

/* Makes @part the word in lower case, where it is ASCII: most words are, and
 * Unicode's way to fold costs twenty times as much. Returns: whether it is. */
static bool
lower(GString *part, const char *start, size_t length)
{
	unsigned char all = 0;

	g_string_set_size(part, length);
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)start[i];

		all |= c;
		part->str[i] = (char)(c + (c >= 'A' && c <= 'Z' ? 32 : 0));
	}
	return all < 0x80;
}

static void
give(const Split *self, const char *start, size_t length)
{
	if (length == 0)
		return;
	if (!lower(self->part, start, length)) {
		g_autofree char *word = g_strndup(start, length);
		g_autofree char *folded = core_text_fold(word);

		g_string_assign(self->part, folded);
	}
	if (self->part->len > 0)
		self->word(start, length, self->part->str, self->data);
}

/* The length of an apostrophe at @text, 0 where there is none. */
static size_t
apostrophe(const char *text, size_t length)
{
	static const char *const kinds[] = { "\xe2\x80\x99", "\xe2\x80\x98",
		"\xca\xbc" };

	if (!(*text & 0x80))
		return *text == '\'';
	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
		size_t n = strlen(kinds[i]);

		if (length >= n && memcmp(text, kinds[i], n) == 0)
			return n;
	}
	return 0;
}

static void
split(const char *start, size_t length, void *data)
{
	size_t part = 0, at = 0;

	while (at < length) {
		size_t n = apostrophe(start + at, length - at);

		if (n == 0) {
			at++;
			continue;
		}
		give(data, start + part, at - part);
		at += n;
		part = at;
	}
	give(data, start + part, at - part);
}

void
core_words_foreach(const char *text, CoreWord word, void *data)
{
	g_autoptr(GString) part = g_string_new(NULL);
	Split self = { word, data, part };

	core_text_foreach_word(text, split, &self);
}

bool
core_word_is_unparted(const char *word)
{
	if (g_str_is_ascii(word))
		return false;
	for (; *word; word = core_text_next(word)) {
		switch ((int)g_unichar_get_script(g_utf8_get_char(word))) {
		case G_UNICODE_SCRIPT_HAN:
		case G_UNICODE_SCRIPT_HIRAGANA:
		case G_UNICODE_SCRIPT_KATAKANA:
		case G_UNICODE_SCRIPT_THAI:
		case G_UNICODE_SCRIPT_LAO:
		case G_UNICODE_SCRIPT_KHMER:
		case G_UNICODE_SCRIPT_MYANMAR:
			return true;
		default:
			break;
		}
	}
	return false;
}
