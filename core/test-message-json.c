#include "core/message-json.h"

#include "core/autoptr.h"
#include "core/test-whole.h"

#include <stdlib.h>

static void
test_exports_the_keys_of_the_design(void)
{
	static const char wanted[] =
	    "{\"message_id\":\"a@b\",\"in_reply_to\":[\"x@y\"],"
	    "\"references\":[\"w@y\",\"x@y\"],"
	    "\"date\":\"2026-11-16T08:00:00Z\","
	    "\"from\":{\"name\":\"Ann\",\"address\":\"ann@example.com\"},"
	    "\"to\":[{\"name\":\"\",\"address\":\"support@example.com\"}],"
	    "\"cc\":[{\"name\":\"Bob\",\"address\":\"broken\"}],"
	    "\"reply_to\":[{\"name\":\"\",\"address\":\"r@example.com\"}],"
	    "\"subject\":\"Gr\xc3\xbc\xc3\x9f"
	    "e\",\"origin\":\"bounce\","
	    "\"origin_reason\":\"multipart/report\","
	    "\"source\":\"web-form\","
	    "\"forwarded_by\":\"bob@tideway.example\",\"verified\":false,"
	    "\"language\":\"en\",\"text\":\"one\\n\\ttwo\","
	    "\"own_words\":\"one\",\"attachments\":[{\"name\":\"a.pdf\","
	    "\"type\":\"application/pdf\",\"size\":1234}],"
	    "\"flags\":[\"charset-guessed\"],"
	    "\"bounce\":{\"recipients\":[\"x@y\"],\"status\":\"5.1.1\","
	    "\"hard\":true}}";
	g_autoptr(CoreMessage) message = test_whole_message();
	g_autoptr(json_t) json = core_message_to_json(message);
	char *text = json_dumps(json, JSON_COMPACT);

	g_assert_cmpstr(text, ==, wanted);
	free(text);
}

static void
test_leaves_out_what_is_unknown(void)
{
	g_autoptr(CoreMessage) message = core_message_new();
	g_autoptr(json_t) json = core_message_to_json(message);
	char *text = json_dumps(json, JSON_COMPACT);

	g_assert_cmpstr(text, ==,
	    "{\"in_reply_to\":[],\"references\":[],\"to\":[],\"cc\":[],"
	    "\"reply_to\":[],\"origin\":\"person\",\"attachments\":[],"
	    "\"flags\":[]}");
	free(text);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/core/message-json/keys", test_exports_the_keys_of_the_design);
	g_test_add_func(
	    "/core/message-json/unknown", test_leaves_out_what_is_unknown);
	return g_test_run();
}
