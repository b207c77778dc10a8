#include "core/message.h"

#include "core/text.h"

#include <string.h>

static const char *const origin_names[CORE_ORIGINS + 1] = {
	[CORE_ORIGIN_PERSON] = "person",
	[CORE_ORIGIN_AUTO_REPLY] = "auto-reply",
	[CORE_ORIGIN_BOUNCE] = "bounce",
	[CORE_ORIGIN_LIST] = "list",
	[CORE_ORIGIN_OWN] = "own",
	[CORE_ORIGIN_ANSWER] = "answer",
	[CORE_ORIGIN_REPLY] = "reply",
	[CORE_ORIGIN_NOTIFICATION] = "notification",
	[CORE_ORIGIN_SPAM] = "spam",
};

const char *
core_origin_name(CoreOrigin origin)
{
	return origin_names[origin];
}

const char *const *
core_origin_names(void)
{
	return origin_names;
}

static void
free_address(void *address)
{
	core_address_free(address);
}

void
core_attachment_free(void *data)
{
	CoreAttachment *self = data;

	g_free(self->name);
	g_free(self->type);
	g_free(self);
}

void
core_bounce_free(CoreBounce *self)
{
	if (!self)
		return;
	g_ptr_array_unref(self->recipients);
	g_free(self->status);
	g_free(self);
}

CoreMessage *
core_message_new(void)
{
	CoreMessage *self = g_new0(CoreMessage, 1);

	self->in_reply_to = g_ptr_array_new_with_free_func(g_free);
	self->references = g_ptr_array_new_with_free_func(g_free);
	self->to = g_ptr_array_new_with_free_func(free_address);
	self->cc = g_ptr_array_new_with_free_func(free_address);
	self->reply_to = g_ptr_array_new_with_free_func(free_address);
	self->attachments =
	    g_ptr_array_new_with_free_func(core_attachment_free);
	self->flags = g_ptr_array_new_with_free_func(g_free);
	self->headers = g_ptr_array_new_with_free_func(g_free);
	self->verified = CORE_UNKNOWN;
	return self;
}

void
core_message_free(CoreMessage *self)
{
	if (!self)
		return;
	GPtrArray *const arrays[] = { self->in_reply_to, self->references,
		self->to, self->cc, self->reply_to, self->attachments,
		self->flags, self->headers };
	char *const strings[] = { self->message_id, self->subject,
		self->origin_reason, self->source, self->forwarded_by,
		self->language, self->text, self->own_words, self->loop };

	for (unsigned i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_ptr_array_unref(arrays[i]);
	for (unsigned i = 0; i < G_N_ELEMENTS(strings); i++)
		g_free(strings[i]);
	core_address_free(self->from);
	core_bounce_free(self->bounce);
	g_free(self);
}

CoreAddress *
core_address_new(const char *name, const char *address)
{
	return core_address_take(
	    g_strdup(name ? name : ""), g_strdup(address ? address : ""));
}

CoreAddress *
core_address_take(char *name, char *address)
{
	CoreAddress *self = g_new(CoreAddress, 1);

	self->name = name;
	self->address = address;
	return self;
}

void
core_address_free(CoreAddress *self)
{
	if (!self)
		return;
	g_free(self->name);
	g_free(self->address);
	g_free(self);
}

CoreAttachment *
core_attachment_new(const char *name, const char *type, int64_t size_bytes)
{
	CoreAttachment *self = g_new(CoreAttachment, 1);

	self->name = g_strdup(name ? name : "");
	self->type = g_strdup(type ? type : "");
	self->size_bytes = size_bytes;
	return self;
}

CoreHeader *
core_header_new(const char *name, const char *value)
{
	return core_header_new_len(name, strlen(name), value, strlen(value));
}

/* One block for the three: a mail has dozens. */
static CoreHeader *
new_header(const char *name, size_t name_bytes, const char *value,
    size_t value_bytes, char **ret_value)
{
	CoreHeader *self =
	    g_malloc(sizeof *self + name_bytes + 1 + value_bytes + 1);
	char *name_at = (char *)(self + 1);
	char *value_at = name_at + name_bytes + 1;

	memcpy(name_at, name, name_bytes);
	name_at[name_bytes] = '\0';
	memcpy(value_at, value, value_bytes);
	value_at[value_bytes] = '\0';
	*self = (CoreHeader){ name_at, value_at };
	*ret_value = value_at;
	return self;
}

CoreHeader *
core_header_new_len(
    const char *name, size_t name_bytes, const char *value, size_t value_bytes)
{
	char *copy;

	return new_header(name, name_bytes, value, value_bytes, &copy);
}

CoreHeader *
core_header_new_plain(
    const char *name, size_t name_bytes, const char *value, size_t value_bytes)
{
	char *line;
	CoreHeader *self =
	    new_header(name, name_bytes, value, value_bytes, &line);

	core_text_squeeze(line, value_bytes);
	return self;
}

CoreBounce *
core_bounce_new(void)
{
	CoreBounce *self = g_new0(CoreBounce, 1);

	self->recipients = g_ptr_array_new_with_free_func(g_free);
	return self;
}

void
core_message_flag(CoreMessage *self, const char *flag)
{
	for (unsigned i = 0; i < self->flags->len; i++)
		if (strcmp(g_ptr_array_index(self->flags, i), flag) == 0)
			return;
	g_ptr_array_add(self->flags, g_strdup(flag));
}
