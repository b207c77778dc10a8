#include "mail/html/html.h"

#include "mail/html/arena.h"
#include "mail/html/brief.h"
#include "mail/html/display.h"
#include "mail/html/flatten.h"
#include "mail/html/frame.h"
#include "mail/html/hidden.h"
#include "mail/html/html-writer.h"
#include "mail/html/link.h"

#include <gumbo.h>
#include <stdlib.h>
#include <string.h>

/* gumbo takes up to a hundred times the size of its input. */
#define MARKUP_PER_TEXT 2

#define NUMBER_MAX 100000 /* that a list may start with */

typedef struct {
	MailHtmlWriter to;
	const MailBrief *brief;
	size_t max_depth;
	bool pre;
	long number;     /* of the next item of a list, 0 for dashes */
	bool tiny;       /* words of this size are not seen */
	bool has_hidden; /* words were left out */
} Walker;

static const char *
attribute(const GumboNode *node, const char *name)
{
	const GumboAttribute *found =
	    gumbo_get_attribute(&node->v.element.attributes, name);

	return found ? found->value : NULL;
}

static void
write_node(Walker *self, const char *text)
{
	MailSpan words;

	while (!self->to.is_cut && mail_brief_next(self->brief, &text, &words))
		if (self->pre)
			mail_html_write_pre(
			    &self->to, words.start, words.length);
		else
			mail_html_write_words(
			    &self->to, words.start, words.length);
}

static void walk(Walker *self, const GumboNode *node, size_t depth);

static void
walk_children(Walker *self, const GumboNode *node, size_t depth)
{
	const GumboVector *children = &node->v.element.children;

	for (unsigned i = 0; i < children->length && !self->to.is_cut; i++)
		walk(self, children->data[i], depth + 1);
}

/* Where an attribute is one piece that was put aside, or not, as it is.
 * Returns: whether there is one. */
static bool
find_said(const Walker *self, const GumboNode *node, const char *name,
    MailSpan *ret_said)
{
	const char *value = attribute(node, name);

	return value && mail_brief_next(self->brief, &value, ret_said);
}

/* "text (URL)", or the URL alone where the text is the same. */
static void
walk_link(Walker *self, const GumboNode *node, size_t depth)
{
	size_t before = self->to.out->len;
	MailSpan said;

	walk_children(self, node, depth);
	if (self->to.is_cut || !find_said(self, node, "href", &said))
		return;
	g_autofree char *url = g_strndup(said.start, said.length);
	if (!mail_link_is_news(g_strstrip(url),
	        self->to.out->str + MIN(before, self->to.out->len)))
		return;
	g_autofree char *shown = g_strdup_printf("(%s)", url);
	self->to.blank = self->to.out->len > before;
	mail_html_write(&self->to, shown, strlen(shown));
}

static void
walk_quotation(Walker *self, const GumboNode *node, size_t depth)
{
	if (self->to.out->len + 2 + 2 * MAIL_QUOTES_MAX > self->to.max_bytes) {
		self->to.is_cut = true;
		return;
	}
	mail_html_owe(&self->to, 2);
	/* the blank line before it belongs to what is quoted from */
	if (self->to.out->len > 0) {
		g_string_append(self->to.out, "\n\n");
		self->to.newlines = 0;
	}
	self->to.quotes++;
	if (self->to.out->len > 0)
		mail_html_begin_line(&self->to);
	self->to.line_empty = true;
	walk_children(self, node, depth);
	self->to.quotes--;
	mail_html_owe(&self->to, 2);
}

/* Above a header, once where several elements say that it comes. */
static void
write_rule(Walker *self)
{
	mail_html_owe(&self->to, 1);
	if (!g_str_has_suffix(self->to.out->str, MAIL_FRAME_RULE))
		mail_html_write(
		    &self->to, MAIL_FRAME_RULE, strlen(MAIL_FRAME_RULE));
	mail_html_owe(&self->to, 1);
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
walk_cell(Walker *self, const GumboNode *node, size_t depth)
{
	if (has_cell_before(node) && !self->to.newlines && !self->to.line_empty)
		mail_html_write(&self->to, "\t", 1);
	self->to.blank = false;
	walk_children(self, node, depth);
}

static void
walk_block(Walker *self, const GumboNode *node, size_t depth, int newlines)
{
	bool pre = self->pre;
	size_t before = self->to.out->len;

	mail_html_owe(&self->to, newlines);
	self->to.has_nbsp = false;
	self->pre = pre || node->v.element.tag == GUMBO_TAG_PRE;
	walk_children(self, node, depth);
	self->pre = pre;
	if (self->to.has_nbsp && self->to.out->len == before)
		newlines = 2;
	mail_html_owe(&self->to, newlines);
}

/* The number of the first item in @node, 0 for dashes. */
static long
first_number(const GumboNode *node)
{
	const char *start = attribute(node, "start");
	long number = start ? strtol(start, NULL, 10) : 1;

	if (node->v.element.tag != GUMBO_TAG_OL)
		return 0;
	return number > 0 && number < NUMBER_MAX ? number : 1;
}

static void
walk_list(Walker *self, const GumboNode *node, size_t depth)
{
	long outer = self->number;

	self->number = first_number(node);
	walk_block(self, node, depth, 2);
	self->number = outer;
}

static void
walk_item(Walker *self, const GumboNode *node, size_t depth)
{
	char mark[32] = "- ";

	if (self->number)
		g_snprintf(mark, sizeof mark, "%ld. ", self->number++);
	mail_html_owe(&self->to, 1);
	mail_html_write(&self->to, mark, strlen(mark));
	self->to.line_empty =
	    true; /* no blank between the dash and the words */
	walk_children(self, node, depth);
	mail_html_owe(&self->to, 1);
}

static void
walk_inline(Walker *self, const GumboNode *node, size_t depth)
{
	MailSpan alt;

	switch ((int)node->v.element.tag) {
	case GUMBO_TAG_BR:
		self->to.newlines = MIN(self->to.newlines + 1, 2);
		self->to.blank = false;
		break;
	case GUMBO_TAG_IMG:
		if (find_said(self, node, "alt", &alt))
			mail_html_write_words(&self->to, alt.start, alt.length);
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
walk_element(Walker *self, const GumboNode *node, size_t depth)
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
	if (frame == MAIL_FRAME_HEADER && self->to.out->len)
		write_rule(self);
	if ((tag == GUMBO_TAG_BLOCKQUOTE && !mail_frame_is_indent(node)) ||
	    frame == MAIL_FRAME_QUOTATION)
		walk_quotation(self, node, depth);
	else if (tag == GUMBO_TAG_LI)
		walk_item(self, node, depth);
	else if (tag == GUMBO_TAG_OL || tag == GUMBO_TAG_UL)
		walk_list(self, node, depth);
	else if (shown == MAIL_INLINE)
		walk_inline(self, node, depth);
	else
		walk_block(self, node, depth, shown == MAIL_PARAGRAPH ? 2 : 1);
	self->tiny = was_tiny;
}

static void
walk(Walker *self, const GumboNode *node, size_t depth)
{
	if (depth > self->max_depth)
		return;
	switch (node->type) {
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_CDATA:
	case GUMBO_NODE_WHITESPACE:
		if (self->tiny)
			self->has_hidden |= node->type != GUMBO_NODE_WHITESPACE;
		else
			write_node(self, node->v.text.text);
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

/* Reads @html, which is @brief's where there is one. */
static void
read_tree(const GString *html, const MailBrief *brief,
    const MailHtmlLimits *limits, MailHtml *ret_html)
{
	GumboOptions options = kGumboDefaultOptions;
	g_autoptr(GString) out = g_string_new(NULL);
	/* a table counts once and stands for table, tbody, tr and td */
	Walker walker = { .to = { .out = out, .max_bytes = limits->max_bytes },
		.brief = brief,
		.max_depth = limits->max_depth * 4 + 16 };
	MailArena *arena = mail_arena_new();

	options.max_errors = 0;
	options.allocator = mail_arena_take;
	options.deallocator = mail_arena_drop;
	options.userdata = arena;
	GumboOutput *tree =
	    gumbo_parse_with_options(&options, html->str, html->len);
	walk(&walker, tree->root, 0);
	mail_arena_free(arena);
	ret_html->has_hidden = walker.has_hidden;
	ret_html->is_cut = walker.to.is_cut;
	ret_html->text = make_valid(out, limits->max_bytes);
}

void
mail_html_read(const char *html, size_t length, const MailHtmlLimits *limits,
    MailHtml *ret_html)
{
	MailHtml result = { .text = NULL };
	bool is_flattened, is_cut;
	g_autoptr(GString) flat =
	    mail_flatten(html, length, limits->max_depth, &is_flattened);
	g_auto(MailBrief) brief = { .html = NULL };

	is_cut = flat->len > limits->max_bytes * MARKUP_PER_TEXT;
	if (is_cut)
		g_string_truncate(flat, limits->max_bytes * MARKUP_PER_TEXT);
	if (!limits->is_thorough && mail_brief_make(flat, &brief))
		read_tree(brief.html, &brief, limits, &result);
	/* a cut may fall between words that were put aside */
	if (!result.text || result.is_cut) {
		mail_html_clear(&result);
		mail_brief_clear(&brief);
		read_tree(flat, &brief, limits, &result);
	}
	result.is_cut |= is_cut;
	result.is_flattened = is_flattened;
	*ret_html = result;
}

void
mail_html_clear(MailHtml *self)
{
	g_clear_pointer(&self->text, g_free);
}
