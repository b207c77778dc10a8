#include "mail/test-own.h"

#include "mail/words.h"

#include <glib.h>

void
test_own_is_cut(const char *below)
{
	g_autofree char *text =
	    g_strconcat("It has 3 faults.\nAnd more\n\n", below, "\n", NULL);
	bool is_full;
	g_autofree char *words = mail_words(text, NULL, &is_full);

	g_assert_cmpstr(words, ==, "It has 3 faults.\nAnd more");
}
