/* Holds the matcher against the plain way to do the same: each term of each
 * rule looked for by itself, one after the other. */
#include "core/text.h"
#include "core/words.h"
#include "filters/rules/fields.h"
#include "filters/rules/match.h"
#include "filters/rules/query.h"
#include "filters/rules/regex.h"

#include <string.h>

#define ROUNDS 150
#define RULES 24
#define MESSAGES 12
#define SPANS_MAX 8
#define SPAN_BYTES 120

/* A word as it stands in the text, and folded. */
typedef struct {
	const char *start;
	size_t length;
	char *folded;
} Word;

static void
word_clear(void *data)
{
	g_free(((Word *)data)->folded);
}

static void
add_word(const char *start, size_t length, const char *folded, void *data)
{
	Word word = { start, length, g_strdup(folded) };

	g_array_append_val((GArray *)data, word);
}

static GArray *
words_of(const char *text)
{
	GArray *words = g_array_new(FALSE, FALSE, sizeof(Word));

	g_array_set_clear_func(words, word_clear);
	core_words_foreach(text, add_word, words);
	return words;
}

static bool
is_word(const Word *have, const Word *want, bool open, bool inside)
{
	if (inside)
		return strstr(have->folded, want->folded);
	return open ? g_str_has_prefix(have->folded, want->folded)
	            : strcmp(have->folded, want->folded) == 0;
}

static void
add_span(GPtrArray *spans, const char *start, size_t length)
{
	char *span;

	if (spans->len >= SPANS_MAX)
		return;
	if (length > SPAN_BYTES)
		for (length = SPAN_BYTES; (start[length] & 0xc0) == 0x80;)
			length--;
	span = g_strdelimit(g_strndup(start, length), "\n\t", ' ');
	g_ptr_array_add(spans, span);
}

/* One term, and where it stands. */
typedef struct {
	const CoreQuery *term;
	GPtrArray *spans; /* char * */
} Search;

static void
look_for_words(const char *text, void *data)
{
	const Search *search = data;
	g_autoptr(GArray) have = words_of(text);
	g_autoptr(GArray) want = words_of(search->term->text);
	const Word *h = (const Word *)(const void *)have->data;
	const Word *w = (const Word *)(const void *)want->data;
	bool inside = want->len == 1 && core_word_is_unparted(w->folded);
	bool open = search->term->kind == CORE_QUERY_PREFIX;

	if (want->len == 0)
		return;
	for (unsigned i = 0; i + want->len <= have->len; i++) {
		unsigned n = 0;

		while (n < want->len && is_word(&h[i + n], &w[n],
		                            open && n + 1 == want->len, inside))
			n++;
		if (n == want->len)
			add_span(search->spans, h[i].start,
			    (size_t)(h[i + n - 1].start + h[i + n - 1].length -
			             h[i].start));
	}
}

static void
look_for_regex(const char *text, void *data)
{
	const Search *search = data;
	g_autoptr(FilterRegex) regex =
	    filter_regex_new(search->term->text, NULL, NULL);
	g_autoptr(FilterPlaces) places = filter_places_new();
	size_t start, length;

	filter_places_take(places, text);
	if (filter_regex_find(regex, places, &start, &length) ==
	    FILTER_REGEX_YES)
		add_span(search->spans, text + start, length);
}

/* Returns: (transfer full): the spans of @term, or NULL where it is false. */
static GPtrArray *
search_term(const FilterSubject *subject, const CoreQuery *term)
{
	Search search = { term, g_ptr_array_new_with_free_func(g_free) };

	filter_field_foreach_text(subject->message, term->field, term->header,
	    term->kind == CORE_QUERY_REGEX ? look_for_regex : look_for_words,
	    &search);
	if (search.spans->len > 0)
		return search.spans;
	g_ptr_array_unref(search.spans);
	return NULL;
}

static bool
is_true(
    const FilterSubject *subject, const CoreQuery *query, const GPtrArray *tags)
{
	bool any = query->kind == CORE_QUERY_OR;

	if (!query->children && !filter_field_is_text(query->field))
		return filter_field_is(subject, query, tags);
	if (!query->children) {
		g_autoptr(GPtrArray) spans = search_term(subject, query);
		return spans != NULL;
	}
	if (query->kind == CORE_QUERY_NOT)
		return !is_true(subject, query->children->pdata[0], tags);
	for (unsigned i = 0; i < query->children->len; i++)
		if (is_true(subject, query->children->pdata[i], tags) == any)
			return any;
	return !any;
}

static void
collect(const FilterSubject *subject, const CoreQuery *query,
    const GPtrArray *tags, GPtrArray *into)
{
	g_autoptr(GPtrArray) spans = NULL;

	if (query->kind == CORE_QUERY_NOT || !is_true(subject, query, tags))
		return;
	for (unsigned i = 0; query->children && i < query->children->len; i++)
		collect(subject, query->children->pdata[i], tags, into);
	if (!query->children && filter_field_is_text(query->field))
		spans = search_term(subject, query);
	for (unsigned i = 0; spans && i < spans->len; i++)
		if (into->len < SPANS_MAX &&
		    !g_ptr_array_find_with_equal_func(
		        into, spans->pdata[i], g_str_equal, NULL))
			g_ptr_array_add(into, g_strdup(spans->pdata[i]));
}

static void
print_match(GString *out, const FilterRule *rule, char **spans)
{
	g_autofree char *joined = g_strjoinv("|", spans);

	g_string_append_printf(out, "%s: %s\n", rule->tag, joined);
}

static char *
match_plainly(const GPtrArray *rules, const FilterSubject *subject)
{
	g_autoptr(GPtrArray) tags = g_ptr_array_new();
	GString *out = g_string_new(NULL);

	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];
		g_autoptr(GPtrArray) spans =
		    g_ptr_array_new_with_free_func(g_free);

		if (!is_true(subject, rule->when, tags))
			continue;
		collect(subject, rule->when, tags, spans);
		g_ptr_array_add(spans, NULL);
		g_ptr_array_add(tags, rule->tag);
		print_match(out, rule, (char **)spans->pdata);
	}
	return g_string_free(out, FALSE);
}

static char *
match_at_once(FilterMatcher *matcher, const FilterSubject *subject)
{
	g_autoptr(GPtrArray) matches =
	    filter_matcher_match(matcher, subject, NULL);
	GString *out = g_string_new(NULL);

	for (unsigned i = 0; i < matches->len; i++) {
		const FilterMatch *match = matches->pdata[i];

		print_match(out, match->rule, match->spans);
	}
	return g_string_free(out, FALSE);
}

static const char *
any_of(const char *const *list, size_t length)
{
	return list[g_test_rand_int_range(0, (int)length)];
}
#define ANY(list) any_of(list, G_N_ELEMENTS(list))

static const char *const words[] = { "app", "App", "apps", "store", "error",
	"pin", "pi", "n", "the", "x1", "4711", "facture", "Factur\xc3\xa9",
	"Facture\xcc\x81", "straße", "STRASSE", "\xe1\xba\x9e",
	"\xc4\xb0stanbul", "istanbul", "\xc4\xb1", "na\xc3\xafve",
	"nai\xcc\x88ve", "ﬁne", "fine", "\xef\xbd\x81\xef\xbd\x90\xef\xbd\x90",
	"Kelvin", "kelvin", "ſtore", "Tiếng",
	"\xce\x9f\xce\x94\xce\x9f\xce\xa3", "\xce\xbf\xce\xb4\xce\xbf\xcf\x82",
	"\xce\xb9\xcd\x85", "\xd0\x81\xd0\xbb\xd0\xba\xd0\xb0",
	"\xd0\xb5\xd0\xbb\xd0\xba\xd0\xb0", "\xd0\xb9",
	"\xe9\x80\x80\xe6\xac\xbe",
	"\xe6\x88\x91\xe8\xa6\x81\xe9\x80\x80\xe6\xac\xbe", "\xe6\xac\xbe",
	"\xe3\x82\xab\xe3\x82\x99", "\xe3\x82\xac\xe3\x83\xbc",
	"\xef\xbd\xb6\xef\xbe\x9e", "\xea\xb0\x80\xea\xb0\x81",
	"\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8",
	"\xe0\xb8\x82\xe0\xb8\xad\xe0\xb8\x87",
	"\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\x82\xe0\xa4\xa6\xe0\xa5\x80",
	"\xd9\x85\xd9\x8f\xd8\xad\xd9\x8e\xd9\x85\xd9\x91\xd8\xaf",
	"\xd9\x85\xd8\xad\xd9\x85\xd8\xaf", "\xef\xb7\xba",
	"\xd7\xa9\xd6\xb8\xd7\x9c", "\xc5\x89", "\xc2\xbd", "\xe2\x91\xa0",
	"\xcc\x81", "pi\xcc\xb8n", "\xe2\x9d\xa4\xef\xb8\x8f",
	"\xf0\x9f\x98\x80", "a_b" };

static const char *const joints[] = { " ", " ", " ", "", "\n", "'",
	"\xe2\x80\x99", "\xca\xbc", "-", "_", ", ", ". ", "  ", "\t",
	"\xc2\xa0", "!", "\xcc\x81" };

static char *
any_text(int most)
{
	GString *text = g_string_new(NULL);
	int count = g_test_rand_int_range(0, most);

	for (int i = 0; i < count; i++) {
		gunichar c = (gunichar)g_test_rand_int_range(0xa1, 0x30000);

		g_string_append(text, ANY(words));
		g_string_append(text, ANY(joints));
		if (g_test_rand_int_range(0, 8) == 0 && g_unichar_isgraph(c))
			g_string_append_unichar(text, c);
	}
	g_autofree char *raw = g_string_free(text, FALSE);
	return core_text_clean(raw, strlen(raw), 65536, NULL);
}

/* A piece of a regex; some demand nothing, some border on something. */
static void
add_piece(GString *regex, int depth)
{
	static const char *const pieces[] = { "\\b", "\\b", "\\s", "\\s+",
		"\\s*", "\\w+", ".", ".*", "[^.]{0,9}", "['\xe2\x80\x99]?",
		"[ae\xc3\xa9]", "[ée]", "[-_ ]", "\\d+", "^", "$", "\\W", "s?",
		"e{2}", "-", "\\p{L}", "(?i)", "(?=a)", "(?!a)", "\\." };
	static const char *const quantifiers[] = { "", "", "", "?", "+", "*",
		"{1,2}", "{0,1}", "+?" };

	if (depth == 0 || g_test_rand_int_range(0, 3) > 0) {
		g_string_append(
		    regex, g_test_rand_bit() ? ANY(words) : ANY(pieces));
		return;
	}
	g_string_append(regex, g_test_rand_bit() ? "(" : "(?:");
	for (int n = g_test_rand_int_range(1, 4); n > 0; n--) {
		add_piece(regex, depth - 1);
		add_piece(regex, depth - 1);
		g_string_append(regex, n > 1 ? "|" : ")");
	}
	g_string_append(regex, ANY(quantifiers));
}

static char *
any_term(void)
{
	static const char *const fields[] = { "", "", "", "", "subject:",
		"body:", "from:", "to:", "header.X-Plan:", "header.x-plan:" };
	const char *field = ANY(fields);
	g_autoptr(GString) regex = g_string_new(NULL);

	switch (g_test_rand_int_range(0, 4)) {
	case 0:
		return g_strdup_printf("%s\"%s\"", field, ANY(words));
	case 1:
		return g_strdup_printf(
		    "%s\"%s%s%s\"", field, ANY(words), ANY(joints), ANY(words));
	case 2:
		return g_strdup_printf("%s%s*", field, ANY(words));
	default:
		for (int n = g_test_rand_int_range(1, 5); n > 0; n--)
			add_piece(regex, 2);
		return g_strdup_printf("%s/%s/", field, regex->str);
	}
}

static char *
any_condition(int depth)
{
	g_autofree char *left = NULL;
	g_autofree char *right = NULL;
	int kind = g_test_rand_int_range(0, depth > 0 ? 6 : 3);

	if (kind == 0 && g_test_rand_int_range(0, 8) == 0)
		return g_strdup(g_test_rand_bit() ? "tag:t1" : "lang:en");
	if (kind < 3)
		return any_term();
	left = any_condition(depth - 1);
	if (kind == 3)
		return g_strdup_printf("not (%s)", left);
	right = any_condition(depth - 1);
	return g_strdup_printf(
	    "(%s %s %s)", left, kind == 4 ? "and" : "or", right);
}

/* Rules that parse: not every random regex does. */
static GPtrArray *
any_rules(void)
{
	GPtrArray *rules = g_ptr_array_new_with_free_func(filter_rule_free);

	while (rules->len < RULES) {
		g_autofree char *when = any_condition(3);
		g_autofree char *tag = g_strdup_printf("t%u", rules->len);
		CoreQuery *query = filter_query_parse(when, 1, NULL);

		if (query)
			g_ptr_array_add(rules, filter_rule_new(tag, query));
	}
	return rules;
}

static CoreMessage *
any_message(void)
{
	CoreMessage *message = core_message_new();
	g_autofree char *name = any_text(3);
	g_autofree char *plan = any_text(3);

	message->subject = any_text(4);
	message->own_words = any_text(30);
	message->text = any_text(30);
	message->from = core_address_new(name, "ann@app.example");
	message->language = g_strdup("en");
	g_ptr_array_add(message->to, core_address_new("App", "x1@app.example"));
	g_ptr_array_add(message->headers, core_header_new("X-Plan", plan));
	return message;
}

static void
test_both_ways_agree(void)
{
	unsigned matched = 0;

	for (int round = 0; round < ROUNDS; round++) {
		g_autoptr(GPtrArray) rules = any_rules();
		g_autoptr(FilterMatcher) matcher =
		    filter_matcher_new(rules, NULL);

		for (int i = 0; i < MESSAGES; i++) {
			g_autoptr(CoreMessage) message = any_message();
			FilterSubject subject = { .message = message };
			g_autofree char *want = match_plainly(rules, &subject);
			g_autofree char *have =
			    match_at_once(matcher, &subject);

			g_assert_cmpstr(have, ==, want);
			matched += *want != '\0';
		}
	}
	/* They agree on something, not on nothing. */
	g_assert_cmpuint(matched, >, ROUNDS * MESSAGES / 2);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filters/plainly", test_both_ways_agree);
	return g_test_run();
}
