#include "filters/rules/folded.h"

#include "core/text.h"
#include "core/words.h"

#include <string.h>

static void
test_words_stand_between_separators(void)
{
	static const struct {
		const char *text, *words, *regex; /* NULL: the same */
	} cases[] = {
		{ "", "\n", NULL },
		{ " ... ", "\n", NULL },
		{ "Hello", "\nhello\n", NULL },
		{ "  Hello,\n\nWORLD 7!", "\nhello\nworld\n7\n", NULL },
		{ "don't l’app", "\ndon\nt\nl\napp\n", NULL },
		{ "Facturé", "\nfacture\n", NULL },
		{ "Facture\xcc\x81 x", "\nfacture\nx\n", NULL },
		{ "e\xcc\x81tape", "\netape\n", "\ne\ntape\n" },
		{ "Straße ẞ", "\nstrasse\nss\n", NULL },
		{ "İstanbul", "\nistanbul\n", NULL },
		{ "ﬁne ａｐｐ", "\nfine\napp\n", NULL },
		{ "a_b", "\na\nb\n", NULL },
		{ "\xcc\x81 x", "\nx\n", NULL },
		{ "Tiếng Việt", "\ntieng\nviet\n", NULL },
		{ "我要退款。", "\n我要退款\n", NULL },
		{ "ｶﾞ", "\nガ\n", NULL },
	};
	g_autoptr(FilterFolded) folded = filter_folded_new();

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *regex =
		    cases[i].regex ? cases[i].regex : cases[i].words;
		size_t length;

		filter_folded_take(folded, cases[i].text, FILTER_FOLDED_WORDS);
		g_assert_cmpstr(
		    filter_folded_bytes(folded, &length), ==, cases[i].words);
		g_assert_cmpuint(length, ==, strlen(cases[i].words));
		g_assert_true(
		    filter_folded_has_marks(folded) || !cases[i].regex);
		filter_folded_take(folded, cases[i].text, FILTER_FOLDED_REGEX);
		g_assert_cmpstr(
		    filter_folded_bytes(folded, &length), ==, regex);
	}
}

static void
test_spans_are_words_as_they_stand(void)
{
	static const struct {
		const char *text, *found, *span;
	} cases[] = {
		{ "Crash!", "\ncrash\n", "Crash" },
		{ "It CRASHED twice", "\ncrash", "CRASHED" },
		{ "stops --\n working.", "\nstops\nworking\n",
		    "stops --\n working" },
		{ "Die Straße hier", "\nstrasse\n", "Straße" },
		{ "l’application", "\napplication\n", "application" },
		{ "fin e\xcc\x81tape", "\netape\n", "e\xcc\x81tape" },
		{ "我要退款吗", "退款", "我要退款吗" },
		{ "x ½ y", "\n1⁄2\n", "½" },
	};
	g_autoptr(FilterFolded) folded = filter_folded_new();

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		size_t length, from;
		const char *bytes, *at, *start;

		filter_folded_take(folded, cases[i].text, FILTER_FOLDED_WORDS);
		bytes = filter_folded_bytes(folded, &length);
		at = strstr(bytes, cases[i].found);
		g_assert_nonnull(at);
		from = (size_t)(at - bytes);
		start = filter_folded_span(
		    folded, from, from + strlen(cases[i].found), &length);
		g_autofree char *span = g_strndup(start, length);
		g_assert_cmpstr(span, ==, cases[i].span);
	}
}

/* Character by character or all at once: the fold of a word is the same. */
static void
test_every_letter_folds_as_in_core(void)
{
	g_autoptr(FilterFolded) folded = filter_folded_new();

	for (gunichar c = 0xa0; c < 0x30000; c++) {
		char one[8] = "x";
		size_t length;

		if (!g_unichar_isalpha(c) || filter_folded_parts_words(c))
			continue;
		one[1 + g_unichar_to_utf8(c, one + 1)] = '\0';
		g_autofree char *fold = core_text_fold(one);
		g_autofree char *want = g_strdup_printf("\n%s\n", fold);
		filter_folded_take(folded, one, FILTER_FOLDED_WORDS);
		g_assert_cmpstr(filter_folded_bytes(folded, &length), ==, want);
	}
}

/* What is to stand between separators, and where it comes from. */
typedef struct {
	GString *bytes;
	FilterFolded *folded;
} Held;

static void
hold_word(const char *start, size_t length, const char *fold, void *data)
{
	const Held *held = data;
	size_t from = held->bytes->len, span_length;

	g_string_append_printf(held->bytes, "%s\n", fold);
	const char *span = filter_folded_span(
	    held->folded, from, held->bytes->len, &span_length);
	g_assert_true(span == start && span_length == length);
}

/* Long runs of ASCII are folded otherwise than short ones. */
static void
test_long_texts_are_their_words(void)
{
	static const char *const parts[] = { "a", "Z", "0", "9", "@", "[", "`",
		"{", "/", ":", "_", " ", "\n", ". ", " -- ", "\x7f", "'",
		"Printer", "é", "ß", "e\xcc\x81", "退" };
	g_autoptr(FilterFolded) folded = filter_folded_new();

	for (int round = 0; round < 2000; round++) {
		g_autoptr(GString) text = g_string_new(NULL);
		Held held = { g_string_new("\n"), folded };
		int kinds = g_test_rand_bit() ? 18 : G_N_ELEMENTS(parts);
		size_t length;

		for (int n = g_test_rand_int_range(0, 250); n > 0; n--)
			g_string_append(
			    text, parts[g_test_rand_int_range(0, kinds)]);
		filter_folded_take(folded, text->str, FILTER_FOLDED_WORDS);
		core_words_foreach(text->str, hold_word, &held);
		g_assert_cmpstr(
		    filter_folded_bytes(folded, &length), ==, held.bytes->str);
		g_assert_cmpuint(length, ==, held.bytes->len);
		g_string_free(held.bytes, TRUE);
	}
}

static void
test_what_grows_has_room(void)
{
	g_autoptr(FilterFolded) folded = filter_folded_new();
	g_autoptr(GString) text = g_string_new(NULL);
	size_t length;

	/* The one that grows most: 18 characters out of one. */
	for (int i = 0; i < 3000; i++)
		g_string_append(text, i % 2 ? "\xef\xb7\xba" : " ßẞŉ ");
	filter_folded_take(folded, text->str, FILTER_FOLDED_WORDS);
	(void)filter_folded_bytes(folded, &length);
	g_assert_cmpuint(length, >, text->len);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/filters/folded/words", test_words_stand_between_separators);
	g_test_add_func(
	    "/filters/folded/spans", test_spans_are_words_as_they_stand);
	g_test_add_func(
	    "/filters/folded/letters", test_every_letter_folds_as_in_core);
	g_test_add_func(
	    "/filters/folded/long", test_long_texts_are_their_words);
	g_test_add_func("/filters/folded/room", test_what_grows_has_room);
	return g_test_run();
}
