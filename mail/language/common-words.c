#include "mail/language/common-words.h"

#include "core/text.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define WORDS_MIN 24 /* of a text, that it be judged */
#define SHARE 6      /* one word in so many is to be of the language, */
#define LEAD 6       /* and so many for each one of another */
#define ALONE 10     /* one in so many of English, where none is of another */
#define KEY_BYTES 8
#define LATIN_END 0xCD   /* the first byte of U+0340 */
#define PUNCTUATION 0xE2 /* the first byte of U+2000 */
#define OTHER_SHARE 32
#define SLOTS 512 /* twice the words, a power of two */
#define SLOT_BITS 9

/* Words of one language that its neighbours do not write as well: those that
 * Danish, Catalan, Galician, Afrikaans and Slovak have are left out, too, and
 * what addresses of the web have in any language. English, the first, is
 * written by itself: Irish has "an" and "is". */
static const struct {
	const char *code, *words;
} languages[] = {
	{ "en", "the and of to that for with this you are have not it be "
	        "your we they from but our was my when would which there has "
	        "been what can will if" },
	{ "de", "und der die das ist nicht ich sie mit für auf ein eine zu "
	        "dem wir auch von bei wird einen oder werden wenn kann "
	        "diese" },
	{ "fr", "le les des est et une du dans pour pas vous nous avec sur "
	        "sont ce cette ou être votre qui au ne je" },
	{ "es", "el los las una y con por para se pero muy usted su puede "
	        "son esta hay nos más cuando también tiene" },
	{ "it", "il di che gli della non è per sono del nel alla questo "
	        "anche dei più delle essere" },
	{ "nl", "het een van ik niet voor met zijn op wordt naar deze ook "
	        "uw dit als kan er maar" },
	{ "pt", "não uma em você são os da do ao muito meu isso pelo pela "
	        "mais foi seu" },
	{ "pl", "się nie jest że dla przez są czy oraz jak można "
	        "proszę być" },
	{ "sv", "och att är för inte som jag på det ett eller från" },
};
#define LANGUAGES G_N_ELEMENTS(languages)

typedef struct {
	unsigned char letters[256]; /* in lower case; 0: none */
	struct {
		uint64_t key; /* 0: free */
		size_t language;
	} slots[SLOTS];
} Table;

/* Takes the next word off @text. Returns: false at the end. *ret_key is its
 * letters in lower case, 0 where they take more than a key's bytes. */
static bool
next_word(const Table *self, const unsigned char **text,
    const unsigned char *end, uint64_t *ret_key)
{
	const unsigned char *at = *text;
	uint64_t key = 0;

	while (at < end && !self->letters[*at])
		at++;
	const unsigned char *start = at;
	for (; at < end && self->letters[*at]; at++)
		key = key << 8 | self->letters[*at];
	*text = at;
	*ret_key = at - start <= KEY_BYTES ? key : 0;
	return at > start;
}

static size_t
slot_of(const Table *self, uint64_t key)
{
	size_t slot = key * UINT64_C(0x9e3779b97f4a7c15) >> (64 - SLOT_BITS);

	while (self->slots[slot].key && self->slots[slot].key != key)
		slot = (slot + 1) % SLOTS;
	return slot;
}

/* Whether more of @text than a name or two is in another script. */
static bool
has_other_script(const char *text, size_t length)
{
	size_t bytes = 0;

	for (size_t i = core_text_ascii(text, length); i < length; i++)
		bytes += (unsigned char)text[i] >= LATIN_END &&
		         (unsigned char)text[i] != PUNCTUATION;
	return bytes * OTHER_SHARE > length;
}

static Table *
make_table(void)
{
	Table *self = g_new0(Table, 1);

	for (unsigned c = 0; c < sizeof self->letters; c++)
		if (c >= 0x80 || g_ascii_isalpha((char)c))
			self->letters[c] =
			    (unsigned char)(c < 0x80 ? c | 0x20 : c);
	for (size_t i = 0; i < LANGUAGES; i++) {
		const unsigned char *at =
		    (const unsigned char *)languages[i].words;
		const unsigned char *end = at + strlen(languages[i].words);
		uint64_t key;

		while (next_word(self, &at, end, &key)) {
			size_t slot = slot_of(self, key);

			self->slots[slot].key = key;
			self->slots[slot].language = i;
		}
	}
	return self;
}

static const Table *
table(void)
{
	static gsize only; /* Table *, kept for ever */

	if (g_once_init_enter(&only))
		g_once_init_leave(&only, (gsize)make_table());
	return (const Table *)only;
}

const char *
mail_common_words_detect(const char *text, size_t length)
{
	const Table *known = table();
	const unsigned char *at = (const unsigned char *)text;
	const unsigned char *end = at + length;
	size_t counts[LANGUAGES] = { 0 }, words = 0, all = 0, best = 0;
	uint64_t key;

	for (; next_word(known, &at, end, &key); words++) {
		size_t slot = slot_of(known, key);

		if (!key || !known->slots[slot].key)
			continue;
		counts[known->slots[slot].language]++;
		all++;
	}
	for (size_t i = 1; i < LANGUAGES; i++)
		best = counts[i] > counts[best] ? i : best;
	size_t share = best == 0 && all == counts[0] ? ALONE : SHARE;
	if (words < WORDS_MIN || counts[best] * share < words ||
	    (all - counts[best]) * LEAD > counts[best] ||
	    has_other_script(text, length))
		return NULL;
	return languages[best].code;
}
