#include "mail/words/test-own.h"

#include "mail/words/words.h"

#include <glib.h>

/* With @blank lines between @own and @below. */
static void
assert_cut(const char *own, const char *blank, const char *below)
{
	g_autofree char *text = g_strconcat(own, blank, below, "\n", NULL);
	bool is_full;
	g_autofree char *words = mail_words(text, NULL, &is_full);

	g_assert_cmpstr(words, ==, own);
}

void
test_own_is_cut(const char *below)
{
	assert_cut("It has 3 faults.\nAnd more", "\n\n", below);
}

void
test_own_is_cut_close(const char *below)
{
	/* ends that have something of an attribution */
	static const char *const owns[] = { "It has 3 faults.\nAnd more",
		"I called on 3.5.2026 at 08:00", "I wrote to bob@c.example",
		"Write to bob@c.example on 3.5.2026",
		"Order 5512 of 2026-11-16",
		"You wrote:", "On Monday at 8:00 it\nworked, since then not",
		"Version 2.1\nThanks\nBob" };

	for (size_t i = 0; i < G_N_ELEMENTS(owns); i++)
		assert_cut(owns[i], "\n", below);
}

void
test_own_words_are(const TestOwn *rows, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		bool is_full;
		g_autofree char *words =
		    mail_words(rows[i].text, NULL, &is_full);

		g_assert_cmpstr(words, ==, rows[i].words);
		g_assert_false(is_full);
	}
}
