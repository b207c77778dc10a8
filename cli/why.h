/* Why a message has its tags and departments: gathered here, told by
 * cli/cmd-why.c as text and by cli/why-json.c as JSON. */
#pragma once

#include "cli/command.h"
#include "filters/rules/explain.h"
#include "filters/rules/tagger.h"
#include "store/labels.h"
#include "store/records.h"

#include <jansson.h>

/* A rule that somebody asked about, tried on the message. */
typedef struct {
	const FilterRule *rule; /* borrowed */
	FilterExplained *tree;
} CliWhyRule;

/* Owns what it points to. */
typedef struct {
	StoreRecord *record;
	GPtrArray *denied; /* StoreTag *: found, and taken away by a person */
	GPtrArray *labels; /* StoreLabel *, the first first */
	GPtrArray *rules;  /* FilterRule *: those of now */
	bool is_same;      /* whether they are those that tagged the message */
	bool weighs_signs; /* a sign alone gives no tag */
	GPtrArray *tried;  /* CliWhyRule *: those asked about */
	FilterTagger *tagger; /* NULL: a tag says already what the model said */
	GArray *kinds; /* as filter_tagger_kinds(), while the tagger lives */
} CliWhy;

/*
 * Gathers all about message @id, and tries the rules that are called @rule
 * (NULL: none) or set that tag. CLI_ERROR_NO_INPUT when there is no such
 * message, it is not read, or no such rule; FILTER_ERROR_RULES.
 * Returns: (transfer full).
 */
CliWhy *cli_why_new(
    CliContext *self, int64_t id, const char *rule, GError **error);
void cli_why_free(CliWhy *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CliWhy, cli_why_free)

/* Returns: (nullable): the rule of now that @tag names (borrowed). */
const FilterRule *cli_why_rule(const CliWhy *self, const StoreTag *tag);

/* Returns: (transfer full): char *: the sentences in which the words of @tag
 * stand; @bright as cli_quote(). */
GPtrArray *cli_why_quotes(const CliWhy *self, const StoreTag *tag, bool bright);

/* Returns: (transfer full): what sends the message to @department: tags by
 * name, or who said so. */
char *cli_why_department(const CliWhy *self, const char *department);

/* Returns: (transfer full). */
json_t *cli_why_to_json(const CliWhy *self);
