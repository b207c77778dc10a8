#include "store/search-plan.h"

#include "store/search-condition.h"
#include "store/search-index.h"

/* Beyond these, which no person writes, SQLite's parsers would refuse: then
 * every message is looked at instead. */
#define DEPTH_MAX 20
#define TERMS_MAX 300

#define FROM_WORDS "FROM search WHERE search MATCH ?"
#define FROM_MATCH                                                             \
	"FROM search CROSS JOIN message m ON m.search_key = search.rowid"      \
	" WHERE search MATCH ?"
#define FROM_INDEX                                                             \
	"FROM message m INDEXED BY message_by_search_key"                      \
	" WHERE m.search_key IS NOT NULL"
#define FROM_TAG                                                               \
	"FROM message m INDEXED BY message_searchable"                         \
	" WHERE m.search_key IS NOT NULL"                                      \
	" AND m.id IN (SELECT message_id " STORE_PLAN_TAGGED ")"
/* With the '+' FTS5 walks its words once, not once for each of the tagged. */
#define AND_TAGGED " AND +search.rowid IN (SELECT m.search_key " FROM_TAG ")"

static void
clear_value(void *data)
{
	StorePlanValue *value = data;

	g_free(value->text);
}

void
store_plan_free(StorePlan *self)
{
	if (!self)
		return;
	g_string_free(self->from, TRUE);
	g_array_unref(self->values);
	g_free(self);
}

static int
depth(const CoreQuery *query)
{
	int deepest = 0;

	for (unsigned i = 0; query->children && i < query->children->len; i++) {
		int below = depth(query->children->pdata[i]);

		deepest = MAX(deepest, below);
	}
	return deepest + 1;
}

/* What must all hold, @query itself or the operands of its AND. */
static GPtrArray *
conditions(const CoreQuery *query)
{
	GPtrArray *all = g_ptr_array_new();

	if (query->kind == CORE_QUERY_AND)
		g_ptr_array_extend(all, query->children, NULL, NULL);
	else
		g_ptr_array_add(all, (void *)(uintptr_t)query);
	return all;
}

/* Takes those of @all out that FTS5 can look up together. */
static GPtrArray *
take_matchable(GPtrArray *all)
{
	GPtrArray *taken = g_ptr_array_new();

	for (unsigned i = 0; i < all->len;)
		if (store_condition_is_matchable(all->pdata[i]))
			g_ptr_array_add(
			    taken, g_ptr_array_remove_index(all, i));
		else
			i++;
	return taken;
}

static const CoreQuery *
take_tag(GPtrArray *all)
{
	for (unsigned i = 0; i < all->len; i++) {
		const CoreQuery *query = all->pdata[i];

		if (!query->children && query->field == CORE_FIELD_TAG)
			return g_ptr_array_remove_index(all, i);
	}
	return NULL;
}

/* Nothing that came before an age is looked at; @key is what rows go by. */
static void
bound_age(const StoreCompiler *self, const GPtrArray *all, const char *key,
    GString *from)
{
	for (unsigned i = 0; i < all->len; i++) {
		const CoreQuery *query = all->pdata[i];

		if (query->field != CORE_FIELD_AGE ||
		    query->kind != CORE_QUERY_BELOW)
			continue;
		g_string_append_printf(from, " AND %s >= ?", key);
		store_condition_bind_number(
		    self, store_search_first_key(self->now - query->number));
	}
}

static void
begin_at_words(const StoreCompiler *self, const GPtrArray *matchable,
    const GPtrArray *rest, StorePlanWay way, StorePlan *plan)
{
	/* A look at each message would cost most of the time. */
	bool only_counts = way == STORE_PLAN_COUNT && rest->len == 0;

	store_condition_match(self, matchable);
	g_string_append(plan->from, only_counts ? FROM_WORDS : FROM_MATCH);
	if (plan->tag) {
		store_condition_bind_term(self, plan->tag);
		g_string_append(plan->from, AND_TAGGED);
	}
	bound_age(self, rest, "search.rowid", plan->from);
	plan->order = " ORDER BY search.rowid DESC";
}

/* Chooses where to begin: at the words, at a tag, or at the newest. */
static void
begin(const StoreCompiler *self, GPtrArray *all, StorePlanWay way,
    StorePlan *plan)
{
	g_autoptr(GPtrArray) matchable = take_matchable(all);

	if (way != STORE_PLAN_BY_TIME)
		plan->tag = take_tag(all);
	if (matchable->len > 0) {
		begin_at_words(self, matchable, all, way, plan);
		return;
	}
	if (plan->tag)
		store_condition_bind_term(self, plan->tag);
	g_string_append(plan->from, plan->tag ? FROM_TAG : FROM_INDEX);
	bound_age(self, all, "m.search_key", plan->from);
	plan->order = " ORDER BY m.search_key DESC";
}

StorePlan *
store_plan_new(const CoreQuery *query, int64_t now, StorePlanWay way)
{
	StorePlan *plan = g_new0(StorePlan, 1);
	bool sane =
	    depth(query) <= DEPTH_MAX && core_query_terms(query) <= TERMS_MAX;
	g_autoptr(GPtrArray) all = sane ? conditions(query) : g_ptr_array_new();
	StoreCompiler self = { .now = now };

	plan->from = g_string_new(NULL);
	plan->values = self.values =
	    g_array_new(FALSE, FALSE, sizeof(StorePlanValue));
	g_array_set_clear_func(plan->values, clear_value);
	begin(&self, all, way, plan);
	plan->exact =
	    store_condition_add(&self, all, plan->from) == STORE_REACH_EXACT &&
	    sane;
	return plan;
}
