#include "mail/words/block.h"

#include "core/text.h"
#include "mail/words/labels.h"
#include "mail/words/quote.h"

#include <string.h>

#define PREFIX_BYTES 40
#define LINES_MAX 40 /* of a block: long lists of addresses are folded */
#define LABELS_SURE 3
#define LINE_DASHES 4
#define SEPARATOR_BYTES 100
#define WRAPPED_BYTES 60  /* of a line that may go on below */
#define ADDRESS_BYTES 320 /* RFC 5321 allows 254 */

/* Folded (core_text_fold). */
static const char *const subjects[] = { "fw", "fwd", "wg", "tr", "rv", "i",
	"enc", "vs", "vb", "doorst", "pd", "vl", "ilt", "redir.", "videresend",
	"tovabbitas", "転送", "转发" };

/* Exchange writes it there. */
static const char exchange_note[] = "Auto forwarded by a Rule";

/* Behind quotation marks and blanks. */
static const char *
skip_marks(const char *line)
{
	return line + strspn(line, "> \t");
}

CoreAddress *
mail_block_address(const char *value)
{
	static const char border[] = " \t<>[]()\"',;:*";
	const char *at = strrchr(value, '@');
	const char *start = at, *stop = at;

	while (start && start > value && !strchr(border, start[-1]))
		start--;
	while (stop && *stop && !strchr(border, *stop))
		stop++;
	if (!at || start == at || !memchr(at, '.', (size_t)(stop - at)) ||
	    stop - start > ADDRESS_BYTES)
		return NULL;
	g_autofree char *address = g_strndup(start, (gsize)(stop - start));
	/* the address may stand twice, the first time in brackets */
	const char *first = strpbrk(value, "<[");
	if (first && first < start)
		start = first;
	g_autofree char *name = g_strndup(value, (gsize)(start - value));
	char *bracket = strpbrk(name, "<[");
	if (bracket)
		*bracket = '\0';
	g_strdelimit(name, "\"*(", ' ');
	g_autofree char *line = core_text_line(name, strlen(name), 998);
	return core_address_new(strchr(line, '@') ? "" : line, address);
}

typedef struct {
	CoreAddress *from;
	int labels;
} Found;

/* Returns: whether @line is a labelled one. */
static bool
take_line(Found *found, const char *line)
{
	const char *value;
	MailLabel label = mail_labels_row(line, &value);

	if (label == MAIL_LABEL_NONE)
		return false;
	if (label == MAIL_LABEL_FROM && !found->from)
		found->from = mail_block_address(value);
	found->labels++;
	return true;
}

static bool
is_labelled(const char *line)
{
	Found found = { .from = NULL };
	bool is = take_line(&found, skip_marks(line));

	core_address_free(found.from);
	return is;
}

/* Whether a label comes before the next blank line. */
static bool
has_label_below(char *const *lines)
{
	for (size_t i = 0; i < LINES_MAX && lines[i] && *skip_marks(lines[i]);
	     i++)
		if (is_labelled(lines[i]))
			return true;
	return false;
}

/* Whether what bears no label at @line goes on with the one before: a list of
 * addresses, a folded value. HTML made text of may have no blank line between
 * the last label and the words. */
static bool
is_folded(char *const *line)
{
	const char *before = line[-1], *start = skip_marks(*line);
	size_t length = strlen(before);

	while (length && strchr(" \t", before[length - 1]))
		length--;
	/* Thunderbird has a tab behind its labels, in any language */
	return (length && strchr(",;:", before[length - 1])) ||
	       strstr(start, ": \t") || length >= WRAPPED_BYTES ||
	       g_str_has_prefix(start, exchange_note) ||
	       strchr(" \t<[\"", **line) || *start == '<' ||
	       has_label_below(line);
}

/* Returns: how many lines it takes; 0 where the first has no label. */
static size_t
take_lines(Found *found, char *const *lines)
{
	size_t n;

	if (!*lines || !take_line(found, skip_marks(*lines)))
		return 0;
	for (n = 1; lines[n] && n < LINES_MAX; n++) {
		const char *line = skip_marks(lines[n]);

		/* HTML made text of has a blank line between each two */
		if (!*line ? !lines[n + 1] || !is_labelled(lines[n + 1])
		           : !take_line(found, line) && !is_folded(lines + n))
			break;
	}
	return n;
}

size_t
mail_block_length(char *const *lines)
{
	Found found = { .from = NULL };
	size_t n = take_lines(&found, lines);

	core_address_free(found.from);
	return found.labels < LABELS_SURE ? 0 : n;
}

const char *
mail_block_in_line(const char *line)
{
	const char *value, *start = line + strspn(line, " \t");
	const char *end = start + strspn(start, "-");

	if (end - start < LINE_DASHES)
		return NULL;
	end += strcspn(end, "-");
	end += strspn(end, "-");
	if (!*end || end - start > SEPARATOR_BYTES ||
	    mail_labels_row(end, &value) != MAIL_LABEL_FROM)
		return NULL;
	g_autofree char *separator = g_strndup(start, (size_t)(end - start));
	return mail_quote_is_separator(separator) ? end : NULL;
}

/* Reads "From: Ann <ann@example.com>To: ...". */
static bool
parse_in_line(const char *header, MailBlock *ret_block)
{
	const char *value, *close = strchr(header, '>');

	if (!close || mail_labels_row(header, &value) != MAIL_LABEL_FROM)
		return false;
	g_autofree char *first = g_strndup(value, (size_t)(close + 1 - value));
	CoreAddress *from = mail_block_address(first);

	if (!from)
		return false;
	*ret_block = (MailBlock){ .from = from, .lines = 1 };
	return true;
}

bool
mail_block_parse(char *const *lines, MailBlock *ret_block)
{
	Found found = { .from = NULL };
	const char *header = mail_block_in_line(*lines);

	if (header)
		return parse_in_line(header, ret_block);
	size_t n = take_lines(&found, lines);

	if (!found.from || found.labels < 2) {
		core_address_free(found.from);
		return false;
	}
	*ret_block = (MailBlock){
		.from = found.from, .lines = n, .is_quoted = **lines == '>'
	};
	return true;
}

void
mail_block_clear(MailBlock *self)
{
	g_clear_pointer(&self->from, core_address_free);
}

/* Behind what a gateway puts before a subject: "[EXTERNAL] ". */
static const char *
skip_tag(const char *subject)
{
	size_t length = *subject == '[' ? strcspn(subject, "]:") : 0;

	return subject[length] == ']' ? subject + length + 1 : subject;
}

bool
mail_block_is_subject(const char *subject)
{
	const char *start = skip_tag(subject);

	start += strspn(start, "[ ");
	size_t length = strcspn(start, ":");

	if (!start[length] || length > PREFIX_BYTES)
		return false;
	g_autofree char *prefix = g_strndup(start, length);
	g_autofree char *folded = core_text_fold(g_strstrip(prefix));
	for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (strcmp(subjects[i], folded) == 0)
			return true;
	return false;
}
