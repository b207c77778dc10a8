#include "filters/rules/terms.h"

#include "core/words.h"
#include "filters/rules/literals.h"
#include "filters/rules/needles.h"

#include <string.h>

#define SEPARATOR '\n'

/* What a literal stands for. */
typedef struct {
	unsigned slot, choice;
} Use;

struct _FilterTerms {
	FilterLiterals *literals;
	FilterFolded *folded; /* of a term being added */
	GArray *uses;         /* Use, in the order of literals */
};

FilterTerms *
filter_terms_new(void)
{
	FilterTerms *self = g_new0(FilterTerms, 1);

	self->literals = filter_literals_new();
	self->folded = filter_folded_new();
	self->uses = g_array_new(FALSE, FALSE, sizeof(Use));
	return self;
}

void
filter_terms_free(FilterTerms *self)
{
	if (!self)
		return;
	filter_literals_free(self->literals);
	filter_folded_free(self->folded);
	g_array_unref(self->uses);
	g_free(self);
}

static void
add_use(FilterTerms *self, const char *literal, size_t length, Use use)
{
	filter_literals_add(self->literals, literal, length, use.choice > 0);
	g_array_append_val(self->uses, use);
}

/* A term's borders are part of its literal, but for those that it may lack. */
void
filter_terms_add(
    FilterTerms *self, const char *text, bool prefix, unsigned slot)
{
	const char *bytes, *end;
	size_t length;

	filter_folded_take(self->folded, text, FILTER_FOLDED_WORDS);
	bytes = filter_folded_bytes(self->folded, &length);
	if (length < 2)
		return;
	end = bytes + length - 1;
	if (memchr(bytes + 1, SEPARATOR, length - 1) == end &&
	    core_word_is_unparted(bytes))
		bytes++;
	else if (!prefix)
		end++;
	add_use(self, bytes, (size_t)(end - bytes), (Use){ slot, 0 });
}

unsigned
filter_terms_add_regex(FilterTerms *self, const char *pattern, unsigned slot)
{
	g_autoptr(GPtrArray) choices = filter_needles_of(pattern);

	for (unsigned i = 0; i < choices->len; i++) {
		const GPtrArray *choice = choices->pdata[i];

		for (unsigned j = 0; j < choice->len; j++)
			add_use(self, choice->pdata[j],
			    strlen(choice->pdata[j]), (Use){ slot, i + 1 });
	}
	return choices->len;
}

bool
filter_terms_compile(FilterTerms *self, const char *cache, GError **error)
{
	return filter_literals_compile(self->literals, cache, error);
}

typedef struct {
	const FilterTerms *terms;
	FilterTermHit hit;
	void *data;
} Scan;

static void
report(unsigned literal, size_t from, size_t to, void *data)
{
	const Scan *scan = data;
	const Use *use = &g_array_index(scan->terms->uses, Use, literal);

	scan->hit(use->slot, use->choice, from, to, scan->data);
}

void
filter_terms_scan(
    FilterTerms *self, const FilterFolded *text, FilterTermHit hit, void *data)
{
	Scan scan = { self, hit, data };
	size_t length;
	const char *bytes = filter_folded_bytes(text, &length);

	filter_literals_scan(self->literals, bytes, length, report, &scan);
}
