#include "core/redact.h"

#include "core/words.h"

#include <string.h>

#define RUN_WORDS 4
#define SHORTEST_WORDS 2
#define MARK "[erased]"

struct _CoreRedactor {
	GHashTable *runs; /* "word word word word" */
	bool short_runs;  /* whether some have less than RUN_WORDS */
};

/* A word of a text. */
typedef struct {
	size_t start, end;
	char *folded;
	bool known;
} Word;

static void
word_clear(void *data)
{
	Word *self = data;

	g_free(self->folded);
}

typedef struct {
	const char *text;
	GArray *words; /* Word */
} Splitting;

/* A link is shown as hxxp, so that nobody follows it by mistake. */
static char *
plain_word(const char *folded)
{
	return g_str_has_prefix(folded, "hxxp")
	           ? g_strconcat("http", folded + 4, NULL)
	           : g_strdup(folded);
}

static void
add_word(const char *start, size_t length, const char *folded, void *data)
{
	const Splitting *self = data;
	Word word = { .start = (size_t)(start - self->text),
		.folded = plain_word(folded) };

	word.end = word.start + length;
	g_array_append_val(self->words, word);
}

static GArray *
split(const char *text)
{
	GArray *words = g_array_new(FALSE, FALSE, sizeof(Word));
	Splitting splitting = { text, words };

	g_array_set_clear_func(words, word_clear);
	core_words_foreach(text, add_word, &splitting);
	return words;
}

static char *
run_at(const GArray *words, unsigned at, unsigned n)
{
	GString *run = g_string_new(NULL);

	for (unsigned i = at; i < at + n; i++) {
		if (i > at)
			g_string_append_c(run, ' ');
		g_string_append(run, g_array_index(words, Word, i).folded);
	}
	return g_string_free(run, FALSE);
}

CoreRedactor *
core_redactor_new(void)
{
	CoreRedactor *self = g_new0(CoreRedactor, 1);

	self->runs =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return self;
}

void
core_redactor_free(CoreRedactor *self)
{
	if (!self)
		return;
	g_hash_table_unref(self->runs);
	g_free(self);
}

void
core_redactor_add(CoreRedactor *self, const char *text)
{
	g_autoptr(GArray) words = split(text ? text : "");

	if (words->len < SHORTEST_WORDS)
		return;
	unsigned n = MIN(words->len, RUN_WORDS);
	self->short_runs |= n < RUN_WORDS;
	for (unsigned i = 0; i + n <= words->len; i++)
		g_hash_table_add(self->runs, run_at(words, i, n));
}

/* Whether a run of @n known words begins at @at. */
static bool
is_known(const CoreRedactor *self, const GArray *words, unsigned at, unsigned n)
{
	g_autofree char *run = NULL;

	if (at + n > words->len)
		return false;
	run = run_at(words, at, n);
	return g_hash_table_contains(self->runs, run);
}

static bool
mark_known(const CoreRedactor *self, GArray *words)
{
	unsigned least = self->short_runs ? SHORTEST_WORDS : RUN_WORDS;
	bool found = false;

	for (unsigned n = least; n <= RUN_WORDS; n++)
		for (unsigned at = 0; at + n <= words->len; at++) {
			if (!is_known(self, words, at, n))
				continue;
			found = true;
			for (unsigned i = at; i < at + n; i++)
				g_array_index(words, Word, i).known = true;
		}
	return found;
}

/* Returns: (transfer full): @html with blanks for tags and entities, so that
 * what is left stands where it stood. */
static char *
blank_markup(const char *html)
{
	char *text = g_strdup(html);

	for (char *p = text; *p; p++) {
		char end = *p == '<' ? '>' : *p == '&' ? ';' : '\0';
		char *last = end ? strchr(p, end) : NULL;

		if (!last || (end == ';' && last - p > 10))
			continue;
		memset(p, ' ', (size_t)(last - p) + 1);
		p = last;
	}
	return text;
}

static bool
holds_tag(const char *text, size_t from, size_t to)
{
	return memchr(text + from, '<', to - from) != NULL;
}

/* What lies between two known words goes with them, but for tags. */
static char *
replace(const char *text, const GArray *words, bool html)
{
	GString *out = g_string_new(NULL);
	size_t done = 0;
	bool inside = false;

	for (unsigned i = 0; i < words->len; i++) {
		const Word *word = &g_array_index(words, Word, i);

		if (!word->known) {
			inside = false;
			continue;
		}
		if (!inside || (html && holds_tag(text, done, word->start))) {
			g_string_append_len(
			    out, text + done, (gssize)(word->start - done));
			if (!inside)
				g_string_append(out, MARK);
		}
		inside = true;
		done = word->end;
	}
	g_string_append(out, text + done);
	return g_string_free(out, FALSE);
}

char *
core_redactor_run(
    const CoreRedactor *self, const char *text, bool html, bool *ret_found)
{
	g_autofree char *plain = html ? blank_markup(text) : g_strdup(text);
	g_autoptr(GArray) words = split(plain);
	bool found = mark_known(self, words);

	if (ret_found)
		*ret_found = found;
	return found ? replace(text, words, html) : g_strdup(text);
}
