#include "cli/people.h"

#include "cli/columns.h"
#include "cli/json.h"
#include "cli/operand.h"
#include "core/autoptr.h"
#include "core/nearest.h"
#include "filters/people/contacts.h"
#include "filters/people/organisation.h"
#include "filters/people/standing.h"
#include "store/contacts.h"

#include <stdio.h>
#include <string.h>

#define NAME_COLUMNS_LEAST 24
#define NAME_COLUMNS_MOST 60 /* beyond it the rest is on the next line */

CliPeople *
cli_people_new(CliContext *context, GError **error)
{
	FilterCustomers *customers =
	    filter_customers_load(context->config->customers, error);
	CliPeople *self;

	if (!customers)
		return NULL;
	self = g_new0(CliPeople, 1);
	self->context = context;
	self->customers = customers;
	self->now_at = core_clock_now(&context->clock);
	return self;
}

void
cli_people_free(CliPeople *self)
{
	if (!self)
		return;
	filter_customers_free(self->customers);
	g_free(self);
}

bool
cli_find_contact(
    Store *store, const char *text, int64_t *ret_id, GError **error)
{
	CoreAddress *address = core_address_new("", text);
	g_autofree char *lower = filter_contact_address(address);
	g_autoptr(StoreContact) contact = NULL;

	core_address_free(address);
	if (lower && !store_contact_find(store, lower, &contact, error))
		return false;
	if (contact) {
		*ret_id = contact->id;
		return true;
	}
	g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
	    "nobody wrote from '%.254s'", text);
	return false;
}

bool
cli_check_standing(StorePersonWhat what, const char *value, GError **error)
{
	const char *const *values = filter_standing_values(what);
	g_autofree char *all = g_strjoinv(", ", (char **)(uintptr_t)values);
	const char *nearest;

	if (!value || g_strv_contains(values, value))
		return true;
	nearest = core_nearest(value, values);
	if (nearest)
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "'%s' is no %s; did you mean '%s'?", value,
		    what == STORE_PERSON_TYPE ? "type" : "stage", nearest);
	else
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "'%s' is no %s: those are %s", value,
		    what == STORE_PERSON_TYPE ? "type" : "stage", all);
	return false;
}

static const char *
known(const char *text)
{
	return text && *text ? text : NULL;
}

json_t *
cli_person_to_json(const CliPeople *self, const StorePerson *person)
{
	const FilterCustomer *customer =
	    filter_customers_find(self->customers, person->address);
	g_autofree char *organisation = filter_organisation(person->address);
	json_t *object =
	    json_pack("{s:s, s:i, s:i}", "address", person->address,
	        "addresses", person->addresses, "mails", person->mails);

	g_assert(object);
	cli_json_set_text(object, "name", known(person->name));
	cli_json_set_text(object, "organisation", organisation);
	cli_json_set_text(object, "type", known(person->type));
	cli_json_set_text(object, "stage", known(person->stage));
	if (customer) {
		cli_json_set_text(object, "plan", known(customer->plan));
		cli_json_set_text(object, "value", known(customer->value));
	}
	cli_json_set_time(object, "first_at", person->first_at);
	cli_json_set_time(object, "last_at", person->last_at);
	return object;
}

/* That of the longest of @names, within reason. */
static int
columns_for(const GPtrArray *names)
{
	int most = NAME_COLUMNS_LEAST;

	for (unsigned i = 0; i < names->len; i++)
		most = MAX(most, cli_columns_of(names->pdata[i]));
	return MIN(most, NAME_COLUMNS_MOST);
}

static void
print_person(const CliPeople *self, const StorePerson *person, int columns)
{
	g_autofree char *address = cli_columns_lead(person->address, columns);
	const FilterCustomer *customer =
	    filter_customers_find(self->customers, person->address);
	g_autofree char *last = core_time_format(person->last_at);

	printf("%s  %-11s %-7s %5d %s  %.10s  %s", address,
	    person->type ? person->type : "-",
	    person->stage ? person->stage : "-", person->mails,
	    person->mails == 1 ? "mail " : "mails", last, person->name);
	if (person->addresses > 1)
		printf(" (%d addresses)", person->addresses);
	if (customer)
		printf(" [%s%s%s]", customer->plan,
		    *customer->plan && *customer->value ? ", " : "",
		    customer->value);
	putchar('\n');
}

bool
cli_people_list(CliPeople *self, const StorePersonQuery *query, GError **error)
{
	g_autoptr(GPtrArray) people = NULL;
	g_autoptr(GPtrArray) addresses = g_ptr_array_new();
	StorePersonQuery more = *query;

	more.most += query->most > 0;

	if (!store_person_list(self->context->store, &more, &people, error))
		return false;
	cli_cut_list(people, query->most);
	for (unsigned i = 0; i < people->len; i++)
		g_ptr_array_add(addresses,
		    ((const StorePerson *)people->pdata[i])->address);
	int columns = columns_for(addresses);
	for (unsigned i = 0; i < people->len; i++) {
		if (!self->context->json) {
			print_person(self, people->pdata[i], columns);
			continue;
		}
		g_autoptr(json_t) object =
		    cli_person_to_json(self, people->pdata[i]);
		cli_json_print(object);
	}
	if (people->len == 0 && !self->context->json)
		puts("nobody");
	return true;
}

/* People of one organisation. */
typedef struct {
	const char *name;
	int people, mails;
	int64_t last_at;
	GHashTable *types; /* name of a type to how many */
	const FilterCustomer *customer;
} Organisation;

static void
organisation_free(void *data)
{
	Organisation *self = data;

	g_hash_table_unref(self->types);
	g_free(self);
}

static void
add_person(const CliPeople *self, GHashTable *all, const StorePerson *person)
{
	char *name = filter_organisation(person->address);
	const char *type = person->type ? person->type : "unknown";
	Organisation *one;

	if (!name)
		return;
	one = g_hash_table_lookup(all, name);
	if (!one) {
		one = g_new0(Organisation, 1);
		one->types = g_hash_table_new_full(
		    g_str_hash, g_str_equal, g_free, NULL);
		one->customer =
		    filter_customers_find(self->customers, person->address);
		one->name = name;
		g_hash_table_insert(all, name, one);
	} else {
		g_free(name);
	}
	one->people++;
	one->mails += person->mails;
	one->last_at = MAX(one->last_at, person->last_at);
	int count = GPOINTER_TO_INT(g_hash_table_lookup(one->types, type));
	g_hash_table_insert(
	    one->types, g_strdup(type), GINT_TO_POINTER(count + 1));
}

static int
by_mails(const void *left, const void *right)
{
	const Organisation *const *a = left, *const *b = right;

	if ((*a)->mails != (*b)->mails)
		return (*b)->mails - (*a)->mails;
	return strcmp((*a)->name, (*b)->name);
}

static json_t *
types_to_json(const Organisation *one)
{
	json_t *types = json_object();
	GHashTableIter iter;
	void *type, *count;

	g_hash_table_iter_init(&iter, one->types);
	while (g_hash_table_iter_next(&iter, &type, &count))
		(void)json_object_set_new(
		    types, type, json_integer(GPOINTER_TO_INT(count)));
	return types;
}

static void
print_organisation_json(const Organisation *one)
{
	g_autoptr(json_t) object = json_pack("{s:s, s:i, s:i, s:o}",
	    "organisation", one->name, "people", one->people, "mails",
	    one->mails, "types", types_to_json(one));

	g_assert(object);
	cli_json_set_time(object, "last_at", one->last_at);
	if (one->customer) {
		cli_json_set_text(object, "plan", known(one->customer->plan));
		cli_json_set_text(object, "value", known(one->customer->value));
	}
	cli_json_print(object);
}

static void
print_organisation(const Organisation *one, int columns)
{
	g_autofree char *name = cli_columns_lead(one->name, columns);
	g_autofree char *last = core_time_format(one->last_at);

	printf("%s  %4d %s %5d %s  %.10s", name, one->people,
	    one->people == 1 ? "person" : "people", one->mails,
	    one->mails == 1 ? "mail " : "mails", last);
	if (one->customer)
		printf("  [%s%s%s]", one->customer->plan,
		    *one->customer->plan && *one->customer->value ? ", " : "",
		    one->customer->value);
	putchar('\n');
}

static void
print_organisations(const CliPeople *self, const GPtrArray *all)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (unsigned i = 0; i < all->len; i++)
		g_ptr_array_add(names,
		    (char *)(uintptr_t)((const Organisation *)all->pdata[i])
		        ->name);
	int columns = columns_for(names);
	for (unsigned i = 0; i < all->len; i++)
		if (self->context->json)
			print_organisation_json(all->pdata[i]);
		else
			print_organisation(all->pdata[i], columns);
}

bool
cli_people_organisations(CliPeople *self, unsigned most, GError **error)
{
	StorePersonQuery everybody = { NULL, NULL, 0 };
	g_autoptr(GHashTable) all = g_hash_table_new_full(
	    g_str_hash, g_str_equal, g_free, organisation_free);
	g_autoptr(GPtrArray) people = NULL, sorted = NULL;
	GHashTableIter iter;
	void *value;

	if (!store_person_list(
	        self->context->store, &everybody, &people, error))
		return false;
	for (unsigned i = 0; i < people->len; i++)
		add_person(self, all, people->pdata[i]);
	sorted = g_ptr_array_new();
	g_hash_table_iter_init(&iter, all);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		g_ptr_array_add(sorted, value);
	g_ptr_array_sort(sorted, by_mails);
	cli_cut_list(sorted, most);
	print_organisations(self, sorted);
	if (sorted->len == 0 && !self->context->json)
		puts("none");
	return true;
}
