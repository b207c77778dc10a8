#include "mail/forward.h"

#include "core/text.h"
#include "mail/header/headers.h"
#include "mail/mime/body.h"
#include "mail/words/attribution.h"
#include "mail/words/block.h"
#include "mail/words/quote.h"
#include "mail/words/words.h"

#include <string.h>

#define CHAIN_MAX 5       /* colleagues who forwarded to each other */
#define SEPARATOR_LINES 3 /* between "Forwarded message" and its headers */

static bool
is_colleague(char *const *domains, const CoreAddress *address)
{
	g_autofree char *domain =
	    address ? core_address_domain(address->address) : NULL;

	for (size_t i = 0; domain && domains && domains[i]; i++)
		if (g_ascii_strcasecmp(domain, domains[i]) == 0)
			return true;
	return false;
}

/* Makes the mail that of @from, whose words are the first of @text. Takes
 * @from. */
static void
hand_over(CoreMessage *record, CoreAddress *from, const char *text)
{
	bool is_full;

	g_free(record->forwarded_by);
	record->forwarded_by = g_strdup(record->from->address);
	core_address_free(record->from);
	record->from = from;
	record->verified = CORE_UNKNOWN;
	g_free(record->own_words);
	record->own_words = mail_words(text, from->name, &is_full);
}

/* The lines of @lines joined, without one mark each where @quoted, and then
 * only as far as the marks go; a program that wraps may leave one out between
 * two. */
static char *
join(char *const *lines, bool quoted)
{
	GString *text = g_string_new(NULL);
	bool is_below_mark = false;

	for (; *lines; lines++) {
		const char *line = *lines;
		bool is_marked = *line == '>';

		if (quoted && is_marked)
			line += 1 + (line[1] == ' ');
		else if (quoted && line[strspn(line, " \t")] &&
		         (!is_below_mark || !lines[1] || *lines[1] != '>'))
			break;
		is_below_mark = is_marked;
		g_string_append(text, line);
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

/* As Proton Mail has it below a header that is not. */
static bool
is_all_quoted(char *const *lines)
{
	size_t quoted = 0;

	for (; *lines; lines++) {
		if (**lines != '>' && (*lines)[strspn(*lines, " \t")])
			return false;
		quoted += **lines == '>';
	}
	return quoted > 0;
}

/* The name between the quotation marks that Outlook puts around it. */
static char *
quoted_name(const char *text)
{
	const char *open = strchr(text, '"');
	const char *close = open ? strchr(open + 1, '"') : NULL;

	return close ? g_strndup(open + 1, (size_t)(close - open - 1))
	             : g_strdup("");
}

/* Whether the first filled line of @lines is marked. */
static bool
begins_quoted(char *const *lines)
{
	while (*lines && !(*lines)[strspn(*lines, " \t")])
		lines++;
	return *lines && **lines == '>';
}

/* "On 16/11/2026 08:00, "Ann" <ann@example.com> wrote:", which Outlook for the
 * Mac has instead of a header. */
static bool
parse_attribution(char *const *lines, MailBlock *ret_block)
{
	bool sure;
	size_t n = mail_attribution(lines, &sure);

	if (!n || !sure)
		return false;
	g_autoptr(GString) joined = g_string_new(NULL);
	for (size_t i = 0; i < n; i++)
		g_string_append_printf(joined, "%s ", lines[i]);
	CoreAddress *from = mail_block_address(joined->str);
	if (!from)
		return false;
	g_free(from->name); /* all that is before the address */
	from->name = quoted_name(joined->str);
	*ret_block = (MailBlock){
		.from = from, .lines = n, .is_quoted = begins_quoted(lines + n)
	};
	return true;
}

/* Whether a forwarded mail begins at @lines. @is_forward: the subject says that
 * there is one; @is_near: a line just above does. */
static bool
parse_start(
    char *const *lines, bool is_forward, bool is_near, MailBlock *ret_block)
{
	return ((is_forward || is_near) &&
	           mail_block_parse(lines, ret_block)) ||
	       (is_forward && parse_attribution(lines, ret_block));
}

/* Finds the outermost forwarded mail of a stranger in @text, that of a mail
 * with
 * @subject. */
static bool
read_by_hand(const char *subject, const char *text, char *const *domains,
    CoreMessage *record)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	bool is_forward = subject && mail_block_is_subject(subject);
	int near_separator = 0, chain = 0;

	for (size_t i = 0; lines[i] && chain < CHAIN_MAX; i++) {
		g_auto(MailBlock) block = { .from = NULL };

		/* one that is quoted was answered */
		if (mail_quote_is_forward(lines[i]) &&
		    (is_forward || *lines[i] != '>'))
			near_separator = SEPARATOR_LINES + 1;
		if (parse_start(
		        &lines[i], is_forward, near_separator > 0, &block)) {
			char *const *rest = &lines[i + block.lines];

			if (is_colleague(domains, block.from)) {
				i += block.lines - 1;
				chain++;
				continue;
			}
			bool quoted = block.is_quoted || is_all_quoted(rest);
			g_autofree char *theirs = join(rest, quoted);
			if (mail_body_is_blank(theirs))
				return false;
			hand_over(record, g_steal_pointer(&block.from), theirs);
			return true;
		}
		near_separator -= near_separator > 0;
	}
	return false;
}

static const MailPart *
first_inside(const MailPart *part, int64_t depth)
{
	const MailPart *found = NULL;

	if (part->kind == MAIL_PART_MESSAGE)
		return part;
	if (part->kind != MAIL_PART_MULTIPART || depth == 0)
		return NULL;
	for (const MailPart *in = part->first; in && !found; in = in->next)
		found = first_inside(in, depth - 1);
	return found;
}

static void
append_text(CoreMessage *record, const char *more, const CoreLimits *limits)
{
	g_autofree char *both =
	    g_strconcat(record->text, *record->text ? "\n\n" : "", more, NULL);
	size_t max_bytes = (size_t)limits->text_bytes;

	if (strlen(both) > max_bytes)
		core_message_flag(record, "text-cut");
	g_free(record->text);
	record->text = core_text_clean(both, strlen(both), max_bytes, NULL);
}

/* An answer may have a mail attached as well: that is none. */
static bool
is_answer(const CoreMessage *record)
{
	return record->subject &&
	       (g_ascii_strncasecmp(record->subject, "re:", 3) == 0 ||
	           g_ascii_strncasecmp(record->subject, "aw:", 3) == 0);
}

/* Reads the mail in @part, which is attached. Returns: whether it is a
 * colleague's, too, and forwards none by hand. */
static bool
read_one_attached(
    const MailPart *part, const MailReadOptions *options, CoreMessage *record)
{
	g_autoptr(CoreMessage) theirs = core_message_new();

	mail_headers_read(part->fields, &options->limits, theirs);
	mail_body_read(part->first, &options->limits, theirs);
	if (!theirs->from || !strchr(theirs->from->address, '@') ||
	    mail_body_is_blank(theirs->text))
		return false;
	bool is_ours = is_colleague(options->domains, theirs->from);
	if (is_ours && !read_by_hand(theirs->subject, theirs->text,
	                   options->domains, record))
		return true;
	/* a mail of nothing but another has its text already */
	if (!strstr(record->text, theirs->text))
		append_text(record, theirs->text, &options->limits);
	if (!is_ours)
		hand_over(record, g_steal_pointer(&theirs->from), theirs->text);
	return false;
}

static void
read_attached(
    const MailPart *root, const MailReadOptions *options, CoreMessage *record)
{
	const MailPart *inner = root;

	if (is_answer(record))
		return;
	for (int chain = 0; inner && chain < CHAIN_MAX; chain++) {
		inner = first_inside(inner, options->limits.mime_depth);
		if (!inner || !inner->fields || !inner->first ||
		    !read_one_attached(inner, options, record))
			return;
		inner = inner->first;
	}
}

void
mail_forward_read(
    const MailPart *root, const MailReadOptions *options, CoreMessage *record)
{
	if (record->origin != CORE_ORIGIN_PERSON || !root ||
	    record->verified == CORE_NO ||
	    !is_colleague(options->domains, record->from))
		return;
	if (!read_by_hand(
	        record->subject, record->text, options->domains, record))
		read_attached(root, options, record);
}
