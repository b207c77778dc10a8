#include "filters/rules/names.h"

#include "core/nearest.h"
#include "core/query-fault.h"
#include "core/query-value.h"
#include "core/text.h"
#include "store/folders.h"
#include "store/tags.h"

#include <string.h>

/* What is known to the config and the store; char *, each ended by NULL. */
typedef struct {
	GPtrArray *mailboxes, *sources, *tags;
	FilterNames names;
} Check;

static void
check_clear(Check *self)
{
	g_clear_pointer(&self->mailboxes, g_ptr_array_unref);
	g_clear_pointer(&self->sources, g_ptr_array_unref);
	g_clear_pointer(&self->tags, g_ptr_array_unref);
	filter_names_clear(&self->names);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Check, check_clear)

void
filter_names_clear(FilterNames *self)
{
	g_clear_pointer(&self->faults, g_ptr_array_unref);
	g_clear_pointer(&self->doubts, g_ptr_array_unref);
}

/* Of "bug/crash" one may mean "bug", too. */
static void
add_kinds(GPtrArray *tags)
{
	for (unsigned i = 0, n = tags->len; i < n; i++) {
		const char *tag = tags->pdata[i];

		g_ptr_array_add(tags, g_strndup(tag, strcspn(tag, "/")));
	}
}

static bool
gather(Check *self, Store *store, const CoreConfig *config, GError **error)
{
	if (!store_folder_mailboxes(store, &self->mailboxes, error) ||
	    !store_tags_used(store, &self->tags, error))
		return false;
	self->sources = g_ptr_array_new_with_free_func(g_free);
	for (unsigned i = 0; i < config->mailboxes->len; i++) {
		const CoreMailbox *mailbox = config->mailboxes->pdata[i];

		g_ptr_array_add(
		    self->mailboxes, g_strdup(mailbox->server.name));
	}
	for (unsigned i = 0; i < config->sources->len; i++) {
		const CoreSource *source = config->sources->pdata[i];

		g_ptr_array_add(self->sources, g_strdup(source->name));
	}
	add_kinds(self->tags);
	g_ptr_array_add(self->mailboxes, NULL);
	g_ptr_array_add(self->sources, NULL);
	g_ptr_array_add(self->tags, NULL);
	return true;
}

static bool
is_known(const CoreQuery *term, char *const *known)
{
	for (; *known; known++)
		if (core_query_holds(term, *known))
			return true;
	return false;
}

/* Adds to @faults that nothing among @known has @term's name; "there is no
 * mailbox" is how @nothing might begin. */
static void
check_name(const CoreQuery *term, const GPtrArray *known, const char *nothing,
    GPtrArray *faults)
{
	char *const *names = (char *const *)known->pdata;
	g_autofree char *folded = core_text_fold(term->text);
	g_autofree char *sentence = NULL;
	const char *nearest;

	if (is_known(term, names))
		return;
	nearest = core_nearest(folded, (const char *const *)names);
	sentence = g_strdup_printf("%s '%s'%s%s%s", nothing, term->text,
	    nearest ? "; did you mean '" : "", nearest ? nearest : "",
	    nearest ? "'?" : "");
	core_query_faults_add(faults, term->line, term->column, sentence);
}

static void
look_through(Check *self, const CoreQuery *query)
{
	for (unsigned i = 0; query->children && i < query->children->len; i++)
		look_through(self, query->children->pdata[i]);
	if (query->children)
		return;
	if (query->field == CORE_FIELD_MAILBOX)
		check_name(query, self->mailboxes, "there is no mailbox",
		    self->names.faults);
	else if (query->field == CORE_FIELD_SOURCE)
		check_name(query, self->sources, "the config has no source",
		    self->names.doubts);
	else if (query->field == CORE_FIELD_TAG)
		check_name(query, self->tags, "no message has a tag",
		    self->names.doubts);
}

bool
filter_names_check(Store *store, const CoreConfig *config,
    const CoreQuery *query, FilterNames *ret_names, GError **error)
{
	g_auto(Check) self = { 0 };

	self.names.faults = core_query_faults_new();
	self.names.doubts = core_query_faults_new();
	if (!gather(&self, store, config, error))
		return false;
	look_through(&self, query);
	*ret_names = self.names;
	self.names = (FilterNames){ NULL, NULL };
	return true;
}
