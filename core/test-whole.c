#include "core/test-whole.h"

CoreMessage *
test_whole_message(void)
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
