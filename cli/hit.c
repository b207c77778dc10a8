#include "cli/hit.h"

#include "cli/columns.h"
#include "cli/quote.h"
#include "cli/record-json.h"
#include "core/autoptr.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WRITER_COLUMNS 28
#define INDENT 8
#define DIM "\033[2m"
#define PLAIN "\033[0m"

CliHitStyle
cli_hit_style(bool json)
{
	const char *term = g_getenv("TERM");
	CliHitStyle style = { .json = json,
		.table = isatty(STDOUT_FILENO),
		.columns = cli_columns_there() };

	style.bright = style.table && !g_getenv("NO_COLOR") &&
	               g_strcmp0(term, "dumb") != 0;
	return style;
}

static const char *
writer(const CoreMessage *message)
{
	if (!message->from)
		return "";
	return *message->from->name ? message->from->name
	                            : message->from->address;
}

static char *
join_tags(const StoreRecord *record, const char *separator)
{
	GString *tags = g_string_new(NULL);

	for (unsigned i = 0; i < record->tags->len; i++) {
		const StoreTag *tag = record->tags->pdata[i];

		g_string_append(tags, i > 0 ? separator : "");
		g_string_append(tags, tag->tag);
	}
	return g_string_free(tags, FALSE);
}

/* The sentence with the words, of the own words or else of all; "" where they
 * stand only in the header. */
static char *
snippet(const FilterSought *hit, bool bright)
{
	const CoreMessage *message = hit->record->record;
	const char *const texts[] = { message->own_words, message->text };

	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GPtrArray) quotes = NULL;

		if (!texts[i] || !hit->spans)
			continue;
		quotes = cli_quote(texts[i], hit->spans, 1, bright);
		if (quotes->len > 0)
			return g_strdup(quotes->pdata[0]);
	}
	return g_strdup("");
}

/* id, date, writer and tags, then the subject, then the sentence. */
static char *
format_table(const CliHitStyle *style, const FilterSought *hit)
{
	const StoreRecord *record = hit->record;
	GString *text = g_string_new(NULL);
	g_autofree char *date = core_time_format(record->received_at);
	g_autofree char *tags = join_tags(record, ", ");
	g_autofree char *words = snippet(hit, style->bright);
	const char *subject = record->record->subject;
	g_autofree char *from =
	    cli_columns_cut(writer(record->record), WRITER_COLUMNS);
	g_autofree char *filled =
	    cli_columns_fill(from, *tags ? WRITER_COLUMNS + 2 : 0);
	g_autofree char *line = cli_columns_cut(
	    subject ? subject : "(no subject)", style->columns - INDENT);

	g_string_append_printf(text, "%*" PRId64 "  %s  %s%s%s%s\n%*s%s\n",
	    INDENT - 2, record->id, date, filled,
	    style->bright && *tags ? DIM : "", tags,
	    style->bright && *tags ? PLAIN : "", INDENT, "", line);
	if (*words)
		g_string_append_printf(text, "%*s%s\n", INDENT, "", words);
	return g_string_free(text, FALSE);
}

static char *
format_line(const FilterSought *hit)
{
	const StoreRecord *record = hit->record;
	g_autofree char *date = core_time_format(record->received_at);
	g_autofree char *tags = join_tags(record, ",");
	g_autofree char *words = snippet(hit, false);
	const char *subject = record->record->subject;

	return g_strdup_printf("%" PRId64 "\t%s\t%s\t%s\t%s\t%s\n", record->id,
	    date, writer(record->record), tags, subject ? subject : "", words);
}

char *
cli_hit_format(const CliHitStyle *style, const FilterSought *hit)
{
	return style->table ? format_table(style, hit) : format_line(hit);
}

static char *
format_json(const FilterSought *hit)
{
	g_autoptr(json_t) object = cli_record_to_json(hit->record);
	json_t *words = json_array();
	char *text, *line;

	for (int i = 0; hit->spans && hit->spans[i]; i++)
		(void)json_array_append_new(words, json_string(hit->spans[i]));
	(void)json_object_set_new(object, "matched", words);
	text = json_dumps(object, JSON_COMPACT);
	g_assert(text);
	line = g_strconcat(text, "\n", NULL);
	free(text);
	return line;
}

bool
cli_hit_print(const CliHitStyle *style, const FilterSought *hit, GError **error)
{
	g_autofree char *text =
	    style->json ? format_json(hit) : cli_hit_format(style, hit);

	/* At once: who looks for a regex in a million mails waits for each. */
	if (fputs(text, stdout) != EOF && fflush(stdout) != EOF)
		return true;
	g_set_error(error, CORE_ERROR, CORE_ERROR_IO, "standard output: %s",
	    g_strerror(errno));
	return false;
}
