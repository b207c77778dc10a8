#include "cli/command.h"

#include "cli/json.h"
#include "core/autoptr.h"
#include "core/units.h"
#include "filters/learn/learn.h"

#include <inttypes.h>
#include <stdio.h>

static void
print_json(const FilterLearnt *learnt)
{
	const StoreModel *model = learnt->model;
	g_autoptr(json_t) object = json_pack("{s:s, s:I, s:I, s:I, s:b, s:b}",
	    "tag", learnt->tag, "labels", (json_int_t)learnt->labels, "for",
	    (json_int_t)learnt->examples_for, "against",
	    (json_int_t)learnt->examples_against, "trained", learnt->trained,
	    "used", model && filter_model_is_good(model));

	g_assert(object);
	if (model) {
		(void)json_object_set_new(
		    object, "precision", json_real(model->precision));
		(void)json_object_set_new(
		    object, "recall", json_real(model->recall));
	}
	cli_json_print(object);
}

static void
print(const FilterLearnt *learnt)
{
	const StoreModel *model = learnt->model;

	g_autofree char *labels =
	    core_count_format(learnt->labels, "label", "labels");

	printf(
	    "%-24s %12s, %5" PRId64 " for, %5" PRId64 " against: ", learnt->tag,
	    labels, learnt->examples_for, learnt->examples_against);
	if (!model)
		printf("too few yet: it takes %d labels, %d for and %d"
		       " against\n",
		    FILTER_LEARN_LABELS, FILTER_LEARN_EXAMPLES,
		    FILTER_LEARN_EXAMPLES);
	else
		printf("precision %.2f, recall %.2f, %s\n", model->precision,
		    model->recall,
		    filter_model_is_good(model) ? "speaks where no rule does"
		                                : "not good enough to speak");
}

/* Why there is nothing to print. */
static bool
print_nothing(CliContext *self, GError **error)
{
	const FilterLearnOptions report = { .mode = FILTER_LEARN_NONE };
	g_autoptr(GPtrArray) all = NULL;

	if (!filter_learn(self->store, &report, &all, error))
		return false;
	puts(all->len == 0
	         ? "nobody has said anything of any tag: see tribune tag"
	         : "nothing new to learn: tribune learn --report tells what"
	           " there is, and what it takes");
	return true;
}

bool
cli_cmd_learn(CliContext *self, int argc, char **argv, GError **error)
{
	gboolean report = FALSE, all = FALSE;
	g_autoptr(GPtrArray) learnt = NULL;
	const GOptionEntry entries[] = {
		{ "report", 0, 0, G_OPTION_ARG_NONE, &report,
		    "tell how good each is, and train none", NULL },
		{ "all", 0, 0, G_OPTION_ARG_NONE, &all,
		    "train all anew, whether or not labels were added", NULL },
		{ 0 },
	};
	FilterLearnOptions options = { .mode = FILTER_LEARN_DUE };

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error))
		return false;
	if (report && all) {
		g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--report trains none, --all all: ask for one");
		return false;
	}
	if (!cli_open_store(
	        self, report ? STORE_READ_ONLY : STORE_CHANGE, error))
		return false;
	if (report || all)
		options.mode = report ? FILTER_LEARN_NONE : FILTER_LEARN_ALL;
	options.now = core_clock_now(&self->clock);
	if (!filter_learn(self->store, &options, &learnt, error))
		return false;
	for (unsigned i = 0; i < learnt->len; i++)
		(self->json ? print_json : print)(learnt->pdata[i]);
	return learnt->len > 0 || self->json || print_nothing(self, error);
}
