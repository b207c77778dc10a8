#include "cli/command.h"

#include "cli/labelling.h"
#include "cli/people.h"
#include "cli/timeline.h"
#include "core/autoptr.h"
#include "filters/people/standing.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_LIMIT 40

typedef struct {
	CliContext *context;
	char *type, *stage, *join, *part, *by;
	int limit;
	int64_t contact_id, other_id;
	char *author;
} Asked;

static void
asked_clear(Asked *self)
{
	g_free(self->type);
	g_free(self->stage);
	g_free(self->join);
	g_free(self->part);
	g_free(self->by);
	g_free(self->author);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

static bool
is_change(const Asked *self)
{
	return self->type || self->stage || self->join || self->part;
}

/* "auto": as the mails show it. */
static bool
check_value(StorePersonWhat what, const char *value, GError **error)
{
	return (value && strcmp(value, "auto") == 0) ||
	       cli_check_standing(what, value, error);
}

static bool
check(const Asked *self, GError **error)
{
	if (self->join && self->part) {
		g_set_error_literal(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--join and --part undo each other: ask for one");
		return false;
	}
	if (self->limit < 0) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--limit %d is less than none", self->limit);
		return false;
	}
	return check_value(STORE_PERSON_TYPE, self->type, error) &&
	       check_value(STORE_PERSON_STAGE, self->stage, error);
}

static bool
say(Store *store, const Asked *self, StorePersonWhat what, char *value,
    GError **error)
{
	StorePersonLabel label = { self->contact_id, what,
		value && strcmp(value, "auto") == 0 ? NULL : value,
		self->author, core_clock_now(&self->context->clock) };

	return !value || store_person_label_add(store, &label, error);
}

static bool
join_or_part(Store *store, const Asked *self, GError **error)
{
	StorePersonJoin join = { self->contact_id, self->other_id,
		self->part != NULL, self->author,
		core_clock_now(&self->context->clock) };
	bool changed;

	if (self->other_id == 0)
		return true;
	if (!store_person_join(store, &join, &changed, error))
		return false;
	if (changed)
		return filter_standing_refresh(store, self->other_id, error);
	g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE, "%s",
	    self->part ? "these two were not joined with each other"
	               : "these two are one person already");
	return false;
}

static bool
change(Store *store, void *data, GError **error)
{
	const Asked *self = data;

	return say(store, self, STORE_PERSON_TYPE, self->type, error) &&
	       say(store, self, STORE_PERSON_STAGE, self->stage, error) &&
	       join_or_part(store, self, error) &&
	       filter_standing_refresh(store, self->contact_id, error);
}

static bool
do_all(Asked *self, const char *address, GError **error)
{
	Store *store = self->context->store;
	const char *other = self->join ? self->join : self->part;

	if (!cli_find_contact(store, address, &self->contact_id, error) ||
	    (other && !cli_find_contact(store, other, &self->other_id, error)))
		return false;
	if (is_change(self) &&
	    (!cli_label_author(self->by, &self->author, error) ||
	        !store_transact(store, change, self, error)))
		return false;
	unsigned most = self->limit == 0 ? UINT_MAX : (unsigned)self->limit;
	return cli_timeline_print(
	    self->context, self->contact_id, is_change(self) ? 0 : most, error);
}

bool
cli_cmd_contact(CliContext *self, int argc, char **argv, GError **error)
{
	g_auto(Asked) asked = { .context = self, .limit = DEFAULT_LIMIT };
	GOptionEntry entries[] = {
		{ "type", 0, 0, G_OPTION_ARG_STRING, &asked.type,
		    "say what they are; auto: as their mails show", "TYPE" },
		{ "stage", 0, 0, G_OPTION_ARG_STRING, &asked.stage,
		    "say how far they have come; auto: likewise", "STAGE" },
		{ "join", 0, 0, G_OPTION_ARG_STRING, &asked.join,
		    "the same person writes from there, too", "ADDRESS" },
		{ "part", 0, 0, G_OPTION_ARG_STRING, &asked.part,
		    "undo such a joining", "ADDRESS" },
		{ "by", 0, 0, G_OPTION_ARG_STRING, &asked.by,
		    "who says so, instead of the user's name", "ADDRESS" },
		{ "limit", 0, 0, G_OPTION_ARG_INT, &asked.limit,
		    "how many mails, else 40; 0: all", "N" },
		{ 0 },
	};

	if (!cli_begin(self, entries, 1, 1, &argc, &argv, error) ||
	    !check(&asked, error) ||
	    !cli_open_store(self,
	        is_change(&asked) ? STORE_CHANGE : STORE_READ_ONLY, error))
		return false;
	return do_all(&asked, argv[1], error);
}
