#include "cli/rules-test.h"

#include "cli/guess.h"
#include "cli/json.h"
#include "cli/quote.h"
#include "core/autoptr.h"
#include "filters/rules/trial.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define QUOTES_MAX 4

static const char *
urgency_name(StoreUrgency urgency)
{
	static const char *const names[] = { "none", "high", "now" };

	return names[urgency];
}

static StoreUrgency
urgency_of(const FilterTried *tried)
{
	StoreUrgency most = STORE_URGENCY_NONE;

	for (unsigned i = 0; i < tried->tags->len; i++)
		most = MAX(
		    most, ((const StoreTag *)tried->tags->pdata[i])->urgency);
	return most;
}

/* Returns: (nullable): the model finds a kind without a rule, too. */
static const FilterRule *
rule_of(const GPtrArray *rules, const StoreTag *tag)
{
	for (unsigned i = 0; i < rules->len; i++)
		if (g_strcmp0(((const FilterRule *)rules->pdata[i])->name,
		        tag->rule) == 0)
			return rules->pdata[i];
	return NULL;
}

static void
print_quotes(const char *where, const char *text, const StoreTag *tag)
{
	g_autoptr(GPtrArray) quotes =
	    cli_quote(text, tag->spans, QUOTES_MAX, isatty(STDOUT_FILENO));

	for (unsigned i = 0; i < quotes->len; i++)
		printf("      %s%s\n", where, (const char *)quotes->pdata[i]);
}

/* The quotes below say of a guess which words there were. */
static char *
because(const FilterRule *rule, const StoreTag *tag)
{
	g_autofree char *words = g_strjoinv(", ", tag->spans);

	if (tag->by == STORE_BY_MODEL)
		return cli_guess_format(tag, rule);
	return g_strdup_printf(
	    "%s:%d%s%s", rule->file, rule->line, *words ? ": " : "", words);
}

static void
print_tag(const GPtrArray *rules, const FilterTried *tried, const StoreTag *tag)
{
	g_autofree char *departments = g_strjoinv(", ", tag->departments);
	g_autofree char *why = because(rule_of(rules, tag), tag);

	printf("  %s -> %s%s%s, %s\n", tag->tag, departments,
	    tag->urgency == STORE_URGENCY_NONE ? "" : ", ",
	    tag->urgency == STORE_URGENCY_NONE ? ""
	                                       : urgency_name(tag->urgency),
	    why);
	print_quotes("subject: ", tried->record->subject, tag);
	print_quotes("", tried->record->own_words, tag);
}

static bool
is_limited(const CoreMessage *record)
{
	return g_ptr_array_find_with_equal_func(
	    record->flags, "regex-limit", g_str_equal, NULL);
}

static void
print_no_tag(const FilterTried *tried)
{
	g_autofree char *kinds = NULL;

	puts("  no rule matches");
	if (!tried->kinds)
		return;
	kinds = cli_kinds_format(tried->kinds);
	printf("  %s\n", kinds);
}

static void
print_text(const char *file, const GPtrArray *rules, const FilterTried *tried)
{
	const CoreMessage *record = tried->record;

	printf("%s: %s\n", file,
	    record->subject && *record->subject ? record->subject
	                                        : "(no subject)");
	if (record->origin != CORE_ORIGIN_PERSON)
		printf("  it is %s (%s): rules are for what people write\n",
		    core_origin_name(record->origin),
		    record->origin_reason ? record->origin_reason : "");
	else if (tried->tags->len == 0)
		print_no_tag(tried);
	if (is_limited(record))
		puts("  a regex took too long and was given up");
	for (unsigned i = 0; i < tried->tags->len; i++)
		print_tag(rules, tried, tried->tags->pdata[i]);
	if (tried->tags->len == 0)
		return;
	printf("  to");
	for (unsigned i = 0; i < tried->departments->len; i++)
		printf("%s %s", i ? "," : "",
		    (const char *)tried->departments->pdata[i]);
	printf("; urgency %s\n", urgency_name(urgency_of(tried)));
}

static json_t *
list_to_json(char *const *list, size_t length)
{
	json_t *array = json_array();

	for (size_t i = 0; i < length; i++)
		(void)json_array_append_new(array, json_string(list[i]));
	return array;
}

static json_t *
tag_to_json(const FilterRule *rule, const StoreTag *tag)
{
	json_t *json = json_pack("{s:s, s:s, s:s?, s:s, s:o}", "tag", tag->tag,
	    "by", store_by_name(tag->by), "rule", tag->rule, "urgency",
	    urgency_name(tag->urgency), "spans",
	    list_to_json(tag->spans, g_strv_length(tag->spans)));

	if (rule) {
		(void)json_object_set_new(
		    json, "file", json_string(rule->file));
		(void)json_object_set_new(
		    json, "line", json_integer(rule->line));
	}
	if (tag->probability > 0)
		(void)json_object_set_new(
		    json, "probability", json_real(tag->probability));
	return json;
}

static void
print_json(const char *file, const GPtrArray *rules, const FilterTried *tried)
{
	json_t *tags = json_array();
	g_autoptr(json_t) json =
	    json_pack("{s:s, s:s?, s:s, s:o, s:o, s:s, s:o}", "file", file,
	        "subject", tried->record->subject, "origin",
	        core_origin_name(tried->record->origin), "tags", tags,
	        "departments",
	        list_to_json((char *const *)tried->departments->pdata,
	            tried->departments->len),
	        "urgency", urgency_name(urgency_of(tried)), "kinds",
	        cli_kinds_to_json(tried->kinds));

	for (unsigned i = 0; i < tried->tags->len; i++) {
		const StoreTag *tag = tried->tags->pdata[i];

		(void)json_array_append_new(
		    tags, tag_to_json(rule_of(rules, tag), tag));
	}
	cli_json_print(json);
}

static GBytes *
read_file(const char *path, int64_t max_bytes, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autofree char *bytes = NULL;
	size_t length;

	if (!g_file_get_contents(path, &bytes, &length, &cause)) {
		g_set_error_literal(
		    error, CLI_ERROR, CLI_ERROR_NO_INPUT, cause->message);
		return NULL;
	}
	if ((int64_t)length > max_bytes) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
		    "%s: longer than [limits] message-bytes", path);
		return NULL;
	}
	return g_bytes_new_take(g_steal_pointer(&bytes), length);
}

static bool
test_file(const CliContext *self, FilterTrial *trial, const GPtrArray *rules,
    const char *file, GError **error)
{
	g_auto(FilterTried) tried = { 0 };
	g_autoptr(GBytes) raw =
	    read_file(file, self->config->limits.message_bytes, error);

	if (!raw)
		return false;
	if (!filter_trial_run(trial, raw, &tried, error)) {
		g_prefix_error(error, "%s: ", file);
		return false;
	}
	if (self->json)
		print_json(file, rules, &tried);
	else
		print_text(file, rules, &tried);
	return true;
}

bool
cli_rules_test(CliContext *self, const GPtrArray *rules, char *const *files,
    GError **error)
{
	g_autoptr(FilterTrial) trial = filter_trial_new(
	    self->config, rules, NULL, core_clock_now(&self->clock), error);

	if (!trial)
		return false;
	for (; *files; files++)
		if (!test_file(self, trial, rules, *files, error))
			return false;
	return true;
}
