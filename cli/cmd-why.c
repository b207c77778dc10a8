#include "cli/command.h"

#include "cli/columns.h"
#include "cli/guess.h"
#include "cli/json.h"
#include "cli/labelling.h"
#include "cli/operand.h"
#include "cli/why.h"
#include "core/autoptr.h"
#include "core/query-format.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

static void print_nodes(const GPtrArray *nodes, int depth);

static void
print_place(const CliWhy *why, const StoreTag *tag)
{
	const FilterRule *rule = cli_why_rule(why, tag);

	if (tag->probability > 0) {
		g_autofree char *guess = cli_guess_format(tag, rule);

		printf(", %s", guess);
		return;
	}
	if (!tag->rule)
		return;
	if (!rule)
		printf(", found by rule %s, which is no more", tag->rule);
	else
		printf(", found by rule %s, %s:%d", tag->rule, rule->file,
		    rule->line);
}

static void
print_tag(const CliWhy *why, const StoreTag *tag, const char *by)
{
	bool bright = isatty(STDOUT_FILENO);
	g_autoptr(GPtrArray) quotes = cli_why_quotes(why, tag, bright);

	printf("%s%s%s", tag->tag,
	    tag->urgency == STORE_URGENCY_NOW    ? " (now)"
	    : tag->urgency == STORE_URGENCY_HIGH ? " (high)"
	                                         : "",
	    by);
	print_place(why, tag);
	putchar('\n');
	for (unsigned i = 0; i < quotes->len; i++)
		printf("    %s\n", (const char *)quotes->pdata[i]);
	if (quotes->len == 0 && tag->spans && *tag->spans) {
		g_autofree char *words = g_strjoinv(", ", tag->spans);

		printf("    the words %s\n", words);
	}
}

static void
print_tags(const CliWhy *why)
{
	static const char *const by[] = { "", " said by a person", "" };

	for (unsigned i = 0; i < why->record->tags->len; i++) {
		const StoreTag *tag = why->record->tags->pdata[i];

		print_tag(why, tag, by[tag->by]);
	}
	for (unsigned i = 0; i < why->denied->len; i++)
		print_tag(
		    why, why->denied->pdata[i], " taken away by a person");
	if (why->record->tags->len + why->denied->len == 0)
		puts("no rule matched");
	if (why->kinds) {
		g_autofree char *kinds = cli_kinds_format(why->kinds);

		puts(kinds);
	}
}

static void
print_node(const FilterExplained *node, int depth)
{
	static const char *const kinds[] = { [CORE_QUERY_AND] = "and",
		[CORE_QUERY_OR] = "or",
		[CORE_QUERY_NOT] = "not" };
	g_autofree char *term = node->children
	                            ? g_strdup(kinds[node->query->kind])
	                            : core_query_format(node->query);
	g_autofree char *words =
	    node->spans ? g_strjoinv(", ", node->spans) : g_strdup("");

	printf("    %-6s%*s%s%s%s\n", node->holds ? "true" : "false", depth * 2,
	    "", term, *words ? ": " : "", words);
	print_nodes(node->children, depth + 1);
}

static bool
is_plainly_false(const FilterExplained *node)
{
	return !node->children && !node->holds;
}

/* Terms that are not there, beside each other as far as a line goes. Returns:
 * the first of @nodes that is none. */
static unsigned
print_absent(const GPtrArray *nodes, unsigned first, int depth)
{
	int indent = 10 + depth * 2, left = 0;
	unsigned i = first;

	for (; i < nodes->len && is_plainly_false(nodes->pdata[i]); i++) {
		const FilterExplained *node = nodes->pdata[i];
		g_autofree char *term = core_query_format(node->query);
		int columns = cli_columns_of(term) + 2;

		if (i == first)
			printf("    %-6s%*s", "false", depth * 2, "");
		else if (columns > left)
			printf(",\n%*s", indent, "");
		else
			fputs(", ", stdout);
		if (i == first || columns > left)
			left = cli_columns_there() - indent;
		left -= columns;
		fputs(term, stdout);
	}
	if (i > first)
		putchar('\n');
	return i;
}

static void
print_nodes(const GPtrArray *nodes, int depth)
{
	unsigned i = 0;

	while (nodes && (i = print_absent(nodes, i, depth)) < nodes->len)
		print_node(nodes->pdata[i++], depth);
}

static void
print_tried(const CliWhy *why, const CliWhyRule *tried)
{
	g_autoptr(GPtrArray) reasons = filter_explained_reasons(tried->tree);

	printf("\n%s %s, %s:%d: %s\n",
	    why->weighs_signs && tried->rule->is_sign ? "sign" : "rule",
	    tried->rule->name, tried->rule->file, tried->rule->line,
	    tried->tree->holds ? "it matches" : "it does not match");
	for (unsigned i = 0; i < reasons->len; i++)
		printf("  for %s\n", (const char *)reasons->pdata[i]);
	print_node(tried->tree, 0);
}

static void
print_why(const CliWhy *why)
{
	const StoreRecord *record = why->record;

	printf("message %" PRId64 ": %s\n", record->id,
	    record->record->subject && *record->record->subject
	        ? record->record->subject
	        : "(no subject)");
	if (record->record->origin != CORE_ORIGIN_PERSON)
		printf("it is %s (%s): rules are for what people write\n",
		    core_origin_name(record->record->origin),
		    record->record->origin_reason
		        ? record->record->origin_reason
		        : "");
	else if (!why->is_same)
		puts("the rules, or Tribune itself, have changed since it was"
		     " tagged; see tribune filter --again");
	print_tags(why);
	for (unsigned i = 0; i < record->departments->len; i++) {
		const char *department = record->departments->pdata[i];
		g_autofree char *because = cli_why_department(why, department);

		printf("to %s: %s\n", department, because);
	}
	for (unsigned i = 0; i < why->labels->len; i++) {
		g_autofree char *line = cli_label_format(why->labels->pdata[i]);

		printf("said %s\n", line);
	}
	for (unsigned i = 0; i < why->tried->len; i++)
		print_tried(why, why->tried->pdata[i]);
}

bool
cli_cmd_why(CliContext *self, int argc, char **argv, GError **error)
{
	g_autofree char *rule = NULL;
	GOptionEntry entries[] = {
		{ "rule", 0, 0, G_OPTION_ARG_STRING, &rule,
		    "try this rule, or those of this tag, term by term",
		    "NAME" },
		{ 0 },
	};
	g_autoptr(CliWhy) why = NULL;
	int64_t id;

	if (!cli_begin(self, entries, 1, 1, &argc, &argv, error) ||
	    !cli_parse_id(argv[1], &id, error) ||
	    !cli_open_store(self, STORE_READ_ONLY, error))
		return false;
	why = cli_why_new(self, id, rule, error);
	if (!why)
		return false;
	if (self->json) {
		g_autoptr(json_t) json = cli_why_to_json(why);

		cli_json_print(json);
	} else {
		print_why(why);
	}
	return true;
}
