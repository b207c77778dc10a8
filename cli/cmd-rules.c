#include "cli/command.h"

#include "cli/changes.h"
#include "cli/json.h"
#include "cli/operand.h"
#include "cli/rules-test.h"
#include "core/autoptr.h"
#include "core/units.h"
#include "filters/rules/faults.h"
#include "filters/rules/fingerprint.h"
#include "filters/rules/match.h"
#include "filters/rules/rules.h"
#include "store/retag.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static void
print_faults_json(const GPtrArray *faults, unsigned rules)
{
	json_t *array = json_array();
	g_autoptr(json_t) json =
	    json_pack("{s:i, s:o}", "rules", (int)rules, "faults", array);

	for (unsigned i = 0; i < faults->len; i++) {
		const FilterFault *fault = faults->pdata[i];

		(void)json_array_append_new(
		    array, json_pack("{s:s, s:i, s:i, s:s}", "file",
		               fault->file, "line", fault->line, "column",
		               fault->column, "sentence", fault->sentence));
	}
	cli_json_print(json);
}

/* Reads the configured rules with @files among them. Returns: NULL when they
 * have faults, which are printed then. */
static GPtrArray *
read_rules(CliContext *self, char *const *files)
{
	g_autoptr(GPtrArray) faults = filter_faults_new();
	GPtrArray *rules = filter_rules_read(self->config, files, faults);

	if (rules)
		return rules;
	self->exit_code = EX_CONFIG;
	if (self->json) {
		print_faults_json(faults, 0);
	} else {
		g_autofree char *shown = filter_faults_show(faults);
		g_autofree char *count =
		    core_count_format(faults->len, "fault", "faults");

		printf("%s\n%s\n", shown, count);
	}
	return NULL;
}

static unsigned
count_files(const GPtrArray *rules)
{
	unsigned files = 0;

	for (unsigned i = 0; i < rules->len; i++) {
		const FilterRule *rule = rules->pdata[i];
		const FilterRule *before = i ? rules->pdata[i - 1] : NULL;

		files += !before || strcmp(before->file, rule->file) != 0;
	}
	return files;
}

static bool
check(CliContext *self, char *const *files, GError **error)
{
	g_autoptr(GPtrArray) rules = read_rules(self, files);
	g_autoptr(FilterMatcher) matcher = NULL;

	if (!rules)
		return true;
	matcher = filter_matcher_new(rules, error);
	if (!matcher)
		return false;
	if (self->json) {
		g_autoptr(GPtrArray) none = g_ptr_array_new();

		print_faults_json(none, rules->len);
		return true;
	}
	g_autofree char *count = core_count_format(rules->len, "rule", "rules");
	g_autofree char *in_files =
	    core_count_format(count_files(rules), "file", "files");
	printf("%s in %s, no fault\n", count, in_files);
	if (self->config->departments->len == 0)
		puts("the config has no departments: any is taken");
	return true;
}

/* Their differences from the rules of now are not FILE's alone. */
static bool
note_other_rules(CliContext *self, int64_t since_at, GError **error)
{
	g_autoptr(GPtrArray) faults = filter_faults_new();
	g_autoptr(GPtrArray) rules =
	    filter_rules_read(self->config, NULL, faults);
	StoreRetagQuery query = { .since_at = since_at };
	int64_t others;

	if (!rules)
		return true;
	query.rules = filter_rules_fingerprint(rules, self->config->guess);
	if (!store_retag_count(self->store, &query, &others, error))
		return false;
	if (others > 0 && !self->json)
		printf("tagged by other rules: %" PRId64 " of the mails"
		       " or another Tribune: what tribune filter --again would"
		       " change is counted, too\n",
		    others);
	return true;
}

static bool
dry_run(CliContext *self, char *const *files, const char *since, GError **error)
{
	g_autoptr(GPtrArray) rules = NULL;
	FilterRetagOptions options = { .config = self->config,
		.dry_run = true };

	if (!cli_parse_since(since, core_clock_now(&self->clock),
	        &options.since_at, error) ||
	    !cli_open_store(self, STORE_READ_ONLY, error))
		return false;
	rules = read_rules(self, files);
	if (!rules)
		return true;
	options.rules = rules;
	return note_other_rules(self, options.since_at, error) &&
	       cli_changes_run(self, &options, error);
}

static bool
are_there(char *const *files, GError **error)
{
	for (; files && *files; files++) {
		g_autofree char *shown = g_filename_display_name(*files);

		if (g_file_test(*files, G_FILE_TEST_EXISTS))
			continue;
		g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
		    "%s: no such file", shown);
		return false;
	}
	return true;
}

static bool
test(CliContext *self, char *const *mails, char *const *files, GError **error)
{
	g_autoptr(GPtrArray) rules = read_rules(self, files);

	return !rules || cli_rules_test(self, rules, mails, error);
}

bool
cli_cmd_rules(CliContext *self, int argc, char **argv, GError **error)
{
	g_autofree char *since = NULL;
	g_auto(GStrv) files = NULL;
	GOptionEntry entries[] = {
		{ "rule", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files,
		    "test: with this file among the configured ones", "FILE" },
		{ "since", 0, 0, G_OPTION_ARG_STRING, &since,
		    "dry-run: only what came in that time, as 90d", "TIME" },
		{ 0 },
	};

	if (!cli_begin(self, entries, 0, INT_MAX, &argc, &argv, error) ||
	    !cli_open_config(self, error))
		return false;
	const char *wanted = argc > 1 ? argv[1] : "";
	if ((argc > 2 && !are_there(argv + 2, error)) ||
	    !are_there(files, error))
		return false;
	if (strcmp(wanted, "check") == 0 && !files && !since)
		return check(self, argv + 2, error);
	if (strcmp(wanted, "test") == 0 && argc > 2 && !since)
		return test(self, argv + 2, files, error);
	if (strcmp(wanted, "dry-run") == 0 && argc == 3 && !files)
		return dry_run(self, argv + 2, since, error);
	g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
	    "say check [FILE...], test [--rule FILE] MAIL... or dry-run"
	    " [--since TIME] FILE");
	return false;
}
