#include "store/search-text.h"

#include "core/text.h"
#include "core/words.h"

#include <string.h>

/* Marks of fields; words of the customer's own have none, so that the index of
 * what is looked for most is the smallest. No word begins with one. */
#define OWN ""
#define SUBJECT "^"
#define BODY "|"
#define FROM "<"
#define TO ">"
#define CC "+"
#define ATTACHMENT "@"
#define WHOLE "="  /* behind FROM, TO, CC: an address */
#define DOMAIN "@" /* the same: a domain it is in */
#define INSIDE "~" /* behind the mark: one character of an unparted word */
/* The body holds the own words in one piece, and only what is around them is
 * there a second time, with as many of them as a phrase may reach into. */
#define AROUND BODY "="
#define BORDER_WORDS 7
#define DOMAINS_MAX 10 /* of an address */

/* Blanks and quotes would be taken for an end; words hold none but by folding
 * rare ligatures. */
static void
put_word(GString *into, const char *word)
{
	size_t from = into->len;

	g_string_append(into, word);
	if (strpbrk(word, " \"'"))
		g_strdelimit(into->str + from, " \"'", '_');
}

static bool
is_ascii(const char *text, size_t length)
{
	unsigned char high = 0;

	for (size_t i = 0; i < length; i++)
		high |= (unsigned char)text[i];
	return !(high & 0x80);
}

static void
add_folded(const char *start, size_t length, const char *folded, void *data)
{
	GString *into = data;

	if (is_ascii(start, length))
		g_string_append_len(into, folded, (gssize)length);
	else
		put_word(into, folded);
	g_string_append_c(into, ' ');
}

/* Returns: (transfer full): the words of @text, each between two blanks. */
static GString *
fold(const char *text)
{
	GString *folded = g_string_new(" ");

	if (text)
		core_words_foreach(text, add_folded, folded);
	return folded;
}

static void
put_gap(GString *into)
{
	g_string_append(into, " " STORE_SEARCH_GAP);
}

/* One character a token, so that a phrase of them is found anywhere. */
static void
put_inside(GString *into, const char *mark, const char *word)
{
	for (; *word; word = core_text_next(word)) {
		g_string_append_printf(into, " %s" INSIDE, mark);
		g_string_append_len(
		    into, word, (gssize)(core_text_next(word) - word));
	}
}

/* Adds the words of @folded, which begins and ends with a blank. */
static void
put_run(GString *into, const char *mark, const char *folded, size_t length)
{
	const char *end = folded + length - 1;

	if (!*mark) {
		g_string_append_len(into, folded, (gssize)length - 1);
		return;
	}
	for (const char *at = folded, *next; at < end; at = next) {
		next = memchr(at + 1, ' ', (size_t)(end - at));
		g_string_append_c(into, ' ');
		g_string_append(into, mark);
		g_string_append_len(into, at + 1, (gssize)(next - at) - 1);
	}
}

static void
put_words(GString *into, const char *mark, const char *folded, size_t length)
{
	const char *end = folded + length;

	if (length < 2)
		return;
	put_run(into, mark, folded, length);
	put_gap(into);
	if (is_ascii(folded, length))
		return;
	for (const char *at = folded; at + 1 < end;) {
		const char *next = memchr(at + 1, ' ', (size_t)(end - at) - 1);
		g_autofree char *word =
		    g_strndup(at + 1, (size_t)(next - at) - 1);

		if (core_word_is_unparted(word)) {
			put_inside(into, mark, word);
			put_gap(into);
		}
		at = next;
	}
}

static void
put_text(GString *into, const char *mark, const char *text)
{
	g_autoptr(GString) folded = NULL;

	if (!text || !*text)
		return;
	folded = fold(text);
	put_words(into, mark, folded->str, folded->len);
}

/* Returns: behind the @count words that @text begins with, at a blank; NULL
 * where there are fewer. */
static const char *
behind_words(const char *text, int count)
{
	while (text && count-- > 0)
		text = strchr(text + 1, ' ');
	return text;
}

static const char *
before_words(const GString *text, int count)
{
	const char *at = text->str + text->len - 1;

	for (; count > 0 && at > text->str; count--)
		for (at--; *at != ' ';)
			at--;
	return count == 0 ? at : NULL;
}

/* Most mails begin with the own words, which need not be folded twice where a
 * word ends behind them. @folded: @own. Returns: (transfer full): as fold(). */
static GString *
fold_body(const char *text, const char *own, const GString *folded)
{
	size_t length = own ? strlen(own) : 0;
	GString *body;

	if (!text || length == 0 || strncmp(text, own, length) != 0 ||
	    (text[length] && !g_ascii_isspace(text[length])))
		return fold(text);
	body = g_string_new_len(folded->str, (gssize)folded->len);
	core_words_foreach(text + length, add_folded, body);
	return body;
}

static void
put_body(GString *into, const GString *own, const CoreMessage *message)
{
	g_autoptr(GString) body =
	    fold_body(message->text, message->own_words, own);
	const char *border = behind_words(own->str, BORDER_WORDS);
	const char *found = NULL;

	/* Shorter ones a phrase could reach across. */
	if (behind_words(own->str, 2 * BORDER_WORDS))
		found = strstr(body->str, own->str);
	if (!found) {
		put_words(into, BODY, body->str, body->len);
		return;
	}
	g_string_append(into, " " AROUND);
	put_gap(into);
	if (found > body->str)
		put_words(into, BODY, body->str,
		    (size_t)(found - body->str) + (size_t)(border - own->str) +
		        1);
	found += own->len;
	if (found < body->str + body->len) {
		border = before_words(own, BORDER_WORDS);
		found -= (own->str + own->len) - border;
		put_words(
		    into, BODY, found, (size_t)(body->str + body->len - found));
	}
}

static void
put_whole(GString *into, const char *mark, const char *kind, const char *value)
{
	g_autofree char *lower = g_ascii_strdown(value, -1);

	g_string_append_c(into, ' ');
	g_string_append(into, mark);
	g_string_append(into, kind);
	put_word(into, lower);
}

/* Each domain that the address is in: mail.example.com, example.com, com. */
static void
put_domains(GString *into, const char *mark, const char *address)
{
	const char *at = strrchr(address, '@');
	int left = DOMAINS_MAX;

	if (!at)
		return;
	put_whole(into, mark, DOMAIN, ++at);
	for (const char *dot = address + strlen(address); dot > at && left > 0;)
		if (*--dot == '.') {
			put_whole(into, mark, DOMAIN, dot + 1);
			left--;
		}
}

static void
put_address(GString *into, const char *mark, const CoreAddress *address)
{
	put_text(into, mark, address->name);
	put_text(into, mark, address->address);
	if (!*address->address)
		return;
	put_whole(into, mark, WHOLE, address->address);
	put_domains(into, mark, address->address);
}

static void
put_addresses(GString *into, const char *mark, const GPtrArray *addresses)
{
	for (unsigned i = 0; i < addresses->len; i++)
		put_address(into, mark, addresses->pdata[i]);
}

char *
store_search_text(const CoreMessage *message)
{
	GString *into = g_string_new(STORE_SEARCH_GAP);
	g_autoptr(GString) own = fold(message->own_words);

	put_words(into, OWN, own->str, own->len);
	put_text(into, SUBJECT, message->subject);
	put_body(into, own, message);
	if (message->from)
		put_address(into, FROM, message->from);
	put_addresses(into, TO, message->to);
	put_addresses(into, CC, message->cc);
	for (unsigned i = 0; i < message->attachments->len; i++) {
		const CoreAttachment *attachment =
		    message->attachments->pdata[i];

		put_text(into, ATTACHMENT, attachment->name);
		put_text(into, ATTACHMENT, attachment->type);
	}
	return g_string_free(into, FALSE);
}

/* Of a text, folded. */
static int
count_words(const GString *folded)
{
	int count = 0;

	for (size_t i = 1; i < folded->len; i++)
		count += folded->str[i] == ' ';
	return count;
}

static bool
is_address(const CoreQuery *term)
{
	return (term->field == CORE_FIELD_FROM ||
	           term->field == CORE_FIELD_TO ||
	           term->field == CORE_FIELD_CC) &&
	       strchr(term->text, '@');
}

static bool
reaches_too_far(const CoreQuery *term, const GString *folded)
{
	return term->field == CORE_FIELD_BODY &&
	       count_words(folded) > BORDER_WORDS + 1;
}

bool
store_search_knows(const CoreQuery *term)
{
	g_autoptr(GString) folded = fold(term->text);

	return !reaches_too_far(term, folded);
}

static const char *
mark_of(CoreField field)
{
	switch ((int)field) {
	case CORE_FIELD_SUBJECT:
		return SUBJECT;
	case CORE_FIELD_BODY:
		return BODY;
	case CORE_FIELD_FROM:
		return FROM;
	case CORE_FIELD_TO:
		return TO;
	case CORE_FIELD_CC:
		return CC;
	case CORE_FIELD_ATTACHMENT:
		return ATTACHMENT;
	default:
		return OWN;
	}
}

/* "a b c", or "a b c" * for an open end. */
static void
put_phrase(GString *match, const char *mark, const GString *folded, bool prefix)
{
	g_autofree char *word = g_strstrip(g_strdup(folded->str));

	g_string_append_c(match, '"');
	if (!*word)
		g_string_append(match, STORE_SEARCH_NONE);
	else if (!strchr(word, ' ') && core_word_is_unparted(word))
		put_inside(match, mark, word);
	else
		put_run(match, mark, folded->str, folded->len);
	g_string_append(match, prefix ? "\" *" : "\"");
}

static void
put_address_phrase(GString *match, const CoreQuery *term)
{
	const char *mark = mark_of(term->field);
	bool domain = *term->text == '@';

	g_string_append_c(match, '"');
	put_whole(match, mark, domain ? DOMAIN : WHOLE, term->text + domain);
	g_string_append(
	    match, term->kind == CORE_QUERY_PREFIX && !domain ? "\" *" : "\"");
}

void
store_search_phrase(GString *match, const CoreQuery *term)
{
	g_autoptr(GString) folded = fold(term->text);
	bool prefix = term->kind == CORE_QUERY_PREFIX;

	if (is_address(term)) {
		put_address_phrase(match, term);
		return;
	}
	if (reaches_too_far(term, folded)) {
		g_string_truncate(folded,
		    (size_t)(behind_words(folded->str, BORDER_WORDS + 1) -
		             folded->str) +
		        1);
		prefix = false;
	}
	g_string_append_c(match, '(');
	put_phrase(match, mark_of(term->field), folded, prefix);
	if (term->field == CORE_FIELD_ANY) {
		g_string_append(match, " OR ");
		put_phrase(match, SUBJECT, folded, prefix);
	} else if (term->field == CORE_FIELD_BODY) {
		g_string_append(match, " OR (\"" AROUND "\" AND ");
		put_phrase(match, OWN, folded, prefix);
		g_string_append_c(match, ')');
	}
	g_string_append_c(match, ')');
}
