#include "mail/mime/lossy.h"

#include <glib.h>

static void
test_lost_letters_are_seen(void)
{
	static const char *const yes[] = { "I don?t and I won?t.",
		"the ?best? app, they said ?yes?", "caf?s, pi?ces",
		"Thank you ??", "?? ??????\n", "????", "a\xc2\xa0??",
		"\xd0\xb8 ?\xd0\xbc\xd0\xb0? ?\xd0\xb8? a" };
	static const char *const no[] = { "", "?", "Why? How? Where?",
		"What?! Really??", "no ? yes ?!", "a\xc2\xa0?",
		"only one don?t", "Is it (really)? or? not?",
		"http://a.example/?b http://a.example/?c",
		"www.a.example/?x=y ?x=y&z a?b=c d?e=f" };

	for (unsigned i = 0; i < G_N_ELEMENTS(yes); i++)
		g_assert_true(mail_lossy_is(yes[i]));
	for (unsigned i = 0; i < G_N_ELEMENTS(no); i++)
		g_assert_false(mail_lossy_is(no[i]));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/lossy/seen", test_lost_letters_are_seen);
	return g_test_run();
}
