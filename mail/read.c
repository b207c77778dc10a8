#include "mail/read.h"

#include "mail/forward.h"
#include "mail/header/head.h"
#include "mail/header/headers.h"
#include "mail/language/language.h"
#include "mail/mime/body.h"
#include "mail/mime/hollow.h"
#include "mail/mime/scan.h"
#include "mail/mime/tree.h"
#include "mail/origin/auth.h"
#include "mail/origin/origin.h"
#include "mail/words/words.h"

static void
init_once(void)
{
	static gsize once;

	if (g_once_init_enter(&once)) {
		g_mime_init();
		g_once_init_leave(&once, 1);
	}
}

/* What follows the header block. */
static MailSpan
body_of(const MailScan *scan)
{
	size_t length;
	const char *data = g_bytes_get_data(scan->bytes, &length);
	size_t offset = MIN(scan->body_offset, length);

	return (MailSpan){ data + offset, length - offset };
}

static GArray *
split_head(const MailScan *scan)
{
	const char *data = g_bytes_get_data(scan->bytes, NULL);

	return mail_head_split(data, (size_t)(body_of(scan).start - data));
}

static void
flag_scan(const MailScan *scan, CoreMessage *record)
{
	if (scan->headers_cut)
		core_message_flag(record, "headers-cut");
	if (scan->structure_cut)
		core_message_flag(record, "structure-cut");
	if (scan->controls)
		core_message_flag(record, "controls-removed");
}

/* Where no part had words in it the body may still have: a broken boundary, or
 * a structure that was cut before the words came. */
static void
read_flat_if_silent(const MailScan *scan, GBytes *raw, const MailPart *root,
    const CoreLimits *limits, CoreMessage *record)
{
	GBytes *bytes = scan->structure_cut ? raw : scan->bytes;
	size_t length;
	const char *data = g_bytes_get_data(bytes, &length);
	size_t offset =
	    MIN(scan->structure_cut ? 0 : scan->body_offset, length);

	if (!mail_body_is_blank(record->text) ||
	    (!scan->structure_cut &&
	        (record->attachments->len || !mail_part_is_hollow(root))))
		return;
	mail_body_read_flat(data + offset, length - offset, limits, record);
	if (!mail_body_is_blank(record->text))
		core_message_flag(record, "structure-cut");
}

static void
read_words(CoreMessage *record)
{
	bool is_full;

	if (mail_body_is_blank(record->text)) {
		if (!record->attachments->len)
			core_message_flag(record, "empty");
		record->own_words = g_strdup("");
		return;
	}
	record->own_words = mail_words(
	    record->text, record->from ? record->from->name : NULL, &is_full);
	if (is_full)
		core_message_flag(record, "own-words-full");
}

CoreMessage *
mail_read(GBytes *raw, const MailReadOptions *options)
{
	CoreMessage *record = core_message_new();
	g_auto(MailScan) scan = { .bytes = NULL };

	g_autoptr(GBytes) lines =
	    g_bytes_get_size(raw) ? g_bytes_ref(raw)
	                          : g_bytes_new_static("\n",
	                                1); /* GMime makes nothing of nothing */

	init_once();
	mail_scan(lines, &options->limits, &scan);
	flag_scan(&scan, record);
	g_autoptr(GArray) fields = split_head(&scan);
	mail_headers_read(fields, &options->limits, record);
	g_autoptr(MailTree) tree = mail_tree_new(fields, body_of(&scan));
	const MailPart *root = mail_tree_root(tree);
	if (root)
		mail_body_read(root, &options->limits, record);
	read_flat_if_silent(&scan, lines, root, &options->limits, record);
	read_words(record);
	record->verified = mail_auth_judge(record, options->authserv_id);
	mail_origin_decide(root, options->domains, record);
	mail_forward_read(root, options, record);
	record->language =
	    mail_language_detect(record->subject, record->own_words);
	return record;
}
