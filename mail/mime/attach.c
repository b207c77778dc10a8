#include "mail/mime/attach.h"

#include "core/text.h"
#include "mail/mime/part-name.h"

#include <string.h>

#define TYPE_BYTES 255

/* The last step of a path: names like C:\fakepath\a.pdf are sent. */
static const char *
base_name(const char *name)
{
	const char *base = name;

	for (const char *c = name; *c; c++)
		if ((*c == '/' || *c == '\\') && c[1])
			base = c + 1;
	/* "..", "/": a folder at most */
	return base[strspn(base, "./\\")] ? base : "";
}

static void
add(const char *name, const char *type, int64_t size_bytes,
    const CoreLimits *limits, CoreMessage *record)
{
	size_t max_bytes = (size_t)limits->attachment_name_bytes;
	const char *base = base_name(name);
	size_t length = strlen(base);
	bool has_controls;
	g_autofree char *visible =
	    core_text_clean(base, length, 4 * max_bytes, &has_controls);
	g_autofree char *line =
	    core_text_line(visible, strlen(visible), 4 * max_bytes);
	g_autofree char *kept = core_text_line(line, strlen(line), max_bytes);
	g_autofree char *clean = core_text_line(type, strlen(type), TYPE_BYTES);

	if (has_controls)
		core_message_flag(record, "controls-removed");
	if (strlen(line) > strlen(kept) || length > 4 * max_bytes)
		core_message_flag(record, "names-cut");
	if (record->attachments->len >= (size_t)limits->mime_parts)
		core_message_flag(record, "structure-cut");
	else
		g_ptr_array_add(record->attachments,
		    core_attachment_new(kept, clean, size_bytes));
}

void
mail_attach_part(const MailPart *part, int64_t size_bytes,
    const CoreLimits *limits, CoreMessage *record)
{
	MailCharsetFaults faults = { .guessed = false };
	g_autofree char *name = mail_part_name(part, &faults);
	g_autofree char *type = mail_part_type(part);

	mail_charset_flag(&faults, record);
	add(name ? name : "", type, size_bytes, limits, record);
}

void
mail_attach_files(
    const GPtrArray *files, const CoreLimits *limits, CoreMessage *record)
{
	for (guint i = 0; i < files->len; i++) {
		const CoreAttachment *file = g_ptr_array_index(files, i);

		add(file->name, file->type, file->size_bytes, limits, record);
	}
}
