#include "filters/rules.h"

#include "core/nearest.h"
#include "filters/error.h"
#include "filters/fields.h"
#include "filters/head.h"
#include "filters/query.h"

#include <glob.h>
#include <string.h>

#define FILE_BYTES (16 * 1024 * 1024)
#define FAULTS_SHOWN 40
#define EXECUTIVES "executives"

/* One run over all files. */
typedef struct {
	const CoreConfig *config;
	GPtrArray *rules;
	GHashTable *names; /* tag -> how many rules it has */
	GPtrArray *known;  /* const char *: departments, ended by NULL */
	GPtrArray *tags;   /* char *: of all heads so far, also of wrong ones */
	bool is_partial;   /* a file was not read: what it sets is unknown */
	GString *faults;
	unsigned n_faults;
} Load;

/* One file, split into lines that keep their numbers. */
typedef struct {
	const char *path;
	char **lines;
} File;

static void
add_fault(Load *self, const char *path, const char *fault)
{
	if (self->n_faults++ >= FAULTS_SHOWN)
		return;
	if (self->faults->len > 0)
		g_string_append_c(self->faults, '\n');
	g_string_append_printf(self->faults, "%s:%s", path, fault);
}

/* A fault at byte @at of line @i of @file. */
static void
add_fault_at(
    Load *self, const File *file, int i, size_t at, const char *sentence)
{
	const char *line = file->lines[i];
	int column = (int)g_utf8_strlen(line, (gssize)at) + 1;
	g_autofree char *shown =
	    core_query_point(line, i + 1, i + 1, column, sentence);

	add_fault(self, file->path, shown);
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

static CoreQuery *
parse_condition(Load *self, const File *file, int from, int to)
{
	g_autofree char *text = join_condition(file, from, to);
	g_autoptr(GError) error = NULL;
	g_autoptr(CoreQuery) when = NULL;
	int64_t limit = self->config->limits.rule_terms;

	if (text[strspn(text, " \t\n")] == '\0') {
		add_fault_at(self, file, from - 1,
		    strlen(file->lines[from - 1]),
		    "the condition, indented below, is missing");
		return NULL;
	}
	when = filter_query_parse(text, from + 1, &error);
	if (!when) {
		add_fault(self, file->path, error->message);
		return NULL;
	}
	if (core_query_terms(when) > limit) {
		g_autofree char *sentence = g_strdup_printf(
		    "a rule has at most %" G_GINT64_FORMAT " terms", limit);
		add_fault_at(self, file, from - 1, 0, sentence);
		return NULL;
	}
	return g_steal_pointer(&when);
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

static void
add_tag_fault(Load *self, const File *file, const CoreQuery *term)
{
	g_autofree char *sentence = NULL;
	g_autofree char *shown = NULL;
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
	shown = core_query_point(file->lines[term->line - 1], term->line,
	    term->line, term->column, sentence);
	add_fault(self, file->path, shown);
}

/* A tag that no rule above sets is never there, and nobody would notice. */
static void
check_tags(Load *self, const File *file, const CoreQuery *query)
{
	if (self->is_partial)
		return;
	for (unsigned i = 0; query->children && i < query->children->len; i++)
		check_tags(self, file, query->children->pdata[i]);
	if (!query->children && query->field == CORE_FIELD_TAG &&
	    !filter_field_has_tag(self->tags, query))
		add_tag_fault(self, file, query);
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
	if (when)
		check_tags(self, file, when);
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

	if (!g_file_get_contents(path, &text, &length, &error)) {
		add_fault(self, path, error->message);
		return false;
	}
	if (length > FILE_BYTES) {
		add_fault(self, path, " more than 16 MB of rules");
		return false;
	}
	if (!g_utf8_validate_len(text, length, &bad)) {
		int line = 1;

		for (const char *p = text; p < bad; p++)
			line += *p == '\n';
		g_autofree char *fault =
		    g_strdup_printf("%d:1: this line is not UTF-8", line);
		add_fault(self, path, fault);
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

static void
load_files(Load *self)
{
	glob_t found = { 0 };

	if (glob(self->config->rules, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			load_file(self, found.gl_pathv[i]);
	else if (!strpbrk(self->config->rules, "*?["))
		add_fault(self, self->config->rules, " there is no such file");
	globfree(&found);
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
	g_autofree char *fault =
	    g_strdup_printf(" %u rules are more than the %" G_GINT64_FORMAT
	                    " of [limits] rules",
	        self->rules->len, limit);
	add_fault(self, self->config->rules, fault);
}

GPtrArray *
filter_rules_load(const CoreConfig *config, GError **error)
{
	g_autoptr(GPtrArray) rules =
	    g_ptr_array_new_with_free_func(filter_rule_free);
	g_autoptr(GPtrArray) known = filter_rules_targets(config);
	g_autoptr(GString) faults = g_string_new(NULL);
	g_autoptr(GHashTable) names =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) tags = g_ptr_array_new_with_free_func(g_free);
	Load self = { .config = config,
		.rules = rules,
		.names = names,
		.known = known,
		.tags = tags,
		.faults = faults };

	if (config->rules)
		load_files(&self);
	check_count(&self);
	if (self.n_faults > FAULTS_SHOWN)
		g_string_append_printf(faults, "\n... and %u more faults",
		    self.n_faults - FAULTS_SHOWN);
	if (self.n_faults == 0)
		return g_steal_pointer(&rules);
	g_set_error_literal(
	    error, FILTER_ERROR, FILTER_ERROR_RULES, faults->str);
	return NULL;
}
