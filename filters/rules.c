#include "filters/rules.h"

#include "core/nearest.h"
#include "filters/error.h"
#include "filters/query.h"

#include <glob.h>
#include <string.h>

#define FILE_BYTES (16 * 1024 * 1024)
#define TAG_BYTES 64
#define FAULTS_SHOWN 40
#define EXECUTIVES "executives"

/* One run over all files. */
typedef struct {
	const CoreConfig *config;
	GPtrArray *rules;
	GHashTable *names; /* tag -> how many rules it has */
	GPtrArray *known;  /* const char *: departments, ended by NULL */
	GString *faults;
	unsigned n_faults;
} Load;

/* One file, split into lines that keep their numbers. */
typedef struct {
	const char *path;
	char **lines;
} File;

FilterRule *
filter_rule_new(const char *tag, CoreQuery *when)
{
	FilterRule *self = g_new0(FilterRule, 1);

	self->tag = g_strdup(tag);
	self->name = g_strdup(tag);
	self->departments = g_new0(char *, 1);
	self->when = when;
	return self;
}

void
filter_rule_free(void *data)
{
	FilterRule *self = data;

	if (!self)
		return;
	g_free(self->tag);
	g_free(self->name);
	g_strfreev(self->departments);
	core_query_free(self->when);
	g_free(self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FilterRule, filter_rule_free)

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

/* A config without departments, as for an import to look into, takes any. */
static bool
is_known(const Load *self, const char *department)
{
	return self->config->departments->len == 0 ||
	       g_strv_contains(
	           (const char *const *)self->known->pdata, department);
}

static char *
unknown_department(const Load *self, const char *word)
{
	const char *nearest =
	    core_nearest(word, (const char *const *)self->known->pdata);

	if (nearest)
		return g_strdup_printf(
		    "there is no department '%s'; did you mean '%s'?", word,
		    nearest);
	return g_strdup_printf("there is no department '%s'", word);
}

typedef struct {
	GPtrArray *departments; /* char * */
	StoreUrgency urgency;
	bool ended; /* by an urgency: nothing may follow */
} Targets;

/* Takes one word behind the arrow. Returns: a fault (transfer full), or NULL.
 */
static char *
take_target(const Load *self, Targets *targets, const char *word)
{
	if (targets->ended)
		return g_strdup_printf(
		    "'%s' stands behind the urgency, which comes last", word);
	if (strcmp(word, "high") == 0 || strcmp(word, "now") == 0) {
		targets->urgency =
		    *word == 'h' ? STORE_URGENCY_HIGH : STORE_URGENCY_NOW;
		targets->ended = true;
		return NULL;
	}
	if (!is_known(self, word))
		return unknown_department(self, word);
	if (!g_ptr_array_find_with_equal_func(
	        targets->departments, word, g_str_equal, NULL))
		g_ptr_array_add(targets->departments, g_strdup(word));
	return NULL;
}

static bool
parse_targets(Load *self, const File *file, int i, size_t at, Targets *targets)
{
	const char *line = file->lines[i];
	bool good = true;

	for (;;) {
		size_t length;

		at += strspn(line + at, ", \t");
		length = strcspn(line + at, ", \t");
		if (length == 0)
			break;
		g_autofree char *word = g_strndup(line + at, length);
		g_autofree char *fault = take_target(self, targets, word);
		if (fault) {
			add_fault_at(self, file, i, at, fault);
			good = false;
		}
		at += length;
	}
	if (good && targets->departments->len == 0) {
		add_fault_at(self, file, i, at, "a department is missing here");
		return false;
	}
	return good;
}

static size_t
tag_length(const char *line)
{
	size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz0123456789-/");

	/* "bug->qa": the arrow's dash is no part of the tag. */
	return length > 0 && line[length - 1] == '-' && line[length] == '>'
	           ? length - 1
	           : length;
}

/* Parses line @i as a rule's head. Returns: a rule without `when`, or NULL. */
static FilterRule *
parse_head(Load *self, const File *file, int i)
{
	g_autoptr(GPtrArray) departments =
	    g_ptr_array_new_with_free_func(g_free);
	Targets targets = { departments, STORE_URGENCY_NONE, false };
	const char *line = file->lines[i];
	size_t length = tag_length(line);
	size_t at = length + strspn(line + length, " \t");
	g_autofree char *tag = g_strndup(line, length);
	FilterRule *rule;

	if (length == 0 || length > TAG_BYTES ||
	    !strchr(" \t-", line[length])) {
		add_fault_at(self, file, i, MIN(length, TAG_BYTES),
		    "a tag has up to 64 of a-z, 0-9, '-' and '/'");
		return NULL;
	}
	if (strncmp(line + at, "->", 2) != 0) {
		add_fault_at(self, file, i, at,
		    "'->' and a department are missing here; conditions are"
		    " indented");
		return NULL;
	}
	if (!parse_targets(self, file, i, at + 2, &targets))
		return NULL;
	rule = filter_rule_new(tag, NULL);
	rule->urgency = targets.urgency;
	g_strfreev(rule->departments);
	g_ptr_array_set_free_func(departments, NULL);
	g_ptr_array_add(departments, NULL);
	rule->departments =
	    (char **)g_ptr_array_free(g_steal_pointer(&departments), FALSE);
	return rule;
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
	if (!rule || !when) {
		core_query_free(when);
		return end;
	}
	rule->when = when;
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

static void
load_file(Load *self, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	size_t length = 0;
	const char *bad;

	if (!g_file_get_contents(path, &text, &length, &error)) {
		add_fault(self, path, error->message);
		return;
	}
	if (length > FILE_BYTES) {
		add_fault(self, path, " more than 16 MB of rules");
		return;
	}
	if (!g_utf8_validate_len(text, length, &bad)) {
		int line = 1;

		for (const char *p = text; p < bad; p++)
			line += *p == '\n';
		g_autofree char *fault =
		    g_strdup_printf("%d:1: this line is not UTF-8", line);
		add_fault(self, path, fault);
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

static void
list_departments(Load *self)
{
	const GPtrArray *departments = self->config->departments;

	for (unsigned i = 0; i < departments->len; i++) {
		const CoreDepartment *department = departments->pdata[i];

		g_ptr_array_add(self->known, department->id);
	}
	g_ptr_array_add(self->known, (void *)(uintptr_t)EXECUTIVES);
	g_ptr_array_add(self->known, NULL);
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
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	g_autoptr(GString) faults = g_string_new(NULL);
	g_autoptr(GHashTable) names =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Load self = { config, rules, names, known, faults, 0 };

	list_departments(&self);
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
