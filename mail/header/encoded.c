#include "mail/header/encoded.h"

#include <string.h>

/* RFC 2047 allows 75; longer ones are sent, but not without end. */
#define WORD_BYTES 4096
#define CHARSET_BYTES 40

typedef struct {
	const char *charset, *text, *end; /* @end: behind the word */
	size_t charset_bytes, text_bytes;
	bool is_base64;
} Word;

typedef struct {
	GString *out;
	MailCharsetFaults *faults;
	bool quoting;
	bool in_quotes, in_angle;
	int comments; /* depth */
} Decoder;

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Whether an encoded word stands at @at: =?charset?B?text?= */
static bool
parse_word(const char *at, const char *end, Word *ret_word)
{
	Word word = { .charset = at + 2 };
	const char *most = end - at > WORD_BYTES ? at + WORD_BYTES : end;

	if (end - at < 8 || at[0] != '=' || at[1] != '?')
		return false;
	const char *mark = memchr(word.charset, '?', (size_t)(most - at - 2));
	if (!mark || mark == word.charset ||
	    mark - word.charset > CHARSET_BYTES || most - mark < 5 ||
	    !mark[1] || !strchr("bBqQ", mark[1]) || mark[2] != '?')
		return false;
	word.is_base64 = g_ascii_tolower(mark[1]) == 'b';
	word.text = mark + 3;
	const char *stop = g_strstr_len(word.text, most - word.text, "?=");
	if (!stop)
		return false;
	word.text_bytes = (size_t)(stop - word.text);
	word.end = stop + 2;
	/* a language may follow the charset (RFC 2231 5) */
	const char *star =
	    memchr(word.charset, '*', (size_t)(mark - word.charset));
	word.charset_bytes = (size_t)((star ? star : mark) - word.charset);
	*ret_word = word;
	return true;
}

static void
decode_base64(const Word *word, GString *bytes)
{
	g_autofree guchar *buffer = g_malloc(word->text_bytes / 4 * 3 + 6);
	size_t text_bytes = word->text_bytes;
	gint state = 0;
	guint save = 0;

	/* some have too much padding, which would be read as zeros */
	while (text_bytes && word->text[text_bytes - 1] == '=')
		text_bytes--;
	gsize length =
	    g_base64_decode_step(word->text, text_bytes, buffer, &state, &save);
	/* and the last bytes still wait for theirs */
	if (ABS(state) > 1)
		length += g_base64_decode_step("==", (gsize)(4 - ABS(state)),
		    buffer + length, &state, &save);
	g_string_append_len(bytes, (char *)buffer, (gssize)length);
}

static void
decode_quoted(const Word *word, GString *bytes)
{
	for (size_t i = 0; i < word->text_bytes; i++) {
		char c = word->text[i];

		if (c == '=' && i + 2 < word->text_bytes &&
		    g_ascii_isxdigit(word->text[i + 1]) &&
		    g_ascii_isxdigit(word->text[i + 2])) {
			c = (char)(g_ascii_xdigit_value(word->text[i + 1]) *
			               16 +
			           g_ascii_xdigit_value(word->text[i + 2]));
			i += 2;
		} else if (c == '_') {
			c = ' ';
		}
		g_string_append_c(bytes, c);
	}
}

static bool
has_controls(const GString *text)
{
	for (size_t i = 0; i < text->len; i++)
		if ((unsigned char)text->str[i] < ' ' &&
		    !is_blank(text->str[i]))
			return true;
	return false;
}

/* Appends decoded words so that a parser reads them as one name. */
static void
append_quoted(Decoder *self, const GString *text)
{
	bool alone = !self->in_quotes && !self->in_angle && !self->comments;
	const char *escaped = self->in_angle ? "" : "\"\\()";

	if (alone)
		g_string_append_c(self->out, '"');
	for (size_t i = 0; i < text->len; i++) {
		char c = is_blank(text->str[i]) ? ' ' : text->str[i];

		if (c && strchr(escaped, c))
			g_string_append_c(self->out, '\\');
		g_string_append_c(self->out, c);
	}
	if (alone)
		g_string_append_c(self->out, '"');
}

/* The same, decoded again where words are encoded twice: a parser would do so,
 * and ask the C library for a converter that is not loaded. */
static void
append_parsed(Decoder *self, const GString *text)
{
	MailCharsetFaults faults = { .guessed = false };

	if (!g_strstr_len(text->str, (gssize)text->len, "=?")) {
		append_quoted(self, text);
		return;
	}
	g_autoptr(GString) twice =
	    mail_encoded_decode(text->str, text->len, &faults);
	append_quoted(self, twice);
}

static void
flush(Decoder *self, const Word *word, const GString *bytes, const char *raw)
{
	g_autofree char *charset =
	    g_strndup(word->charset, word->charset_bytes);
	MailCharsetFaults faults = { .guessed = false };
	g_autoptr(GString) text =
	    mail_charset_decode(bytes->str, bytes->len, charset, &faults);

	if (has_controls(text)) {
		g_string_append_len(self->out, raw, word->end - raw);
		return;
	}
	self->faults->guessed |= faults.guessed;
	self->faults->replaced |= faults.replaced;
	if (self->quoting)
		append_parsed(self, text);
	else
		g_string_append_len(self->out, text->str, (gssize)text->len);
}

static bool
is_same_charset(const Word *a, const Word *b)
{
	return a->charset_bytes == b->charset_bytes &&
	       g_ascii_strncasecmp(a->charset, b->charset, a->charset_bytes) ==
	           0;
}

/* Takes the words of one charset from @word on. Returns: behind the last, and
 * behind the blanks after it where another word follows. */
static const char *
take_words(Decoder *self, Word *word, const char *raw, const char *end)
{
	g_autoptr(GString) bytes = g_string_new(NULL);

	for (;;) {
		const char *next = word->end;
		Word more;

		if (word->is_base64)
			decode_base64(word, bytes);
		else
			decode_quoted(word, bytes);
		while (next < end && is_blank(*next))
			next++;
		bool follows = parse_word(next, end, &more);
		if (!follows || !is_same_charset(word, &more)) {
			flush(self, word, bytes, raw);
			return follows ? next : word->end;
		}
		*word = more;
	}
}

/* Keeps in mind where in a list of addresses the next word stands. */
static void
follow(Decoder *self, const char *at, const char *stop)
{
	for (; at < stop; at++) {
		if (*at == '\\' && (self->in_quotes || self->comments))
			at++;
		else if (*at == '"' && !self->comments)
			self->in_quotes = !self->in_quotes;
		else if (self->in_quotes)
			continue;
		else if (*at == '(')
			self->comments++;
		else if (*at == ')' && self->comments)
			self->comments--;
		else if (*at == '<' || *at == '>')
			self->in_angle = *at == '<';
	}
}

static GString *
decode(
    const char *value, size_t length, bool quoting, MailCharsetFaults *faults)
{
	const char *at = value, *end = value + length;
	Decoder self = { .out = g_string_sized_new(length + 1),
		.faults = faults,
		.quoting = quoting };

	while (at < end) {
		const char *stop = at;
		Word word;

		while ((stop = memchr(stop, '=', (size_t)(end - stop))) &&
		       !parse_word(stop, end, &word))
			stop++;
		const char *plain = stop ? stop : end;
		g_autoptr(GString) text =
		    mail_charset_decode(at, (size_t)(plain - at), NULL, faults);
		g_string_append_len(self.out, text->str, (gssize)text->len);
		if (quoting)
			follow(&self, at, plain);
		at = stop ? take_words(&self, &word, stop, end) : end;
	}
	return self.out;
}

GString *
mail_encoded_decode(const char *value, size_t length, MailCharsetFaults *faults)
{
	return decode(value, length, false, faults);
}

GString *
mail_encoded_quote(const char *value, size_t length, MailCharsetFaults *faults)
{
	return decode(value, length, true, faults);
}
