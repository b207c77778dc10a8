#include "filters/rules/places.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define LOOK_BYTES 65536
#define WORD_BYTES 1024
#define BITS 64
#define ALL ((UINT32_C(1) << FILTER_PLACES_KINDS) - 1)

#define INSIDE FILTER_PLACES_KINDS /* behind one of a word, and of a word */
#define ROWS (INSIDE + 1)

/* A row has a bit for each byte of the text, and 64 behind the last. */
struct _FilterPlaces {
	const char *text;
	size_t length;
	size_t n_blocks; /* of 64 bits in a row */
	uint64_t *rows;  /* ROWS of them: by kind, then INSIDE */
	size_t room;     /* for so many blocks */
	uint32_t have;   /* bits of the rows that are filled */
	/* What was looked for last, and where in which block it is. */
	const FilterPair *pair; /* or NULL */
	size_t block;
	uint64_t found;
};

unsigned
filter_places_kind(unsigned char byte)
{
	if (byte >= 0x80)
		return FILTER_PLACES_HIGH;
	if (g_ascii_isdigit((char)byte))
		return FILTER_PLACES_DIGIT;
	return g_ascii_isalpha((char)byte)
	           ? (unsigned)g_ascii_tolower((char)byte) - 'a'
	           : FILTER_PLACES_PLAIN;
}

FilterPlaces *
filter_places_new(void)
{
	return g_new0(FilterPlaces, 1);
}

void
filter_places_free(FilterPlaces *self)
{
	if (!self)
		return;
	g_free(self->rows);
	g_free(self);
}

/* Of a long text whole words are seen, that no half one is taken for another.
 */
static size_t
look_length(const char *text)
{
	size_t length = strnlen(text, LOOK_BYTES + 1);
	size_t cut = LOOK_BYTES;

	if (length <= LOOK_BYTES)
		return length;
	while (cut > LOOK_BYTES - WORD_BYTES && !g_ascii_isspace(text[cut]))
		cut--;
	while ((text[cut] & 0xC0) == 0x80)
		cut--;
	return cut;
}

void
filter_places_take(FilterPlaces *self, const char *text)
{
	self->text = text;
	self->length = look_length(text);
	self->n_blocks = self->length / BITS + 2;
	self->have = 0;
	self->pair = NULL;
	if (self->n_blocks > self->room) {
		self->room = self->n_blocks;
		g_free(self->rows);
		self->rows = g_new(uint64_t, ROWS * self->room);
	}
}

const char *
filter_places_text(const FilterPlaces *self, size_t *ret_length)
{
	*ret_length = self->length;
	return self->text;
}

/* Bytes that with @fold's bits set are @from to @to. */
typedef struct {
	uint8_t fold, from, to;
} Range;

/* Returns: a bit for each of the 64 bytes at @bytes that is in @range. */
#ifdef __SSE2__
static uint64_t
find_range(const char *bytes, Range range)
{
	__m128i fold = _mm_set1_epi8((char)range.fold);
	__m128i from = _mm_set1_epi8((char)range.from);
	__m128i to = _mm_set1_epi8((char)range.to);
	uint64_t found = 0;

	for (int i = 0; i < BITS; i += 16) {
		__m128i some = _mm_or_si128(
		    fold, _mm_loadu_si128(
		              (const __m128i *)(const void *)(bytes + i)));
		__m128i near = _mm_min_epu8(_mm_max_epu8(some, from), to);

		found |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(near, some))
		         << i;
	}
	return found;
}
#else
static uint64_t
find_range(const char *bytes, Range range)
{
	uint64_t found = 0;

	for (int i = 0; i < BITS; i++) {
		uint8_t byte = (uint8_t)bytes[i] | range.fold;

		found |= (uint64_t)(byte >= range.from && byte <= range.to)
		         << i;
	}
	return found;
}
#endif

static uint64_t
find_words(const char *bytes)
{
	return find_range(bytes, (Range){ 0x20, 'a', 'z' }) |
	       find_range(bytes, (Range){ 0, '0', '9' });
}

/* The row @row of 64 bytes, but for INSIDE: what is of a word. */
static uint64_t
find_row(const char *bytes, unsigned row)
{
	uint8_t letter = (uint8_t)('a' + row);

	switch (row) {
	case INSIDE:
		return find_words(bytes) |
		       find_range(bytes, (Range){ 0, '_', '_' });
	case FILTER_PLACES_DIGIT:
		return find_range(bytes, (Range){ 0, '0', '9' });
	case FILTER_PLACES_PLAIN:
		return find_range(bytes, (Range){ 0, 0, 0x7f }) &
		       ~find_words(bytes);
	case FILTER_PLACES_HIGH:
		return find_range(bytes, (Range){ 0, 0xc0, 0xff });
	default:
		return find_range(bytes, (Range){ 0x20, letter, letter });
	}
}

static void
fill_row(const FilterPlaces *self, unsigned row, uint64_t *blocks)
{
	/* With the byte behind it, often NUL, which is the second character of
	 * the last. */
	size_t whole = (self->length + 1) / BITS;
	size_t rest = (self->length + 1) % BITS;
	char last[BITS] = "";

	for (size_t i = 0; i < whole; i++)
		blocks[i] = find_row(self->text + i * BITS, row);
	memcpy(last, self->text + whole * BITS, rest);
	blocks[whole] = find_row(last, row) & ((UINT64_C(1) << rest) - 1);
	for (size_t i = whole + 1; i < self->n_blocks; i++)
		blocks[i] = 0;
	for (size_t i = self->n_blocks; row == INSIDE && i-- > 0;)
		blocks[i] &=
		    blocks[i] << 1 | (i ? blocks[i - 1] >> (BITS - 1) : 0);
}

static const uint64_t *
row_at(FilterPlaces *self, unsigned row)
{
	uint64_t *blocks = self->rows + row * self->n_blocks;

	if (!(self->have >> row & 1)) {
		fill_row(self, row, blocks);
		self->have |= UINT32_C(1) << row;
	}
	return blocks;
}

/* Where in block @i a character of @kinds stands one byte on. */
static uint64_t
find_seconds(FilterPlaces *self, uint32_t kinds, size_t i)
{
	uint64_t found = 0;

	for (; kinds; kinds &= kinds - 1) {
		const uint64_t *row =
		    row_at(self, (unsigned)__builtin_ctz(kinds));

		found |= row[i] >> 1 | row[i + 1] << (BITS - 1);
	}
	return found;
}

static uint64_t
find_pair(FilterPlaces *self, const FilterPair *pair, size_t i)
{
	uint64_t found = 0;

	for (uint32_t firsts = pair->firsts; firsts; firsts &= firsts - 1) {
		unsigned first = (unsigned)__builtin_ctz(firsts);
		uint64_t here = row_at(self, first)[i];

		if (here && pair->seconds[first] != ALL)
			here &= find_seconds(self, pair->seconds[first], i);
		found |= here;
	}
	return pair->bordered ? found & ~row_at(self, INSIDE)[i] : found;
}

/* The same, known from the last time: the places of one block are asked for in
 * turn. */
static uint64_t
find_pair_again(FilterPlaces *self, const FilterPair *pair, size_t i)
{
	if (self->pair != pair || self->block != i) {
		self->found = find_pair(self, pair, i);
		self->pair = pair;
		self->block = i;
	}
	return self->found;
}

size_t
filter_places_find(FilterPlaces *self, const FilterPair *pair, size_t from)
{
	for (size_t i = from / BITS; i * BITS < self->length; i++) {
		uint64_t found = find_pair_again(self, pair, i);

		if (i == from / BITS)
			found &= ~UINT64_C(0) << from % BITS;
		if (found)
			return MIN(i * BITS + (size_t)__builtin_ctzll(found),
			    self->length);
	}
	return self->length;
}
