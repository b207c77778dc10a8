#include "core/message.h"

static void
test_origins_have_names(void)
{
	const char *const *names = core_origin_names();

	for (int i = 0; i < CORE_ORIGINS; i++) {
		g_assert_cmpstr(core_origin_name((CoreOrigin)i), ==, names[i]);
		for (int k = 0; k < i; k++)
			g_assert_cmpstr(names[k], !=, names[i]);
	}
	g_assert_null(names[CORE_ORIGINS]);
	g_assert_cmpstr(
	    core_origin_name(CORE_ORIGIN_AUTO_REPLY), ==, "auto-reply");
}

static void
test_a_new_record_knows_nothing(void)
{
	g_autoptr(CoreMessage) message = core_message_new();

	g_assert_null(message->message_id);
	g_assert_null(message->from);
	g_assert_cmpint((int)message->verified, ==, CORE_UNKNOWN);
	g_assert_cmpint((int)message->origin, ==, CORE_ORIGIN_PERSON);
	g_assert_cmpuint(message->headers->len, ==, 0);
	core_message_free(NULL);
	core_address_free(NULL);
}

static void
test_a_flag_stands_once(void)
{
	g_autoptr(CoreMessage) message = core_message_new();

	core_message_flag(message, "no-date");
	core_message_flag(message, "empty");
	core_message_flag(message, "no-date");
	g_assert_cmpuint(message->flags->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(message->flags, 0), ==, "no-date");
	g_assert_cmpstr(g_ptr_array_index(message->flags, 1), ==, "empty");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/core/message/origins", test_origins_have_names);
	g_test_add_func("/core/message/new", test_a_new_record_knows_nothing);
	g_test_add_func("/core/message/flags", test_a_flag_stands_once);
	return g_test_run();
}
