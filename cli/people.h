/* Lists of people, as `tribune contacts` prints them. */
#pragma once

#include "cli/command.h"
#include "filters/people/customers.h"
#include "store/people.h"
#include "store/roll.h"

#include <jansson.h>

/* What the lists need: an open store and customers.csv. */
typedef struct {
	CliContext *context; /* borrowed */
	FilterCustomers *customers;
	int64_t now_at;
} CliPeople;

/* Calls for an open store. CORE_ERROR_DATA. Returns: (transfer full). */
CliPeople *cli_people_new(CliContext *context, GError **error);
void cli_people_free(CliPeople *self); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CliPeople, cli_people_free)

/* The contact that writes from @text. CLI_ERROR_NO_INPUT where nobody did. */
bool cli_find_contact(
    Store *store, const char *text, int64_t *ret_id, GError **error);

/* CLI_ERROR_USAGE for a @value (NULL: none) that is no type or stage, with the
 * nearest that is. */
bool cli_check_standing(
    StorePersonWhat what, const char *value, GError **error);

/* @most: 0 for all. */
bool cli_people_list(
    CliPeople *self, const StorePersonQuery *query, GError **error);
bool cli_people_organisations(CliPeople *self, unsigned most, GError **error);

/* Prospects whose last mail waits for an answer since @days business days. */
bool cli_people_due(CliPeople *self, int days, unsigned most, GError **error);

/* By the mails of the last @age ("365d"). */
bool cli_people_advocates(
    CliPeople *self, const char *age, unsigned most, GError **error);

/* Returns: (transfer full): a person as JSON. */
json_t *cli_person_to_json(const CliPeople *self, const StorePerson *person);
