#include "store/search-condition.h"

#include "core/message.h"
#include "core/query-value.h"
#include "store/search-text.h"

#define IN_MATCH                                                               \
	"m.search_key IN (SELECT rowid FROM search WHERE search MATCH ?)"

static StoreReach compile(
    const StoreCompiler *self, const CoreQuery *query, GString *sql);
static void put_all(GString *match, const GPtrArray *queries);

void
store_condition_bind_number(const StoreCompiler *self, int64_t number)
{
	StorePlanValue value = { STORE_PLAN_NUMBER, .number = number };

	g_array_append_val(self->values, value);
}

void
store_condition_bind_term(const StoreCompiler *self, const CoreQuery *term)
{
	StorePlanValue value = { STORE_PLAN_TERM, .term = term };

	g_array_append_val(self->values, value);
}

static void
bind_match(const StoreCompiler *self, GString *match)
{
	StorePlanValue value = { STORE_PLAN_TEXT,
		.text = g_string_free(match, FALSE) };

	g_array_append_val(self->values, value);
}

void
store_condition_match(const StoreCompiler *self, const GPtrArray *queries)
{
	GString *match = g_string_new(NULL);

	put_all(match, queries);
	bind_match(self, match);
}

/* A term of words, which the index knows something of. */
static bool
is_of_words(const CoreQuery *query)
{
	return !query->children && query->field < CORE_FIELD_LANG &&
	       query->field != CORE_FIELD_HEADER &&
	       query->kind != CORE_QUERY_REGEX;
}

bool
store_condition_is_matchable(const CoreQuery *query)
{
	if (!query->children)
		return is_of_words(query) && store_search_knows(query);
	for (unsigned i = 0; i < query->children->len; i++)
		if (!store_condition_is_matchable(query->children->pdata[i]))
			return false;
	return true;
}

static void put_match(GString *match, const CoreQuery *query);

/* FTS5's NOT has two sides; what every message has stands on the left where
 * nothing else is asked for. */
static void
put_all(GString *match, const GPtrArray *queries)
{
	unsigned count = 0;

	g_string_append_c(match, '(');
	for (unsigned i = 0; i < queries->len; i++) {
		const CoreQuery *query = queries->pdata[i];

		if (query->kind == CORE_QUERY_NOT)
			continue;
		g_string_append(match, count++ > 0 ? " AND " : "");
		put_match(match, query);
	}
	if (count == 0)
		g_string_append(match, "\"" STORE_SEARCH_GAP "\"");
	for (unsigned i = 0; i < queries->len; i++) {
		const CoreQuery *query = queries->pdata[i];

		if (query->kind != CORE_QUERY_NOT)
			continue;
		g_string_append(match, " NOT ");
		put_match(match, query->children->pdata[0]);
	}
	g_string_append_c(match, ')');
}

static void
put_match(GString *match, const CoreQuery *query)
{
	g_autoptr(GPtrArray) alone = NULL;

	switch ((int)query->kind) {
	case CORE_QUERY_AND:
		put_all(match, query->children);
		return;
	case CORE_QUERY_OR:
		g_string_append_c(match, '(');
		for (unsigned i = 0; i < query->children->len; i++) {
			g_string_append(match, i > 0 ? " OR " : "");
			put_match(match, query->children->pdata[i]);
		}
		g_string_append_c(match, ')');
		return;
	case CORE_QUERY_NOT:
		alone = g_ptr_array_new();
		g_ptr_array_add(alone, (void *)(uintptr_t)query);
		put_all(match, alone);
		return;
	default:
		store_search_phrase(match, query);
	}
}

static StoreReach
compile_match(const StoreCompiler *self, const CoreQuery *query, GString *sql)
{
	GString *match = g_string_new(NULL);

	put_match(match, query);
	bind_match(self, match);
	g_string_append(sql, IN_MATCH);
	return store_condition_is_matchable(query) ? STORE_REACH_EXACT
	                                           : STORE_REACH_MORE;
}

static StoreReach
compile_origin(const StoreCompiler *self, const CoreQuery *term, GString *sql)
{
	int64_t origins = 0;

	for (int i = 0; i < CORE_ORIGINS; i++)
		if (core_query_holds(term, core_origin_name((CoreOrigin)i)))
			origins |= INT64_C(1) << i;
	store_condition_bind_number(self, origins);
	g_string_append(sql, "(? >> coalesce(m.origin, 0)) & 1");
	return STORE_REACH_EXACT;
}

static StoreReach
compile_measure(const StoreCompiler *self, const CoreQuery *term, GString *sql)
{
	bool above = term->kind == CORE_QUERY_ABOVE;

	if (term->field == CORE_FIELD_SIZE) {
		g_string_append(
		    sql, above ? "m.size_bytes > ?" : "m.size_bytes < ?");
	} else {
		g_string_append(sql,
		    above ? "? - m.received_at > ?" : "? - m.received_at < ?");
		store_condition_bind_number(self, self->now);
	}
	store_condition_bind_number(self, term->number);
	return STORE_REACH_EXACT;
}

static StoreReach
compile_value(const StoreCompiler *self, const CoreQuery *term, GString *sql)
{
	static const struct {
		CoreField field;
		const char *sql;
	} fields[] = {
		{ CORE_FIELD_LANG, "term_holds(?, m.language)" },
		{ CORE_FIELD_SOURCE, "term_holds(?, m.source)" },
		{ CORE_FIELD_TYPE, "term_holds(?, (SELECT c.type FROM contact c"
		                   " WHERE c.id = m.contact_id))" },
		{ CORE_FIELD_STAGE,
		    "term_holds(?, (SELECT c.stage FROM contact c"
		    " WHERE c.id = m.contact_id))" },
		{ CORE_FIELD_TAG,
		    "EXISTS (SELECT 1 FROM tag t WHERE t.message_id = m.id"
		    " AND term_holds(?, t.tag))" },
		{ CORE_FIELD_MAILBOX,
		    "EXISTS (SELECT 1 FROM arrival a JOIN folder f"
		    " ON f.id = a.folder_id WHERE a.message_id = m.id"
		    " AND term_holds(?, f.mailbox))" },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++)
		if (fields[i].field == term->field) {
			store_condition_bind_term(self, term);
			g_string_append(sql, fields[i].sql);
			return STORE_REACH_EXACT;
		}
	return STORE_REACH_EVERY; /* header.NAME: headers are not kept */
}

static StoreReach
compile_term(const StoreCompiler *self, const CoreQuery *term, GString *sql)
{
	if (term->kind == CORE_QUERY_REGEX)
		return STORE_REACH_EVERY;
	if (is_of_words(term))
		return compile_match(self, term, sql);
	if (term->field == CORE_FIELD_ORIGIN)
		return compile_origin(self, term, sql);
	if (term->kind == CORE_QUERY_ABOVE || term->kind == CORE_QUERY_BELOW)
		return compile_measure(self, term, sql);
	return compile_value(self, term, sql);
}

/* Takes back what was bound since @count. */
static StoreReach
say_nothing(
    const StoreCompiler *self, unsigned count, GString *sql, size_t length)
{
	g_array_set_size(self->values, count);
	g_string_truncate(sql, length);
	return STORE_REACH_EVERY;
}

static StoreReach
compile_not(const StoreCompiler *self, const CoreQuery *query, GString *sql)
{
	unsigned count = self->values->len;
	size_t length = sql->len;

	g_string_append(sql, "NOT (");
	if (compile(self, query->children->pdata[0], sql) != STORE_REACH_EXACT)
		return say_nothing(self, count, sql, length);
	g_string_append_c(sql, ')');
	return STORE_REACH_EXACT;
}

static StoreReach
compile_or(const StoreCompiler *self, const CoreQuery *query, GString *sql)
{
	unsigned count = self->values->len;
	size_t length = sql->len;
	StoreReach reach = STORE_REACH_EXACT;

	g_string_append_c(sql, '(');
	for (unsigned i = 0; i < query->children->len; i++) {
		StoreReach child;

		g_string_append(sql, i > 0 ? " OR " : "");
		child = compile(self, query->children->pdata[i], sql);
		if (child == STORE_REACH_EVERY)
			return say_nothing(self, count, sql, length);
		reach = MIN(reach, child);
	}
	g_string_append_c(sql, ')');
	return reach;
}

/* Those of @queries that say something, each behind an AND. */
StoreReach
store_condition_add(
    const StoreCompiler *self, const GPtrArray *queries, GString *sql)
{
	StoreReach reach = STORE_REACH_EXACT;

	for (unsigned i = 0; i < queries->len; i++) {
		size_t length = sql->len;
		StoreReach child;

		g_string_append(sql, " AND ");
		child = compile(self, queries->pdata[i], sql);
		if (child == STORE_REACH_EVERY)
			g_string_truncate(sql, length);
		if (child != STORE_REACH_EXACT)
			reach = STORE_REACH_MORE;
	}
	return reach;
}

static StoreReach
compile_and(const StoreCompiler *self, const CoreQuery *query, GString *sql)
{
	unsigned count = self->values->len;
	size_t length = sql->len;
	StoreReach reach;

	g_string_append(sql, "(1");
	reach = store_condition_add(self, query->children, sql);
	if (self->values->len == count)
		return say_nothing(self, count, sql, length);
	g_string_append_c(sql, ')');
	return reach;
}

static StoreReach
compile(const StoreCompiler *self, const CoreQuery *query, GString *sql)
{
	if (store_condition_is_matchable(query))
		return compile_match(self, query, sql);
	switch ((int)query->kind) {
	case CORE_QUERY_AND:
		return compile_and(self, query, sql);
	case CORE_QUERY_OR:
		return compile_or(self, query, sql);
	case CORE_QUERY_NOT:
		return compile_not(self, query, sql);
	default:
		return compile_term(self, query, sql);
	}
}
