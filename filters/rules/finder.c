#include "filters/rules/finder.h"

#include "filters/rules/needles.h"
#include "filters/rules/regex.h"
#include "filters/rules/terms.h"
#include "filters/rules/views.h"

#include <string.h>

#define PLACES_MAX 8 /* of a slot */
#define TRIED_MAX 8  /* a mail has a few texts, or very many */
#define NOWHERE (-1)

/* A term, and what the last message did to it. There are thousands, and each
 * hit looks at one: so it is small. */
typedef struct {
	const CoreQuery *term;
	FilterRegex *regex; /* made when first needed */
	uint32_t seen_in;   /* the number of the text that has the choices @seen
	                     */
	/* Of a regex, until it is tried: where the texts begin that may match.
	 */
	int32_t first, last; /* of self->places, or NOWHERE */
	uint32_t field;      /* by self->views */
	uint8_t choices;     /* of a regex: bits that a text must all have */
	uint8_t seen;        /* the same bits */
	uint8_t n_places;
	bool is_regex, is_reported, is_tried;
} Slot;
G_STATIC_ASSERT(FILTER_NEEDLES_MAX <= 8);

typedef struct {
	const char *start;
	size_t length;
	int next; /* of the same slot, or NOWHERE */
} Place;

struct _FilterFinder {
	FilterViews *views;
	GArray *slots;     /* Slot */
	GHashTable *known; /* const CoreQuery * -> its slot + 1 */
	FilterTerms *terms;
	FilterFolded *folded;
	/* Of the last message. */
	GArray *places; /* Place */
	GArray *used;   /* unsigned: the slots that have changed */
	/* Of the texts in which regexes were tried last. */
	FilterPlaces *tried[TRIED_MAX];
	unsigned n_tried; /* texts that were taken by them */
	unsigned n_texts;
	const char *text;                  /* the one that is being scanned, */
	bool is_for_words, is_for_regexes; /* for these */
	bool limited;
	FilterFinderReport report;
	void *data;
};

static unsigned
hash_term(const void *data)
{
	const CoreQuery *term = data;

	return g_str_hash(term->text) * 31 + term->kind * 7 + term->field;
}

static gboolean
equal_terms(const void *a, const void *b)
{
	const CoreQuery *one = a, *other = b;

	return one->field == other->field && one->kind == other->kind &&
	       strcmp(one->text, other->text) == 0 &&
	       g_strcmp0(one->header, other->header) == 0;
}

FilterFinder *
filter_finder_new(void)
{
	FilterFinder *self = g_new0(FilterFinder, 1);

	self->views = filter_views_new();
	self->slots = g_array_new(FALSE, FALSE, sizeof(Slot));
	self->known = g_hash_table_new(hash_term, equal_terms);
	self->terms = filter_terms_new();
	self->folded = filter_folded_new();
	self->places = g_array_new(FALSE, FALSE, sizeof(Place));
	self->used = g_array_new(FALSE, FALSE, sizeof(unsigned));
	for (unsigned i = 0; i < TRIED_MAX; i++)
		self->tried[i] = filter_places_new();
	return self;
}

static Slot *
slot_at(const FilterFinder *self, unsigned slot)
{
	return &g_array_index(self->slots, Slot, slot);
}

static Place *
place_at(const FilterFinder *self, int place)
{
	return &g_array_index(self->places, Place, place);
}

void
filter_finder_free(FilterFinder *self)
{
	if (!self)
		return;
	for (unsigned i = 0; i < self->slots->len; i++)
		filter_regex_free(slot_at(self, i)->regex);
	filter_views_free(self->views);
	g_array_unref(self->slots);
	g_hash_table_unref(self->known);
	filter_terms_free(self->terms);
	filter_folded_free(self->folded);
	g_array_unref(self->places);
	g_array_unref(self->used);
	for (unsigned i = 0; i < TRIED_MAX; i++)
		filter_places_free(self->tried[i]);
	g_free(self);
}

unsigned
filter_finder_add(FilterFinder *self, const CoreQuery *term)
{
	unsigned known =
	    GPOINTER_TO_UINT(g_hash_table_lookup(self->known, term));
	unsigned number = self->slots->len;
	Slot slot = { .term = term,
		.first = NOWHERE,
		.last = NOWHERE,
		.is_regex = term->kind == CORE_QUERY_REGEX };

	if (known)
		return known - 1;
	slot.field = filter_views_add(self->views, term);
	if (slot.is_regex)
		slot.choices =
		    (uint8_t)((1u << filter_terms_add_regex(
		                   self->terms, term->text, number)) -
		              1);
	else
		filter_terms_add(self->terms, term->text,
		    term->kind == CORE_QUERY_PREFIX, number);
	g_array_append_val(self->slots, slot);
	g_hash_table_insert(
	    self->known, (void *)(uintptr_t)term, GUINT_TO_POINTER(number + 1));
	return number;
}

unsigned
filter_finder_count(const FilterFinder *self)
{
	return self->slots->len;
}

bool
filter_finder_reports(const FilterFinder *self, unsigned slot)
{
	return !slot_at(self, slot)->is_regex || slot_at(self, slot)->choices;
}

bool
filter_finder_compile(FilterFinder *self, const char *cache, GError **error)
{
	return filter_terms_compile(self->terms, cache, error);
}

static void
forget(FilterFinder *self)
{
	for (unsigned i = 0; i < self->used->len; i++) {
		Slot *slot =
		    slot_at(self, g_array_index(self->used, unsigned, i));

		slot->is_reported = slot->is_tried = false;
		slot->first = slot->last = NOWHERE;
		slot->n_places = 0;
	}
	g_array_set_size(self->used, 0);
	g_array_set_size(self->places, 0);
	self->n_tried = 0;
	self->limited = false;
}

static void
add_place(FilterFinder *self, Slot *slot, const char *start, size_t length)
{
	Place place = { start, length, NOWHERE };
	int number = (int)self->places->len;

	/* What may stand inside words may stand twice in one. */
	if (slot->last != NOWHERE && place_at(self, slot->last)->start == start)
		return;
	g_array_append_val(self->places, place);
	if (slot->last == NOWHERE)
		slot->first = number;
	else
		place_at(self, slot->last)->next = number;
	slot->last = number;
	slot->n_places++;
}

static void
report(FilterFinder *self, unsigned number)
{
	Slot *slot = slot_at(self, number);

	if (slot->is_reported)
		return;
	slot->is_reported = true;
	g_array_append_val(self->used, number);
	self->report(number, slot->is_regex, self->data);
}

/* Returns: whether the text now has all that regex @slot demands, since this
 * choice. */
static bool
completes(const FilterFinder *self, Slot *slot, unsigned choice)
{
	unsigned before;

	if (slot->seen_in != self->n_texts)
		slot->seen = 0;
	slot->seen_in = self->n_texts;
	before = slot->seen;
	slot->seen = (uint8_t)(slot->seen | 1u << (choice - 1));
	return before != slot->choices && slot->seen == slot->choices;
}

static void
note_hit(unsigned number, unsigned choice, size_t from, size_t to, void *data)
{
	FilterFinder *self = data;
	Slot *slot = slot_at(self, number);
	const char *start = self->text;
	size_t length = 0;

	if (!filter_views_sees(self->views, slot->field) ||
	    !(choice ? self->is_for_regexes : self->is_for_words))
		return;
	if (choice ? !completes(self, slot, choice)
	           : slot->n_places >= PLACES_MAX)
		return;
	if (!choice)
		start = filter_folded_span(self->folded, from, to, &length);
	report(self, number);
	add_place(self, slot, start, length);
}

static void
scan_text(FilterFinder *self, const char *text)
{
	self->text = text;
	self->n_texts++;
	filter_folded_take(self->folded, text, FILTER_FOLDED_WORDS);
	self->is_for_words = true;
	self->is_for_regexes = !filter_folded_has_marks(self->folded);
	filter_terms_scan(self->terms, self->folded, note_hit, self);
	if (!self->is_for_regexes) {
		filter_folded_take(self->folded, text, FILTER_FOLDED_REGEX);
		self->is_for_words = false;
		self->is_for_regexes = true;
		filter_terms_scan(self->terms, self->folded, note_hit, self);
	}
}

void
filter_finder_scan(FilterFinder *self, const CoreMessage *message,
    FilterFinderReport report_slot, void *data)
{
	const char *text;

	forget(self);
	self->report = report_slot;
	self->data = data;
	filter_views_take(self->views, message);
	while ((text = filter_views_next(self->views)) != NULL)
		scan_text(self, text);
}

static FilterPlaces *
places_of(FilterFinder *self, const char *text)
{
	unsigned known = MIN(self->n_tried, TRIED_MAX);
	FilterPlaces *places;
	size_t length;

	for (unsigned i = 0; i < known; i++)
		if (filter_places_text(self->tried[i], &length) == text)
			return self->tried[i];
	places = self->tried[self->n_tried++ % TRIED_MAX];
	filter_places_take(places, text);
	return places;
}

typedef struct {
	FilterFinder *finder;
	Slot *slot;
} Trial;

static void
try_text(const char *text, void *data)
{
	const Trial *trial = data;
	FilterPlaces *places = places_of(trial->finder, text);
	size_t start, length;

	if (trial->slot->n_places >= PLACES_MAX)
		return;
	switch (
	    filter_regex_find(trial->slot->regex, places, &start, &length)) {
	case FILTER_REGEX_NO:
		break;
	case FILTER_REGEX_YES:
		add_place(trial->finder, trial->slot, text + start, length);
		break;
	case FILTER_REGEX_LIMIT:
		trial->finder->limited = true;
		break;
	}
}

static void
try_regex(FilterFinder *self, unsigned number)
{
	Slot *slot = slot_at(self, number);
	Trial trial = { self, slot };
	int next = slot->first;

	slot->is_tried = true;
	slot->first = slot->last = NOWHERE;
	slot->n_places = 0;
	if (!slot->regex)
		slot->regex = filter_regex_new(slot->term->text, NULL, NULL);
	g_assert(slot->regex); /* the query's parser has compiled it, too */
	if (!slot->choices) {
		g_array_append_val(self->used, number);
		filter_views_foreach(
		    self->views, slot->field, try_text, &trial);
	}
	while (next != NOWHERE) {
		Place place = *place_at(self, next);

		try_text(place.start, &trial);
		next = place.next;
	}
}

bool
filter_finder_has(FilterFinder *self, unsigned slot)
{
	if (slot_at(self, slot)->is_regex && !slot_at(self, slot)->is_tried &&
	    (slot_at(self, slot)->is_reported ||
	        !filter_finder_reports(self, slot)))
		try_regex(self, slot);
	return slot_at(self, slot)->first != NOWHERE;
}

void
filter_finder_spans(const FilterFinder *self, unsigned slot, FilterSpans *spans)
{
	int next = slot_at(self, slot)->first;

	for (; next != NOWHERE; next = place_at(self, next)->next)
		filter_spans_add(spans, place_at(self, next)->start,
		    place_at(self, next)->length);
}

bool
filter_finder_is_limited(const FilterFinder *self)
{
	return self->limited;
}
