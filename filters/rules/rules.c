#include "filters/rules/rules.h"

#include "core/nearest.h"
#include "core/query-fault.h"
#include "filters/error.h"
#include "filters/rules/faults.h"
#include "filters/rules/fields.h"
#include "filters/rules/head.h"
#include "filters/rules/query.h"

#include <glob.h>
#include <string.h>

#define FILE_BYTES (16 * 1024 * 1024)
#define EXECUTIVES "executives"

/* One run over all files. */
typedef struct {
	const CoreConfig *config;
	GPtrArray *rules;
	GHashTable *names; /* tag -> how many rules it has */
	GPtrArray *known;  /* const char *: departments, ended by NULL */
	GPtrArray *tags;   /* char *: of all heads so far, also of wrong ones */
	bool is_partial;   /* a file was not read: what it sets is unknown */
	GPtrArray *faults; /* FilterFault * */
} Load;

/* One file, split into lines that keep their numbers. */
typedef struct {
	const char *path;
	char **lines;
} File;

/* A fault at byte @at of line @i of @file. */
static void
add_fault_at(
    Load *self, const File *file, int i, size_t at, const char *sentence)
{
	const char *line = file->lines[i];
	int column = (int)g_utf8_strlen(line, (gssize)at) + 1;

	filter_faults_add(
	    self->faults, file->path, i + 1, column, line, sentence);
}

static bool
is_blank_or_comment(const char *line)
{
	line += strspn(line, " \t");
	return *line == '\0' || *line == '#';
}

static bool
is_indented(const char *line)
{
	return *line == ' ' || *line == '\t';
}

/* The lines of a rule's condition as one text; comments become empty lines, so
 * that numbers stay. */
static char *
join_condition(const File *file, int from, int to)
{
	GString *text = g_string_new(NULL);

	for (int i = from; i < to; i++) {
		if (i > from)
			g_string_append_c(text, '\n');
		if (!is_blank_or_comment(file->lines[i]))
			g_string_append(text, file->lines[i]);
	}
	return g_string_free(text, FALSE);
}

static void
add_tag_fault(Load *self, const CoreQuery *term, GPtrArray *faults)
{
	g_autofree char *sentence = NULL;
	const char *nearest;

	g_ptr_array_add(self->tags, NULL);
	nearest =
	    core_nearest(term->text, (const char *const *)self->tags->pdata);
	g_ptr_array_set_size(self->tags, (int)self->tags->len - 1);
	sentence = nearest ? g_strdup_printf("no rule above this one sets the"
	                                     " tag '%s'; did you mean '%s'?",
	                         term->text, nearest)
	                   : g_strdup_printf(
	                         "no rule above this one sets the tag '%s'",
	                         term->text);
	core_query_faults_add(faults, term->line, term->column, sentence);
}

/* A tag that no rule above sets is never there, and nobody would notice. */
static void
check_tags(Load *self, const CoreQuery *query, GPtrArray *faults)
{
	if (self->is_partial)
		return;
	for (unsigned i = 0; query->children && i < query->children->len; i++)
		check_tags(self, query->children->pdata[i], faults);
	if (!query->children && query->field == CORE_FIELD_TAG &&
	    *query->text && !filter_field_has_tag(self->tags, query))
		add_tag_fault(self, query, faults);
}

static void
check_count_of_terms(
    Load *self, const File *file, int head, const CoreQuery *when)
{
	int64_t limit = self->config->limits.rule_terms;

	if (core_query_terms(when) <= limit)
		return;
	g_autofree char *sentence = g_strdup_printf(
	    "a rule has at most %" G_GINT64_FORMAT " terms", limit);
	add_fault_at(self, file, head, 0, sentence);
}

/* Parses the lines @from up to @to, below the head. Returns: what could be made
 * out of them, or NULL where there is nothing. */
static CoreQuery *
parse_condition(Load *self, const File *file, int from, int to)
{
	g_autofree char *text = join_condition(file, from, to);
	g_autoptr(GPtrArray) faults = core_query_faults_new();
	CoreQuery *when;

	if (text[strspn(text, " \t\n")] == '\0') {
		add_fault_at(self, file, from - 1,
		    strlen(file->lines[from - 1]),
		    "the condition, indented below, is missing");
		return NULL;
	}
	when = filter_query_parse_all(text, from + 1, faults);
	check_tags(self, when, faults);
	core_query_faults_sort(faults);
	for (unsigned i = 0; i < faults->len; i++) {
		const CoreQueryFault *fault = faults->pdata[i];

		filter_faults_add(self->faults, file->path, fault->line,
		    fault->column, file->lines[fault->line - 1],
		    fault->sentence);
	}
	check_count_of_terms(self, file, from - 1, when);
	return when;
}

static void
name_rule(Load *self, FilterRule *rule)
{
	unsigned same =
	    1 + GPOINTER_TO_UINT(g_hash_table_lookup(self->names, rule->tag));

	g_hash_table_insert(
	    self->names, g_strdup(rule->tag), GUINT_TO_POINTER(same));
	if (same > 1) {
		g_free(rule->name);
		rule->name = g_strdup_printf("%s#%u", rule->tag, same);
	}
}

/* The line whose head is being parsed. */
typedef struct {
	Load *load;
	const File *file;
	int i;
} Spot;

static void
add_head_fault(size_t at, const char *sentence, void *data)
{
	const Spot *spot = data;

	add_fault_at(spot->load, spot->file, spot->i, at, sentence);
}

/* Returns: a rule without `when`, or NULL. */
static FilterRule *
parse_head(Load *self, const File *file, int i)
{
	Spot spot = { self, file, i };
	FilterHead head = { .fault = add_head_fault, .data = &spot };

	/* A config without departments, as for an import to look into, takes
	 * any. */
	if (self->config->departments->len > 0)
		head.departments = (const char *const *)self->known->pdata;
	return filter_head_parse(&head, file->lines[i]);
}

/* Parses the rule whose head is line @head. Returns: the line after it. */
static int
parse_rule(Load *self, const File *file, int head)
{
	g_autoptr(FilterRule) rule = parse_head(self, file, head);
	int end = head + 1;
	CoreQuery *when;

	while (file->lines[end] && (is_indented(file->lines[end]) ||
	                               is_blank_or_comment(file->lines[end])))
		end++;
	when = parse_condition(self, file, head + 1, end);
	g_ptr_array_add(self->tags, filter_head_tag(file->lines[head]));
	if (!rule || !when) {
		core_query_free(when);
		return end;
	}
	rule->when = when;
	rule->file = g_strdup(file->path);
	rule->line = head + 1;
	name_rule(self, rule);
	g_ptr_array_add(self->rules, g_steal_pointer(&rule));
	return end;
}

static void
parse_lines(Load *self, const File *file)
{
	for (int i = 0; file->lines[i];) {
		if (is_blank_or_comment(file->lines[i])) {
			i++;
		} else if (is_indented(file->lines[i])) {
			add_fault_at(self, file, i, 0,
			    "a condition without a rule above it");
			i++;
		} else {
			i = parse_rule(self, file, i);
		}
	}
}

/* Reads the file at @path, or tells why not. */
static bool
read_text(Load *self, const char *path, char **ret_text)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	size_t length = 0;
	const char *bad;
	int line = 1;

	if (!g_file_get_contents(path, &text, &length, &error)) {
		filter_faults_add_file(self->faults, path, 0, error->message);
		return false;
	}
	if (length > FILE_BYTES) {
		filter_faults_add_file(
		    self->faults, path, 0, "more than 16 MB of rules");
		return false;
	}
	if (!g_utf8_validate_len(text, length, &bad)) {
		for (const char *p = text; p < bad; p++)
			line += *p == '\n';
		filter_faults_add_file(
		    self->faults, path, line, "this line is not UTF-8");
		return false;
	}
	*ret_text = g_steal_pointer(&text);
	return true;
}

static void
load_file(Load *self, const char *path)
{
	g_autofree char *text = NULL;

	if (!read_text(self, path, &text)) {
		self->is_partial = true;
		return;
	}
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (int i = 0; lines[i]; i++)
		g_strchomp(lines[i]);
	parse_lines(self, &(File){ path, lines });
}

/* Puts @file in the place of the one of its name, or where its name belongs. */
static void
place_file(GPtrArray *paths, const char *file)
{
	g_autofree char *name = g_path_get_basename(file);

	for (unsigned i = 0; i < paths->len; i++) {
		g_autofree char *other = g_path_get_basename(paths->pdata[i]);
		int order = strcmp(other, name);

		if (order < 0)
			continue;
		if (order == 0) {
			g_free(paths->pdata[i]);
			paths->pdata[i] = g_strdup(file);
		} else {
			g_ptr_array_insert(paths, (int)i, g_strdup(file));
		}
		return;
	}
	g_ptr_array_add(paths, g_strdup(file));
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* By the bytes of their names, whatever the locale. */
static GPtrArray *
find_files(Load *self, char *const *files)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	const char *rules = self->config->rules;
	glob_t found = { 0 };

	if (rules && glob(rules, GLOB_NOSORT, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			g_ptr_array_add(paths, g_strdup(found.gl_pathv[i]));
	else if (rules && !strpbrk(rules, "*?["))
		filter_faults_add_file(
		    self->faults, rules, 0, "there is no such file");
	globfree(&found);
	g_ptr_array_sort(paths, compare_paths);
	for (; files && *files; files++)
		place_file(paths, *files);
	return paths;
}

GPtrArray *
filter_rules_targets(const CoreConfig *config)
{
	GPtrArray *targets = g_ptr_array_new();

	for (unsigned i = 0; i < config->departments->len; i++) {
		const CoreDepartment *department =
		    config->departments->pdata[i];

		g_ptr_array_add(targets, department->id);
	}
	g_ptr_array_add(targets, (void *)(uintptr_t)EXECUTIVES);
	g_ptr_array_add(targets, NULL);
	return targets;
}

static void
check_count(Load *self)
{
	int64_t limit = self->config->limits.rules;

	if (self->rules->len <= limit)
		return;
	g_autofree char *sentence = g_strdup_printf(
	    "%u rules are more than the %" G_GINT64_FORMAT " of [limits] rules",
	    self->rules->len, limit);
	filter_faults_add_file(self->faults, self->config->rules, 0, sentence);
}

GPtrArray *
filter_rules_read(
    const CoreConfig *config, char *const *files, GPtrArray *faults)
{
	g_autoptr(GPtrArray) rules =
	    g_ptr_array_new_with_free_func(filter_rule_free);
	g_autoptr(GPtrArray) known = filter_rules_targets(config);
	g_autoptr(GHashTable) names =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) tags = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) paths = NULL;
	Load self = { .config = config,
		.rules = rules,
		.names = names,
		.known = known,
		.tags = tags,
		.faults = faults };
	unsigned before = faults->len;

	paths = find_files(&self, files);
	for (unsigned i = 0; i < paths->len; i++)
		load_file(&self, paths->pdata[i]);
	check_count(&self);
	return faults->len == before ? g_steal_pointer(&rules) : NULL;
}

GPtrArray *
filter_rules_load(const CoreConfig *config, GError **error)
{
	g_autoptr(GPtrArray) faults = filter_faults_new();
	GPtrArray *rules = filter_rules_read(config, NULL, faults);
	g_autofree char *shown = NULL;

	if (rules)
		return rules;
	shown = filter_faults_show(faults);
	g_set_error_literal(error, FILTER_ERROR, FILTER_ERROR_RULES, shown);
	return NULL;
}
