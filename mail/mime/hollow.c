#include "mail/mime/hollow.h"

#include "mail/mime/content.h"

#define LOOK_BYTES 1000 /* of a part's content: whether it is any */

static bool
is_blank(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!g_ascii_isspace(bytes[i]))
			return false;
	return true;
}

static bool
is_undecoded(const MailPart *leaf)
{
	bool is_cut;

	if (is_blank(leaf->content.start, leaf->content.length))
		return false;
	g_autoptr(GString) bytes = mail_content_read(leaf, LOOK_BYTES, &is_cut);
	return is_blank(bytes->str, bytes->len) && !is_cut;
}

bool
mail_part_is_hollow(const MailPart *root)
{
	if (!root)
		return true;
	if (root->kind == MAIL_PART_LEAF)
		return is_undecoded(root);
	if (!root->first)
		return true;
	for (const MailPart *part = root->first; part; part = part->next)
		if (mail_part_is_hollow(part))
			return true;
	return false;
}
