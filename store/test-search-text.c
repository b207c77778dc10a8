/* What the index gets of a message. */
#include "store/search-text.h"

#include <string.h>

/* Returns: how often @word stands in @text. */
static int
count(const char *text, const char *word)
{
	int n = 0;

	for (; (text = strstr(text, word)); text++)
		n++;
	return n;
}

static void
test_own_words_are_not_kept_twice(void)
{
	g_autoptr(CoreMessage) message = core_message_new();
	g_autofree char *inside = NULL;
	g_autofree char *apart = NULL;

	message->own_words = g_strdup("a1 a2 a3 a4 a5 a6 a7 a8 MIDDLE b8 b7"
	                              " b6 b5 b4 b3 b2 b1");
	message->text =
	    g_strconcat("Hi,\n", message->own_words, "\n--\nAnn", NULL);
	inside = store_search_text(message);
	g_assert_cmpint(count(inside, "middle"), ==, 1);
	g_assert_nonnull(strstr(inside, " |hi |a1 |a2 |a3 |a4 |a5 |a6 |a7 ."));
	g_assert_nonnull(strstr(inside, " |b7 |b6 |b5 |b4 |b3 |b2 |b1 |ann ."));
	g_free(message->text);
	message->text = g_strdup("a1 a2 a3 > cut MIDDLE");
	apart = store_search_text(message);
	g_assert_cmpint(count(apart, "middle"), ==, 2);
}

/* Those that begin it are folded once; behind a dash they are not seen to, and
 * a dash is no word. */
static void
test_own_words_begin_the_text(void)
{
	static const struct {
		const char *own, *text;
	} cases[] = {
		{ "It crashes", "It crashes" },
		{ "It crashes", "It crashes\n\n-- \nAnn" },
		{ "It crashes", "It crashes, Ann" },
		{ "It crash", "It crashes" },
		{ "It crashes", "It crashes'n burns" },
		{ "caf\xc3\xa9", "caf\xc3\xa9\xcc\x81 x" },
		{ "a b c d e f g h i j k l m n o",
		    "a b c d e f g h i j k l m n o\nCaf\xc3\xa9 p" },
		{ "\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac\tx" },
		{ "\n", "\n\nx" },
		{ "", "x" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(CoreMessage) message = core_message_new();
		g_autofree char *first = NULL;
		g_autofree char *second = NULL;

		message->own_words = g_strdup(cases[i].own);
		message->text = g_strdup(cases[i].text);
		first = store_search_text(message);
		g_free(message->text);
		message->text = g_strconcat("- ", cases[i].text, NULL);
		second = store_search_text(message);
		g_assert_cmpstr(first, ==, second);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/store/search/own-words", test_own_words_are_not_kept_twice);
	g_test_add_func(
	    "/store/search/beginning", test_own_words_begin_the_text);
	return g_test_run();
}
