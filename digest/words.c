#include "digest/words.h"

#include "core/sentence.h"
#include "core/text.h"

#include <string.h>

static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday",
	"Thursday", "Friday", "Saturday", "Sunday" };
static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

char *
digest_count(int64_t n, const char *one, const char *many)
{
	g_autoptr(GString) number = g_string_new(NULL);

	g_string_printf(number, "%" G_GINT64_FORMAT, n);
	for (gssize i = (gssize)number->len - 3; i > (n < 0); i -= 3)
		g_string_insert_c(number, i, ',');
	if (*one)
		g_string_append_printf(number, " %s", n == 1 ? one : many);
	return g_string_free(g_steal_pointer(&number), FALSE);
}

static GDateTime *
local_time(int64_t at, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);

	g_assert(utc); /* times are checked where they come in */
	return g_date_time_to_timezone(utc, zone);
}

static const char *
weekday_of(GDateTime *time)
{
	return weekdays[g_date_time_get_day_of_week(time) - 1];
}

static const char *
month_of(GDateTime *time)
{
	return months[g_date_time_get_month(time) - 1];
}

char *
digest_day(int64_t at, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = local_time(at, zone);

	return g_strdup_printf(
	    "%d %s", g_date_time_get_day_of_month(time), month_of(time));
}

char *
digest_weekday_day(int64_t at, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = local_time(at, zone);

	return g_strdup_printf("%.3s %d %s", weekday_of(time),
	    g_date_time_get_day_of_month(time), month_of(time));
}

char *
digest_moment(int64_t at, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = local_time(at, zone);

	return g_strdup_printf("%.3s %d %s, %02d:%02d", weekday_of(time),
	    g_date_time_get_day_of_month(time), month_of(time),
	    g_date_time_get_hour(time), g_date_time_get_minute(time));
}

char *
digest_weekday(int64_t at, GTimeZone *zone)
{
	g_autoptr(GDateTime) time = local_time(at, zone);

	return g_strdup(weekday_of(time));
}

char *
digest_days(const CorePeriod *period, GTimeZone *zone)
{
	g_autoptr(GDateTime) first = local_time(period->start_at, zone);
	g_autoptr(GDateTime) last = local_time(period->end_at - 1, zone);
	int first_day = g_date_time_get_day_of_month(first);
	int last_day = g_date_time_get_day_of_month(last);

	if (g_date_time_get_month(first) == g_date_time_get_month(last))
		return g_strdup_printf("%d\u2013%d %s %d", first_day, last_day,
		    month_of(last), g_date_time_get_year(last));
	return g_strdup_printf("%d %s \u2013 %d %s %d", first_day,
	    month_of(first), last_day, month_of(last),
	    g_date_time_get_year(last));
}

char *
digest_tag_words(const char *tag)
{
	g_autoptr(GString) out = g_string_new(tag);

	g_string_replace(out, "-", " ", 0);
	g_string_replace(out, "_", " ", 0);
	g_string_replace(out, "/", ": ", 0);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Takes the text by value of its owner and gives back another. */
static char *
replace(char *text, const char *pattern, const char *with)
{
	g_autofree char *owned = text;
	g_autoptr(GRegex) regex =
	    g_regex_new(pattern, G_REGEX_OPTIMIZE, G_REGEX_MATCH_DEFAULT, NULL);
	char *out;

	g_assert(regex); /* the patterns are ours */
	out = g_regex_replace_literal(
	    regex, owned, -1, 0, with, G_REGEX_MATCH_DEFAULT, NULL);
	/* Only a limit of the engine can fail it, and no text passes then. */
	return out ? out : g_strdup("");
}

static char *
redact_name(char *text, const char *name)
{
	g_auto(GStrv) parts = g_strsplit_set(name, " ,.\t\"'()", -1);

	for (char **part = parts; *part; part++) {
		g_autofree char *escaped = g_regex_escape_string(*part, -1);
		g_autofree char *pattern = NULL;

		/* Initials and particles would take ordinary words with them.
		 */
		if (g_utf8_strlen(*part, -1) < 3)
			continue;
		pattern = g_strdup_printf("\\b%s\\b", escaped);
		text = replace(text, pattern, "[name]");
	}
	return text;
}

char *
digest_redact(const char *text, const char *name)
{
	char *out = core_text_line(text, strlen(text), 8192);

	out = replace(out, "[^\\s<>(\\[]+@[^\\s<>)\\]]+", "[address]");
	out = replace(out, "(?i)https(?=://)", "hxxps");
	out = replace(out, "(?i)http(?=://)", "hxxp");
	out = replace(out, "(?i)\\bwww\\.(?=\\w)", "www[.]");
	out = replace(out, "\\+?\\d[\\d ()./-]{5,}\\d", "[number]");
	return redact_name(out, name);
}

static int
count_words(const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n\t", -1);
	int n = 0;

	for (char **word = words; *word; word++)
		n += **word != '\0';
	return n;
}

/* Sentence case for who writes in capitals only. */
static char *
calm(char *text)
{
	g_autofree char *owned = text;
	g_autofree char *lower = g_utf8_strdown(owned, -1);
	g_autofree char *upper = g_utf8_strup(owned, -1);
	bool shouts = strcmp(owned, upper) == 0 && strcmp(owned, lower) != 0 &&
	              g_utf8_strlen(owned, -1) > 8;
	const char *source = shouts ? lower : owned;
	char first[7] = "";

	if (!*source)
		return g_strdup("");
	first[g_unichar_to_utf8(
	    g_unichar_toupper(g_utf8_get_char(source)), first)] = '\0';
	return g_strconcat(
	    first, source + g_utf8_skip[(unsigned char)*source], NULL);
}

static char *
clean_title(const char *text, const char *name)
{
	char *out = digest_redact(text, name);

	/* Reply and forward marks of the commonest clients and languages. */
	out = replace(out,
	    "^(?i:(?:re|fwd?|aw|wg|sv|vs|rv|tr|r|i|antw|odp)\\s*(?:\\[\\d+\\])?"
	    "\\s*:\\s*)+",
	    "");
	out = replace(out, "([!?.])[!?.]{1,}", "");
	out = replace(out, "[\\s.!:;,\u2026-]+$", "");
	out = replace(out, "^[\\s.!:;,*\u2026-]+", "");
	return calm(out);
}

/* On one line, without the greeting before it; "" for what is no statement. */
static char *
strip_courtesy(const CoreSentence *sentence)
{
	char *out =
	    core_text_line(sentence->start, sentence->length, sentence->length);

	out = replace(out,
	    "^(?i:(?:hi|hello|hey|dear|good (?:morning|day|afternoon|evening)"
	    "|hallo|guten tag|guten morgen|sehr geehrte\\w*|moin|hola|buenas"
	    "|buenos d\u00edas|estimad\\w*|bonjour|bonsoir|salut)\\b"
	    "[^,:!.]{0,40}(?:[,:!.-]\\s*|$))",
	    "");
	out = replace(out,
	    "^(?i:(?:thank(?:s| you)|many thanks|(?:kind|best|warm) regards"
	    "|regards|cheers|best|sincerely|mit freundlichen|viele gr|gru\u00df"
	    "|saludos|gracias|cordialement|merci)\\b.{0,30})$",
	    "");
	return out;
}

char *
digest_title(
    const char *subject, const char *words, const char *name, size_t max_chars)
{
	g_autofree char *title = clean_title(subject, name);

	if (count_words(title) < 2) {
		CoreSentence sentence = { words, 0 };

		while (core_sentence_next(words, &sentence)) {
			g_autofree char *stripped = strip_courtesy(&sentence);
			g_autofree char *clean = clean_title(stripped, name);

			if (count_words(clean) >= 3) {
				g_free(title);
				title = g_steal_pointer(&clean);
				break;
			}
		}
	}
	if (!*title)
		return g_strdup("Without a subject");
	return core_text_shorten(title, max_chars);
}

static char *
first_words(const char *text, int max)
{
	g_auto(GStrv) words = g_strsplit(text, " ", max + 1);
	bool cut = g_strv_length(words) > (unsigned)max;

	if (cut)
		g_clear_pointer(&words[max], g_free);
	g_autofree char *joined = g_strjoinv(" ", words);
	return cut ? g_strconcat(joined, " \u2026", NULL)
	           : g_steal_pointer(&joined);
}

typedef struct {
	GHashTable *words; /* folded */
	int hits;
} Overlap;

static void
note_word(const char *start, size_t length, void *data)
{
	Overlap *overlap = data;

	if (length > 3)
		g_hash_table_add(overlap->words, g_strndup(start, length));
}

static void
match_word(const char *start, size_t length, void *data)
{
	Overlap *overlap = data;
	g_autofree char *word = g_strndup(start, length);

	overlap->hits += g_hash_table_remove(overlap->words, word) ? 1 : 0;
}

/* How many of the longer words of @title stand in @text. */
static int
overlap_of(const char *text, const char *title)
{
	g_autoptr(GHashTable) words =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Overlap overlap = { words, 0 };
	g_autofree char *folded_title = core_text_fold(title);
	g_autofree char *folded = core_text_fold(text);

	core_text_foreach_word(folded_title, note_word, &overlap);
	core_text_foreach_word(folded, match_word, &overlap);
	return overlap.hits;
}

/* More for what is about the title and still adds to it. */
static int
score_sentence(const char *sentence, const char *title)
{
	int n = count_words(sentence);
	int overlap = overlap_of(sentence, title);
	int score = 10 * MIN(overlap, 2) + MIN(n - overlap, 14);

	if (n < 5)
		return 0; /* too short to say anything by itself */
	if (strstr(sentence, "[name]") || strstr(sentence, "[address]") ||
	    strstr(sentence, "[number]") || strstr(sentence, "hxxp"))
		score -= 8;
	if (g_str_has_suffix(sentence, "?"))
		score -= 4; /* what happens tells more than what is asked */
	return score;
}

/* Whether @sentence says what the title says, word for word. */
static bool
repeats(const char *sentence, const char *title)
{
	g_autofree char *one = core_text_fold(sentence);
	g_autofree char *other = core_text_fold(title);

	if (g_str_has_suffix(title, "\u2026"))
		other[strlen(other) - MIN(strlen(other), 3)] = '\0';
	return g_str_has_prefix(one, other) &&
	       count_words(one) < count_words(other) + 3;
}

char *
digest_quote(
    const char *words, const char *title, const char *name, int *ret_score)
{
	CoreSentence sentence = { words, 0 };
	g_autofree char *best = NULL;
	int best_score = 0;

	while (core_sentence_next(words, &sentence)) {
		g_autofree char *stripped = strip_courtesy(&sentence);
		g_autofree char *clean = calm(digest_redact(stripped, name));
		int score = score_sentence(clean, title);

		if (score <= best_score || repeats(clean, title))
			continue;
		best_score = score;
		g_free(best);
		best = g_steal_pointer(&clean);
	}
	if (!best)
		return NULL;
	*ret_score = best_score;
	return first_words(best, 25);
}
