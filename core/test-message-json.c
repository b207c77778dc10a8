#include "core/message-json.h"

#include "core/autoptr.h"

#include <stdlib.h>

static CoreMessage *
whole_message(void)
{
	CoreMessage *self = core_message_new();

	self->message_id = g_strdup("a@b");
	g_ptr_array_add(self->in_reply_to, g_strdup("x@y"));
	g_ptr_array_add(self->references, g_strdup("w@y"));
	g_ptr_array_add(self->references, g_strdup("x@y"));
	self->date_at = 1794816000;
	self->from = core_address_new("Ann", "ann@example.com");
	g_ptr_array_add(
	    self->to, core_address_new(NULL, "support@example.com"));
	g_ptr_array_add(self->cc, core_address_new("Bob", "broken"));
	g_ptr_array_add(self->reply_to, core_address_new("", "r@example.com"));
	self->subject = g_strdup("Gr\xc3\xbc\xc3\x9f"
	                         "e");
	self->origin = CORE_ORIGIN_BOUNCE;
	self->origin_reason = g_strdup("multipart/report");
	self->source = g_strdup("web-form");
	self->forwarded_by = g_strdup("bob@tideway.example");
	self->verified = CORE_NO;
	self->language = g_strdup("en");
	self->text = g_strdup("one\n\ttwo");
	self->own_words = g_strdup("one");
	g_ptr_array_add(self->attachments,
	    core_attachment_new("a.pdf", "application/pdf", 1234));
	core_message_flag(self, "charset-guessed");
	self->bounce = core_bounce_new();
	g_ptr_array_add(self->bounce->recipients, g_strdup("x@y"));
	self->bounce->status = g_strdup("5.1.1");
	self->bounce->hard = true;
	self->loop = g_strdup("17 abc");
	g_ptr_array_add(self->headers, core_header_new("Subject", "x"));
	return self;
}

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
	g_autoptr(CoreMessage) message = whole_message();
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
