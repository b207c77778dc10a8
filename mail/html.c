#include "mail/html.h"

#include "mail/arena.h"
#include "mail/display.h"
#include "mail/flatten.h"
#include "mail/frame.h"
#include "mail/hidden.h"
#include "mail/link.h"

#include <gumbo.h>
#include <string.h>

/* gumbo takes up to a hundred times the size of its input. */
#define MARKUP_PER_TEXT 2
#define QUOTES_MAX 8 /* marks before a line, however deep it is quoted */

typedef struct {
	GString *out;
	size_t max_bytes, max_depth;
	int quotes;      /* blockquotes around what is written next */
	int lists;       /* lists around it */
	int newlines;    /* owed before the next text: 0, 1 or 2 */
	bool blank;      /* a blank is owed before the next text */
	bool line_empty; /* nothing on the line yet but its quotation marks */
	bool has_nbsp;   /* a block of nothing else is a line */
	bool pre;
	bool tiny; /* words of this size are not seen */
	bool has_hidden, is_cut;
} Writer;

static const char *
attribute(const GumboNode *node, const char *name)
{
	const GumboAttribute *found =
	    gumbo_get_attribute(&node->v.element.attributes, name);

	return found ? found->value : NULL;
}

static void
owe_newlines(Writer *self, int newlines)
{
	self->newlines = MAX(self->newlines, newlines);
	self->blank = false;
}

static void
begin_line(Writer *self)
{
	for (int i = 0; i < MIN(self->quotes, QUOTES_MAX); i++)
		g_string_append(self->out, "> ");
	self->line_empty = true;
}

/* The line ends and marks that are owed count, too. */
static bool
can_pay(Writer *self)
{
	size_t marks = 2 * (size_t)MIN(self->quotes, QUOTES_MAX);
	size_t owed =
	    self->out->len ? (size_t)self->newlines * (1 + marks) + 1 : marks;

	if (self->out->len + owed > self->max_bytes)
		self->is_cut = true;
	return !self->is_cut;
}

static void
pay(Writer *self)
{
	if (self->out->len == 0) {
		begin_line(self);
	} else {
		for (int i = 0; i < self->newlines; i++) {
			g_string_append_c(self->out, '\n');
			begin_line(self);
		}
	}
	self->newlines = 0;
	if (self->blank && !self->line_empty)
		g_string_append_c(self->out, ' ');
	self->blank = false;
}

static void
write_text(Writer *self, const char *text, size_t length)
{
	if (!length || !can_pay(self))
		return;
	pay(self);
	size_t room = self->max_bytes - MIN(self->out->len, self->max_bytes);
	if (length > room) {
		self->is_cut = true;
		for (length = room; length && ((text[length] & 0xC0) == 0x80 ||
		                                  text[length - 1] == ' ');)
			length--;
	}
	g_string_append_len(self->out, text, (gssize)length);
	self->line_empty = false;
}

static size_t
blank_length(const char *text)
{
	if (g_ascii_isspace(*text))
		return 1;
	return text[0] == '\xc2' && text[1] == '\xa0' ? 2 : 0; /* nbsp */
}

/* Behind the words at @text that have nothing but single blanks between
 * them. */
static const char *
end_of_words(const char *text)
{
	while (*text && (!blank_length(text) || (*text == ' ' && text[1] &&
	                                            !blank_length(text + 1))))
		text++;
	return text;
}

static void
write_collapsed(Writer *self, const char *text)
{
	while (*text && !self->is_cut) {
		const char *start = text;
		size_t blank = blank_length(text);

		if (blank) {
			self->blank = true;
			self->has_nbsp |= blank > 1;
			text += blank;
			continue;
		}
		text = end_of_words(text);
		write_text(self, start, (size_t)(text - start));
	}
}

static void
write_pre(Writer *self, const char *text)
{
	while (*text && !self->is_cut) {
		size_t length = strcspn(text, "\n");

		write_text(self, text, length);
		text += length;
		if (*text == '\n') {
			self->newlines = MIN(self->newlines + 1, 3);
			text++;
		}
	}
}

static void walk(Writer *self, const GumboNode *node, size_t depth);

static void
walk_children(Writer *self, const GumboNode *node, size_t depth)
{
	const GumboVector *children = &node->v.element.children;

	for (unsigned i = 0; i < children->length && !self->is_cut; i++)
		walk(self, children->data[i], depth + 1);
}

/* "text (URL)", or the URL alone where the text is the same. */
static void
walk_link(Writer *self, const GumboNode *node, size_t depth)
{
	g_autofree char *url = g_strdup(attribute(node, "href"));
	size_t before = self->out->len;

	walk_children(self, node, depth);
	if (!url || self->is_cut ||
	    !mail_link_is_news(
	        g_strstrip(url), self->out->str + MIN(before, self->out->len)))
		return;
	g_autofree char *shown = g_strdup_printf("(%s)", url);
	self->blank = self->out->len > before;
	write_text(self, shown, strlen(shown));
}

static void
walk_quotation(Writer *self, const GumboNode *node, size_t depth)
{
	if (self->out->len + 2 + 2 * QUOTES_MAX > self->max_bytes) {
		self->is_cut = true;
		return;
	}
	owe_newlines(self, 2);
	/* the blank line before it belongs to what is quoted from */
	if (self->out->len > 0) {
		g_string_append(self->out, "\n\n");
		self->newlines = 0;
	}
	self->quotes++;
	if (self->out->len > 0)
		begin_line(self);
	self->line_empty = true;
	walk_children(self, node, depth);
	self->quotes--;
	owe_newlines(self, 2);
}

/* Above a header, once where several elements say that it comes. */
static void
write_rule(Writer *self)
{
	owe_newlines(self, 1);
	if (!g_str_has_suffix(self->out->str, MAIL_FRAME_RULE))
		write_text(self, MAIL_FRAME_RULE, strlen(MAIL_FRAME_RULE));
	owe_newlines(self, 1);
}

static void
walk_item(Writer *self, const GumboNode *node, size_t depth)
{
	owe_newlines(self, 1);
	write_text(self, "- ", 2);
	self->line_empty = true; /* no blank between the dash and the words */
	walk_children(self, node, depth);
	owe_newlines(self, 1);
}

static bool
has_cell_before(const GumboNode *node)
{
	for (size_t i = node->index_within_parent; i-- > 0;) {
		const GumboNode *before =
		    node->parent->v.element.children.data[i];

		if (before->type == GUMBO_NODE_ELEMENT)
			return true;
	}
	return false;
}

static void
walk_cell(Writer *self, const GumboNode *node, size_t depth)
{
	if (has_cell_before(node) && !self->newlines && !self->line_empty)
		write_text(self, "\t", 1);
	self->blank = false;
	walk_children(self, node, depth);
}

static void
walk_block(Writer *self, const GumboNode *node, size_t depth, int newlines)
{
	bool pre = self->pre;
	size_t before = self->out->len;

	owe_newlines(self, newlines);
	self->has_nbsp = false;
	self->pre = pre || node->v.element.tag == GUMBO_TAG_PRE;
	walk_children(self, node, depth);
	self->pre = pre;
	if (self->has_nbsp && self->out->len == before)
		newlines = 2;
	owe_newlines(self, newlines);
}

static void
walk_inline(Writer *self, const GumboNode *node, size_t depth)
{
	const char *alt;

	switch ((int)node->v.element.tag) {
	case GUMBO_TAG_BR:
		self->newlines = MIN(self->newlines + 1, 2);
		self->blank = false;
		break;
	case GUMBO_TAG_IMG:
		alt = attribute(node, "alt");
		if (alt)
			write_collapsed(self, alt);
		break;
	case GUMBO_TAG_A:
		walk_link(self, node, depth);
		break;
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
		walk_cell(self, node, depth);
		break;
	default:
		walk_children(self, node, depth);
	}
}

static void
walk_element(Writer *self, const GumboNode *node, size_t depth)
{
	GumboTag tag = node->v.element.tag;
	MailDisplay shown = mail_display(tag);

	if (shown == MAIL_SKIPPED)
		return;
	MailSight sight = mail_hidden_judge(node);
	bool was_tiny = self->tiny;
	if (sight == MAIL_UNSEEN) {
		self->has_hidden |= mail_hidden_has_text(node, self->max_depth);
		return;
	}
	if (sight != MAIL_SEEN)
		self->tiny = sight == MAIL_TINY;
	MailFrame frame = mail_frame_judge(node);
	if (frame == MAIL_FRAME_HEADER && self->out->len)
		write_rule(self);
	if (tag == GUMBO_TAG_BLOCKQUOTE || frame == MAIL_FRAME_QUOTATION)
		walk_quotation(self, node, depth);
	else if (tag == GUMBO_TAG_LI)
		walk_item(self, node, depth);
	else if (shown == MAIL_INLINE)
		walk_inline(self, node, depth);
	else
		walk_block(self, node, depth, shown == MAIL_PARAGRAPH ? 2 : 1);
	self->tiny = was_tiny;
}

static void
walk(Writer *self, const GumboNode *node, size_t depth)
{
	if (depth > self->max_depth)
		return;
	switch (node->type) {
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_CDATA:
	case GUMBO_NODE_WHITESPACE:
		if (self->tiny)
			self->has_hidden |= node->type != GUMBO_NODE_WHITESPACE;
		else if (self->pre)
			write_pre(self, node->v.text.text);
		else
			write_collapsed(self, node->v.text.text);
		break;
	case GUMBO_NODE_ELEMENT:
		walk_element(self, node, depth);
		break;
	case GUMBO_NODE_COMMENT:
	case GUMBO_NODE_TEMPLATE:
	case GUMBO_NODE_DOCUMENT:
		break;
	}
}

/* Of a reference to a number beyond all characters, &#39999999999; gumbo makes
 * bytes that are none. (transfer full) */
static char *
make_valid(const GString *text, size_t max_bytes)
{
	const char *end;

	if (g_utf8_validate_len(text->str, text->len, NULL))
		return g_strndup(text->str, text->len);
	g_autofree char *valid =
	    g_utf8_make_valid(text->str, (gssize)text->len);
	(void)g_utf8_validate_len(valid, MIN(strlen(valid), max_bytes), &end);
	return g_strndup(valid, (size_t)(end - valid));
}

void
mail_html_read(const char *html, size_t length, const MailHtmlLimits *limits,
    MailHtml *ret_html)
{
	MailHtml result = { .text = NULL };
	g_autoptr(GString) flat =
	    mail_flatten(html, length, limits->max_depth, &result.is_flattened);
	GumboOptions options = kGumboDefaultOptions;
	g_autoptr(GString) out = g_string_new(NULL);
	/* a table counts once and stands for table, tbody, tr and td */
	Writer writer = { .out = out,
		.max_bytes = limits->max_bytes,
		.max_depth = limits->max_depth * 4 + 16 };

	bool is_cut = flat->len > limits->max_bytes * MARKUP_PER_TEXT;

	if (is_cut)
		g_string_truncate(flat, limits->max_bytes * MARKUP_PER_TEXT);
	MailArena *arena = mail_arena_new();
	options.max_errors = 0;
	options.allocator = mail_arena_take;
	options.deallocator = mail_arena_drop;
	options.userdata = arena;
	GumboOutput *tree =
	    gumbo_parse_with_options(&options, flat->str, flat->len);
	walk(&writer, tree->root, 0);
	mail_arena_free(arena);
	result.has_hidden = writer.has_hidden;
	result.is_cut = writer.is_cut || is_cut;
	result.text = make_valid(out, limits->max_bytes);
	*ret_html = result;
}

void
mail_html_clear(MailHtml *self)
{
	g_clear_pointer(&self->text, g_free);
}
