#include "cli/command.h"

#include "cli/people.h"
#include "core/units.h"
#include "filters/people/standing.h"

#include <limits.h>
#include <stdio.h>

#define DEFAULT_LIMIT 20
#define DUE_UNASKED INT_MIN
#define ADVOCATES_SINCE "365d"

typedef struct {
	CliContext *context;
	char *type, *stage;
	gboolean advocates, organisations;
	int due_days; /* DUE_UNASKED: not asked for */
	int limit;    /* 0: all */
} Asked;

static void
asked_clear(Asked *self)
{
	g_free(self->type);
	g_free(self->stage);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

static bool
check(const Asked *self, GError **error)
{
	int modes = (self->advocates ? 1 : 0) + (self->organisations ? 1 : 0) +
	            (self->due_days != DUE_UNASKED ? 1 : 0);

	if (modes > 1 || (modes == 1 && (self->type || self->stage))) {
		g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--advocates, --organisations, --due and a choice by type "
		    "or stage are lists of their own: ask for one");
		return false;
	}
	if (self->due_days < 0 && self->due_days != DUE_UNASKED) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--due %d is less than none", self->due_days);
		return false;
	}
	if (self->limit < 0) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--limit %d is less than none", self->limit);
		return false;
	}
	return cli_check_standing(STORE_PERSON_TYPE, self->type, error) &&
	       cli_check_standing(STORE_PERSON_STAGE, self->stage, error);
}

static bool
list(const Asked *self, CliPeople *people, GError **error)
{
	StorePersonQuery query = { self->type, self->stage,
		(unsigned)self->limit };

	if (self->organisations)
		return cli_people_organisations(
		    people, (unsigned)self->limit, error);
	if (self->due_days >= 0)
		return cli_people_due(
		    people, self->due_days, (unsigned)self->limit, error);
	if (self->advocates)
		return cli_people_advocates(
		    people, ADVOCATES_SINCE, (unsigned)self->limit, error);
	return cli_people_list(people, &query, error);
}

bool
cli_cmd_contacts(CliContext *self, int argc, char **argv, GError **error)
{
	g_auto(Asked) asked = {
		.context = self, .due_days = DUE_UNASKED, .limit = DEFAULT_LIMIT
	};
	g_autoptr(CliPeople) people = NULL;
	GOptionEntry entries[] = {
		{ "type", 0, 0, G_OPTION_ARG_STRING, &asked.type,
		    "only customers, prospects, journalists, ...", "TYPE" },
		{ "stage", 0, 0, G_OPTION_ARG_STRING, &asked.stage,
		    "only those who know, like, trust, try, ...", "STAGE" },
		{ "advocates", 0, 0, G_OPTION_ARG_NONE, &asked.advocates,
		    "who speaks for us, and by which mails", NULL },
		{ "due", 0, 0, G_OPTION_ARG_INT, &asked.due_days,
		    "prospects who wait for N business days", "N" },
		{ "organisations", 0, 0, G_OPTION_ARG_NONE,
		    &asked.organisations, "by organisation", NULL },
		{ "limit", 0, 0, G_OPTION_ARG_INT, &asked.limit,
		    "how many at most, else 20; 0: all", "N" },
		{ 0 },
	};

	if (!cli_begin(self, entries, 0, 0, &argc, &argv, error) ||
	    !check(&asked, error) ||
	    !cli_open_store(self, STORE_READ_ONLY, error))
		return false;
	people = cli_people_new(self, error);
	return people && list(&asked, people, error);
}
