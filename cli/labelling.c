#include "cli/labelling.h"

#include "cli/record-json.h"
#include "core/text.h"
#include "filters/people/standing.h"

#include <stdio.h>
#include <string.h>

#define AUTHOR_BYTES 254

bool
cli_label_author(const char *by, char **ret_author, GError **error)
{
	const char *user = g_get_user_name();

	if (by && !core_address_is_plain(by)) {
		g_set_error(error, CLI_ERROR, CLI_ERROR_USAGE,
		    "--by '%s' is not one address such as ann@example.com", by);
		return false;
	}
	*ret_author = by ? g_strdup(by)
	                 : core_text_line(user, strlen(user), AUTHOR_BYTES);
	return true;
}

static bool
note_all(Store *store, void *data, GError **error)
{
	const GPtrArray *labels = data;

	const StoreLabel *first = labels->pdata[0];

	for (unsigned i = 0; i < labels->len; i++) {
		const StoreLabel *label = labels->pdata[i];
		bool known;

		if (!store_label_add(store, label, &known, error))
			return false;
		if (known)
			continue;
		g_set_error(error, CLI_ERROR, CLI_ERROR_NO_INPUT,
		    "there is no message %" G_GINT64_FORMAT
		    ", or it is not read yet",
		    label->message_id);
		return false;
	}
	return filter_standing_refresh_writer(store, first->message_id, error);
}

static void
print_outcome(const StoreRecord *record)
{
	printf("message %" G_GINT64_FORMAT "\ntags        ", record->id);
	for (unsigned i = 0; i < record->tags->len; i++) {
		const StoreTag *tag = record->tags->pdata[i];

		printf(" %s (%s)", tag->tag, store_by_name(tag->by));
	}
	printf("%s\ndepartments ", record->tags->len ? "" : " none");
	for (unsigned i = 0; i < record->departments->len; i++)
		printf(" %s", (const char *)record->departments->pdata[i]);
	puts(record->departments->len ? "" : " none");
}

bool
cli_label_write(CliContext *self, const GPtrArray *labels, GError **error)
{
	const StoreLabel *first = labels->pdata[0];
	g_autoptr(StoreRecord) record = NULL;

	if (!store_transact(
	        self->store, note_all, (void *)(uintptr_t)labels, error) ||
	    !store_record_get(self->store, first->message_id, &record, error))
		return false;
	g_assert(record);
	if (self->json)
		return cli_record_print(record, error);
	print_outcome(record);
	return true;
}

char *
cli_label_format(const StoreLabel *label)
{
	g_autofree char *when = core_time_format(label->labelled_at);
	g_autofree char *departments = g_strjoinv(", ", label->departments);

	if (label->tag)
		return g_strdup_printf("%s, %s: %s%s", when, label->author,
		    label->holds ? "" : "not ", label->tag);
	if (!label->holds)
		return g_strdup_printf(
		    "%s, %s: to where its tags send it", when, label->author);
	return g_strdup_printf("%s, %s: to %s", when, label->author,
	    *departments ? departments : "nobody");
}
