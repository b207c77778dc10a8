#include "cli/command.h"

#include "cli/labelling.h"
#include "cli/operand.h"
#include "core/nearest.h"
#include "filters/rules/head.h"
#include "filters/rules/rules.h"
#include "store/records.h"

#include <limits.h>
#include <string.h>

/* One run of the command. */
typedef struct {
	GPtrArray *words; /* char *: "+bug", "-idea" */
	GPtrArray *rules; /* FilterRule * */
	const StoreRecord *record;
	gboolean is_new;
} Tagging;

static void
free_label(void *data)
{
	store_label_free(data);
}

/* "-idea" is a tag to take away, no options i, d, e and a. */
static void
take_words(int *argc, char **argv, GPtrArray *words)
{
	int kept = 1;

	for (int i = 1; i < *argc; i++) {
		const char *word = argv[i];
		bool minus = word[0] == '-' && g_ascii_isalnum(word[1]) &&
		             strcmp(word, "-h") != 0;

		if (minus || word[0] == '+')
			g_ptr_array_add(words, g_strdup(word));
		else
			argv[kept++] = argv[i];
	}
	argv[kept] = NULL;
	*argc = kept;
}

static bool
check_once(const GPtrArray *words, GError **error)
{
	for (unsigned i = 0; i < words->len; i++)
		for (unsigned j = 0; j < i; j++) {
			const char *tag = (const char *)words->pdata[i] + 1;

			if (strcmp(tag, (const char *)words->pdata[j] + 1) != 0)
				continue;
			g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
			    "'%s' is said twice", tag);
			return false;
		}
	return true;
}

static bool
has_tag(const StoreRecord *record, const char *name)
{
	for (unsigned i = 0; i < record->tags->len; i++)
		if (strcmp(((const StoreTag *)record->tags->pdata[i])->tag,
		        name) == 0)
			return true;
	return false;
}

/* A misspelt tag would be in no digest, and nobody would notice. */
static bool
check_tag(const Tagging *self, const char *tag, GError **error)
{
	g_auto(GStrv) known = filter_rules_tags(self->rules);
	const char *const *names = (const char *const *)known;
	const char *nearest = core_nearest(tag, names);

	if (!filter_head_is_tag(tag)) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "'%s' is no tag: up to 64 of a-z, 0-9, '-' and '/'", tag);
		return false;
	}
	if (self->is_new || g_strv_contains(names, tag) ||
	    has_tag(self->record, tag))
		return true;
	for (unsigned i = 0; !nearest && names[i]; i++)
		if (g_str_has_prefix(names[i], tag))
			nearest = names[i];
	g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
	    "no rule sets the tag '%s'%s%s%s --new takes it as it is", tag,
	    nearest ? "; did you mean '" : "", nearest ? nearest : "",
	    nearest ? "'?" : ";");
	return false;
}

static StoreLabel *
label_new(const Tagging *self, const char *word)
{
	StoreLabel *label = g_new0(StoreLabel, 1);

	label->message_id = self->record->id;
	label->tag = g_strdup(word + 1);
	label->holds = word[0] == '+';
	label->departments =
	    label->holds ? filter_rules_departments(self->rules, label->tag)
	                 : g_new0(char *, 1);
	return label;
}

static bool
find_record(
    CliContext *self, const char *id_text, StoreRecord **ret, GError **error)
{
	int64_t id;

	if (!cli_parse_id(id_text, &id, error) ||
	    !store_record_get(self->store, id, ret, error))
		return false;
	if (*ret)
		return true;
	g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
	    "there is no message %" G_GINT64_FORMAT, id);
	return false;
}

static bool
tag(CliContext *self, Tagging *tagging, const char *by, GError **error)
{
	g_autoptr(GPtrArray) labels =
	    g_ptr_array_new_with_free_func(free_label);
	g_autofree char *author = NULL;

	if (!cli_label_author(by, &author, error))
		return false;
	for (unsigned i = 0; i < tagging->words->len; i++) {
		const char *word = tagging->words->pdata[i];
		StoreLabel *label;

		if (!check_tag(tagging, word + 1, error))
			return false;
		label = label_new(tagging, word);
		label->author = g_strdup(author);
		label->labelled_at = core_clock_now(&self->clock);
		g_ptr_array_add(labels, label);
	}
	return cli_label_write(self, labels, error);
}

bool
cli_cmd_tag(CliContext *self, int argc, char **argv, GError **error)
{
	g_autofree char *by = NULL;
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) rules = NULL;
	g_autoptr(StoreRecord) record = NULL;
	Tagging tagging = { .words = words };
	GOptionEntry entries[] = {
		{ "by", 0, 0, G_OPTION_ARG_STRING, &by,
		    "who says so, instead of the user's name", "ADDRESS" },
		{ "new", 0, 0, G_OPTION_ARG_NONE, &tagging.is_new,
		    "take tags that no rule sets", NULL },
		{ 0 },
	};

	take_words(&argc, argv, words);
	if (!cli_begin(self, entries, 1, INT_MAX, &argc, &argv, error))
		return false;
	if (words->len == 0 || argc > 2) {
		const char *word = argc > 2 ? argv[2] : "bug";

		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "say which tags it has and which not, as +%s or -%s", word,
		    word);
		return false;
	}
	if (!check_once(words, error) ||
	    !cli_open_store(self, STORE_CHANGE, error) ||
	    !find_record(self, argv[1], &record, error))
		return false;
	rules = filter_rules_load(self->config, error);
	if (!rules)
		return false;
	tagging.rules = rules;
	tagging.record = record;
	return tag(self, &tagging, by, error);
}
