#include "mail/starts.h"

#include "mail/fold.h"

#include <glib.h>

#define BYTES 256

struct _MailStarts {
	size_t first[BYTES + 1]; /* in words: of those with that first byte */
	const char *words[];
};

static size_t
first_byte(const char *text)
{
	return (unsigned char)*text;
}

MailStarts *
mail_starts_new(const char *const *words, size_t n_words)
{
	MailStarts *self =
	    g_malloc0(sizeof *self + n_words * sizeof *self->words);
	size_t used[BYTES] = { 0 };

	for (size_t i = 0; i < n_words; i++)
		self->first[first_byte(words[i]) + 1]++;
	for (size_t c = 0; c < BYTES; c++)
		self->first[c + 1] += self->first[c];
	for (size_t i = 0; i < n_words; i++) {
		size_t c = first_byte(words[i]);

		self->words[self->first[c] + used[c]++] = words[i];
	}
	return self;
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
