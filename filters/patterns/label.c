#include "filters/patterns/label.h"

#include "core/sentence.h"
#include "core/text.h"
#include "filters/patterns/language.h"
#include "filters/words.h"

#include <stdbool.h>
#include <string.h>

#define LABEL_CHARS 60
#define CONTENT_WORDS 2

/* "Re: [Ticket 5] Fwd: x" is about x. Returns: the length of what stands before
 * at the start of @text. */
static size_t
prefix_length(const char *text)
{
	static const char *const words[] = { "re", "aw", "fw", "fwd", "wg",
		"sv", "vs", "rv", "tr", "antw", "enc" };
	size_t length;

	if (*text == '[') {
		length = strcspn(text, "]");
		return text[length] ? length + 1 : 0;
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
		length = strlen(words[i]);
		if (g_ascii_strncasecmp(text, words[i], length) != 0)
			continue;
		if (text[length] == '[')
			length += strcspn(text + length, "]") + 1;
		length += strspn(text + length, " ");
		if (text[length] == ':')
			return length + 1;
	}
	return 0;
}

static const char *
without_prefixes(const char *subject)
{
	size_t length;

	do {
		subject += strspn(subject, " ");
		length = prefix_length(subject);
		subject += length;
	} while (length > 0);
	return subject;
}

static bool
says_something(const char *text)
{
	g_autoptr(FilterWords) words = filter_words_new(text);
	unsigned content = 0;

	for (unsigned i = 0; i < filter_words_count(words); i++) {
		const char *folded = filter_words_at(words, i)->folded;

		content += !filter_language_is_stop_word(folded) &&
		           !g_ascii_isdigit(*folded);
	}
	return content >= CONTENT_WORDS;
}

/* The first sentence that is more than a greeting, or the first. */
static char *
first_sentence(const char *words)
{
	CoreSentence sentence = { words, 0 };
	g_autofree char *first = NULL;

	while (core_sentence_next(words, &sentence)) {
		g_autofree char *said =
		    g_strndup(sentence.start, sentence.length);

		if (says_something(said))
			return g_steal_pointer(&said);
		if (!first)
			first = g_steal_pointer(&said);
	}
	return first ? g_steal_pointer(&first) : g_strdup("");
}

/* What a machine wrote when it took a mail in: the customer's answer to it
 * keeps that subject, which says nothing of her matter. */
static bool
is_of_machine(const char *subject)
{
	static const char *const phrases[] = { "we received your",
		"we have received your", "thank you for contacting",
		"thanks for contacting", "automatic reply", "out of office",
		"your ticket", "ticket received", "eingangsbestatigung",
		"ihre anfrage", "wir haben ihre", "automatische antwort",
		"hemos recibido su", "respuesta automatica",
		"nous avons bien recu", "accuse de reception",
		"reponse automatique" };
	g_autofree char *folded = core_text_fold(subject);

	for (unsigned i = 0; i < G_N_ELEMENTS(phrases); i++)
		if (strstr(folded, phrases[i]))
			return true;
	return false;
}

/* A parenthesis that does not close would look cut off, as it may be. */
static void
drop_open_parenthesis(char *text)
{
	char *open = strrchr(text, '(');

	if (open && open > text && !strchr(open, ')'))
		*open = '\0';
}

static void
trim(char *text)
{
	size_t length = strlen(text);

	while (length > 0 && strchr(" .,;:!-", text[length - 1]))
		text[--length] = '\0';
}

char *
filter_label(const char *subject, const char *own_words)
{
	g_autofree char *label = NULL;
	g_autofree char *line = NULL;

	if (subject)
		subject = without_prefixes(subject);
	label = subject && says_something(subject) && !is_of_machine(subject)
	            ? g_strdup(subject)
	            : first_sentence(own_words ? own_words : "");
	if (!*label && subject)
		line = core_text_line(subject, strlen(subject), 1000);
	else
		line = core_text_line(label, strlen(label), 1000);
	g_free(label);
	label = core_text_shorten(line, LABEL_CHARS);
	drop_open_parenthesis(label);
	trim(label);
	return g_steal_pointer(&label);
}
