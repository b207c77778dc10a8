#include "cli/changes.h"

#include "cli/columns.h"
#include "cli/json.h"
#include "core/autoptr.h"
#include "core/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define EXAMPLES 10
#define SUBJECT_COLUMNS 40
#define WORDS_COLUMNS 80

/* One mail that changed, as much of it as is shown. */
typedef struct {
	int64_t id;
	char *subject, *words;
} Example;

/* What came, or went, of a tag or department. */
typedef struct {
	int64_t mails;
	GPtrArray *examples; /* Example * */
} Side;

typedef struct {
	char *name;
	Side added, removed;
} Row;

typedef struct {
	GTree *tags, *departments; /* name -> Row *, which owns the name */
} Changes;

static void
example_free(void *data)
{
	Example *self = data;

	g_free(self->subject);
	g_free(self->words);
	g_free(self);
}

static void
row_free(void *data)
{
	Row *self = data;

	g_ptr_array_unref(self->added.examples);
	g_ptr_array_unref(self->removed.examples);
	g_free(self->name);
	g_free(self);
}

static int
compare_names(const void *a, const void *b, void *data)
{
	(void)data;
	return strcmp(a, b);
}

static void
changes_init(Changes *self)
{
	self->tags = g_tree_new_full(compare_names, NULL, NULL, row_free);
	self->departments =
	    g_tree_new_full(compare_names, NULL, NULL, row_free);
}

static void
changes_clear(Changes *self)
{
	g_tree_unref(self->tags);
	g_tree_unref(self->departments);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Changes, changes_clear)

static Row *
find_row(GTree *rows, const char *name)
{
	Row *row = g_tree_lookup(rows, name);

	if (row)
		return row;
	row = g_new0(Row, 1);
	row->name = g_strdup(name);
	row->added.examples = g_ptr_array_new_with_free_func(example_free);
	row->removed.examples = g_ptr_array_new_with_free_func(example_free);
	g_tree_insert(rows, row->name, row);
	return row;
}

/* @words: (transfer full). */
static void
count(Side *side, const StoreRecord *record, char *words)
{
	Example *example;

	side->mails++;
	if (side->examples->len >= EXAMPLES) {
		g_free(words);
		return;
	}
	example = g_new0(Example, 1);
	example->id = record->id;
	example->subject = g_strdup(record->record->subject);
	example->words = words;
	g_ptr_array_add(side->examples, example);
}

/* A tag that turns urgent is another one to who is woken by it. */
static char *
tag_name(const StoreTag *tag)
{
	return g_strconcat(tag->tag,
	    tag->urgency == STORE_URGENCY_NOW    ? " (now)"
	    : tag->urgency == STORE_URGENCY_HIGH ? " (high)"
	                                         : "",
	    NULL);
}

/* Adds each word of @tag once; borrowed. */
static void
add_words(GPtrArray *words, const StoreTag *tag)
{
	for (char **at = tag->spans; at && *at; at++)
		if (!g_ptr_array_find_with_equal_func(
		        words, *at, g_str_equal, NULL))
			g_ptr_array_add(words, *at);
	if (!tag->spans || !*tag->spans)
		g_ptr_array_add(
		    words, (char *)(uintptr_t)store_by_name(tag->by));
}

static char *
join_words(GPtrArray *words)
{
	g_ptr_array_add(words, NULL);
	return g_strjoinv(", ", (char **)words->pdata);
}

static char *
tag_words(const StoreTag *tag)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();

	add_words(words, tag);
	return join_words(words);
}

static bool
has_tag(const GPtrArray *tags, const StoreTag *wanted)
{
	for (unsigned i = 0; i < tags->len; i++) {
		const StoreTag *tag = tags->pdata[i];

		if (strcmp(tag->tag, wanted->tag) == 0)
			return tag->urgency == wanted->urgency;
	}
	return false;
}

/* Counts those of @tags that are not in @others. */
static void
count_tags(Changes *self, const StoreRecord *record, const GPtrArray *tags,
    const GPtrArray *others, bool added)
{
	for (unsigned i = 0; i < tags->len; i++) {
		const StoreTag *tag = tags->pdata[i];

		if (has_tag(others, tag))
			continue;
		g_autofree char *name = tag_name(tag);
		Row *row = find_row(self->tags, name);
		count(added ? &row->added : &row->removed, record,
		    tag_words(tag));
	}
}

/* The words of the tags that send a message to @department. */
static char *
department_words(const GPtrArray *tags, const char *department)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();

	for (unsigned i = 0; i < tags->len; i++) {
		const StoreTag *tag = tags->pdata[i];

		if (tag->departments &&
		    g_strv_contains(
		        (const char *const *)tag->departments, department))
			add_words(words, tag);
	}
	return join_words(words);
}

static void
count_departments(Changes *self, const FilterChange *change, bool added)
{
	const GPtrArray *from =
	    added ? change->after->departments : change->before->departments;
	const GPtrArray *others =
	    added ? change->before->departments : change->after->departments;

	for (unsigned i = 0; i < from->len; i++) {
		const char *name = from->pdata[i];

		if (g_ptr_array_find_with_equal_func(
		        (GPtrArray *)(uintptr_t)others, name, g_str_equal,
		        NULL))
			continue;
		Row *row = find_row(self->departments, name);
		count(added ? &row->added : &row->removed, change->before,
		    department_words(
		        added ? change->after->tags : change->before->tags,
		        name));
	}
}

static void
add(const FilterChange *change, void *data)
{
	Changes *self = data;
	const GPtrArray *before = change->before->tags;
	const GPtrArray *after = change->after->tags;

	count_tags(self, change->before, after, before, true);
	count_tags(self, change->before, before, after, false);
	count_departments(self, change, true);
	count_departments(self, change, false);
}

static void
print_side(const Side *side, char sign)
{
	for (unsigned i = 0; i < side->examples->len; i++) {
		const Example *example = side->examples->pdata[i];
		g_autofree char *subject = cli_columns_cut(
		    example->subject ? example->subject : "", SUBJECT_COLUMNS);
		g_autofree char *words =
		    cli_columns_cut(example->words, WORDS_COLUMNS);

		printf("    %c %" PRId64 "  \"%s\": %s\n", sign, example->id,
		    subject, words);
	}
}

static gboolean
print_row(void *name, void *value, void *data)
{
	const Row *row = value;

	(void)data;
	printf("  %-30s +%" PRId64 " -%" PRId64 "\n", (const char *)name,
	    row->added.mails, row->removed.mails);
	print_side(&row->added, '+');
	print_side(&row->removed, '-');
	return FALSE;
}

static json_t *
side_to_json(const Side *side)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < side->examples->len; i++) {
		const Example *example = side->examples->pdata[i];

		(void)json_array_append_new(array,
		    json_pack("{s:I, s:s?, s:s}", "id", (json_int_t)example->id,
		        "subject", example->subject, "words", example->words));
	}
	return array;
}

static gboolean
add_row(void *name, void *value, void *data)
{
	const Row *row = value;

	(void)json_array_append_new(
	    data, json_pack("{s:s, s:I, s:I, s:o, s:o}", "name", name, "added",
	              (json_int_t)row->added.mails, "removed",
	              (json_int_t)row->removed.mails, "added_examples",
	              side_to_json(&row->added), "removed_examples",
	              side_to_json(&row->removed)));
	return FALSE;
}

static json_t *
rows_to_json(GTree *rows)
{
	json_t *array = json_array();

	g_tree_foreach(rows, add_row, array);
	return array;
}

static void
print_json(const Changes *self, const FilterRetagTally *tally)
{
	g_autoptr(json_t) json = json_pack("{s:I, s:I, s:I, s:I, s:o, s:o}",
	    "looked_at", (json_int_t)tally->looked_at, "changed",
	    (json_int_t)tally->changed, "unreadable",
	    (json_int_t)tally->unreadable, "guesses_lost",
	    (json_int_t)tally->guesses_lost, "tags", rows_to_json(self->tags),
	    "departments", rows_to_json(self->departments));

	cli_json_print(json);
}

static void
print_lost(int64_t lost, bool dry_run)
{
	g_autofree char *mails = core_count_format(lost, "mail", "mails");

	printf("%s %s what was guessed, since a rule is sure of something"
	       " else; with a '?' behind its tag it only hints\n",
	    mails,
	    dry_run     ? "would lose"
	    : lost == 1 ? "has lost"
	                : "have lost");
}

static void
print_text(const Changes *self, const FilterRetagTally *tally, bool dry_run)
{
	g_autofree char *looked_at =
	    core_count_format(tally->looked_at, "mail", "mails");

	if (tally->looked_at == 0) {
		puts("nothing to do: no mail was tagged by other rules or"
		     " another Tribune");
		return;
	}
	printf("%s looked at, %" PRId64 "%s changed\n", looked_at,
	    tally->changed, dry_run ? " would be" : "");
	if (tally->unreadable)
		printf("left as they are, since headers that a rule looks at"
		       " cannot be read any more: %" PRId64 "\n",
		    tally->unreadable);
	if (tally->guesses_lost > 0)
		print_lost(tally->guesses_lost, dry_run);
	if (g_tree_nnodes(self->tags) > 0)
		puts("tags");
	g_tree_foreach(self->tags, print_row, NULL);
	if (g_tree_nnodes(self->departments) > 0)
		puts("departments");
	g_tree_foreach(self->departments, print_row, NULL);
}

static void
show_progress(int64_t done, int64_t total, void *data)
{
	(void)data;
	fprintf(stderr, "\r%" PRId64 " of %" PRId64 " looked at", done,
	    MAX(done, total));
}

bool
cli_changes_run(CliContext *self, FilterRetagOptions *options, GError **error)
{
	g_auto(Changes) changes = { 0 };
	FilterRetagTally tally;
	bool done;

	changes_init(&changes);
	options->changed = add;
	options->data = &changes;
	if (isatty(STDERR_FILENO) && !self->json)
		options->progress = show_progress;
	done = filter_retag(self->store, options, &tally, error);
	if (options->progress)
		fputs("\r\033[K", stderr);
	if (!done)
		return false;
	if (self->json)
		print_json(&changes, &tally);
	else
		print_text(&changes, &tally, options->dry_run);
	return true;
}
