#include "mail/words/speech.h"

#include "mail/fold.h"
#include "mail/starts.h"

#include <glib.h>
#include <string.h>

#define SENTENCE_WORDS 4
#define LAST_LETTERS 2 /* of its last word, at least */

/* What titles and addresses do without, folded. */
static const char *const of_speech[] = { " is ", " it ", " i ", " my ", " you ",
	" not ", " also ", " ich ", " ist ", " nicht ", " auch ", " je ",
	" est ", " pas ", " aussi ", " yo ", " no ", " es ", " tambien ",
	" non ", " io ", " anche ", " ik ", " het ", " niet ", " ook ", " eu ",
	" nao ", " tambem ", " nie ", " jest ", " tez ", " jag ", " inte ",
	" ocksa " };

/* Whose address it is that stands below such a line, the writer says. */
static const char *const announcements[] = { "address", "adress", "indirizz",
	"direccion", "endereco", "adres", "住所", "details", "kontaktdaten",
	"coordonnees", "datos", "recapit", "gegevens", "dados", "dane ",
	"uppgifter" };

static const char *const pointers[] = { " below", " unten", "ci-dessous",
	" abajo", " a continuacion", " sotto", " qui di seguito", "hieronder",
	"abaixo", "ponizej", " nedan", "下記" };

static bool
is_long(const char *line)
{
	return mail_fold_count_words(line, SENTENCE_WORDS) >= SENTENCE_WORDS;
}

static size_t
length_of(const char *line)
{
	size_t length = strlen(line);

	while (length && g_ascii_isspace(line[length - 1]))
		length--;
	return length;
}

bool
mail_speech_is_of_self(const char *line)
{
	static gsize known;
	static const char *const selves[] = { " I ", " ich ", " je ", " j'ai ",
		" ik ", " jag ", " io ", " yo ", " eu " };
	size_t length = length_of(line);

	if (!length || !strchr(".?!", line[length - 1]) || !is_long(line) ||
	    strchr(line, '@'))
		return false;
	return g_str_has_prefix(line, "I ") ||
	       mail_starts_occur(
	           mail_starts_of(&known, selves, G_N_ELEMENTS(selves)), line);
}

/* Whether @line stops behind a word in small letters, not "Inc." or "s.r.o." */
static bool
has_stop(const char *line)
{
	size_t stop = length_of(line), start;

	if (!stop || line[--stop] != '.' || strpbrk(line, "0123456789"))
		return false;
	for (start = stop; start && (g_ascii_islower(line[start - 1]) ||
	                                (unsigned char)line[start - 1] >= 0x80);
	     start--)
		;
	return stop - start >= LAST_LETTERS && start && line[start - 1] == ' ';
}

bool
mail_speech_is_said(const char *line)
{
	if (!is_long(line))
		return false;
	if (strchr(line, '@')) /* "or write to ann@b.example" */
		return g_ascii_islower(*line) && !strchr(line, ':');
	if (has_stop(line))
		return true;
	g_autofree char *spaced = g_strconcat(" ", line, " ", NULL);
	g_autofree char *folded = mail_fold(spaced);
	return mail_fold_has(folded, of_speech, G_N_ELEMENTS(of_speech));
}

bool
mail_speech_announces(const char *line)
{
	size_t length = length_of(line);

	if (mail_fold_ends_with_colon(line, length))
		return true;
	g_autofree char *folded = mail_fold(line);
	return mail_fold_has(folded, pointers, G_N_ELEMENTS(pointers)) ||
	       (length && line[length - 1] != '.' &&
	           mail_fold_has(
	               folded, announcements, G_N_ELEMENTS(announcements)));
}
