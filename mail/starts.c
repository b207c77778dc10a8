#include "mail/starts.h"

#include "mail/fold.h"

#include <stdint.h>

#define BYTES 256
#define BITS 64

struct _MailStarts {
	uint64_t second[BYTES];  /* by the first byte: the low bits of the
	                            second one, one bit for each value */
	size_t first[BYTES + 1]; /* in words: of those with that first byte */
	const char *words[];
};

static size_t
first_byte(const char *text)
{
	return (unsigned char)*text;
}

static uint64_t
second_bit(const char *text)
{
	return UINT64_C(1) << ((unsigned char)text[1] % BITS);
}

static MailStarts *
sort(const char *const *words, size_t n_words)
{
	MailStarts *self =
	    g_malloc0(sizeof *self + n_words * sizeof *self->words);
	size_t used[BYTES] = { 0 };

	for (size_t i = 0; i < n_words; i++) {
		size_t c = first_byte(words[i]);

		self->first[c + 1]++;
		/* behind a word of one byte may be any */
		self->second[c] |=
		    words[i][1] ? second_bit(words[i]) : UINT64_MAX;
	}
	for (size_t c = 0; c < BYTES; c++)
		self->first[c + 1] += self->first[c];
	for (size_t i = 0; i < n_words; i++) {
		size_t c = first_byte(words[i]);

		self->words[self->first[c] + used[c]++] = words[i];
	}
	return self;
}

const MailStarts *
mail_starts_of(gsize *place, const char *const *words, size_t n_words)
{
	if (g_once_init_enter(place))
		g_once_init_leave(place, (gsize)sort(words, n_words));
	return (const MailStarts *)*place;
}

bool
mail_starts_have(const MailStarts *self, const char *text)
{
	size_t c = first_byte(text);

	for (size_t i = self->first[c]; i < self->first[c + 1]; i++)
		if (mail_fold_begins(text, &self->words[i], 1))
			return true;
	return false;
}

bool
mail_starts_occur(const MailStarts *self, const char *text)
{
	for (; *text; text++)
		if ((self->second[first_byte(text)] & second_bit(text)) &&
		    mail_starts_have(self, text))
			return true;
	return false;
}
